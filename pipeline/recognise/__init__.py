"""Recognise: what a reading text says in numbers, times and names.

Times are found first, then quantities in what they leave, then names in what is left; a name that holds a whole
number (12345热线) takes it, a number that a name would cut in two stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from ..model import Document, Located, Numeral, Quantity, Span, Time
from . import names, numbers, recognisers, times

__all__ = ["annotate", "measures", "names", "numbers", "recognisers", "times"]

L = TypeVar("L", Quantity, Time, Numeral)


def measures(text: str, date: dt.date | None = None) -> tuple[list[Quantity], list[Time]]:
    """Return the quantities and times of a reading text, no two overlapping; `date` resolves times."""
    return _measures(text, date)[:2]


def _measures(text: str, date: dt.date | None) -> tuple[list[Quantity], list[Time], list[Numeral]]:
    """Return quantities and times, and the numerals that are neither."""
    found = times.find(text, date)
    counted = numbers.read(text, [Span(t.start, t.end) for t in found])
    return counted.quantities, found, counted.unused


def annotate(document: Document, namer: names.Namer) -> None:
    """Fill `quantities`, `times`, `numerals` and `mentions` of a document; spans count in its reading text."""
    document.quantities, document.times, document.numerals = _measures(document.text, document.date)
    blocked = [Span(x.start, x.end) for x in (*document.quantities, *document.times)]
    document.mentions = namer(document.text, blocked)
    document.quantities = _outside(document.quantities, document.mentions)
    document.times = _outside(document.times, document.mentions)
    document.numerals = _outside(document.numerals, document.mentions)


def _outside(items: list[L], names: Sequence[Located]) -> list[L]:
    """Return the items that no name overlaps but one that opens them (党的十八大|以来); both sorted by place."""
    kept, n = [], 0
    for item in items:
        while n < len(names) and names[n].end <= item.start:
            n += 1
        opened = n < len(names) and names[n].start == item.start and names[n].end < item.end
        if n == len(names) or names[n].start >= item.end or opened:
            kept.append(item)
    return kept
