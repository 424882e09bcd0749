"""Series as bars in the terminal: a line for each time, its number as a bar and as written."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _RANGE, _PLANNED = "█", "░", "▒"
WIDTH = 40
"""Columns of the longest bar."""


def plotted(observations: Iterable[Mapping[str, Any]], width: int = WIDTH) -> Iterator[str]:
    """Yield the lines of the series among rows of series.csv that have numbers at two times or more."""
    for _, rows in groupby(observations, key=lambda row: row["series"]):
        series = sorted(rows, key=lambda row: (row["end_date"], row["start_date"] or ""))
        if len({row["end_date"] for row in series}) > 1:
            yield ""
            yield _head(series[0])
            yield from _bars(series, width)


def _head(row: Mapping[str, Any]) -> str:
    about = (row["aspect"], row["comparison"], row["unit"])
    return f"{row['subject']} {row['indicator_key'] or ''} ({', '.join(x for x in about if x)})"


def _bars(series: list[Mapping[str, Any]], width: int) -> Iterator[str]:
    """Yield a line an observation; bars are as long as their numbers, those of what is planned are grey."""
    numbers = [_number(row) for row in series]
    longest = max((abs(high) for _, high in numbers), default=Decimal(0))
    periods = [period(row["start_date"], row["end_date"]) for row in series]
    indent = max(map(_width, periods))
    for row, when, (low, high) in zip(series, periods, numbers, strict=True):
        drawn = bar(abs(low), abs(high), longest, width)
        if row["status"] == "planned":
            drawn = _PLANNED * max(1, len(drawn.rstrip()))
        told = _told(low, high) + "".join(f" {row[x]}" for x in ("modifier",) if row[x])
        told += " planned" if row["status"] == "planned" else ""
        yield f"  {when}{' ' * (indent - _width(when))}  {drawn} {told}"


def _number(row: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return least and greatest number of an observation; what went down is negative."""
    low = row["low"] if row["value"] is None else row["value"]
    high = row["high"] if row["value"] is None else row["value"]
    low, high = Decimal(low if low is not None else high), Decimal(high if high is not None else low)
    return (-low, -high) if row["direction"] == "down" else (low, high)


def _told(low: Decimal, high: Decimal) -> str:
    return f"{low:,f}" if low == high else f"{low:,f} to {high:,f}"


def bar(low: Decimal, high: Decimal, longest: Decimal, width: int) -> str:
    """Return a bar: full up to `low`, light from there to `high`; the longest one has `width` columns."""
    if not longest:
        return ""
    eighths = int((low / longest * width * 8).to_integral_value())
    drawn = (_FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
    to = int((high / longest * width).to_integral_value())
    return drawn + _RANGE * (to - len(drawn))


def period(start: str | None, end: str) -> str:
    """Return a span of days in short: 2023, 2023-05, 2023-05-17, or its first and last day."""
    if start is None:
        return f"to {end}"
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    if first == last:
        return end
    if (first.year, first.month, first.day, last.month, last.day) == (last.year, 1, 1, 12, 31):
        return str(first.year)
    if first.day == 1 and last == last.replace(
        year=first.year, month=first.month, day=calendar.monthrange(first.year, first.month)[1]
    ):
        return f"{first:%Y-%m}"
    return f"{start}/{end}"


def _width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
