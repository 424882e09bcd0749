"""Reads a number with its unit, and dates and times of day in figures, into steps: 三月, 2011-05-12, 9时30分.

One function for each unit; a number is dispatched by what stands after it. Each returns the steps and where they end,
or None where the number with this unit is no time (3月球, 12年 as a length, 5日均线).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..numbers.numerals import parse
from .short_years import QUARTER, names_year
from .vocabulary import (
    BEFORE_REPUBLIC,
    BOUNDS,
    CUES,
    HOURS,
    LONG_DIGITS,
    NUMBER,
    Steps,
    StepsRead,
    TimeStep,
    bounding,
    cue,
    digitwise,
    figure,
)

_NUMBER = re.compile(rf"({NUMBER})( ?)")
_DATE = re.compile(
    r"([12][0-9]{3}) ?([-/.]) ?(1[0-2]|0?[1-9])(?: ?\2 ?(3[01]|[12][0-9]|0?[1-9])(?![0-9](?![0-9]:)))?"
    r"(?![0-9.年](?![0-9]:))"
)
_FIRST_DOTTED = r"(?:19|20)[0-9]{2}\.(?:0[1-9]|1[0-2]) ?(?:[-—~～至到]|--)+ ?"
_DOTTED = re.compile(
    rf"{_FIRST_DOTTED}(?:至?今|(?:19|20)[0-9]{{2}}(?:\.(?:0[1-9]|1[0-2]))?(?![0-9.年]|{cue('measured')}))"
)
"""2008.03-2009.05, 2008.03-2009: months with a dot, which only a range makes one."""
_AFTER_DOTTED = re.compile(f"(?<![0-9.]){_FIRST_DOTTED}$")
_TWO_YEARS = re.compile(
    r"((?:19|20)[0-9]{2}|[0-9]{2}(?=/[0-9]{2}(?:课税|财政)?年度))[-/]((?:19|20)?[0-9]{2})"
    rf"(?:{cue('two_years')}|(?:(?<=/[0-9]{{2}})|(?<=/[0-9]{{4}}))年度?(?!代)"
    rf"|(?=(?:至|到|-)(?:19|20)[0-9]{{2}}/[0-9]{{2}}年)){cue('two_years')}?"
)
_PERIOD = re.compile(
    r"(?:FY ?)?(?P<y>(?:20)?[0-9]{2})年?[ /-]?(?:Q(?P<q>[1-4])|H(?P<h>[12]))(?![0-9A-Za-z])"
    r"|(?:(?P<q2>[1-4])Q|(?P<h2>[12])H)[ /-]?(?:FY ?)?(?P<y2>20[0-9]{2}|[0-9]{2})(?![0-9A-Za-z.%])年?"
)
"""2026 Q1, 25Q3, 3Q25, 1H2024, as companies write quarters and halves."""
_PERIOD_FIRST = re.compile(
    r"(?:Q(?P<q>[1-4])|H(?P<h>[12]))[ /-]?['’]?(?:FY ?)?(?P<y>20[0-9]{2}|(?<=['’])[0-9]{2})(?![0-9A-Za-z.%])年?"
)
_PERIOD_ALONE = re.compile(r"Q([1-4])(?![0-9A-Za-z.+-])(?=[ \u4e00-\u9fff，。、：；）)])")
_LETTER = re.compile("[A-Za-z]")
_REPUBLIC = re.compile(
    r"(1[0-2][0-9])(?:(/)(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])|(\.)(1[0-2]|0[1-9])\.(3[01]|[12][0-9]|0[1-9]))(?![0-9/.])"
)
"""101/05/25, 113.02.15: a year of the Republic of China with month and day."""
_DAY_FIRST = re.compile(r"(3[01]|[12][0-9]|0?[1-9])/(1[0-2]|0?[1-9])/((?:19|20)[0-9]{2})(?![0-9/.])")
"""25/12/2017, day first, as Hong Kong and Macau write it."""
_STAMP = re.compile(r"(1[0-2]|0[1-9])-(3[01]|[12][0-9]|0[1-9])(?= (?:[01][0-9]|2[0-3]):[0-5][0-9])")
"""09-01 20:01: a date line without its year."""
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9.年月日])")
_CLOCK = re.compile(
    r"([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?:[:：]([0-5][0-9])(?:\.0(?![0-9]))?)?(?![0-9:.])"
    r"(?:(?<=:[0-9]{2})(?:Z|[-+][0-9]{2}:?[0-9]{2}))?[时分]?(?: ?([AaPp])\.?[Mm]\.?)?"
)
_HOUR = re.compile(
    rf"({NUMBER}){HOURS}(?:{cue('hour_end')}|(半)|([一二三1-3])刻|零?({NUMBER})分?(?!之|钟)许?(?:({NUMBER})秒)?)?"
)

_SPOKEN_YEAR = re.compile(
    "([二两]千(?:零[一二三四五六七八九]|零?[二三四五六七八九]?十[一二三四五六七八九]?)"
    "|一千[八九]百(?:零?[一二三四五六七八九十]{1,3})?)年"
)
"""A year that is spoken as a number: 二千零二十年, 二千十七年, 一千九百九十八年."""
_LONG_YEAR = re.compile(f"([{''.join(LONG_DIGITS)}]{{4}})年")
"""A year in the digits of cheques: 贰零壹玖年."""
_YEAR_OF_REPUBLIC = re.compile("1[0-2][0-9]年(?:[01]?[0-9]月|度|第[1-4一二三四]季|[上下]半年)")
"""113年5月, as Taiwan writes its years without 民国."""
_COUNTED = re.compile(f"{cue('years_counted')}|[^，。；]{{0,4}}[中里内间]")
"""What follows a number of years that are counted (在100年|的历史中), not 在789年|遣使."""
_BEFORE_QUARTER = frozenset((*CUES["before_quarter"], *"，。；：、（\n"))
"""What stands before 第三季 where a quarter is meant, no part of a show: 预计|第三季亏损, 较|第二季少."""
_BARE_YEAR = re.compile(f"{cue('bare_year')}|{QUARTER}")
_UNIT = re.compile(bounding("unit"))
_QUARTER_END = re.compile("(度)|报")
WHOLE = re.compile("(?<=年)度(?!假)|(?<=月)份(?!额)")
"""What belongs to a year or month: 2016年|度, 3月|份."""


def _allowed(text: str, i: int, j: int, end: int) -> bool:
    """Tell whether the character at j is the unit of the number that begins at i; it ends at `end`: not 3月|球."""
    return BOUNDS["unit"][text[j]].allowed(text, i, end)


def _year(text: str, i: int, written: str, j: int) -> StepsRead | None:
    end = j + 1 + bool(WHOLE.match(text, j + 1))
    value = figure(written)
    of_our_time = len(written) == 4 and 1900 <= (value or 0) < 2100
    if value is None or not digitwise(written) or not (of_our_time or _allowed(text, i, j, j + 1)):
        return None
    if len(written) == 3 and _YEAR_OF_REPUBLIC.match(text, i):
        return (TimeStep("year", value + BEFORE_REPUBLIC, "", written),), end
    early = len(written) == 3 and not written.isascii() and value > 99 and text[j + 1 :][:1].isalnum()
    early = early and (month := number(text, j + 1)) is not None and month[0][0].kind == "month"
    named = len(written) == 3 and text[i - 1 : i] in tuple("在于") and _COUNTED.match(text, j + 1) is None
    if (len(written) == 4 and 0 < value < 2200) or early or named:
        return (TimeStep("year", value, "", written),), end
    if len(written) == 2 and names_year(text, j + 1, written, value):
        return (TimeStep("shortyear", value, "", written),), end
    return None


def _month(text: str, i: int, written: str, j: int) -> StepsRead | None:
    value = figure(written)
    end = j + 1 + bool(WHOLE.match(text, j + 1))
    if value is None or not 1 <= value <= 12 or len(written) > 2 or not _allowed(text, i, j, end):
        return None
    return (TimeStep("month", value, "", written),), end


def _day(text: str, i: int, written: str, j: int) -> StepsRead | None:
    value = figure(written)
    if value is None or not 1 <= value <= 31 or len(written) > 3 or "两" in written:
        return None
    if text[i - 1 : i] != "月" and not _allowed(text, i, j, j + 1):
        return None
    return (TimeStep("day", value, "", text[i : j + 1]),), j + 1


def _quarter(text: str, i: int, written: str, j: int) -> StepsRead | None:
    value = figure(written)
    if value is None or not 1 <= value <= 4:
        return None
    end = _QUARTER_END.match(text, j + 1)
    if end and end[1]:
        return (TimeStep("quarter", value, "", written),), j + 2
    if end and i and text[i - 1] in "年0123456789":
        return (TimeStep("quarter", value, "", written),), j + 1
    told = written.isascii() or text.startswith(CUES["of_quarter"], j + 1)
    placed = text[i - 2 : i - 1] in _BEFORE_QUARTER and not text.startswith(("《", "“"), j + 1)
    named = i > 0 and text[i - 1] == "第" and (told or placed) and text[i - 2 : i - 1] not in ("》", "》 ")
    return ((TimeStep("quarter", value, "", written),), j + 1) if named else None


def _century(text: str, i: int, written: str, j: int) -> StepsRead | None:
    value = figure(written)
    return ((TimeStep("century", value, "", written),), j + 2) if value and value <= 30 else None


def _decade(text: str, i: int, written: str, j: int) -> StepsRead | None:
    value = figure(written)
    if value is None or value % 10 or not (0 <= value < 100 or 1000 < value < 2200):
        return None
    return (TimeStep("decade", value, "", written),), j + 2


def _fiscal(text: str, i: int, written: str, j: int) -> StepsRead | None:
    return ((TimeStep("fiscal", figure(written) or 0, "", written),), j + 2) if len(written) == 4 else None


def _hour(text: str, i: int, written: str, j: int) -> StepsRead | None:
    match = _HOUR.match(text, i)
    if match is None or not _allowed(text, i, j, j + 1):
        return None
    hour, minute, second = figure(match[1]), 0, 0
    if match[2]:
        minute = 30
    elif match[3]:
        minute = 15 * (figure(match[3]) or 0)
    elif match[4]:
        minute, second = figure(match[4]) or 0, figure(match[5] or "0") or 0
    if hour is None or hour > 24 or minute > 59 or second > 59:
        return None
    grain = "second" if match[5] else "minute" if minute or match[4] else "hour"
    return (TimeStep("clock", hour * 3600 + minute * 60 + second, grain, match[0]),), match.end()


_READERS: dict[str, Callable[[str, int, str, int], StepsRead | None]] = {
    "year": _year, "month": _month, "day": _day, "quarter": _quarter, "century": _century, "decade": _decade,
    "fiscal": _fiscal, "clock": _hour,
}  # fmt: skip
"""Reads a number with a unit of each kind of data/time_bounds.tsv."""


def _ymd(year: str, month: str, day: str | None) -> Steps:
    steps = (TimeStep("year", int(year), "", year), TimeStep("month", int(month), "", month))
    return (*steps, TimeStep("day", int(day), "", day)) if day else steps


def _period(year: str, quarter: str | None, half: str | None) -> Steps:
    """Return the steps of a quarter or a half of a year that is written with two figures or four."""
    head = TimeStep("year", int(year) % 100 + 2000, "", year)
    return (head, TimeStep("quarter", int(quarter)) if quarter else TimeStep("half", int(half or 1)))


def period(text: str, i: int) -> StepsRead | None:
    """Read Q1 2026, H1'25 and Q3 alone at i, where a letter begins them."""
    if i and text[i - 1].isascii() and text[i - 1].isalnum():
        return None
    if match := _PERIOD_FIRST.match(text, i):
        return _period(match["y"], match["q"], match["h"]), match.end()
    if match := _PERIOD_ALONE.match(text, i):
        return (TimeStep("quarter", int(match[1]), "", match[0]),), match.end()
    return None


def _figures(text: str, i: int) -> StepsRead | None:
    """Read 2011-05-12, 2018/7/9, 2019.9.6, 20240307, 2008/08, 09:05, 13:10:36 and 3:15pm at i."""
    if (match := _TWO_YEARS.match(text, i)) and int(match[2]) % 100 == (int(match[1]) + 1) % 100:
        first = int(match[1]) + (0 if len(match[1]) == 4 else 2000)
        return (TimeStep("fiscal", first, "", match[0]),), match.end()
    if (match := _PERIOD.match(text, i)) and not (i and _LETTER.match(text, i - 1)):
        year, quarter, half = (match["y"], match["q"], match["h"]) if match["y"] else match.group("y2", "q2", "h2")
        return _period(year, quarter, half), match.end()
    if match := _DAY_FIRST.match(text, i):
        return _ymd(match[3], match[2], match[1]), match.end()
    if match := _STAMP.match(text, i):
        return _ymd("0", match[1], match[2])[1:], match.end()
    if match := _REPUBLIC.match(text, i):
        return _ymd(str(int(match[1]) + BEFORE_REPUBLIC), match[3] or match[6], match[4] or match[7]), match.end()
    if match := _DATE.match(text, i):
        crop = match[2] == "/" and text.startswith(CUES["crop_year"], match.end())
        dotted = match[2] == "." and (_DOTTED.match(text, i) or _after_dotted(text, i, match.end()))
        if match[4] or dotted or (match[2] != "." and len(match[3]) == 2 and not crop):
            return _ymd(match[1], match[3], match[4]), match.end()
    elif match := _COMPACT.match(text, i):
        return _ymd(match[1], match[2], match[3]), match.end()
    match = _CLOCK.match(text, i)
    if match is None:
        return None
    hour = int(match[1]) + (12 if match[4] and match[4] in "Pp" and int(match[1]) < 12 else 0)
    seconds = hour * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    return (TimeStep("clock", seconds, "second" if match[3] else "minute", match[0]),), match.end()


def _after_dotted(text: str, start: int, end: int) -> bool:
    """Tell whether a month with a dot ends a range of such (2008.03-|2009.05), and no level of an index does."""
    measured = text.startswith(CUES["measured"], end)
    return not measured and _AFTER_DOTTED.search(text, max(0, start - 12), start) is not None


def long_year(text: str, i: int) -> StepsRead | None:
    """Read 贰零壹玖年 at i."""
    match = _LONG_YEAR.match(text, i)
    value = int("".join(LONG_DIGITS[c] for c in match[1])) if match else 0
    return ((TimeStep("year", value, "", match[1]),), match.end()) if match and 1800 <= value < 2100 else None


def number(text: str, i: int) -> StepsRead | None:
    """Read the number at i with its unit as steps; None where they are no time."""
    read = _figures(text, i) if text[i].isascii() else None
    match = _NUMBER.match(text, i) if read is None else None
    if match is None:
        return read
    if (spoken := _SPOKEN_YEAR.match(text, i)) and (year := parse(spoken[1])):
        return (TimeStep("year", int(year), "", spoken[1]),), spoken.end()
    written, j = match[1], match.end()
    if len(written) == 4 and written.isascii() and _BARE_YEAR.match(text, j):
        return (TimeStep("year", int(written), "", written),), match.end(1)
    unit = _UNIT.match(text, j)
    kind = BOUNDS["unit"][unit[0]].value if unit else ""
    return None if not kind or (match[2] and kind == "clock") else _READERS[kind](text, i, written, j)
