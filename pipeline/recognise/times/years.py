"""Resolves the steps that name years and parts of years: 2020年, 上年, 十四五, 一季度, 9月, 前7个月, 上旬.

Each function narrows the stretch of the steps before it: `outer`, None at the head of a chain. None comes back where
nothing is known.
"""

from __future__ import annotations

import datetime as dt

from . import calendars
from .stretches import DAY, WITHIN_YEAR, Context, Stretch, stretch_of, whole_weeks
from .vocabulary import CUES, EPOCHS, TimeStep


def _base_year(step: TimeStep, context: Context) -> int | None:
    """Return the year that a relative step counts from."""
    if step.base == "ref":
        reported = context.reported if step.name in CUES["reported"] else None
        return context.year if reported is None else reported
    if step.base == "same":
        at = context.here if step.name == "当年" else context.last
        return at.start.year if at and at.start and at.end and at.start.year == at.end.year else None
    if step.name in CUES["year_edge"]:
        return next((y for y in (context.discussed, context.reported) if y is not None), context.year)
    return context.topic.end.year if context.topic and context.topic.end else context.year


_QUARTER = 92
"""The days of the longest quarter."""


def year(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 2020年, 05年, 去年, 上年, 全年."""
    if step.kind == "shortyear":
        pivot = (context.year or 2020) + 11
        y = pivot // 100 * 100 + step.value
        return stretch_of(calendars.months(y if y <= pivot else y - 100, 1, 12), "year", True)
    if not step.base:
        return stretch_of(calendars.months(step.value, 1, 12), "year", True)
    base = _base_year(step, context)
    absolute = step.base == "focus" and bool(context.topic and context.topic.absolute)
    return stretch_of(calendars.months(base + step.value, 1, 12), "year", absolute) if base is not None else None


def fiscal(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 2011财年 to nothing: when a fiscal year begins depends on the company."""
    return None


def century(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 18世纪 (1701-1800), 上世纪 and 本世纪."""
    n = step.value
    if step.base:
        if context.year is None and step.value:
            return Stretch(dt.date(1901, 1, 1), dt.date(2000, 12, 31), "century")
        n = (context.year or 2000) // 100 + 1 + step.value
    a, b = calendars.months(n * 100 - 99, 1, 12), calendars.months(n * 100, 1, 12)
    return Stretch(a[0], b[1], "century", absolute=not step.base) if a and b else None


def decade(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 上世纪60年代 and 九十年代."""
    first = step.value
    if outer is not None and outer.start:
        first += outer.start.year // 100 * 100
    elif step.value < 100:
        first += 1900 if step.value >= 30 or (context.year and context.year < 2000) else 2000
    a, b = calendars.months(first, 1, 12), calendars.months(first + 9, 1, 12)
    return Stretch(a[0], b[1], "decade", absolute=True) if a and b else None


def epoch(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve plans (十四五) and named events (党的十八大)."""
    row = EPOCHS[step.name]
    end = dt.date.fromisoformat(row["end"]) if row["end"] else None
    return Stretch(dt.date.fromisoformat(row["start"]), end, row["kind"], absolute=True)


def _year_of(context: Context, first: int, last: int) -> int | None:
    """Return the year of the months `first` to `last` where none is named.

    The year of a month mentioned before in the same stretch of text, else the year of writing; the year before where
    the period would lie far ahead of the article's date (11月 in January), or where, early in the year, that year is
    discussed and the period is not yet over.
    """
    y = context.year
    if (
        context.here
        and context.here.grain in WITHIN_YEAR
        and context.here.end
        and (context.here.end.year == y or last >= context.here.end.month)
    ):
        y = context.here.end.year
    if context.reported is not None and y == context.year and not _in_other_year(context):
        return context.reported
    known = context.today or (context.day.end if context.day else None)
    if y is None:
        said = context.said if context.said and context.said.absolute else None
        return said.end.year if said and said.start and said.end and said.start.year == said.end.year else None
    discussed = context.discussed if context.discussed is not None else y
    if known is None or known.year != y:
        return y
    if not context.forward and last - known.month > 6 and (first > 1 or last - known.month > 8):
        return y - 1
    if discussed == y - 1 and known.month <= 3 and (last > known.month or (last == known.month and first != last)):
        return discussed
    return y


def _in_other_year(context: Context) -> bool:
    """Tell whether the paragraph speaks of a part of another year than the one that the text gives account of."""
    here = context.here
    return here is not None and here.end is not None and here.end.year != context.reported


def _span(outer: Stretch | None, context: Context, first: int, last: int, grain: str) -> Stretch | None:
    """Return the months `first` to `last` of the year meant."""
    y = outer.start.year if outer and outer.start else _year_of(context, first, last) if outer is None else None
    return (
        stretch_of(calendars.months(y, first, last), grain, bool(outer and outer.absolute)) if y is not None else None
    )


def month(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 9月, 本月, 当月."""
    if step.base == "ref":
        return (
            stretch_of(calendars.month(context.today.year, context.today.month + step.value), "month")
            if context.today
            else None
        )
    if step.base:
        here = context.here if context.here and context.here.grain in WITHIN_YEAR else None
        today = stretch_of((context.today, context.today), "day") if context.today else None
        at = (
            here or today
            if step.base == "focus"
            else context.period or context.last or (today if context.forward else None)
        )
        return stretch_of(calendars.month(at.end.year, at.end.month + step.value), "month") if at and at.end else None
    return _span(outer, context, step.value, step.value, "month")


def quarter(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 一季度, 上季度, 当季."""
    if step.base:
        topic = context.topic
        told = topic is not None and topic.grain == "quarter" and _is_last_quarter(topic, context)
        at = context.today if step.base == "ref" and not told else topic.end if topic else None
        if at is None:
            return None
        n = (at.month - 1) // 3 + step.value
        y, n = at.year + n // 4, n % 4
        return stretch_of(calendars.months(y, 3 * n + 1, 3 * n + 3), "quarter")
    return _span(outer, context, 3 * step.value - 2, 3 * step.value, "quarter")


def _is_last_quarter(topic: Stretch, context: Context) -> bool:
    """Tell whether a text speaks of the quarter that is just over, so that 本季度 means that one."""
    return topic.end is not None and context.today is not None and 0 <= (context.today - topic.end).days < _QUARTER


def half(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 上半年 and 下半年."""
    return _span(outer, context, 6 * step.value - 5, 6 * step.value, "half")


def lead(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 前三季度, 前7个月, 最后3周."""
    n, unit = abs(step.value), step.base
    width = {"quarter": 3, "month": 1}.get(unit)
    if width:
        n *= width
        if (outer is not None and outer.grain != "year") or not 1 <= n <= 12:
            return None
        return _span(outer, context, *((1, n) if step.value > 0 else (13 - n, 12)), "months")
    if outer is None or not outer.start or not outer.end:
        return None
    days = n * (7 if unit == "week" else 1)
    if unit == "week" and outer.grain == "year":
        first, last = whole_weeks(outer)
        rest = (days - 1) * DAY
        return Stretch(first, first + rest, "week") if step.value > 0 else Stretch(last - rest, last, "week")
    if step.value > 0:
        return Stretch(outer.start, min(outer.end, outer.start + (days - 1) * DAY), "day")
    return Stretch(max(outer.start, outer.end - (days - 1) * DAY), outer.end, "day")


def season(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 2007年夏季: March to May and so on; without a year nothing is known."""
    if outer is None or not outer.start:
        return None
    return stretch_of(calendars.months(outer.start.year, 3 * step.value, 3 * step.value + 2), "season", outer.absolute)


def xun(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 上旬, 中旬, 下旬; without a month they belong to the month mentioned last."""
    if outer is None and context.last and context.last.start:
        outer = stretch_of(calendars.month(context.last.start.year, context.last.start.month), "month")
    if outer is None or not outer.start or not outer.end:
        return None
    first, last = {1: (0, 9), 2: (10, 19), 3: (20, 30), 4: (0, 19), 5: (10, 30)}[step.value]
    return Stretch(outer.start + first * DAY, min(outer.end, outer.start + last * DAY), "xun", absolute=outer.absolute)


def halfmonth(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 上半月 and 下半月."""
    if outer is None and context.today:
        outer = stretch_of(calendars.month(context.today.year, context.today.month), "month")
    if outer is None or not outer.start or not outer.end:
        return None
    middle = outer.start + 14 * DAY
    return (
        Stretch(outer.start, middle, "halfmonth") if step.value == 1 else Stretch(middle + DAY, outer.end, "halfmonth")
    )
