"""Resolves lengths of time that are counted from some day: 三年内, 近3个月, 连续四年, 五年来, 一周前, 两小时后."""

from __future__ import annotations

import datetime as dt

from . import calendars
from .stretches import DAY, UNKNOWN, Context, Stretch, stretch_of
from .vocabulary import UNITS, Length

_CLOCKED = ("part", "hour", "minute", "second")
_EARLY = 3
"""Up to this month reports look back at the year before: work reports are given from January to March."""


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
    if bound in ("running", "nth", "averaged"):
        return _running(length, context, bound)
    open_past = bound in ("since", "while", "these") or (bound == "past" and context.today is None)
    plan = context.plan if open_past else None
    yearly = "years" in UNITS[length.unit].uses
    if plan and plan.start and plan.end and yearly and length.low == plan.end.year - plan.start.year + 1:
        return plan
    if bound == "these":
        return UNKNOWN
    if UNITS[length.unit].seconds:
        return _clocked(length, bound, context)
    if bound == "record":
        return Stretch(moved(context.today, length, -1), context.today, "length") if context.today else UNKNOWN
    if bound == "past" and "ago" not in UNITS[length.unit].uses:
        return UNKNOWN
    at = context.today
    if at is None and bound in ("ago", "later") and context.day:
        at = context.day.end
    if bound in ("since", "while", "past"):
        return _back(length, bound, at, context)
    return _from(length, bound, at) if at else UNKNOWN


def _back(length: Length, bound: str, at: dt.date | None, context: Context) -> Stretch:
    """Return the length that ends with `at`: 近3个月 and 五年来, 五年以来 with its end open."""
    if bound != "past" and (since := _after(length, context)):
        return since if bound == "since" else Stretch(since.start, at, "length")
    if bound == "while" and length.more:
        return UNKNOWN
    if at is None:
        yearly = context.topic is not None and context.topic.grain == "year"
        return _running(length, context, "running") if yearly else UNKNOWN
    if bound != "since" and _is_past_year(length, context):
        return stretch_of(calendars.months(at.year - 1, 1, 12), "year") or UNKNOWN
    back = moved(at, length, -1)
    if bound == "since" and back is not None and UNITS[length.unit].unit == "quarter":
        back = dt.date(back.year, (back.month - 1) // 3 * 3 + 1, 1)
    return Stretch(back, None if bound == "since" else at, "length")


def _from(length: Length, bound: str, at: dt.date) -> Stretch:
    """Return where a length counted from `at` leads: 三年内, 未来3年, 一周前, 两年后."""
    back, ahead = moved(at, length, -1), moved(at, length, 1)
    if bound == "span":
        return Stretch(back, at, "length")
    if bound in ("within", "next"):
        return Stretch(at, ahead, "length")
    if bound in ("before", "after"):
        return Stretch(None, back, "day") if bound == "before" else Stretch(ahead, None, "day")
    return _around(back if bound == "ago" else ahead, length)


def _around(date: dt.date | None, length: Length) -> Stretch:
    """Return the year of N年前, the month of N个月前 and the day of N天前."""
    unit = UNITS[length.unit].unit
    if date is None or length.low % 1 or unit not in ("year", "month"):
        return Stretch(date, date, "day")
    first, last = (1, 12) if unit == "year" else (date.month, date.month)
    return stretch_of(calendars.months(date.year, first, last), unit) or UNKNOWN


def _early(context: Context) -> bool:
    """Tell whether the text is of the first months of a year, or nobody knows when it was written."""
    return context.today is None or context.today.month <= _EARLY


def _is_past_year(length: Length, context: Context) -> bool:
    """Tell whether 过去一年 and 一年来 mean the calendar year that is over: in the first months of the next."""
    one_year = length.low == 1 and not length.more and UNITS[length.unit].unit == "year"
    return context.today is not None and _early(context) and one_year


def _after(length: Length, context: Context) -> Stretch | None:
    """Return the time since the date mentioned last, where it lies so long back: 2018年10月…。两年多来."""
    written = context.today or (dt.date(context.year, 12, 31) if context.year else None)
    if not (
        context.last
        and context.last.start
        and written
        and "years" in UNITS[length.unit].uses
        and context.last.grain in ("day", "month")
    ):
        return None
    years = written.year - context.last.start.year
    return Stretch(context.last.start, None, "length") if years == int(length.low) else None


def _running(length: Length, context: Context, bound: str) -> Stretch:
    """Return the years, months or days in a row that end with the period under discussion: 连续四年, 连续第5个月.

    What is averaged over years (两年平均增长) ends with that period itself, also within a year.
    """
    if length.low % 1 or length.more:
        return UNKNOWN
    unit, count = UNITS[length.unit], int(length.low)
    if unit.days or unit.unit == "workday":
        return _running_days(length, context)
    topic = context.topic
    if topic is not None and topic.end is not None and topic.grain == "plan":
        return Stretch(calendars.shift(topic.end + DAY, years=-count), topic.end, "length")
    if bound == "averaged":
        end = topic.end if topic is not None else None
    else:
        current = bound == "nth" or not _early(context)
        end = _end_of_years(context, current) if unit.unit == "year" else _end_of_months(context)
    if end is None or not unit.months:
        return UNKNOWN
    return Stretch(calendars.shift(end + DAY, months=-count * unit.months), end, "length")


def _end_of_years(context: Context, current: bool) -> dt.date | None:
    """Return the last day of the year under discussion; of the year of writing where none is, if `current`."""
    topic = context.topic
    year = topic.end.year if topic is not None and topic.end is not None else context.year if current else None
    future = year is not None and context.year is not None and year > context.year
    return dt.date(year, 12, 31) if year and not future else None


def _end_of_months(context: Context) -> dt.date | None:
    """Return the last day of the month or quarter mentioned last, if it is over."""
    end = next((at.end for at in (context.period, context.topic) if at is not None and at.end is not None), None)
    over = end is not None and (context.today is None or end <= context.today)
    return end if over else None


def _running_days(length: Length, context: Context) -> Stretch:
    """Return the days in a row that end with the day mentioned last: 7月26日连续2个交易日."""
    at = context.here or context.day
    end = at.end if at is not None and at.grain in ("day", "range") else None
    if end is None:
        return UNKNOWN
    if UNITS[length.unit].unit == "workday":
        return Stretch(calendars.workday(end, 1 - int(length.low)), end, "length")
    start = moved(end, length, -1)
    return Stretch(start + DAY, end, "length") if start else UNKNOWN


def _clocked(length: Length, bound: str, context: Context) -> Stretch:
    """Return where hours, minutes or seconds counted from now lead."""
    seconds = seconds_of(length)
    at = context.here or context.day
    if context.now is None and bound in ("past", "next"):
        return Stretch(at.start, at.end, "day") if at is not None and at.grain in ("day", *_CLOCKED) else UNKNOWN
    if context.now is None or seconds is None or seconds > 10**9:
        return UNKNOWN
    delta = dt.timedelta(seconds=seconds)
    if bound == "before":
        end = context.now - delta
        return Stretch(None, end.date(), "second", None, end.time().isoformat("seconds"))
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
