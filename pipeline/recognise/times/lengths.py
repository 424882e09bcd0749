"""Resolves lengths of time that are counted from some day: 三年内, 近3个月, 连续四年, 五年来, 一周前, 两小时后."""

from __future__ import annotations

import datetime as dt

from . import calendars
from .stretches import DAY, UNKNOWN, Context, Stretch
from .vocabulary import UNITS, Length


def moved(at: dt.date, length: Length, sign: int) -> dt.date | None:
    """Return the day that lies a length before (sign -1) or after `at`."""
    unit = UNITS[length.unit]
    if unit.months:
        months = length.low * unit.months
        return calendars.shift(at, months=sign * int(months), days=sign * (15 if months % 1 else 0))
    if unit.days:
        return calendars.shift(at, days=sign * int(length.low * unit.days))
    if unit.unit == "workday":
        return calendars.workday(at, sign * int(length.low))
    return None


def measured(length: Length, bound: str, context: Context) -> Stretch:
    """Return the stretch that a counted length means: 三年内, 近3个月, 连续四年, 五年来, 一周前."""
    if length.vague or not length.low:
        return UNKNOWN
    if bound in ("running", "span") and bound == "running":
        return _running(length, context)
    if bound in ("since", "these", "past") and not (bound == "past" and context.today):
        plan = context.plan
        years = plan.end.year - plan.start.year + 1 if plan and plan.start and plan.end else 0
        if plan and length.unit == "年" and length.low == years:
            return plan
        if bound == "these":
            return UNKNOWN
    at = context.today
    if at is None and bound in ("ago", "later") and context.day:
        at = context.day.end
    if UNITS[length.unit].seconds:
        return _clocked(length, bound, context)
    if bound == "since" and (since := _after(length, context)):
        return since
    if at is None:
        return (
            _running(length, context)
            if bound in ("since", "past") and context.topic and context.topic.grain == "year"
            else UNKNOWN
        )
    back = moved(at, length, -1)
    ahead = moved(at, length, 1)
    if bound == "since":
        return Stretch(back, None, "length")
    if bound in ("past", "span"):
        return Stretch(back, at, "length")
    if bound in ("within", "next"):
        return Stretch(at, ahead, "length")
    if bound in ("before", "after"):
        return Stretch(None, back, "day") if bound == "before" else Stretch(ahead, None, "day")
    if bound == "ago":
        return Stretch(back, back, "day")
    return Stretch(ahead, ahead, "day")


def _after(length: Length, context: Context) -> Stretch | None:
    """Return the time since the date mentioned last, where it lies so long back: 2018年10月…。两年多来."""
    written = context.today or (dt.date(context.year, 12, 31) if context.year else None)
    if not (
        context.last
        and context.last.start
        and written
        and length.unit == "年"
        and context.last.grain in ("day", "month")
    ):
        return None
    years = written.year - context.last.start.year
    return Stretch(context.last.start, None, "length") if years == int(length.low) else None


def _running(length: Length, context: Context) -> Stretch:
    """Return the years or quarters that end with the period under discussion: 连续四年."""
    t = context.topic
    if (
        t is None
        or not t.end
        or length.low % 1
        or length.more
        or (context.year is not None and t.end.year > context.year)
    ):
        return UNKNOWN
    end = t.end
    if length.unit == "年" and context.year is not None and end.year < context.year:
        end = dt.date(end.year, 12, 31)
    if t.grain == "plan":
        plan_start = calendars.shift(t.end + DAY, years=-int(length.low))
        return Stretch(plan_start, t.end, "length")
    if not UNITS[length.unit].months:
        return UNKNOWN
    start = calendars.shift(end + DAY, months=-int(length.low) * UNITS[length.unit].months)
    return Stretch(start, end, "length")


def _clocked(length: Length, bound: str, context: Context) -> Stretch:
    """Return where hours, minutes or seconds counted from now lead."""
    seconds = seconds_of(length)
    if context.now is None or seconds is None or seconds > 10**9:
        return UNKNOWN
    delta = dt.timedelta(seconds=seconds)
    a, b = {
        "ago": (context.now - delta, context.now - delta),
        "later": (context.now + delta, context.now + delta),
        "past": (context.now - delta, context.now),
        "since": (context.now - delta, context.now),
    }.get(bound, (context.now, context.now + delta))
    return Stretch(a.date(), b.date(), "second", a.time().isoformat("seconds"), b.time().isoformat("seconds"))


def seconds_of(length: Length) -> int | None:
    """Return the length of hours, minutes or seconds in seconds."""
    seconds = UNITS[length.unit].seconds
    return int(length.low * seconds) if seconds else None
