"""Days of the calendars: months, weeks, working days, the lunar year, solar terms and Easter, by published dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.recognise.times import calendars
from zhfacts.recognise.times.calendars import easter, lunar_day, lunar_month, shift, solar_term, to_lunar, week, workday

D = dt.date.fromisoformat
LUNAR = [
    ("1949-01-29", 1949, 1, 1, False),
    ("2000-02-05", 2000, 1, 1, False),
    ("2023-03-22", 2023, 2, 1, True),
    ("2023-06-22", 2023, 5, 5, False),
    ("2024-02-10", 2024, 1, 1, False),
    ("2024-09-17", 2024, 8, 15, False),
    ("2025-07-25", 2025, 6, 1, True),
    ("2026-02-16", 2025, 12, 0, False),
]
"""Gregorian day, and lunar year, month, day (0: the last) and whether the month is a leap month."""
SOLAR = [("2024-04-04", "清明"), ("2025-04-04", "清明"), ("2023-12-22", "冬至"), ("2024-06-21", "夏至")]
EASTER = ["2000-04-23", "2008-03-23", "2019-04-21", "2024-03-31", "2025-04-20"]


@pytest.mark.parametrize(("date", "year", "month", "day", "leap"), LUNAR)
def test_the_lunar_year(date: str, year: int, month: int, day: int, leap: bool) -> None:
    assert lunar_day(year, month, day, leap) == D(date)


@pytest.mark.parametrize(
    ("year", "month", "leap"), [(2024, 2, True), (2024, 13, False), (2024, 0, False), (1500, 1, False)]
)
def test_months_that_are_none(year: int, month: int, leap: bool) -> None:
    assert lunar_month(year, month, leap) is None


@given(st.dates(D("1950-03-01"), D("2049-12-31")))
def test_a_day_comes_back_from_the_lunar_year(date: dt.date) -> None:
    found = to_lunar(date)
    assert found is not None
    assert date in (lunar_day(*found), lunar_day(*found, leap=True))


@pytest.mark.parametrize(("date", "name"), SOLAR)
def test_solar_terms(date: str, name: str) -> None:
    assert solar_term(D(date).year, name) == D(date)


@pytest.mark.parametrize("date", EASTER)
def test_easter(date: str) -> None:
    assert easter(D(date).year) == D(date)


@pytest.mark.parametrize(
    ("date", "years", "months", "days", "expected"),
    [
        ("2024-02-29", -1, 0, 0, "2023-02-28"),
        ("2024-01-31", 0, 1, 0, "2024-02-29"),
        ("2024-03-31", 0, -1, 1, "2024-03-01"),
        ("2023-12-31", 0, 2, 0, "2024-02-29"),
    ],
)
def test_days_that_a_month_has_not(date: str, years: int, months: int, days: int, expected: str) -> None:
    assert shift(D(date), years, months, days) == D(expected)


@pytest.mark.parametrize("shifted", [{"years": 9000}, {"years": -3000}, {"days": 10**7}])
def test_no_day_beyond_the_calendar(shifted: dict[str, int]) -> None:
    assert shift(D("2024-05-01"), **shifted) is None


@given(st.dates(D("1900-01-08"), D("2100-01-01")), st.integers(-50, 50))
def test_a_week_begins_on_monday(date: dt.date, offset: int) -> None:
    found = week(date, offset)
    assert found is not None
    assert (found[0].weekday(), found[1] - found[0]) == (0, dt.timedelta(6))
    assert found[0] <= date + dt.timedelta(7 * offset) <= found[1]


@pytest.mark.parametrize(
    ("date", "offset", "expected"),
    [("2024-05-31", 1, "2024-06-03"), ("2024-06-03", -1, "2024-05-31"), ("2024-06-01", 0, "2024-06-01")],
)
def test_working_days(date: str, offset: int, expected: str) -> None:
    assert workday(D(date), offset) == D(expected)


def test_months_reach_over_the_year() -> None:
    assert calendars.month(2024, 0) == (D("2023-12-01"), D("2023-12-31"))
    assert calendars.months(2023, 11, 14) == (D("2023-11-01"), D("2024-02-29"))
    assert calendars.day(2023, 2, 29) is None
