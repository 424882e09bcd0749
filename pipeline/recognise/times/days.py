"""Resolves the steps that name weeks, days and times of day: 上周, 周三, 3日, 次日, 国庆, 上午, 9时30分.

Each function narrows the stretch of the steps before it: `outer`, None at the head of a chain. None comes back where
nothing is known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from . import calendars
from .stretches import DAY, Context, Stretch, stretch_of, whole_weeks
from .vocabulary import WORDS, TimeStep
from .vocabulary import weekday as number_of


def week(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 本周, 上周, 下下周."""
    if step.base == "ref":
        at = context.weekly or context.today
    else:
        mentioned = context.week or context.last
        at = mentioned.end if mentioned else None
    days = calendars.week(at, step.value) if at else None
    if days and context.weekly and step.base == "ref" and step.value == 0:
        days = days[0], context.weekly
    return stretch_of(days, "week")


def nthweek(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 三月的第二周: weeks count from the first Monday."""
    if outer is None or not outer.start or not outer.end:
        return None
    first = whole_weeks(outer)[0] + 7 * (step.value - 1) * DAY
    return Stretch(first, first + 6 * DAY, "week")


def weekday(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 周三: of the week meant, else the nearest one, before the article's date in news."""
    if outer is not None and outer.start:
        if outer.grain == "day":
            return outer
        date = outer.start + (step.value - 1) * DAY if outer.grain == "week" else None
    elif context.today:
        ahead = (step.value - 1 - context.today.weekday()) % 7
        date = (
            context.today + (ahead or 7) * DAY
            if context.forward
            else context.today - ((context.today.weekday() - step.value + 1) % 7) * DAY
        )
    else:
        date = None
    return Stretch(date, date, "day") if date else None


def weekend(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 本周末: Saturday and Sunday."""
    if outer is None:
        outer = stretch_of(calendars.week(context.today), "week") if context.today else None
    return Stretch(outer.end - DAY, outer.end, "day") if outer and outer.end else None


def day(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 3日, 昨天, 当天, 次日."""
    if step.base == "ref":
        date = calendars.shift(context.today, days=step.value) if context.today else None
    elif step.base == "same":
        at = outer or context.day
        date = calendars.shift(at.end, days=step.value) if at and at.end else None
    elif outer is not None:
        date = _day_of(outer, step.value, context) if outer.start and outer.grain == "month" else None
    else:
        date = _day_alone(step.value, context)
    return Stretch(date, date, "day", absolute=bool(outer and outer.absolute)) if date else None


def _day_of(outer: Stretch, number: int, context: Context) -> dt.date | None:
    """Return a day of a month; where no year is named, of the year of writing if it is one of the days just past."""
    today, start = context.today, outer.start
    if start is None:
        return None
    if today and not outer.absolute and start.year != today.year:
        near = calendars.day(today.year, start.month, number)
        if near and 0 <= (today - near).days <= _RECENT:
            return near
    return calendars.day(start.year, start.month, number)


def _day_alone(number: int, context: Context) -> dt.date | None:
    """Return the day of a month that is not named.

    Of the days up to today it is meant where it lies so near and no other day of the paragraph speaks against it; else
    of the month mentioned last, else the last such day before today.
    """
    near = _near(number, context)
    if near is not None:
        return near
    if (
        context.last
        and context.last.grain in ("day", "month")
        and context.last.end
        and (not context.today or context.last.end <= context.today)
    ):
        date = calendars.day(context.last.end.year, context.last.end.month, number)
        if date and (context.last.grain == "month" or date >= context.last.end):
            return date
    if context.today is None:
        return None
    for back in (0, 1, 2):
        first = calendars.month(context.today.year, context.today.month - back)
        date = calendars.day(first[0].year, first[0].month, number) if first else None
        if date and (date <= context.today or (context.forward and not back) or (date - context.today).days <= 3):
            return date
    return None


_RECENT = 4
"""So many days before an article's date a bare day of the month is taken for one just past: a weekend and two days."""


def _near(number: int, context: Context) -> dt.date | None:
    """Return today or one of the days shortly before it, where it has this number: 2月份数据…，10日 in March."""
    here = context.here
    if context.today is None or (here is not None and here.grain == "day"):
        return None
    days = (calendars.shift(context.today, days=-back) for back in range(_RECENT + 1))
    return next((date for date in days if date and date.day == number), None)


def workday_of(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 前一个交易日."""
    at = context.day.end if context.day else context.today
    date = calendars.workday(at, step.value) if at else None
    return Stretch(date, date, "day") if date else None


def nthday(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 2023年第十天, 八月的第一个周二 and 八月最后一个周二."""
    if outer is None or not outer.start or not outer.end:
        return None
    if step.base and step.value < 0:
        date = calendars.shift(outer.end, days=-((outer.end.isoweekday() - number_of(step.base)) % 7))
    elif step.base:
        date = calendars.nth_weekday(outer.start, outer.end, step.value, number_of(step.base))
    else:
        date = calendars.shift(outer.start, days=step.value - 1)
    return Stretch(date, date, "day") if date else None


def lunar(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 正月, 腊月, and numbered months after 农历."""
    y = outer.start.year if outer and outer.start else context.year
    return stretch_of(calendars.lunar_month(y, step.value, step.base == "leap"), "lunar") if y is not None else None


def lunarday(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 正月十五 and 八月十五: days of the lunar month."""
    if outer is None or not outer.start:
        return None
    if outer.grain == "lunar":
        date: dt.date | None = outer.start + (step.value - 1) * DAY
    else:
        date = calendars.lunar_day(outer.start.year, outer.start.month, step.value)
    return Stretch(date, date, "day") if date else None


def festival(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve festivals and solar terms."""
    y = outer.start.year if outer and outer.start else context.year
    return stretch_of(calendars.festival(step.name, y), "day") if y is not None else None


def part(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 上午, 昨晚: part of a day with its clock times."""
    begin, finish = WORDS[step.name].value.split("-")
    return _timed(outer, begin + ":00", finish + ":00", "part", context)


def _timed(outer: Stretch | None, begin: str, finish: str, grain: str, context: Context) -> Stretch:
    if outer is None and context.forward and context.today:
        outer = stretch_of((context.today, context.today), "day")
    if outer is None:
        return Stretch(None, None, grain, begin, finish)
    return Stretch(outer.start, outer.end, grain, begin, finish, outer.absolute)


def clock(outer: Stretch | None, step: TimeStep, context: Context) -> Stretch | None:
    """Resolve 3点, 下午5:00: the part of the day tells which half is meant; 24时 is the end of its day."""
    seconds, begin = step.value, outer.begin if outer else None
    afternoon = begin is not None and begin >= "11:30" and seconds < 12 * 3600
    midnight = begin is not None and begin >= "18:00" and seconds == 12 * 3600
    if begin == "00:00:00" and seconds == 12 * 3600:
        seconds = 0
    if afternoon:
        seconds += 12 * 3600
    if midnight:
        seconds = 0
        outer = replace(outer, start=outer.end + DAY, end=outer.end + DAY) if outer and outer.end else outer
    seconds = min(seconds, 24 * 3600 - 1)
    written = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return _timed(outer, written, written, step.base, context)
