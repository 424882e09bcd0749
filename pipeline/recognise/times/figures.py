"""Reads a number with its unit, and dates and times of day in figures, into steps: 三月, 2011-05-12, 9时30分.

One function for each unit; a number is dispatched by what stands after it. Each returns the steps and where they end,
or None where the number with this unit is no time (3月球, 12年 as a length, 5日均线).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .calendars import FESTIVALS
from .vocabulary import BOUNDS, NUMBER, Chain, Read, Step, digitwise, figure

_NUMBER = re.compile(rf"({NUMBER})( ?)")
_DATE = re.compile(
    r"([12][0-9]{3}) ?([-/.]) ?(1[0-2]|0?[1-9])(?: ?\2 ?(3[01]|[12][0-9]|0?[1-9])(?![0-9]))?(?![0-9.])"
)
_TWO_YEARS = re.compile(
    r"((?:19|20)[0-9]{2})[-/]((?:19|20)?[0-9]{2})"
    r"(学年度?|(?<=/[0-9]{2})年度?(?!代)|(?<=/[0-9]{4})年度?(?!代)|(?=(?:至|到|-)(?:19|20)[0-9]{2}/[0-9]{2}年))(制糖期|榨季)?"
)
_QUARTER = re.compile(r"((?:20)?[0-9]{2})年?Q([1-4])(?![0-9A-Za-z])")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9.年月日])")
_CLOCK = re.compile(
    r"([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?(?![0-9:.])时?(?: ?([AaPp])\.?[Mm]\.?)?"
)
_HOUR = re.compile(
    rf"({NUMBER})(?:点|时)(?:[多许]?钟|[多许]|整|(半)|([一二三1-3])刻|({NUMBER})分?(?!之|钟)(?:({NUMBER})秒)?)?"
)
_MONTH = re.compile(rf"{NUMBER}月")
_LEAD = re.compile(rf"[前后]{NUMBER}个?(?:月|季度)")
_BARE_YEAR = re.compile("[上下]半年|全年|第?[一二三四1-4]季度")
_NO_YEAR = tuple("多余来前后内以之间，。")


def _allowed(unit: str, text: str, start: int, end: int) -> bool:
    return BOUNDS["unit"][unit].allowed(text, start, end)


def _year(text: str, i: int, written: str, j: int) -> Read | None:
    end = j + 2 if text[j + 1 : j + 2] == "度" and text[j + 2 : j + 3] != "假" else j + 1
    value = figure(written)
    if value is None or not _allowed("年", text, i, j + 1) or not digitwise(written):
        return None
    early = len(written) == 3 and not written.isascii() and value > 99 and _MONTH.match(text, j + 1)
    if (len(written) == 4 and 0 < value < 2200) or early:
        return (Step("year", value, "", written),), end
    if len(written) == 2 and _short_year(text, j + 1, written, value):
        return (Step("shortyear", value, "", written),), end
    return None


def _short_year(text: str, end: int, written: str, value: int) -> bool:
    """Tell whether two figures before 年 name a year (05年, 98年4月) and do not count years (12年, 三五年)."""
    if written[0] in "0〇零":
        return True
    month = _NUMBER.match(text, end)
    if month and text.startswith("月", month.end()):
        return True
    if text.startswith(("底", "末", "初"), end) or _LEAD.match(text, end):
        return True
    if any(text[end : end + n] in FESTIVALS for n in (2, 3, 4)):
        return True
    if written.isascii() and value >= 50 and text.startswith(("以后", "以前"), end):
        return True
    if text.startswith(_NO_YEAR, end) or (written.isascii() and (value < 80 or text.startswith("的", end))):
        return False
    if written.isascii():
        return True
    return value % 10 - value // 10 != 1 and value != 35


def _month(text: str, i: int, written: str, j: int) -> Read | None:
    value = figure(written)
    end = j + 2 if text.startswith("份", j + 1) else j + 1
    if value is None or not 1 <= value <= 12 or len(written) > 2 or not _allowed("月", text, i, end):
        return None
    return (Step("month", value, "", written),), end


def _day(text: str, i: int, written: str, j: int) -> Read | None:
    value = figure(written)
    if value is None or not 1 <= value <= 31 or len(written) > 3 or "两" in written:
        return None
    if not _allowed(text[j], text, i, j + 1):
        return None
    return (Step("day", value, "", text[i : j + 1]),), j + 1


def _quarter(text: str, i: int, written: str, j: int) -> Read | None:
    value = figure(written)
    if value is None or not 1 <= value <= 4:
        return None
    if text.startswith("季度", j):
        return (Step("quarter", value, "", written),), j + 2
    named = i > 0 and text[i - 1] == "第" and written.isascii() and text[i - 2 : i - 1] != "》"
    return ((Step("quarter", value, "", written),), j + 1) if named else None


def _century(text: str, i: int, written: str, j: int) -> Read | None:
    value = figure(written)
    if value is None or not text.startswith("世纪", j) or not 1 <= value <= 30:
        return None
    return (Step("century", value, "", written),), j + 2


def _decade(text: str, i: int, written: str, j: int) -> Read | None:
    value = figure(written)
    if value is None or value % 10 or not (0 <= value < 100 or 1000 < value < 2200):
        return None
    return (Step("decade", value, "", written),), j + 2


def _hour(text: str, i: int, written: str, j: int) -> Read | None:
    found = _HOUR.match(text, i)
    if found is None or not _allowed(text[j], text, i, j + 1):
        return None
    hour, minute, second = figure(found[1]), 0, 0
    if found[2]:
        minute = 30
    elif found[3]:
        minute = 15 * (figure(found[3]) or 0)
    elif found[4]:
        minute, second = figure(found[4]) or 0, figure(found[5] or "0") or 0
    if hour is None or hour > 24 or minute > 59 or second > 59:
        return None
    grain = "second" if found[5] else "minute" if minute or found[4] else "hour"
    return (Step("clock", hour * 3600 + minute * 60 + second, grain, found[0]),), found.end()


_UNITS: dict[str, Callable[[str, int, str, int], Read | None]] = {
    "年": _year, "月": _month, "日": _day, "号": _day, "季": _quarter, "世": _century, "点": _hour, "时": _hour,
}  # fmt: skip


def _ymd(year: str, month: str, day: str | None) -> Chain:
    steps = (Step("year", int(year), "", year), Step("month", int(month), "", month))
    return (*steps, Step("day", int(day), "", day)) if day else steps


def _figures(text: str, i: int) -> Read | None:
    """Read 2011-05-12, 2018/7/9, 2019.9.6, 20240307, 2008/08, 09:05, 13:10:36 and 3:15pm at i."""
    if (found := _TWO_YEARS.match(text, i)) and int(found[2]) % 100 == (int(found[1]) + 1) % 100:
        return (Step("fiscal", int(found[1]), "", found[0]),), found.end()
    if found := _QUARTER.match(text, i):
        year = Step("year", int(found[1]) % 100 + 2000, "", found[1])
        return (year, Step("quarter", int(found[2]), "", "Q" + found[2])), found.end()
    if found := _DATE.match(text, i):
        crop = found[2] == "/" and text.startswith(("年度", "市场年度", "财年", "榨季"), found.end())
        if found[4] or (found[2] != "." and len(found[3]) == 2 and not crop):
            return _ymd(found[1], found[3], found[4]), found.end()
    elif found := _COMPACT.match(text, i):
        return _ymd(found[1], found[2], found[3]), found.end()
    found = _CLOCK.match(text, i)
    if found is None:
        return None
    hour = int(found[1]) + (12 if found[4] and found[4] in "Pp" and int(found[1]) < 12 else 0)
    seconds = hour * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    return (Step("clock", seconds, "second" if found[3] else "minute", found[0]),), found.end()


def number(text: str, i: int) -> Read | None:
    """Read the number at i with its unit as steps; None where they are no time."""
    read = _figures(text, i) if text[i].isascii() else None
    found = _NUMBER.match(text, i) if read is None else None
    if found is None:
        return read
    written, j = found[1], found.end()
    if len(written) == 4 and text.startswith("财年", j):
        return (Step("fiscal", int(figure(written) or 0), "", written),), j + 2
    if text.startswith("年代", j):
        return _decade(text, i, written, j)
    if len(written) == 4 and written.isascii() and _BARE_YEAR.match(text, j):
        return (Step("year", int(written), "", written),), found.end(1)
    reader = _UNITS.get(text[j : j + 1])
    if reader is None or (found[2] and text[j] in "点时"):
        return None
    return reader(text, i, written, j)
