"""Time expressions whole: a chain of steps, a range of two, a length counted from a day, and the words around them.

`scan` goes through a text once, from left to right: one regular expression finds where a time may begin, the grammar
reads it there, and the words before and after it (截至, 到, 自…以来, 起, 内, 前) say which side of it is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ...lang import english_dates
from ...lang.word_set import either
from ..numbers.numerals import parse
from .bounds import bounded
from .calendars import FESTIVALS
from .figures import WHOLE
from .grammar import chain
from .short_years import range_of_years
from .vocabulary import (
    AND,
    BOUNDS,
    CUES,
    ERAS,
    EVENTS,
    HOURS,
    LONG_DIGITS,
    NUMERAL,
    NUMERALS,
    PLANS,
    SMALL,
    TO,
    UNITS,
    WEEKDAY,
    WORDS,
    Expression,
    Length,
    Steps,
    TimeStep,
    bound_words,
    bounding,
    cue,
    figure,
    rank,
    role_before,
    units,
)

_NUMBER_CHARACTERS = "".join(sorted(NUMERAL)) + "几数百千万半."
_VAGUE = f"[{_NUMBER_CHARACTERS}]"
_UNIT = either({*UNITS, *BOUNDS["unit"], *CUES["after_number"]})



def _trie(words: list[str]) -> str:
    """Return a regular expression for the words that shares their beginnings."""
    heads: dict[str, list[str]] = {}
    for w in words:
        heads.setdefault(w[0], []).append(w[1:])
    parts = []
    for head, tails in heads.items():
        rest = [t for t in tails if t]
        tail = f"(?:{_trie(rest)})" if rest else ""
        parts.append(re.escape(head) + tail + ("?" if rest and "" in tails else ""))
    return "|".join(parts)


_HALF = Decimal("0.5")
_parsed = lru_cache(4096)(parse)
_OPENING_WORDS = [w for w in [*WORDS, *FESTIVALS, *ERAS, *EVENTS] if len(w) > 1]
_SHORT = "".join(w for w in WORDS if len(w) == 1)
"""Words that name a time only before an hour: 早|8点."""

_WEEKDAY = bounding("weekday") + WEEKDAY
_SEASON = bounding("season")
_LAST_HOUR = re.compile("上(?:一个?|个)(小时)")
_OFTEN = either({*CUES["every"], *(word for word, unit in UNITS.items() if "every" in unit.uses)})
_SINCE = "(?<!来)自[^，。；：！？、\n0-9]{1,10}?以来"
_OPENING = (
    rf"(?:(?<!{NUMERALS})|(?<![0-9])(?=[0-9]))(?<!\d[.,]){_VAGUE}{{1,8}}"
    rf"(?= ?(?:{_UNIT}|{TO}|{AND}|[/:：]|[QH][0-9]))"
    rf"|{_trie(_OPENING_WORDS)}"
    rf"|{bounding('weekday')}{bounding('dayofweek')}"
    rf"|{bounding('season_year')}{_SEASON}|{_SEASON}{cue('of_season')}"
    rf"|{cue('lunar')}|{_LAST_HOUR.pattern}|{bounding('lead', 'first', 'opening', 'last')}(?={NUMERALS})"
    rf"|[{_SHORT}](?={NUMERALS}{{1,3}}(?:{HOURS}|:))"
    rf"|[{''.join(LONG_DIGITS)}]{{4}}"
    rf"|{bounding('our_era', 'ours', 'before')}(?=[ ]?{NUMERALS})|(?<![A-Za-z0-9])[QH](?=[1-4])"
    rf"|(?<![{SMALL}])[“‘]?{either(PLANS)}|{_SINCE}|(?<!是)昨|[今明本](?=[（(][0-9])"
    rf"|每(?=逢|[个隔]|[{SMALL}两]?个?{_OFTEN})"
    rf"|(?<![A-Za-z])(?:{english_dates.OPENING})"
    r"|(?<![0-9.])(?:[0-9]{8}(?![0-9.])|[12][0-9]{3}\.[0-9]{1,2}\.[0-9]|1[0-2][0-9]\.[01][0-9]\.[0-3][0-9](?![0-9.]))"
)
_FIRST = {
    *_NUMBER_CHARACTERS, *_SHORT, *LONG_DIGITS, *"QH“‘自昨今明本每", *english_dates.INITIALS,
    *(w[0] for kind in ("weekday", "season_year", "season", "lead", "our_era") for w in BOUNDS[kind]),
    *(w[0] for w in (*_OPENING_WORDS, *CUES["lunar"], *PLANS)),
}  # fmt: skip
"""The characters that a time may begin with."""
_START = re.compile(rf"(?=[{re.escape(''.join(sorted(_FIRST)))}])(?:{_OPENING})")
_PLAN = re.compile(f"(?<!第)(?<![{SMALL}])([“‘]?)({either(PLANS)})([”’]?)({bounding('plan')})?")
_EPOCH = re.compile(f"({either(EVENTS)}){cue('since_event')}")
_JOIN = re.compile(f" ?{cue('from_on')}?{TO} ?")
_AND = re.compile(f"{AND}每?(?={_WEEKDAY})")
_WEEKDAYS = re.compile(f"{AND}{_WEEKDAY}")
_BARE = re.compile(f"({NUMERALS}{{1,4}})( ?{TO} ?|{AND}|/(?=[0-9]{{4}}年度))")
_JOINING = frozenset(CUES["and"]) - {"、"}
_TWO_HOURS = re.compile(f"([{SMALL}])()(?=[{SMALL}]{{1,2}}{HOURS})")
"""The first of two hours that stand side by side: 晚上七|八点."""

_ERA_NUMBER = (
    f"(?:{NUMERALS}|[百千]){{1,5}} ?{bounding('unit', 'year', 'century')}(?:{NUMERALS}{{1,2}}月)?{cue('era_side')}?"
)
_ANTIQUITY = re.compile(
    f"(?:{bounding('our_era', 'before')} ?{_ERA_NUMBER}|前(?:[0-9]{{3}}年(?!的)|[0-9{SMALL}]{{1,2}}世纪))"
    f"(?:{TO}{bounding('our_era')}? ?{_ERA_NUMBER})?{cue('era_side')}?"
)
_OPENS = re.compile("[，。；：！？、（(“\n ]|[至到自从于在]")
_FOUR = "(?:19|20)[0-9]{2}"
_FULL_YEAR = re.compile(f"{_FOUR}(?![0-9.%年])")
_YEARS = re.compile(f"({_FOUR}) ?{TO} ?({_FULL_YEAR.pattern})")
_NOW = re.compile(cue("until_now", "present"))
_LENGTH = re.compile(
    rf"(?:{NUMERALS}{{1,3}}(?:至|到|-|~|、(?=[二两三四五六七八九])))?"
    r"([0-9]{1,9}(?:\.[0-9]{1,3})?|[一二两三四五六七八九十百千万]{1,8}|几|数|(半))(多|余|几|来)? ?(个)?(半)?(多)?"
    rf"个?({units('length')})(半)?(多|余|有余)?"
)
_LENGTH_SUFFIX = re.compile(bound_words("length"))
_COUNT = re.compile(f"({bounding('count')})$")
_COUNT_REACH = 4
_DAYS = re.compile(f"{NUMERALS}{{1,2}}日(?![晚早上下凌])")
_HIGH = re.compile(f"(?:以?来)?的?{cue('record')}")
_SET = re.compile(f"{cue('set_record')}了?近?$")
"""创|17个月|新高: a record counts back from the day of writing."""
_UNDATED = re.compile(_SINCE)
_EVERY = re.compile(f"每(?:隔?{NUMERALS}{{0,3}}个?)?({_OFTEN}|{units('each')})")
_ON_EVERY = re.compile("每逢")
_DAY_ALONE = re.compile("(昨)|今(?=（)")
"""昨 before a verb, and 今 before brackets that tell the day."""
_HOUR = 3600
_YEARS_SUMMED = 15
"""So many years in figures may be told with what grew in them; more would be a year (98年增长)."""
_MOST = {"month": 12, "quarter": 4, "day": 31, "clock": 24 * 3600}


def scan(text: str, everything: bool) -> Iterator[Expression]:
    """Yield what the grammar reads in a text, in order and without overlap."""
    floor = position = 0
    while match := _START.search(text, position):
        i = match.start()
        expression = _read(text, i, floor, everything)
        if expression is None:
            position = max(i + 1, match.end() if text[i] in "0123456789" else 0)
            continue
        yield expression
        floor = position = max(expression.end, i + 1)


def _read(text: str, i: int, floor: int, everything: bool) -> Expression | None:
    """Read the time that begins at i, with the words around it; nothing before `floor` belongs to it."""
    for reader in (_years,) if text[i].isdigit() else (_plan, _epoch, _repeated, _before_our_era, _since, _last_hour):
        expression = reader(text, i)
        if expression is not None:
            return bounded(text, expression, floor, everything)
    expression = None if _counts_days(text, i, floor) else _core(text, i, floor)
    if expression is not None:
        return bounded(text, expression, floor, everything)
    return _length(text, i, floor, everything)


def _counts_days(text: str, i: int, floor: int) -> bool:
    """Tell whether 日 counts days and is no day of a month: 近|5日, 未来3日."""
    counted = _COUNT.search(text, max(floor, i - _COUNT_REACH), i) if _DAYS.match(text, i) else None
    return counted is not None and BOUNDS["count"][counted[1]].value in ("past", "next")


def _plan(text: str, i: int) -> Expression | None:
    """Read “十四五”期间 and 十四五; the quotation marks belong to it only before 期间, 时期 and 以来."""
    match = _PLAN.match(text, i)
    if match is None:
        return None
    name, suffix = match[2], match[4]
    if not suffix and (len(name) < 3 or text.startswith(CUES["program"], match.end())):
        return None
    if text.startswith(CUES["no_plan"], match.end()):
        return None
    start, end = (match.start(), match.end()) if suffix and (match[3] or not match[1]) else match.span(2)
    steps: Steps = (TimeStep("epoch", 0, "", name),)
    edge = BOUNDS["plan"][suffix].value if suffix else ""
    if edge in ("start", "end"):
        steps = (*steps, TimeStep("edge", 0, "", edge))
    return Expression(start, end, "chain", steps, bound="since" if edge == "since" else "", rule="plan")


def _epoch(text: str, i: int) -> Expression | None:
    """Read 党的十八大以来 and the like."""
    match = _EPOCH.match(text, i)
    if match is None:
        return None
    return Expression(i, match.end(), "chain", (TimeStep("epoch", 0, "", match[1]),), bound="since", rule="epoch")


def _since(text: str, i: int) -> Expression | None:
    """Read 自成立以来, which begins with an event that has no date, and 昨 before a verb."""
    if (alone := _DAY_ALONE.match(text, i)) and not chain(text, i)[0]:
        return _single(i, i + 1, (TimeStep("day", -1 if alone[1] else 0, "ref", alone[0]),))
    match = _UNDATED.match(text, i)
    return Expression(i, match.end(), "vague", (TimeStep("vague"),), rule="since") if match else None


def _before_our_era(text: str, i: int) -> Expression | None:
    """Read 公元前221年, 前138年, 公元前3世纪 and ranges that begin with one: marked, without dates."""
    match = _ANTIQUITY.match(text, i)
    if match is None or (text[i] in BOUNDS["our_era"] and i and not _OPENS.match(text[i - 1])):
        return None
    return Expression(i, match.end(), "vague", (TimeStep("vague"),), rule="before our era")


def _years(text: str, i: int) -> Expression | None:
    """Read 20-23年 and 1904-05年."""
    years = range_of_years(text, i)
    if years is None:
        return None
    kind = "year" if years[0] > 99 else "shortyear"
    first, last = (TimeStep(kind, year, "", str(year)) for year in years[:2])
    steps, end = chain(text, years[2] + bool(WHOLE.match(text, years[2])), (last,))
    return Expression(i, end, "range", (first,), steps, rule="range")


def _last_hour(text: str, i: int) -> Expression | None:
    """Read 上个小时."""
    match = _LAST_HOUR.match(text, i)
    if match is None:
        return None
    length = Length(Decimal(1), match[1], False, False)
    return Expression(i, match.end(), "length", length=length, bound="past", rule="length:past")


def _repeated(text: str, i: int) -> Expression | None:
    """Read 每年, 每天清晨, 每周三, 每月4号, 每隔3天: marked, without dates."""
    if festive := _ON_EVERY.match(text, i):
        steps, end = chain(text, festive.end())
        while steps and steps[-1].kind == "weekday" and (listed := _WEEKDAYS.match(text, end)):
            end = listed.end()
        return Expression(i, end, "set", steps, rule="repeated") if steps else None
    match = _EVERY.match(text, i)
    if match is None:
        return None
    before = (TimeStep(_every_kind(match[1]), 0, "every"),)
    steps, end = chain(text, match.end(), before)
    if text.startswith("的", match.end()) and len(steps) == 1:
        later, later_end = chain(text, match.end() + 1, before)
        steps, end = (later, later_end) if len(later) > 1 else (steps, end)
    joined = _JOIN.match(text, end) or (_AND.match(text, end) if steps[-1].kind == "weekday" else None)
    if joined and len(steps) > 1:
        last, last_end = chain(text, joined.end())
        end = last_end if last else end
    return Expression(i, end, "set", steps, rule="repeated")


def _every_kind(unit: str) -> str:
    """Return the kind of step that 每 makes of a unit: what is finer than a week goes by days."""
    kind = UNITS[unit].unit if unit in UNITS else "day"
    return kind if kind in ("year", "quarter", "month", "week") else "day"


def _core(text: str, i: int, floor: int) -> Expression | None:
    """Read one chain or a range of two at i."""
    steps, end = chain(text, i)
    years = _YEARS.match(text, i)
    if years is not None and role_before(text[max(0, i - 1) : i]) in ("from", "on"):
        a, b = (TimeStep("year", int(y), "", y) for y in years.groups())
        return Expression(i, years.end(), "range", (a,), (b,), rule="range")
    bare = _BARE.match(text, end + (bool(steps) and text.startswith(" ", end)))
    bare = bare or (_TWO_HOURS.match(text, end) if steps else None)
    if bare is not None:
        expression = _bare_range(text, i, steps, bare)
        if expression is not None:
            return expression
    if not steps or all(s.kind == "mark" for s in steps):
        return None
    return _range(text, i, steps, end) or _glossed(text, i, steps, end) or _single(i, end, steps)


def _single(i: int, end: int, steps: Steps) -> Expression:
    kind = "vague" if steps[0].kind == "vague" else "chain"
    return Expression(i, end, kind, steps, rule=kind)


def _glossed(text: str, i: int, steps: Steps, end: int) -> Expression | None:
    """Read on over brackets that date a day: 今天（26日）, 昨晚（8月2日）10时.

    今天（8月2日） without more is two times.
    """
    day = steps[-1].kind == "weekday" or (steps[0].kind == "day" and steps[0].base == "ref")
    inner, close = chain(text, end + 1) if day and text[end : end + 1] in ("（", "(") else ((), end)
    dated = inner and inner[-1].kind == "day" and not any(s.base for s in inner)
    if not dated or text[close : close + 1] not in ("）", ")"):
        return None
    later, last = chain(text, close + 1, steps)
    if len(later) == len(steps):
        last = close + 1
    if inner[0].kind != "day" and last == close + 1:
        return None
    return Expression(i, last, "chain", later, given=inner, rule="chain")


def _range(text: str, i: int, steps: Steps, end: int) -> Expression | None:
    """Read what makes the chain before `end` the first half of a range: 至2025年, 至今, 起到2035年."""
    joined = _JOIN.match(text, end)
    last, last_end = chain(text, joined.end() if joined else end + 1)
    if joined is None and _is_pair(text, steps, end, last, last_end):
        return Expression(i, last_end, "range", steps, last, rule="range")
    if joined is None:
        between = last and last[0].kind == steps[0].kind and text.startswith(CUES["between"], last_end)
        if not between or text[end : end + 1] not in CUES["and"]:
            return None
        return Expression(i, last_end, "range", steps, last, rule="range")
    now = (TimeStep("day", 0, "ref", "now"),)
    if steps[0].kind == "vague":
        if steps[0].name in CUES["present"] and last and last[0].kind == "year":
            return Expression(i, last_end, "range", now, last, rule="range")
        return None
    year = _FULL_YEAR.match(text, joined.end()) if not last and steps[0].kind == "year" and len(steps) == 2 else None
    if year is not None and text[i : i + 1].isdigit() and "." in text[i:end]:
        last, last_end = (TimeStep("year", int(year[0]), "", year[0]),), year.end()
    if last and _joinable(steps, last):
        return Expression(i, last_end, "range", steps, last, rule="range")
    present = _NOW.match(text, joined.end())
    if present and ("至" in joined[0] or present[0] in CUES["present"]):
        return Expression(i, present.end(), "range", steps, now, rule="range")
    return None


def _is_pair(text: str, first: Steps, end: int, last: Steps, last_end: int) -> bool:
    """Tell whether a day of the same month is told with the one before it: 7月25日、27日; not of three or more."""
    if text[end : end + 1] not in CUES["and"] or len(first) < 2 or first[-2].kind != "month":
        return False
    days = [s.kind for s in (*first[-1:], *last)] == ["day", "day"] and not last[0].base
    return days and last[0].value > first[-1].value and not text.startswith(CUES["no_pair"], last_end)


def _joinable(first: Steps, last: Steps) -> bool:
    """Tell whether two chains make a range: the second may leave out what it shares with the first."""
    if any(s.kind in ("vague", "span") for s in (first[-1], last[0])):
        return False
    return rank(last[0]) <= rank(first[-1]) or last[0].kind in ("weekday", "day", "part", "clock")


def _bare_range(text: str, i: int, before: Steps, bare: re.Match[str]) -> Expression | None:
    """Read a range whose first number leaves its unit to the second: 1-4月, 2016至2019年, 7、8月份, 20～22日."""
    joining = bare[2] in _JOINING
    if (joining and (before or len(bare[1]) == 4)) or (bare[2] == "、" and len(bare[1]) == 4):
        return _shared_year(text, i, before, bare)
    last, end = chain(text, bare.end(), before)
    new = last[len(before) :]
    if not new:
        return None
    value, unit = figure(bare[1]), new[0]
    if unit.kind == "shortyear" and len(bare[1]) == 4:
        unit = unit._replace(kind="year")
    if value is None or unit.kind not in ("year", "month", "day", "quarter", "clock", "decade", "century", "shortyear"):
        return None
    if unit.kind == "clock":
        value *= 3600
    if not bare[2] and (unit.kind != "clock" or unit.value - value != _HOUR):
        return None
    if unit.kind == "year" and (len(bare[1]) not in (2, 4) or bare[2] == "、"):
        return None
    if ((joining or bare[2] == "、") and value + 1 != unit.value) or (joining and unit.kind != "month"):
        return None
    if not 0 <= value <= _MOST.get(unit.kind, value):
        return None
    if before and rank(unit) <= max(map(rank, before)):
        return None
    first = (*before, unit._replace(value=value, name=bare[1]))
    return Expression(i, end, "range", first, last, rule="range")


def _shared_year(text: str, i: int, before: Steps, bare: re.Match[str]) -> Expression | None:
    """Read the first year of 2011和2012年, which are two times."""
    last, _ = chain(text, bare.end())
    value = figure(bare[1]) if len(bare[1]) == 4 and not before else None
    if value is None or not last or last[0].kind != "year" or last[0].base or not 0 < last[0].value - value < 100:
        return None
    return Expression(i, bare.end(1), "chain", (TimeStep("year", value, "", bare[1]),), rule="chain")


def _length(text: str, i: int, floor: int, everything: bool) -> Expression | None:
    """Read a length of time that places something: 三年内, 近三年, 两年多来, 连续3年."""
    match = _LENGTH.match(text, i)
    if match is None or (i and text[i - 1].isascii() and text[i - 1].isalpha()):
        return None
    unit, end = match[7], match.end()
    years = "years" in UNITS[unit].uses
    if years and (match[4] or text.startswith(CUES["of_age"], end)):
        return None
    prefix = _COUNT.search(text, max(floor, i - _COUNT_REACH), i)
    count = BOUNDS["count"][prefix[1]] if prefix else None
    if count is None or not count.allowed(text, prefix.start() if prefix else i, i):
        prefix = count = None
    suffix = _LENGTH_SUFFIX.match(text, end)
    after = BOUNDS["length"][suffix[0]].value if suffix else ""
    if (after == "inside" and count is None) or (
        after == "within" and suffix and text.startswith(CUES["no_deadline"], suffix.end())
    ):
        suffix, after = None, ""
    bound = _counted(count.value if count else "", after, unit, text.startswith(CUES["averaged"], end), everything)
    record = not bound and _HIGH.match(text, end) and _SET.search(text, max(floor, i - 4), i)
    bound = "record" if record and UNITS[unit].months else bound
    if not bound and years and prefix is None and _summed(text, match):
        bound = "running"
    if not bound:
        return None
    if bound == "within" and suffix and text.startswith(CUES["over"], suffix.end()):
        bound = "span"
    start = prefix.start() if prefix and bound not in ("within", "ago", "before", "after", "span") else i
    return Expression(start, suffix.end() if suffix and bound not in ("running", "nth") else end, "length",
                   length=_measure(match, unit), bound=bound, rule="length:" + bound)  # fmt: skip


def _summed(text: str, match: re.Match[str]) -> bool:
    """Tell whether years are told with what was done or grew in them: 五年累计使用外资, 五年增长64%; not 98年增长."""
    short = not match[1].isascii() or (match[1].isdigit() and int(match[1]) <= _YEARS_SUMMED)
    stands = not text.endswith(CUES["before_summed"], 0, match.start())
    return short and stands and text.startswith(CUES["summed"], match.end())


def _measure(match: re.Match[str], unit: str) -> Length:
    """Return the length that was written."""
    number = _HALF if match[2] else _parsed(match[1])
    low = number if number is not None else Decimal(0)
    if match[5] or match[8]:
        low += _HALF
    return Length(low, unit, bool(match[3] or match[6] or match[9]), number is None)


def _counted(count: str, after: str, unit: str, averaged: bool, everything: bool) -> str:
    """Return how a length is counted by the words around it, '' where it only measures (DURATION)."""
    uses = UNITS[unit].uses
    if count in ("past", "next"):
        return after if after in ("since", "while") else count
    if after in ("since", "while"):
        return after
    if count == "back" and after == "within" and "years" in uses:
        return "these"
    if count in ("running", "nth") and (not UNITS[unit].seconds or after == "within"):
        return count if after != "within" else "later"
    if count == "these" and UNITS[unit].unit not in ("hour", "minute", "second", "day"):
        return "these"
    if after in ("within", "span") and ("years" in uses or (everything and after == "within")):
        return after
    if after in ("ago", "before") and (everything or "ago" in uses):
        return after
    if after in ("later", "after") and (everything or "later" in uses):
        return after
    if everything and count in ("back", "ahead"):
        return "past" if count == "back" else "next"
    return "averaged" if averaged and "years" in uses else ""
