"""Calendar arithmetic: months, weeks, the Chinese lunar year and solar terms, Easter, and days with a name.

Days out of the range of a calendar (before year 1, lunar years outside 1900-2100) give None, never a guess.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from typing import NamedTuple

from ...lang.tables import table

Days = tuple[dt.date, dt.date]
"""First and last day of a stretch of days, both inclusive."""


class Festival(NamedTuple):
    """A day with a name: how to find it in a year, and how long it lasts."""

    rule: str
    days: int
    bare: bool
    holiday: int
    """Days of the public holiday that begins with it, 0 where the law changed or there is none."""


class _LunarYear(NamedTuple):
    new_year: dt.date
    leap: int
    lengths: tuple[int, ...]
    terms: tuple[int, ...]


FESTIVALS = {
    r["name"]: Festival(r["rule"], int(r["days"]), bool(r["bare"]), int(r["holiday"] or 0))
    for r in table("festivals.tsv")
}

LUNAR_FESTIVALS = frozenset(festival.rule for festival in FESTIVALS.values() if festival.rule.startswith("lunar"))
"""The days of the lunar calendar that have a name, as rules of data/festivals.tsv."""


def day(year: int, month: int, number: int) -> dt.date | None:
    """Return the date, or None where there is no such day (2月30日)."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


@lru_cache(4096)
def month(year: int, number: int) -> Days | None:
    """Return the first and last day of a month; month 0 is December of the year before, 13 January of the next."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year <= 9998:
        return None
    first = dt.date(year, number, 1)
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return first, following - dt.timedelta(1)


def months(year: int, first: int, last: int) -> Days | None:
    """Return the first and last day of the months `first` to `last` of a year."""
    a, b = month(year, first), month(year, last)
    return (a[0], b[1]) if a and b else None


def week(date: dt.date, offset: int = 0) -> Days | None:
    """Return Monday and Sunday of the week of `date`, or of the week `offset` weeks later."""
    monday = shift(date, days=7 * offset - date.weekday())
    return (monday, monday + dt.timedelta(6)) if monday else None


def shift(date: dt.date, years: int = 0, months: int = 0, days: int = 0) -> dt.date | None:
    """Return the day so many years, months and days later; the last of a month where the day does not exist."""
    total = date.year * 12 + date.month - 1 + years * 12 + months
    stretch = month(total // 12, total % 12 + 1) if 12 <= total < 9998 * 12 else None
    if stretch is None or abs(days) > 3_000_000:
        return None
    try:
        return min(stretch[0].replace(day=min(date.day, stretch[1].day)), stretch[1]) + dt.timedelta(days)
    except OverflowError:
        return None


def workday(at: dt.date, offset: int) -> dt.date | None:
    """Return the day so many Mondays to Fridays away; holidays are not known."""
    if abs(offset) > 10_000:
        return None
    while offset:
        at += dt.timedelta(1 if offset > 0 else -1)
        if at.weekday() < 5:
            offset += -1 if offset > 0 else 1
    return at


HIJRA = dt.date.fromordinal(227014)
"""The day before the first of the Islamic calendar."""


@cache
def _years() -> dict[int, _LunarYear]:
    rows = {}
    for r in table("calendar.tsv"):
        lengths = tuple(29 + int(c) for c in r["months"])
        terms = tuple(map(int, r["terms"].split()))
        new_year = dt.date.fromisoformat(f"{r['year']}-{r['new_year']}")
        rows[int(r["year"])] = _LunarYear(new_year, int(r["leap"]), lengths, terms)
    return rows


def lunar_month(year: int, number: int, leap: bool = False) -> Days | None:
    """Return the Gregorian first and last day of a month of the lunar year that begins in `year`."""
    row = _years().get(year)
    if row is None or not 1 <= number <= 12 or (leap and row.leap != number):
        return None
    index = number - 1 + (leap or bool(row.leap and number > row.leap))
    first = row.new_year + dt.timedelta(sum(row.lengths[:index]))
    return first, first + dt.timedelta(row.lengths[index] - 1)


def lunar_day(year: int, number: int, day_of_month: int, leap: bool = False) -> dt.date | None:
    """Return the Gregorian date of a day of the lunar year that begins in `year`; day 0 is the month's last."""
    stretch = lunar_month(year, number, leap)
    if stretch is None:
        return None
    date = stretch[1] if day_of_month == 0 else stretch[0] + dt.timedelta(day_of_month - 1)
    return date if date <= stretch[1] else None


def to_lunar(date: dt.date) -> tuple[int, int, int] | None:
    """Return lunar year, month and day of a Gregorian date (a leap month has the number of the month before it)."""
    for year in (date.year, date.year - 1):
        row = _years().get(year)
        if row is None or date < row.new_year:
            continue
        rest = (date - row.new_year).days
        for index, length in enumerate(row.lengths):
            if rest < length:
                return year, index + 1 - bool(row.leap and index >= row.leap), rest + 1
            rest -= length
    return None


def solar_term(year: int, name: str) -> dt.date | None:
    """Return the day of a solar term of data/festivals.tsv in a Gregorian year."""
    return _named_day(FESTIVALS[name].rule, year)


def _term(year: int, number: int) -> dt.date | None:
    """Return the day of a solar term in a Gregorian year by its number, 1 = 小寒 in January."""
    row = _years().get(year)
    return dt.date(year, (number + 1) // 2, row.terms[number - 1]) if row else None


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Western churches (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    n = h + r - 7 * m + 114
    return dt.date(year, n // 31, n % 31 + 1)


def orthodox_easter(year: int) -> dt.date:
    """Return Easter Sunday of the Eastern churches in the Gregorian calendar (Meeus's Julian algorithm)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    n = d + e + 114
    julian = dt.date(year, n // 31, n % 31 + 1)
    return julian + dt.timedelta(year // 100 - year // 400 - 2)


def hijri(year: int, month_number: int, day_of_month: int) -> dt.date | None:
    """Return the first day in a Gregorian year that has a date of the Islamic calendar (its tabular, civil form)."""
    first = (year - 622) * 33 // 32
    for lunar in range(first - 1, first + 3):
        days = (lunar - 1) * 354 + (3 + 11 * lunar) // 30 + (59 * (month_number - 1) + 1) // 2 + day_of_month
        date = HIJRA + dt.timedelta(days)
        if date.year == year:
            return date
    return None


def nth_weekday(first: dt.date, last: dt.date, number: int, weekday: int) -> dt.date | None:
    """Return the number-th (from the end where negative) weekday, 1 = Monday, from `first` to `last`."""
    if number > 0:
        date = first + dt.timedelta((weekday - 1 - first.weekday()) % 7 + 7 * (number - 1))
    else:
        date = last - dt.timedelta((last.weekday() - weekday + 1) % 7 + 7 * (-number - 1))
    return date if first <= date <= last else None


def _named_day(rule: str, year: int) -> dt.date | None:
    kind, *rest = rule.split()
    if kind == "term":
        return _term(year, int(rest[0]))
    if kind == "solar":
        return day(year, *map(int, rest[0].split("-")))
    if kind in ("lunar", "eve"):
        number, day_of_month = map(int, rest[0].split("-"))
        date = lunar_day(year, number, day_of_month)
        return date - dt.timedelta(1) if date and kind == "eve" else date
    if kind == "nth":
        stretch = month(year, int(rest[0]))
        return nth_weekday(*stretch, int(rest[1]), int(rest[2])) if stretch else None
    if not 1583 <= year <= 4000:
        return None
    if kind == "hijri":
        return hijri(year, *map(int, rest[0].split("-")))
    return (easter(year) if kind == "easter" else orthodox_easter(year)) + dt.timedelta(int(rest[0]))


def festival(name: str, year: int) -> Days | None:
    """Return first and last day of a festival or solar term of data/festivals.tsv in a year."""
    row = FESTIVALS[name]
    first = _named_day(row.rule, year)
    return (first, first + dt.timedelta(row.days - 1)) if first else None
