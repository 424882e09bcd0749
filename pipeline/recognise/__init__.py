"""Recognise: what a reading text says in numbers, times and names.

The numbers that fill cells of tables are found first, then times, then quantities in what they leave, then names in
what is left; a name that holds a whole number (12345热线) takes it, a number that a name would cut in two stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from ..lang.folding import is_traditional
from ..model import Document, Located, Mention, Numeral, Quantity, Span, Time, numbered
from . import names, numbers, recognisers, times
from .names.table_rows import named
from .numbers.cells import cell_numbers, unit_spans
from .numbers.classifiers import as_classified
from .numbers.quantities import masked
from .times.supposing import supposed
from .times.table_heads import dated

__all__ = ["annotate", "measures", "names", "numbers", "recognisers", "times"]

L = TypeVar("L", Quantity, Time, Numeral, Mention)


def measures(text: str, date: dt.date | None = None) -> tuple[list[Quantity], list[Time]]:
    """Return the quantities and times of a reading text, no two overlapping; `date` resolves times."""
    found = times.find(text, date)
    return numbers.find(text, [Span(t.start, t.end) for t in found]), found


def _measures(document: Document, currency: str | None) -> None:
    """Fill quantities and times, and the numerals that are neither; `currency` is what 元 means."""
    if currency is None:
        raw = document.raw[document.start : document.end]
        currency = numbers.home_currency(document.text, is_traditional(raw))
    cells = cell_numbers(document, currency)
    filled = [Span(q.start, q.end) for q in cells]
    text = masked(document.text, filled)
    found = dated(document, times.find(text, document.date))
    document.supposed = supposed(text, found) if document.date is None else {}
    blocked = [*filled, *unit_spans(document), *(Span(t.start, t.end) for t in found)]
    counted = numbers.read(document.text, blocked, currency=currency)
    told = [as_classified(document, q) for q in counted.quantities]
    document.quantities, document.times = numbered([*told, *cells], "q"), numbered(found, "t")
    document.numerals = counted.unused


def annotate(document: Document, namer: names.Namer, currency: str | None = None) -> None:
    """Fill `quantities`, `times`, `numerals` and `mentions` of a document; spans count in its reading text.

    `currency` is what 元 means (ISO 4217); without it the document's own words and its script decide.
    """
    _measures(document, currency)
    blocked = [Span(x.start, x.end) for x in (*document.quantities, *document.times)]
    document.mentions = numbered(_beside(document, named(document, namer(document.text, blocked))), "m")
    document.quantities = _outside(document.quantities, document.mentions)
    document.times = _outside(document.times, document.mentions)
    document.numerals = _outside(document.numerals, document.mentions)


def _beside(document: Document, found: Sequence[Mention]) -> list[Mention]:
    """Return the names that take no number of a table (12345) and are no date (星期三), persons without money."""
    dates = {(t.start, t.end) for t in document.times if t.start_date}
    found = [m for m in found if m.label == "EVENT" or (m.start, m.end) not in dates]
    cells = [q for q in document.quantities if q.rule == "table"]
    money = [q for q in document.quantities if q.label == "MONEY"]
    persons = {id(m) for m in _outside([m for m in found if m.label == "PERSON"], money)}
    kept = _outside(list(found), cells)
    return [m for m in kept if m.label != "PERSON" or id(m) in persons]


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
