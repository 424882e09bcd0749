"""The grammar of written times: reads what stands at one place of a text into a chain of steps from large to small.

Each step narrows the one before it (去年 | 9月 | 3日 | 上午). Words are rows of data/time_words.tsv, festivals of
data/festivals.tsv; numbers are read by `figures`. Nothing here knows a date: `resolution` does.
"""

from __future__ import annotations

import re

from ...lang import english_dates
from ...lang.word_set import either
from ..numbers.units import unit_at
from .calendars import FESTIVALS, LUNAR_FESTIVALS
from .figures import long_year, number, period
from .vocabulary import (
    BEFORE_REPUBLIC,
    BELOW_100,
    BOUNDS,
    CUES,
    ERAS,
    HOURS,
    LONG_DIGITS,
    NUMBER,
    NUMERAL,
    NUMERALS,
    RANK,
    SMALL,
    TO,
    UNITS,
    WEEKDAY,
    WORDS,
    Steps,
    StepsRead,
    TimeStep,
    TimeWord,
    bound_words,
    bounding,
    cue,
    figure,
    rank,
    units,
    weekday,
)

_EDGE = re.compile(f"(?:年|月)?({bound_words('edge')})")
_ORDINAL = re.compile(rf"第 ?({NUMBER}) ?个?({units('nth')})({WEEKDAY})?")
_LEAD = re.compile(
    rf"({bounding('lead')}) ?({NUMBER}) ?(个)? ?({units('lead')})(?!{cue('no_lead')})"
)
_MARK = re.compile(WEEKDAY)
_LEADS = frozenset(word[0] for word in BOUNDS["lead"])
_LAST_WEEKDAY = re.compile(f"最后一个{bounding('weekday')}({WEEKDAY})")
_WEEKDAY = re.compile(f"({bounding('weekday')})({bounding('dayofweek')})")
_ERA = re.compile(f"({either(ERAS)}) ?(?:(元)|((?:{NUMERALS}|百){{1,5}})) ?年")
_BRACKETED = re.compile("[昨今明本][（(]([0-9]{1,4})[）)]([日年月])")
_LARGEST = {"day": 31, "month": 12, "year": 2199}
_LAST_OF_REPUBLIC = 200
"""Up to here a year in brackets is one of the Republic of China."""
_THAT_DAY = re.compile(bound_words("that_day"))
_ABOUT = re.compile(f"{cue('about_hour')}(?={NUMERALS}{{1,3}}(?:{HOURS}|[:：]))")
_ANNO_DOMINI = re.compile(f"{bounding('our_era', 'ours')}({NUMBER}) ?({bounding('unit', 'year', 'century')})")
_SEASON = re.compile(rf"({bounding('season_year')})?年?({bounding('season')})({cue('of_season')})?")
_LUNAR = re.compile(f"{cue('lunar')}的?")
_LEAP = re.compile("闰([一二三四五六七八九十]{1,2})月")
_LUNAR_DAY = re.compile(f"初([{SMALL}]|[1-9]|10)|({BELOW_100})(?!{cue('counted')})")
_BARE_DAY = re.compile(
    rf"([1-9]|[12][0-9]|3[01])(?![0-9.]|{cue('counted')}|-(?![0-9]{{1,2}}月)|[、至到~][0-9]{{1,2}}日)"
)
_AFTER_BARE = re.compile(f"[”’]?{cue('festive')}")
_LATER_YEAR = re.compile(
    f"(?<=至)(?:[0-9]{{4}}年|{either(word for word, row in WORDS.items() if row.kind == 'year')}|{bounding('season')})"
)
"""What follows 冬至 where 至 leads on to a later time: 2020年冬至|2021年春."""
_GOES_ON = re.compile(f"{TO}[0-9]{{1,3}}(?![0-9日号])")
_BARE_CHINESE_DAY = re.compile(f"({BELOW_100})(?=[，。、；：！？）”\n ]|$|{cue('after_day')})")
_PART_OF_YEAR = re.compile("半年(?:度|(?=报))|(全年)")
_SAME = re.compile("同期")
_LAST_OF_MONTH = 31
_QUARTER = re.compile("Q([1-4])(?![0-9A-Za-z])")
_COMPARABLE = frozenset(("century", "decade", "epoch", "fiscal", "year", "shortyear", "quarter", "month", "week"))
"""The kinds of steps that 同期 follows: 去年同期, 上月同期."""


def _lookup() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for word in [*WORDS, *FESTIVALS]:
        lengths.setdefault(word[0], set()).add(len(word))
    return {c: tuple(sorted(length, reverse=True)) for c, length in lengths.items()}


_LENGTHS = _lookup()
"""The lengths of the words that begin with a character, longest first."""


def _word(text: str, i: int, before: Steps = ()) -> StepsRead | None:
    """Read the longest word of the tables at i as steps."""
    for length in _LENGTHS.get(text[i], ()):
        written = text[i : i + length]
        if len(written) < length:
            continue
        word = WORDS.get(written)
        if word is not None and word.allowed(text, i, i + length):
            return _steps_of(written, word), i + length
        if written in FESTIVALS and _festive(text, i, i + length, FESTIVALS[written].bare):
            return (TimeStep("festival", 0, "", written),), i + length
    return None


def _festive(text: str, i: int, end: int, bare: bool) -> bool:
    """Tell whether the name of a festival stands as one: 五一假期, not 五一路 or 十一月."""
    if text.startswith(CUES["still_open"], end) or (i and text[i - 1] in NUMERAL and text[i] in NUMERAL):
        return False
    if _LATER_YEAR.match(text, end):
        return False
    return not bare or end == len(text) or _AFTER_BARE.match(text, end) is not None


def _steps_of(written: str, word: TimeWord) -> Steps:
    """Return the steps that a word stands for: 昨晚 is a day and a part, 月底 a month and its end."""
    kind = word.kind
    if kind in ("vague", "span", "part"):
        return (TimeStep(kind, 0, word.base, written),)
    if kind in ("yearedge", "monthedge", "quarteredge"):
        return TimeStep(kind[:-4], 0, word.base, written), TimeStep("edge", 0, "", word.value)
    step = TimeStep(kind.removeprefix("="), int(word.value), word.base, written)
    return (step, TimeStep("part", 0, "", word.part)) if word.part else (step,)


def _other(text: str, i: int, before: Steps) -> StepsRead | None:
    """Read a number with its unit, or what begins with a character that is no numeral."""
    if text[i] in english_dates.INITIALS or text[i].isdigit():
        read = _english(text, i)
        if read is not None:
            return read
    return number(text, i) if text[i] in NUMERAL else _relative(text, i)


def _english(text: str, i: int) -> StepsRead | None:
    """Read Oct 5, 2024 and Wed, 16 Apr 2025 15:16:00 +0800 at i; the clock time adds nothing to its day."""
    match = english_dates.PATTERN.match(text, i)
    date = english_dates.date_of(match) if match else None
    if match is None or date is None:
        return None
    numbers = (("year", date.year), ("month", date.month), ("day", date.day))
    return tuple(TimeStep(kind, value, "", match[0]) for kind, value in numbers), match.end()


def _relative(text: str, i: int) -> StepsRead | None:
    """Read era years, weekdays and seasons at i, and what `_marked` does."""
    if text[i] in "闰最昨今明本" and (read := _marked(text, i)):
        return read
    if text[i] in "QH":
        return period(text, i)
    if text[i] in LONG_DIGITS:
        return long_year(text, i)
    if match := _ANNO_DOMINI.match(text, i):
        value = figure(match[1])
        return ((TimeStep(BOUNDS["unit"][match[2]].value, value, "", match[0]),), match.end()) if value else None
    if match := _ERA.match(text, i):
        year = 1 if match[2] else figure(match[3])
        return ((TimeStep("year", ERAS[match[1]] + year - 1, "", match[0]),), match.end()) if year else None
    if (match := _WEEKDAY.match(text, i)) and BOUNDS["weekday"][match[1]].allowed(text, i, match.end()):
        return _day_of_week(match[2], match[0]), match.end()
    if (match := _SEASON.match(text, i)) and BOUNDS["season"][match[2]].allowed(text, i, match.end()):
        season = TimeStep("season", int(BOUNDS["season"][match[2]].value), "", match[0])
        if match[1]:
            year = int(BOUNDS["season_year"][match[1]].value)
            return (TimeStep("year", year, "ref", match[0]), season), match.end()
        return ((season,), match.end()) if match[3] else None
    return None


def _marked(text: str, i: int) -> StepsRead | None:
    """Read 闰二月, 最后一个周三 and 昨（17）日 at i."""
    if match := _LEAP.match(text, i):
        return (TimeStep("lunar", figure(match[1]) or 0, "leap", match[0]),), match.end()
    if match := _LAST_WEEKDAY.match(text, i):
        return (TimeStep("nthday", -1, match[1], match[0]),), match.end()
    return _numbered(int(match[1]), match) if (match := _BRACKETED.match(text, i)) else None


def _numbered(value: int, match: re.Match[str]) -> StepsRead | None:
    """Return the step of a number in brackets: 昨（17）日, 本（2021）年, 今（99）年 of the Republic."""
    unit = BOUNDS["unit"][match[2]].value
    if not 1 <= value <= _LARGEST[unit]:
        return None
    value += BEFORE_REPUBLIC if unit == "year" and value <= _LAST_OF_REPUBLIC else 0
    return (TimeStep(unit, value, "", match[0]),), match.end()


def _day_of_week(mark: str, written: str) -> Steps:
    if not BOUNDS["dayofweek"][mark].value.isdigit():
        return (TimeStep("weekend", 0, "", written),)
    return (TimeStep("weekday", weekday(mark), "", written),)


def _within(text: str, i: int, before: Steps) -> StepsRead | None:
    """Read what only a larger unit before it makes a time: an edge, 第三周, 本周|一, a lunar day, 十月|31."""
    if not before:
        return None
    if match := _ORDINAL.match(text, i):
        return _ordinal(match)
    last = before[-1]
    if last.kind == "week" and text[i] in BOUNDS["dayofweek"] and BOUNDS["dayofweek"][text[i]].allowed(text, i, i + 1):
        return _day_of_week(text[i], text[i]), i + 1
    if last.kind in ("month", "lunar") and (match := _LUNAR_DAY.match(text, i)):
        value = figure(match[1] or match[2]) or 0
        told = before[0].name == "lunar" or last.kind == "lunar" or _is_lunar(last, value)
        if match[1] or (told and value > 10):
            return (TimeStep("lunarday", value, "", match[0]),), match.end()
    if last.kind == "month" and not last.name.isascii() and (match := _BARE_CHINESE_DAY.match(text, i)):
        value = figure(match[1]) or 0
        return ((TimeStep("day", value, "", match[1]),), match.end()) if value <= _LAST_OF_MONTH else None
    if last.kind == "month" and (match := _BARE_DAY.match(text, i)) and not _counts(text, match.end()):
        return (TimeStep("day", int(match[1]), "", match[1]),), match.end()
    if last.kind in ("year", "shortyear") and (match := _PART_OF_YEAR.match(text, i)):
        if match[1]:
            return (TimeStep("edge", 0, "", "within"),), match.end()
        return ((TimeStep("half", 1, "", match[0]),), match.end()) if last.kind == "year" else None
    if last.kind == "day" and not last.base and (match := _THAT_DAY.match(text, i)):
        part = BOUNDS["that_day"][match[0]].value
        return ((TimeStep("part", 0, "", part) if part else TimeStep("mark")),), match.end()
    season = BOUNDS["season"].get(text[i])
    if last.kind == "year" and season is not None and season.allowed(text, i, i + 1):
        return (TimeStep("season", int(season.value), "", text[i]),), i + 1

    if last.kind == "year" and (match := _QUARTER.match(text, i)):
        return (TimeStep("quarter", int(match[1]), "", match[0]),), match.end()
    far = last.kind in _COMPARABLE and (rank(last) <= RANK["year"] or last.base == "ref")
    if far and (match := _SAME.match(text, i)):
        return (TimeStep("same", 0, last.base, match[0]),), match.end()
    if rank(last) <= RANK["week"] and (match := _EDGE.match(text, i)):
        opens = "open" if len(match[1]) == 1 else ""
        return (TimeStep("edge", 0, opens, BOUNDS["edge"][match[1]].value),), match.end()
    return None


def _counts(text: str, end: int) -> bool:
    """Tell whether figures before `end` count something and are no day of the month: 上月|15元, 6月份|16至24岁."""
    going_on = _GOES_ON.match(text, end)
    unit = unit_at(text, going_on.end() if going_on else end)
    return unit is not None and unit.written not in CUES["no_unit"]


def _is_lunar(month: TimeStep, day: int | None) -> bool:
    """Tell whether a day of a month in Chinese numerals is a festival of the lunar calendar: 八月十五, 九月九."""
    return not month.name.isascii() and f"lunar {month.value}-{day}" in LUNAR_FESTIVALS


def _ordinal(match: re.Match[str]) -> StepsRead | None:
    """Return the step of 第三周, 第二个月, 第十天, 第一个周二."""
    value, unit = figure(match[1]), match[2]
    if value is None:
        return None
    if UNITS[unit].unit == "week":
        kind = "nthday" if match[3] else "nthweek"
        return (TimeStep(kind, value, match[3] or "", match[0]),), match.end()
    if match[3]:
        return None
    kind = {"day": "nthday"}.get(UNITS[unit].unit, UNITS[unit].unit)
    return (TimeStep(kind, value, "", match[0]),), match.end()


def _lead(text: str, i: int, before: Steps) -> StepsRead | None:
    """Read 前三季度, 前7个月, 后两个月, 最后3周, and 前5月 where 前 belongs to no word before it (目前5月)."""
    match = _LEAD.match(text, i) if text[i] in _LEADS else None
    if match is None:
        return None
    unit, side = UNITS[match[4]].unit, BOUNDS["lead"][match[1]].value
    within = unit in ("week", "day") or side in ("last", "within")
    if (within and not before) or (unit == "week" and _MARK.match(text, match.end())):
        return None
    if not before and not BOUNDS["lead"][match[1]].allowed(text, i, match.end()):
        return None
    value = figure(match[2])
    opens = not text[i - 1 : i].isalnum() or text[i - 1] in CUES["before_lead"]
    opens = opens and not text[match.end() :][:1].isdigit()
    if not value or (side == "opening" and not (before or opens)):
        return None
    if unit == "month" and not (before or opens or match[3]) and match[2].isascii():
        return None
    kind = "lead" if unit in ("month", "quarter") else "leaddays"
    return (TimeStep(kind, -value if side == "last" else value, unit, match[0]),), match.end()


def step(text: str, i: int, before: Steps) -> StepsRead | None:
    """Read the next steps of a chain at i; None where nothing there is finer than the steps read before."""
    if i >= len(text):
        return None
    limit = max(map(rank, before), default=-1)
    for read_at in (_word, _lead, _other, _within):
        read = read_at(text, i, before)
        if read is None:
            continue
        finer = rank(read[0][0])
        if read[0][0].kind == "mark" or (finer > limit and not (finer > RANK["edge"] and 0 <= limit < RANK["day"])):
            return read
    return None


def _joined(text: str, i: int, last: TimeStep) -> int:
    """Return where a chain goes on after blanks, 的, or the comma before a weekday."""
    while i < len(text) and text[i] == " ":
        i += 1
    if last.kind == "day" and text.startswith("T", i) and text[i + 1 : i + 2].isdigit():
        return i + 1
    if last.kind == "part" and (about := _ABOUT.match(text, i)):
        return about.end()
    if text.startswith("的", i):
        return i + 1
    if last.kind == "day" and text.startswith(("，", ","), i) and _WEEKDAY.match(text, i + 1):
        return i + 1
    return i


def chain(text: str, i: int, before: Steps = ()) -> StepsRead:
    """Read steps from large to small at i, after `before`; return all steps and where they end."""
    steps, j = before, i
    while not (steps and steps[-1].kind == "vague"):
        k = _joined(text, j, steps[-1]) if steps and j > i else j
        lunar = _LUNAR.match(text, k)
        if lunar is not None and step(text, lunar.end(), steps) and not _word(text, k):
            steps, k = (*steps, TimeStep("mark", 0, "", "lunar")), lunar.end()
        read = step(text, k, steps)
        if read is None:
            break
        steps, j = (*steps, *read[0]), read[1]
    return steps, j
