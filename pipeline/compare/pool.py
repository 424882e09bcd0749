"""The pool of all facts: takes them in as articles come and gives the rows of series.csv and conflicts.csv."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from .conflicts import Magnitudes, conflict_row, contradictions
from .rows import FactRow, Row
from .series import observations, series_row

FIELDS = FactRow._fields
BATCH = 1000
"""So many facts are stored at a time."""
_COLUMNS = ("entity", "key", *FIELDS)
_ORDER = "entity, key, aspect, comparison, unit, end_date, start_date, status, article, length(id), id"


class Pool:
    """Context manager that takes in facts as articles come and then gives the rows of series.csv and conflicts.csv.

    `columns` are the names of the columns of facts.csv. Facts wait in a temporary database on disk, so that memory
    holds those of one entity and indicator at a time.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._places = [columns.index(name) for name in FIELDS]
        self._database = sqlite3.connect("")
        self._database.execute(f"CREATE TABLE facts ({', '.join(_COLUMNS)})")
        self._insert = f"INSERT INTO facts VALUES ({', '.join('?' for _ in _COLUMNS)})"
        self._waiting: list[Row] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def comparable(self, row: Row) -> Row | None:
        """Return what is kept of a row of facts.csv, plain values, entity and key first; None if it has no company."""
        fact = FactRow(*(row[n] for n in self._places))
        if not fact.comparable:
            return None
        return fact.entity, fact.key, *(str(v) if isinstance(v, (Decimal, dt.date)) else v for v in fact)

    def add(self, row: Row) -> None:
        """Take in a row of facts.csv, if it can be compared with others (see `FactRow.comparable`)."""
        if kept := self.comparable(row):
            self.add_kept(kept)

    def add_kept(self, kept: Row) -> None:
        """Take in what `comparable` returned."""
        self._waiting.append(kept)
        if len(self._waiting) >= BATCH:
            self._flush()

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield (table name, row) for both tables, the same whatever the order of the articles."""
        for _, _, rows in self.groups():
            yield from rows

    def groups(self) -> Iterator[tuple[str, str, Iterator[tuple[str, Row]]]]:
        """Yield each entity and key, sorted, with the rows that they have in both tables."""
        self._flush()
        stored = self._database.execute(f"SELECT {', '.join(FIELDS)} FROM facts ORDER BY {_ORDER}")
        for (entity, key), group in groupby(map(_read, stored), key=lambda f: (f.entity, f.key)):
            assert entity is not None
            yield entity, key, _together(list(group))

    def _flush(self) -> None:
        self._database.executemany(self._insert, self._waiting)
        self._waiting = []


def _read(row: Row) -> FactRow:
    fact = FactRow._make(row)
    numbers = (fact.value, fact.low, fact.high, fact.precision)
    value, low, high, step = (None if n is None else Decimal(n) for n in numbers)
    return fact._replace(value=value, low=low, high=high, precision=step)


def _together(facts: list[FactRow]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all series of one entity and indicator."""
    magnitudes = Magnitudes(facts)
    for series, members in groupby(facts, key=lambda f: f.series):
        cells = [observations(list(cell)) for _, cell in groupby(members, key=lambda f: (f.when, f.status))]
        times = len({cell[0].facts[0].when for cell in cells})
        taken: Counter[str] = Counter()
        for cell in cells:
            for observation in cell:
                wanted = f"{series}@{observation.facts[0].when}"
                taken[wanted] += 1
                observation.id = wanted if taken[wanted] == 1 else f"{wanted}~{taken[wanted]}"
                yield "series", series_row(observation, times, len(cell) - 1)
            for pair in contradictions(cell, magnitudes):
                yield "conflicts", conflict_row(*pair)
