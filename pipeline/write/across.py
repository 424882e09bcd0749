"""What the facts of all articles say together: series in time, and facts that contradict each other.

Facts with the same entity, indicator key, aspect, comparison and unit form a series. Facts of a series with the same
time and status whose numbers are equal within rounding are one observation, however many articles tell it. Two
observations contradict each other where no number fits both. Because numbers of different things often come under one
name, that counts only between results (forecasts differ without contradiction) of a time that is over, from articles
that each say one thing in a sentence that names the entity, and whose amounts are of much the same size.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import combinations, groupby, product
from typing import Any, NamedTuple

from ..lang.tables import table

Row = tuple[Any, ...]

NEAR = Decimal("0.1")
"""A hedge (约, 近, 超过) leaves so much of a number open, as a part of it."""
ALIKE = 2
"""Amounts that differ by more than this factor are of different things under one name."""
RIVALS = 4
"""More numbers than these for one time are of different things under one name."""
BATCH = 1000
_INFINITE = Decimal("Infinity")


class Told(NamedTuple):
    """A fact as an article tells it: columns of facts.csv under their names, days as YYYY-MM-DD."""

    subject_id: str
    indicator_key: str
    aspect: str
    comparison: str | None
    unit: str | None
    start_date: str | None
    end_date: str
    status: str
    date: str | None
    subject: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str | None
    direction: str | None
    precision: Decimal | None
    article: str
    id: str
    quantity_text: str
    sentence: str | None

    @property
    def series(self) -> str:
        """Id of the series: GPE:广州市|地区生产总值|rate|yoy|%."""
        parts = (self.subject_id, self.indicator_key, self.aspect, self.comparison, self.unit)
        return "|".join(part or "" for part in parts)

    @property
    def when(self) -> str:
        """The time as an interval: 2024-01-01/2024-06-30."""
        return f"{self.start_date or ''}/{self.end_date}"

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The ends of its range; both are the number where it states one."""
        if self.value is not None:
            return self.value, self.value
        assert self.low is not None and self.high is not None
        return self.low, self.high

    @property
    def settled(self) -> bool:
        """Whether it is a result of a time that was over when the article came out, and names its subject.

        A subject is named where its first two characters, or a word for it (我国, 全市), stand before the quantity.
        """
        said = (self.sentence or "").partition(self.quantity_text)[0]
        named = self.subject[:2] in said or any(word in said for word in _pointers())
        return self.status == "actual" and named and (self.date is None or self.end_date <= self.date)

    def span(self, open_ended: bool) -> tuple[Decimal, Decimal]:
        """Return between which bounds its number lies, negative where it goes down.

        With `open_ended` what is over or under a number may be as far from it as you like, else it lies near it.
        """
        low, high = self.ends
        half = (self.precision or 0) / Decimal(2)
        reach = max(abs(high) * NEAR, half)
        far = _INFINITE if open_ended else reach
        below = {"about": reach, "near": reach, "under": far, "at_most": far}
        above = {"about": reach, "over": far, "at_least": far}
        low, high = low - below.get(self.modifier or "", half), high + above.get(self.modifier or "", half)
        return (-high, -low) if self.direction == "down" else (low, high)

    def fits(self, other: Told, open_ended: bool = False) -> bool:
        """Tell whether one number can be meant by both facts."""
        (a, b), (c, d) = self.span(open_ended), other.span(open_ended)
        same = (self.ends, self.direction) == (other.ends, other.direction)
        return same or max(a, c) < min(b, d)


FIELDS = Told._fields
_ORDER = "subject_id, indicator_key, aspect, comparison, unit, end_date, start_date, status, article, length(id), id"


@dataclass(slots=True)
class Observation:
    """One number of a series at one time, with the facts that tell it, the most exact one first."""

    facts: list[Told] = field(default_factory=list)
    id: str = ""

    @property
    def articles(self) -> list[str]:
        """The articles that tell it."""
        return list(dict.fromkeys(f.article for f in self.facts))


class Pool:
    """Context manager that takes in facts as articles come and then gives the rows of series.csv and conflicts.csv.

    `columns` are the names of the columns of facts.csv. Facts wait in a temporary database on disk, so that memory
    holds those of one entity and indicator at a time.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._places = [columns.index(name) for name in FIELDS]
        self._database = sqlite3.connect("")
        self._database.execute(f"CREATE TABLE facts ({', '.join(FIELDS)})")
        self._insert = f"INSERT INTO facts VALUES ({', '.join('?' for _ in FIELDS)})"
        self._waiting: list[Row] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def add(self, row: Row) -> None:
        """Take in a row of facts.csv, if it has an entity, an indicator that says enough, a number and a last day."""
        told = Told(*(row[n] for n in self._places))
        counted = told.value is not None or (told.low is not None and told.high is not None)
        if counted and told.end_date and told.subject_id and told.indicator_key and not vague(told):
            self._waiting.append(tuple(str(v) if isinstance(v, (Decimal, dt.date)) else v for v in told))
        if len(self._waiting) >= BATCH:
            self._flush()

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield (table name, row) for both tables, the same whatever the order of the articles."""
        self._flush()
        stored = self._database.execute(f"SELECT * FROM facts ORDER BY {_ORDER}")
        for _, group in groupby(map(_read, stored), key=lambda f: (f.subject_id, f.indicator_key)):
            yield from _together(list(group))

    def _flush(self) -> None:
        self._database.executemany(self._insert, self._waiting)
        self._waiting = []


def _read(row: Row) -> Told:
    told = Told._make(row)
    numbers = (told.value, told.low, told.high, told.precision)
    value, low, high, step = (None if n is None else Decimal(n) for n in numbers)
    return told._replace(value=value, low=low, high=high, precision=step)


@cache
def _pointers() -> frozenset[str]:
    return frozenset(r["word"] for r in table("statement_words.tsv") if r["kind"] == "deictic")


@cache
def _vague_keys(where: str) -> frozenset[str]:
    rows = (r for r in table("indicator_keys.tsv") if r["kind"] == "vague" and r["key"] == where)
    return frozenset(r["form"] for r in rows)


def vague(told: Told) -> bool:
    """Tell whether an indicator says too little to be the same thing in two facts: 项目, or the 产量 of a place."""
    place = told.subject_id.startswith(("GPE:", "LOC:"))
    key = told.indicator_key
    return key.startswith("占") or key in _vague_keys("any") or (place and key in _vague_keys("place"))


def _together(facts: list[Told]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all series of one entity and indicator."""
    sizes = Sizes(facts)
    for series, told in groupby(facts, key=lambda f: f.series):
        cells = [_observations(list(cell)) for _, cell in groupby(told, key=lambda f: (f.when, f.status))]
        times = len({cell[0].facts[0].when for cell in cells})
        taken: Counter[str] = Counter()
        for cell in cells:
            for observation in cell:
                wanted = f"{series}@{observation.facts[0].when}"
                taken[wanted] += 1
                observation.id = wanted if taken[wanted] == 1 else f"{wanted}~{taken[wanted]}"
                yield "series", _series_row(observation, times, len(cell) - 1)
            for pair in _contradictions(cell, sizes):
                yield "conflicts", _conflict_row(*pair)


def _observations(facts: list[Told]) -> list[Observation]:
    """Return the observations among the facts of one series, time and status, those with most sources first.

    A fact joins the first observation whose most exact fact it fits: the finest numbers come first, hedged ones last.
    """
    found: list[Observation] = []
    for fact in sorted(facts, key=lambda f: (f.modifier is not None, f.value is None, f.precision or 0)):
        known = next((o for o in found if o.facts[0].fits(fact)), None)
        if known is None:
            found.append(known := Observation())
        known.facts.append(fact)
    return sorted(found, key=lambda o: -len(o.articles))


class Sizes:
    """The amounts that articles state of one entity and indicator, to tell whether they speak of the same thing."""

    def __init__(self, facts: list[Told]) -> None:
        self._stated: dict[str, dict[str | None, dict[str, list[Decimal]]]] = {}
        for f in facts:
            if f.aspect == "level":
                units = self._stated.setdefault(f.when, {})
                units.setdefault(f.unit, defaultdict(list))[f.article].append(sum(f.ends) / Decimal(2))

    def alike(self, one: Told, other: Told) -> bool:
        """Tell whether two articles may speak of the same thing, by the amounts that they state for the facts' time.

        Where both state some, they must have a unit in common, and much the same size in it.
        """
        units = self._stated.get(one.when, {}).values()
        both = [(a[one.article], a[other.article]) for a in units if one.article in a and other.article in a]
        if not both:
            return not all(any(f.article in a for a in units) for f in (one, other))
        return all(
            any(high <= low * ALIKE for low, high in (sorted((abs(a), abs(b))) for a, b in product(ours, theirs)))
            for ours, theirs in both
        )


def _contradictions(
    cell: list[Observation], sizes: Sizes
) -> Iterator[tuple[tuple[Observation, Told], tuple[Observation, Told]]]:
    """Yield the pairs of observations of one series, time and status that contradict each other, each with its fact.

    Ranks are left out, for their scope is not known (in the country or the world), and changes against a base that is
    not known; so is an article that tells several numbers itself.
    """
    first = cell[0].facts[0]
    if len(cell) > RIVALS or first.aspect == "rank" or first.comparison == "base":
        return
    told = Counter(article for observation in cell for article in observation.articles)
    for one, other in combinations(cell, 2):
        if not all(sizes.alike(a, b) for a, b in product(one.facts, other.facts)):
            continue
        ours, theirs = ([f for f in o.facts if f.settled and told[f.article] == 1] for o in (one, other))
        if pair := next(((a, b) for a, b in product(ours, theirs) if not a.fits(b, open_ended=True)), None):
            yield (one, pair[0]), (other, pair[1])


def _series_row(observation: Observation, times: int, rivals: int) -> Row:
    f = observation.facts[0]
    return (
        f.series, f.subject, f.subject_id, f.indicator_key, f.aspect, f.comparison, f.unit, _day(f.start_date),
        _day(f.end_date), f.value, f.low, f.high, f.modifier, f.direction, f.status, len(observation.articles),
        times, rivals, tuple(x.id for x in observation.facts), observation.id,
    )  # fmt: skip


def _conflict_row(one: tuple[Observation, Told], other: tuple[Observation, Told]) -> Row:
    f = one[1]
    sides = ((t.article, t.quantity_text, t.direction, t.sentence, t.id, o.id) for o, t in (one, other))
    return (
        f.subject, f.subject_id, f.indicator_key, f.aspect, f.comparison, f.unit, _day(f.start_date), _day(f.end_date),
        f.status, *(x for side in sides for x in side), f"{f.id}|{other[1].id}",
    )  # fmt: skip


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
