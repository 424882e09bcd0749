"""Tells in which year an article without a date was written, from the years that its text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from .vocabulary import CUES, EPOCHS, NUMERALS, Expression, cue, role_before

_BUDGET = re.compile(f"[^，。；\n]{{0,6}}{cue('budget')}")
"""What a year under way has: 2025年度预算; its results are told when it is over."""
HEAD = 150
"""So many characters into a text its head may reach."""
_FUTURE = re.compile(cue("ahead"))
_COMING = re.compile(cue("will"))
_ANCHOR = re.compile(f"{cue('anchor')}$")
_COMPARED = re.compile(f"{cue('compared_with')}[^，。；：、！？\n]{{1,6}}$")
"""比起疫情前|2019年上半年: what a figure of now is compared with."""
_REACH = 12
_STATISTIC = re.compile(f"[0-9]%|{cue('figure')}")
_OCCASION = re.compile(f"[^，。；：！？\n]{{0,8}}{cue('occasion')}")
_EDITION = re.compile(
    f"(?<![0-9.])((?:19|20)[0-9]{{2}})(?:(?:年度?)?[^，。；：！？\n0-9]{{0,18}}?{cue('occasion')}"
    f"|年第{NUMERALS}{{1,3}}{cue('edition')})"
)
"""What is held or counted in a year: 2023世界新能源大会, 2023年第6号台风."""
_PLAN_YEAR = re.compile(
    "今年是[^，。；\n]{0,8}?([一二三四五六七八九十]{2,3}五)”?(?:规划|时期)?的?"
    f"({cue('plan_end', 'plan_start')})"
)


def year_of_text(text: str, expressions: Sequence[Expression]) -> int | None:
    """Return the year of writing that the text fixes, or None.

    A period within a year that is told as past (2021年上半年, 2020年5月) dates the text to that year at least; a whole
    year told as past (2023年, …增长5%) dates it to the year after. A later year is announced, not told. Without either
    a month named in full dates the same month named without a year, and the last year named twice dates the text.
    What lies below a year told as past is wrong: nothing is known then.
    """
    plan = _PLAN_YEAR.search(text)
    if plan and plan[1] in EPOCHS:
        row = EPOCHS[plan[1]]
        return int((row["end"] if plan[2] in CUES["plan_end"] else row["start"])[:4])
    if echo := _echoed(text, expressions):
        return echo
    told = _tellings(text, expressions)
    latest, past = max(told.within, default=0), max(told.whole, default=0)
    if latest and latest not in told.strong and told.within[latest] + told.named[latest] < 2:
        latest = 0
    written = latest
    if not latest:
        written = past + 1 if past and (told.whole[past] > 1 or past in told.grown) else 0
    elif latest <= past <= latest + 1 and past not in told.within:
        written = past + 1
    if not written and (neighbour := _neighbour(text, expressions)) >= max(told.named, default=0):
        written = neighbour
    written = written or max((y for y, n in told.named.items() if n > 1), default=0)
    floor = max(
        (*told.within, *(y for expression in expressions if (y := _bounding_year(text, expression)))), default=0
    )
    return written if written >= floor and written else None


def latest_told(text: str, expressions: Sequence[Expression]) -> int:
    """Return the latest year that a text tells of, 0 where it tells of none."""
    return max((year for expression in expressions if (year := _told_year(text, expression))), default=0)


class _Tellings(NamedTuple):
    """How often a text tells of the years that it names."""

    within: Counter[int]
    """Of a part of the year."""
    whole: Counter[int]
    """Of the whole year as over."""
    named: Counter[int]
    """Of the whole year, over or not."""
    strong: set[int]
    """The years of whose parts one telling is enough."""
    grown: set[int]
    """The whole years with growth, or up to which something is told, of which one telling is enough."""


def _tellings(text: str, expressions: Sequence[Expression]) -> _Tellings:
    """Return how often a text tells of which year."""
    told = _Tellings(Counter(), Counter(), Counter(), set(), set())
    editions = _editions(text)
    told.within.update(editions)
    told.strong.update(editions)
    for expression in expressions:
        year = _told_year(text, expression)
        years = expression.kind == "range" and len(expression.last) == 1 and expression.last[0].kind == "year"
        if year is None or years:
            continue
        if not _ended(expression) or _is_within(text, expression):
            told.within[year] += 1
            if _strong(text, expression):
                told.strong.add(year)
        else:
            told.named[year] += 1
            if _told_whole(text, expression):
                told.whole[year] += 1
                told.grown.update([year] if _grown(text, expression) else [])
    return told


def _editions(text: str) -> set[int]:
    """Return the years whose events a text speaks of, unless what is still to come: 2023世界新能源大会."""
    found = (m for m in _EDITION.finditer(text) if not _FUTURE.search(text[max(0, m.start() - _REACH) : m.start()]))
    return {int(m[1]) for m in found}


def _echoed(text: str, expressions: Sequence[Expression]) -> int | None:
    """Return the year in which 去年12月 is 2008年12月, where a text has both: what it tells twice it dates in two ways.

    Of several such pairs the latest counts; one that is only counted from (2006年第4季以来) tells nothing.
    """
    full: dict[tuple[object, ...], int] = {}
    relative: list[tuple[tuple[object, ...], int]] = []
    for expression in expressions:
        kinds = [step.kind for step in expression.first]
        if expression.kind != "chain" or len(kinds) < 2 or kinds[0] != "year" or "same" in kinds:
            continue
        head = expression.first[0]
        rest = tuple((step.kind, step.value, step.name if step.kind == "edge" else "") for step in expression.first[1:])
        if head.base == "ref" and head.value < 0:
            relative.append((rest, head.value))
        elif not head.base and expression.bound != "since":
            full[rest] = max(head.value, full.get(rest, 0))
    return max((full[rest] - value for rest, value in relative if rest in full), default=None)


def _ended(expression: Expression) -> bool:
    """Tell whether an expression names a whole year (2022年, 2022年全年) or its end."""
    if expression.kind != "chain" or len(expression.first) == 1:
        return expression.kind == "chain"
    edge = expression.first[1]
    return edge.kind == "edge" and edge.name in ("end", "within")


def _is_within(text: str, expression: Expression) -> bool:
    """Tell whether a year has what is held in it behind it, or a season: 2026年全国两会, 2026年|暑期."""
    season = len(expression.first) == 1 and text[expression.end - 1] not in "年度"
    return season or _OCCASION.match(text, expression.end) is not None


def _strong(text: str, expression: Expression) -> bool:
    """Tell whether one mention of a part of a year is enough: a period of statistics, or a date in the head."""
    return (
        (expression.kind == "range" and expression.last[0].name != "now")
        or expression.first[-1].kind in ("half", "quarter", "lead")
        or _dates_head(text, expression)
    )


def _told_whole(text: str, expression: Expression) -> bool:
    """Tell whether a year is told as over: its end, its figures, or what is drawn up afterwards (2025年度股东大会)."""
    closed = text[expression.end - 1] == "度" and not _BUDGET.match(text, expression.end)
    return len(expression.first) == 2 or closed or _STATISTIC.search(_clause(text, expression.end)) is not None


def _grown(text: str, expression: Expression) -> bool:
    """Tell whether one telling of a whole year is enough: up to its end (截至2022年底), or how its figures grew."""
    return expression.prefix == "until" or any(cue in _clause(text, expression.end) for cue in CUES["growth"])


def _bounding_year(text: str, expression: Expression) -> int | None:
    """Return the year that a stretch begins with which is told as past: 自2021年2月底公布…, 2019年以来."""
    if (
        not expression.first
        or expression.first[0].kind != "year"
        or expression.first[0].base
        or announced(text, expression)
    ):
        return None
    opens = text[max(0, expression.start - 1) : expression.start + 1]
    since = expression.bound == "since" or any(role_before(character) == "on" for character in opens)
    return expression.first[0].value if since else None


def _dates_head(text: str, expression: Expression) -> bool:
    """Tell whether a full date in the head of a text dates it: （2026年1月5日）, under a title."""
    kinds = [s.kind for s in expression.first]
    return (
        kinds == ["year", "month", "day"]
        and expression.end < HEAD
        and text[expression.start - 1 : expression.start] in ("（", "(", "\n")
    )


def _neighbour(text: str, expressions: Sequence[Expression]) -> int:
    """Return the year of a month named in full that a month without a year repeats or goes on: 2026年6月 … 6月10日."""
    bare = {
        expression.first[0].value
        for expression in expressions
        if expression.first and expression.first[0].kind == "month" and not expression.first[0].base
    }
    full = [
        expression.first[0].value
        for expression in expressions
        if _told_year(text, expression) and [s.kind for s in expression.first[:2]] == ["year", "month"]
        and bare & {expression.first[1].value - 1, expression.first[1].value, expression.first[1].value + 1}
    ]  # fmt: skip
    return max(full, default=0)


def _told_year(text: str, expression: Expression) -> int | None:
    """Return the year that a reading names in full, unless it is a bound, a base of comparison or announced."""
    if (
        expression.kind not in ("chain", "range")
        or not expression.first
        or expression.first[0].kind != "year"
        or expression.first[0].base
    ):
        return None
    if (
        expression.bound in ("since", "before")
        or expression.prefix == "to"
        or _ANCHOR.search(text, max(0, expression.start - 2), expression.start)
        or _COMPARED.search(text, max(0, expression.start - _REACH), expression.start)
    ):
        return None
    if announced(text, expression) or expression.first[-1].kind == "same":
        return None
    if text.startswith(CUES["maturity"], expression.end):
        return None
    return (
        expression.last[0]
        if expression.last and expression.last[0].kind == "year" and not expression.last[0].base
        else expression.first[0]
    ).value


def _clause(text: str, start: int) -> str:
    """Return what a sentence says next, at most 40 characters."""
    return re.split("[。；！？\n]", text[start : start + 40])[0]


def announced(text: str, expression: Expression) -> bool:
    """Tell whether the clause of a year speaks of what is still to come."""
    begin = max(text.rfind(mark, max(0, expression.start - 12), expression.start) for mark in "，。；！？\n") + 1
    before = text[max(begin, expression.start - 12) : expression.start]
    after = re.split("[，。；！？\n]", text[expression.end : expression.end + 14])[0]
    return bool(_FUTURE.search(before) or _COMING.search(after))
