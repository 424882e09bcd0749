"""Resolves what the grammar read to days: against the article's date, and against the times mentioned before.

A `Frame` is a stretch of days; each step of a chain narrows it. What the text does not fix stays None.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from . import calendars
from .vocabulary import EPOCHS, WEEKDAYS, WORDS, Chain, Step

DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of days, with the clock times that bound it where they are given."""

    start: dt.date | None
    end: dt.date | None
    grain: str
    begin: str | None = None
    finish: str | None = None
    absolute: bool = False
    """True where nothing but the expression itself was needed."""

    @property
    def known(self) -> bool:
        """Tell whether both days are known."""
        return self.start is not None and self.end is not None


@dataclass(slots=True)
class Context:
    """What is known where an expression stands."""

    today: dt.date | None = None
    """The article's date, or None."""
    now: dt.datetime | None = None
    year: int | None = None
    """The year in which the article was written, as its date or its text fixes it."""
    topic: Frame | None = None
    """The period under discussion."""
    last: Frame | None = None
    """The date mentioned last."""
    here: Frame | None = None
    """The date mentioned last in the same paragraph."""
    day: Frame | None = None
    """The day mentioned last."""
    period: Frame | None = None
    """The part of a year mentioned last."""
    discussed: int | None = None
    """The year of the statistics under discussion."""
    weekly: dt.date | None = None
    """The day that 本周 counts from where the text says so: 本周（截至5月27日）."""
    plan: Frame | None = None
    """The five-year plan mentioned last."""
    upto: Frame | None = None
    """The part of the year that 截至 leads to in the same sentence."""
    forward: bool = False
    """True where days without month or week are looked for after the article's date."""


_SUBYEAR = frozenset(("month", "day", "quarter", "half", "months", "xun", "part", "hour", "minute"))
UNKNOWN = Frame(None, None, "unknown")


def _make(days: calendars.Days | None, grain: str, absolute: bool = False) -> Frame | None:
    return Frame(*days, grain, absolute=absolute) if days else None


def _base_year(s: Step, c: Context) -> int | None:
    """Return the year that a relative step counts from."""
    if s.base == "ref":
        return c.year
    if s.base == "same":
        at = c.here if s.name == "当年" else c.last
        return at.start.year if at and at.start and at.end and at.start.year == at.end.year else None
    if s.name in _YEAR_EDGES:
        return c.discussed if c.discussed is not None else c.year
    return c.topic.end.year if c.topic and c.topic.end else c.year


_YEAR_EDGES = frozenset(("年初", "年底", "年末", "年终", "岁末", "开年", "年中"))


def year(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 2020年, 05年, 去年, 上年, 全年."""
    if s.kind == "shortyear":
        pivot = (c.year or 2020) + 11
        y = pivot // 100 * 100 + s.value
        return _make(calendars.months(y if y <= pivot else y - 100, 1, 12), "year", True)
    if not s.base:
        return _make(calendars.months(s.value, 1, 12), "year", True)
    base = _base_year(s, c)
    absolute = s.base == "focus" and bool(c.topic and c.topic.absolute)
    return _make(calendars.months(base + s.value, 1, 12), "year", absolute) if base is not None else None


def fiscal(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 2011财年 to nothing: when a fiscal year begins depends on the company."""
    return None


def century(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 18世纪 (1700-1799, as the news counts) and 上世纪."""
    n = s.value
    if s.base:
        if c.year is None and s.value:
            return Frame(dt.date(1900, 1, 1), dt.date(1999, 12, 31), "century")
        n = (c.year or 2000) // 100 + 1 + s.value
    a, b = calendars.months(n * 100 - 100 or 1, 1, 12), calendars.months(n * 100 - 1, 1, 12)
    return Frame(a[0], b[1], "century", absolute=not s.base) if a and b else None


def decade(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 上世纪60年代 and 九十年代."""
    first = s.value
    if f is not None and f.start:
        first += f.start.year // 100 * 100
    elif s.value < 100:
        first += 1900 if s.value >= 30 or (c.year and c.year < 2000) else 2000
    a, b = calendars.months(first, 1, 12), calendars.months(first + 9, 1, 12)
    return Frame(a[0], b[1], "decade", absolute=True) if a and b else None


def epoch(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve plans (十四五) and named events (党的十八大)."""
    row = EPOCHS[s.name]
    end = dt.date.fromisoformat(row["end"]) if row["end"] else None
    return Frame(dt.date.fromisoformat(row["start"]), end, row["kind"], absolute=True)


def _year_of(c: Context, first: int, last: int) -> int | None:
    """Return the year of the months `first` to `last` where none is named.

    The year of a month mentioned before in the same stretch of text, else the year of writing; the year before where
    the period would lie far ahead of the article's date (11月 in January), or where, early in the year, that year is
    discussed and the period is not yet over.
    """
    y = c.year
    if c.here and c.here.grain in _SUBYEAR and c.here.end and (c.here.end.year == y or last >= c.here.end.month):
        y = c.here.end.year
    known = c.today or (c.day.end if c.day else None)
    if y is None:
        topic = c.topic if c.topic and c.topic.absolute and c.topic.start and c.topic.end else None
        return topic.end.year if topic and topic.start and topic.end and topic.start.year == topic.end.year else None
    discussed = c.discussed if c.discussed is not None else y
    if known is None or known.year != y:
        return y
    if not c.forward and last - known.month > 6 and (first > 1 or last - known.month > 8):
        return y - 1
    if discussed == y - 1 and known.month <= 3 and (last > known.month or (last == known.month and first != last)):
        return discussed
    return y


def _span(f: Frame | None, c: Context, first: int, last: int, grain: str) -> Frame | None:
    """Return the months `first` to `last` of the year meant."""
    y = f.start.year if f and f.start else _year_of(c, first, last) if f is None else None
    return _make(calendars.months(y, first, last), grain, bool(f and f.absolute)) if y is not None else None


def month(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 9月, 本月, 当月."""
    if s.base == "ref":
        return _make(calendars.month(c.today.year, c.today.month + s.value), "month") if c.today else None
    if s.base:
        here = c.here if c.here and c.here.grain in _SUBYEAR else None
        today = _make((c.today, c.today), "day") if c.today else None
        at = here or today if s.base == "focus" else c.period or c.last or (today if c.forward else None)
        return _make(calendars.month(at.end.year, at.end.month + s.value), "month") if at and at.end else None
    return _span(f, c, s.value, s.value, "month")


def quarter(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 一季度, 上季度, 当季."""
    if s.base:
        at = c.today if s.base == "ref" else c.topic.end if c.topic else None
        if at is None:
            return None
        n = (at.month - 1) // 3 + s.value
        y, n = at.year + n // 4, n % 4
        return _make(calendars.months(y, 3 * n + 1, 3 * n + 3), "quarter")
    return _span(f, c, 3 * s.value - 2, 3 * s.value, "quarter")


def half(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 上半年 and 下半年."""
    return _span(f, c, 6 * s.value - 5, 6 * s.value, "half")


def lead(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 前三季度, 前7个月, 最后3周."""
    n, unit = abs(s.value), s.base
    width = {"季度": 3, "月": 1}.get(unit)
    if width:
        n *= width
        if (f is not None and f.grain != "year") or not 1 <= n <= 12:
            return None
        return _span(f, c, *((1, n) if s.value > 0 else (13 - n, 12)), "months")
    if f is None or not f.start or not f.end:
        return None
    days = n * (7 if unit == "周" else 1)
    if unit == "周" and f.grain == "year":
        first, last = _weeks(f)
        rest = (days - 1) * DAY
        return Frame(first, first + rest, "week") if s.value > 0 else Frame(last - rest, last, "week")
    if s.value > 0:
        return Frame(f.start, min(f.end, f.start + (days - 1) * DAY), "day")
    return Frame(max(f.start, f.end - (days - 1) * DAY), f.end, "day")


def _weeks(f: Frame) -> tuple[dt.date, dt.date]:
    """Return the first Monday within a frame and its last Sunday."""
    assert f.start and f.end
    return f.start + (-f.start.weekday() % 7) * DAY, f.end - ((f.end.weekday() + 1) % 7) * DAY


def season(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 2007年夏季: March to May and so on; without a year nothing is known."""
    if f is None or not f.start:
        return None
    return _make(calendars.months(f.start.year, 3 * s.value, 3 * s.value + 2), "season", f.absolute)


def xun(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 上旬, 中旬, 下旬; without a month they belong to the month mentioned last."""
    if f is None and c.last and c.last.start:
        f = _make(calendars.month(c.last.start.year, c.last.start.month), "month")
    if f is None or not f.start or not f.end:
        return None
    first, last = {1: (0, 9), 2: (10, 19), 3: (20, 30), 4: (0, 19), 5: (10, 30)}[s.value]
    return Frame(f.start + first * DAY, min(f.end, f.start + last * DAY), "xun", absolute=f.absolute)


def halfmonth(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 上半月 and 下半月."""
    if f is None and c.today:
        f = _make(calendars.month(c.today.year, c.today.month), "month")
    if f is None or not f.start or not f.end:
        return None
    middle = f.start + 14 * DAY
    return Frame(f.start, middle, "halfmonth") if s.value == 1 else Frame(middle + DAY, f.end, "halfmonth")


def week(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 本周, 上周, 下下周."""
    at = (c.weekly or c.today) if s.base == "ref" else c.last.end if c.last else None
    days = calendars.week(at, s.value) if at else None
    if days and c.weekly and s.base == "ref" and s.value == 0:
        days = days[0], c.weekly
    return _make(days, "week")


def nthweek(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 三月的第二周: weeks count from the first Monday."""
    if f is None or not f.start or not f.end:
        return None
    first = _weeks(f)[0] + 7 * (s.value - 1) * DAY
    return Frame(first, first + 6 * DAY, "week")


def weekday(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 周三: of the week meant, else the nearest one, before the article's date in news."""
    if f is not None and f.start:
        if f.grain == "day":
            return f
        date = f.start + (s.value - 1) * DAY if f.grain == "week" else None
    elif c.today:
        ahead = (s.value - 1 - c.today.weekday()) % 7
        date = c.today + (ahead or 7) * DAY if c.forward else c.today - ((c.today.weekday() - s.value + 1) % 7) * DAY
    else:
        date = None
    return Frame(date, date, "day") if date else None


def weekend(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 本周末: Saturday and Sunday."""
    if f is None:
        f = _make(calendars.week(c.today), "week") if c.today else None
    return Frame(f.end - DAY, f.end, "day") if f and f.end else None


def day(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 3日, 昨天, 当天, 次日."""
    if s.base == "ref":
        date = calendars.shift(c.today, days=s.value) if c.today else None
    elif s.base == "same":
        at = f or c.day
        date = calendars.shift(at.end, days=s.value) if at and at.end else None
    elif f is not None:
        date = calendars.day(f.start.year, f.start.month, s.value) if f.start and f.grain == "month" else None
    else:
        date = _day_alone(s.value, c)
    return Frame(date, date, "day", absolute=bool(f and f.absolute)) if date else None


def _day_alone(number: int, c: Context) -> dt.date | None:
    """Return the day of a month that is not named: of the month mentioned last, else the last such day before today."""
    if c.last and c.last.grain in ("day", "month") and c.last.end and (not c.today or c.last.end <= c.today):
        date = calendars.day(c.last.end.year, c.last.end.month, number)
        if date and (c.last.grain == "month" or date >= c.last.end):
            return date
    if c.today is None:
        return None
    for back in (0, 1, 2):
        first = calendars.month(c.today.year, c.today.month - back)
        date = calendars.day(first[0].year, first[0].month, number) if first else None
        if date and (date <= c.today or (c.forward and not back) or (date - c.today).days <= 3):
            return date
    return None


def workday_of(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 前一个交易日."""
    at = c.day.end if c.day else c.today
    date = calendars.workday(at, s.value) if at else None
    return Frame(date, date, "day") if date else None


def nthday(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 2023年第十天 and 八月的第一个周二."""
    if f is None or not f.start or not f.end:
        return None
    if s.base:
        date = calendars.nth_weekday(f.start, f.end, s.value, min(WEEKDAYS.index(s.base) + 1, 7))
    else:
        date = calendars.shift(f.start, days=s.value - 1)
    return Frame(date, date, "day") if date else None


def lunar(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 正月, 腊月, and numbered months after 农历."""
    y = f.start.year if f and f.start else c.year
    return _make(calendars.lunar_month(y, s.value, s.base == "leap"), "lunar") if y is not None else None


def lunarday(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 正月十五 and 八月十五: days of the lunar month."""
    if f is None or not f.start:
        return None
    if f.grain == "lunar":
        date: dt.date | None = f.start + (s.value - 1) * DAY
    else:
        date = calendars.lunar_day(f.start.year, f.start.month, s.value)
    return Frame(date, date, "day") if date else None


def festival(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve festivals and solar terms."""
    y = f.start.year if f and f.start else c.year
    return _make(calendars.festival(s.name, y), "day") if y is not None else None


def edge(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 年底 and 月末 to the last day, 年初 to the first month, 月初 to ten days, 世纪初 to its first part."""
    if f is None or not f.start or not f.end:
        return None
    if s.name == "within" or (f.grain == "week" and s.name == "start"):
        return f
    if f.grain == "plan" and s.name == "start":
        return _make(calendars.months(f.start.year, 1, 12), "year", True)
    if f.grain in ("century", "decade"):
        years = 20 if f.grain == "century" else 3
        if s.name == "start":
            return replace(f, end=calendars.shift(f.start, years=years, days=-1), grain="edge")
        last = replace(f, start=calendars.shift(f.end, years=-years, days=1), grain="edge")
        return last if s.name != "middle" else None
    if s.name in ("end", "late"):
        return Frame(f.end, f.end, "day", absolute=f.absolute)
    if s.name == "start":
        if f.grain == "month":
            return Frame(f.start, f.start + 9 * DAY, "xun", absolute=f.absolute)
        return _make(calendars.month(f.start.year, f.start.month), "month", f.absolute)
    return _make(calendars.months(f.start.year, 6, 7), "months", f.absolute) if f.grain == "year" else None


def same(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 去年同期: the period under discussion, moved to the year meant."""
    t = c.upto or c.topic
    if f is None or not f.start or t is None or not (t.start and t.end):
        return None
    if t.end.year - t.start.year > 0 or t.grain == "year":
        return f
    back = f.start.year - t.end.year if s.base != "ref" else -1
    if back == 0 and f.grain == "year":
        back = -1
    a, b = calendars.shift(t.start, years=back), calendars.shift(t.end, years=back)
    if a and b and t.end == (calendars.month(t.end.year, t.end.month) or (0, 0))[1]:
        b = (calendars.month(b.year, b.month) or (a, b))[1]
    return Frame(a, b, t.grain)


def part(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 上午, 昨晚: part of a day with its clock times."""
    begin, finish = WORDS[s.name].value.split("-")
    return _timed(f, begin + ":00", finish + ":00", "part", c)


def _timed(f: Frame | None, begin: str, finish: str, grain: str, c: Context) -> Frame:
    if f is None and c.forward and c.today:
        f = _make((c.today, c.today), "day")
    if f is None:
        return Frame(None, None, grain, begin, finish)
    return Frame(f.start, f.end, grain, begin, finish, f.absolute)


def clock(f: Frame | None, s: Step, c: Context) -> Frame | None:
    """Resolve 3点, 下午5:00: the part of the day tells which half is meant; 24时 is the end of its day."""
    seconds, begin = s.value, f.begin if f else None
    afternoon = begin is not None and begin >= "11:30" and seconds < 12 * 3600
    midnight = begin is not None and begin >= "18:00" and seconds == 12 * 3600
    if begin == "00:00:00" and seconds == 12 * 3600:
        seconds = 0
    if afternoon:
        seconds += 12 * 3600
    if midnight:
        seconds = 0
        f = replace(f, start=f.end + DAY, end=f.end + DAY) if f and f.end else f
    seconds = min(seconds, 24 * 3600 - 1)
    written = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return _timed(f, written, written, s.base, c)


NARROW = {
    "year": year, "shortyear": year, "fiscal": fiscal, "century": century, "decade": decade, "epoch": epoch,
    "month": month, "quarter": quarter, "half": half, "lead": lead, "season": season, "xun": xun, "week": week,
    "halfmonth": halfmonth, "nthweek": nthweek, "weekday": weekday, "weekend": weekend, "day": day, "nthday": nthday,
    "lunar": lunar, "workday": workday_of, "lunarday": lunarday, "festival": festival, "edge": edge, "same": same,
    "part": part, "clock": clock,
}  # fmt: skip


def resolve(chain: Chain, c: Context) -> Frame:
    """Return the stretch of days that a chain of steps means; both days None where it cannot be known."""
    f: Frame | None = None
    known = True
    lunar_date = any(s.name == "农历" for s in chain)
    for s in chain:
        if s.kind in ("mark", "vague"):
            known = known and s.kind != "vague"
            continue
        if s.kind == "span":
            f = c.topic or c.last
        elif lunar_date and s.kind == "month":
            f = lunar(f, s, c)
        elif lunar_date and s.kind == "day" and f:
            f = lunarday(f, s, c)
        elif known or s.kind in ("part", "clock"):
            f = NARROW[s.kind](f, s, c)
        if f is None or not (f.start or f.begin):
            known = False
    return f if f is not None and (known or f.begin) else UNKNOWN
