"""Resolves a chain of steps to a stretch of days: against the article's date, and against the times mentioned before.

Each step narrows the stretch of those before it; what the text does not fix stays None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import calendars, days, years
from .stretches import DAY, UNKNOWN, Context, Stretch, stretch_of
from .vocabulary import Steps, TimeStep

Narrowing = Callable[[Stretch | None, TimeStep, Context], Stretch | None]
"""Narrows the stretch of the steps before a step by that step."""


def edge(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 年底 and 月末 to the last day, 年初 to the first month, 月初 to ten days, 世纪初 to its first part."""
    if outer is None or not outer.start or not outer.end:
        return None
    if step.name == "within" or (outer.grain == "week" and step.name == "start"):
        return outer
    if outer.grain == "plan" and step.name == "start":
        return stretch_of(calendars.months(outer.start.year, 1, 12), "year", True)
    if outer.grain in ("century", "decade"):
        if outer.grain == "decade" and step.base == "open":
            opens = step.name == "start"
            return replace(outer, start=outer.start if opens else None, end=None if opens else outer.end, grain="edge")
        years = 20 if outer.grain == "century" else 3
        if step.name == "start":
            return replace(outer, end=calendars.shift(outer.start, years=years, days=-1), grain="edge")
        last = replace(outer, start=calendars.shift(outer.end, years=-years, days=1), grain="edge")
        return last if step.name != "middle" else None
    if step.name in ("end", "late"):
        return Stretch(outer.end, outer.end, "day", absolute=outer.absolute)
    if step.name == "start":
        if outer.grain == "month":
            return Stretch(outer.start, outer.start + 9 * DAY, "xun", absolute=outer.absolute)
        return stretch_of(calendars.month(outer.start.year, outer.start.month), "month", outer.absolute)
    return (
        stretch_of(calendars.months(outer.start.year, 6, 7), "months", outer.absolute)
        if outer.grain == "year"
        else None
    )


def same(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 去年同期: the period under discussion, moved to the year meant."""
    t = context.upto or context.topic
    if outer is None or not outer.start or t is None or not (t.start and t.end):
        return None
    if outer.grain != "year":
        return _within_same(outer, t) if outer.grain in ("month", "quarter", "week") else None
    if t.end.year - t.start.year > 0 or t.grain == "year":
        return outer
    back = outer.start.year - t.end.year if step.base != "ref" else -1
    if back == 0 and outer.grain == "year":
        back = -1
    a, b = calendars.shift(t.start, years=back), calendars.shift(t.end, years=back)
    if a and b and t.end == (calendars.month(t.end.year, t.end.month) or (0, 0))[1]:
        b = (calendars.month(b.year, b.month) or (a, b))[1]
    return Stretch(a, b, t.grain)


def _within_same(outer: Stretch, topic: Stretch) -> Stretch | None:
    """Resolve 上月同期: the part of the month, quarter or week meant that the period under discussion is of its own."""
    return outer if topic.grain == outer.grain else None


NARROW: dict[str, Narrowing] = {
    "century": years.century, "decade": years.decade, "epoch": years.epoch, "year": years.year,
    "shortyear": years.year, "fiscal": years.fiscal, "half": years.half, "season": years.season,
    "quarter": years.quarter, "lead": years.lead, "leaddays": years.lead, "month": years.month,
    "halfmonth": years.halfmonth, "xun": years.xun, "lunar": days.lunar, "week": days.week, "nthweek": days.nthweek,
    "weekday": days.weekday, "weekend": days.weekend, "day": days.day, "nthday": days.nthday,
    "lunarday": days.lunarday, "workday": days.workday_of, "festival": days.festival, "edge": edge, "same": same,
    "part": days.part, "clock": days.clock,
}  # fmt: skip
"""What each kind of step narrows."""


def resolve(chain: Steps, context: Context) -> Stretch:
    """Return the stretch of days that a chain of steps means; both days None where it cannot be known."""
    outer: Stretch | None = None
    known = True
    lunar_date = any(step.name == "lunar" for step in chain)
    for step in chain:
        if step.kind in ("mark", "vague"):
            known = known and step.kind != "vague"
            continue
        if step.kind == "span":
            outer = context.topic or context.last
        elif lunar_date and step.kind == "month":
            outer = days.lunar(outer, step, context)
        elif lunar_date and step.kind == "day" and outer:
            outer = days.lunarday(outer, step, context)
        elif known or step.kind in ("part", "clock"):
            outer = NARROW[step.kind](outer, step, context)
        if outer is None or not (outer.start or outer.end or outer.begin):
            known = False
    return outer if outer is not None and (known or outer.begin) else UNKNOWN
