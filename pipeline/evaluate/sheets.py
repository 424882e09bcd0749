"""A sheet: what one side says of one raw file, keyed by span, with entities by name; and facts as compact claims."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..lang.excerpts import sentence_around
from ..lang.tables import table
from ..model import Article, Fact, Mention, Quantity, Time
from .reading import AnnotationFolder

SpanKey = tuple[int, int]
"""Start and end in the raw file."""
Dates = tuple[dt.date | None, dt.date | None]
Triple = tuple[str | None, str, str | None]
"""Person, title and organisation of a role, persons and organisations by name."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The number of a quantity with its unit, and whether it counts or ranks."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact of one side with all that it refers to in place, compact enough to keep those of 10,000 articles."""

    file: str
    key: str
    """Article and quantity: ARTICLE/q1."""
    start: int
    end: int
    text: str
    amount: Amount
    time: tuple[SpanKey, Dates] | None
    subject: str | None
    also: tuple[str, ...]
    scope: str | None
    indicator: str | None
    aspect: str
    direction: str | None
    comparison: str | None
    status: str
    modality: str | None
    speaker: str | None
    score: float | None
    sentence: str
    fact: str = ""
    """Article and fact: ARTICLE/f1."""

    def __str__(self) -> str:
        days = "/".join(str(d or "..") for d in self.time[1]) if self.time else None
        shown = (self.subject, self.indicator, self.aspect, self.status, days)
        return " ".join(x or "-" for x in shown)


@dataclass(slots=True)
class Sheet:
    """All annotations of one raw file by one side. Of two items on one span the last counts."""

    file: str
    articles: Sequence[Article]
    folder: AnnotationFolder
    mentions: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)

    def __post_init__(self) -> None:
        for article in self.articles:
            self.mentions += article.mentions
            self.quantities += article.quantities
            self.times += article.times

    def claims(self, sentence: Callable[[int, int], str]) -> Iterator[Claim]:
        """Yield the facts whose quantity is there; `sentence` gives the sentence around a span."""
        for article in self.articles:
            quantities = {q.id: q for q in article.quantities}
            times = {t.id: t for t in article.times}
            for fact in article.facts:
                if quantity := quantities.get(fact.quantity):
                    time = times.get(fact.time or "")
                    yield self._claim(article.id, fact, quantity, time, sentence)

    def _claim(
        self, article: str, fact: Fact, quantity: Quantity, time: Time | None, sentence: Callable[[int, int], str]
    ) -> Claim:
        name = self.folder.name
        return Claim(
            file=self.file,
            key=f"{article}/{fact.quantity}",
            start=quantity.start,
            end=quantity.end,
            text=quantity.text,
            amount=amount(quantity),
            time=((time.start, time.end), dates(time)) if time else None,
            subject=name(fact.subject) or fact.subject_text,
            also=fact.also,
            scope=name(fact.scope),
            indicator=fact.indicator,
            aspect=fact.aspect,
            direction=fact.direction,
            comparison=fact.comparison,
            status=fact.status,
            modality=fact.modality,
            speaker=name(fact.speaker),
            score=fact.score,
            sentence=sentence(quantity.start, quantity.end),
            fact=f"{article}/{fact.id}",
        )

    def roles(self) -> Iterator[tuple[Triple, int]]:
        """Yield person, title and organisation, and where the article begins."""
        name = self.folder.name
        for article in self.articles:
            for role in article.roles:
                yield (name(role.person), role.title, name(role.organization)), article.start

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence around a span, "" where the side has no texts (gold has none)."""
        starts = [a.start for a in self.articles]
        at = bisect_right(starts, start) - 1
        if at < 0 or not self.articles[at].text or end > self.articles[at].end:
            return ""
        return sentence_around(self.articles[at], start, end)


def amount(quantity: Quantity) -> Amount:
    """Return the number of a quantity."""
    counted = quantity.label in ("CARDINAL", "ORDINAL")
    return Amount(quantity.value, quantity.low, quantity.high, quantity.unit, counted)


def dates(time: Time) -> Dates:
    """Return first and last day of a time."""
    return time.start_date, time.end_date


UNITS = {row["word"]: row["unit"] for row in table("unit_spellings.tsv")}
"""Spellings of a unit that are no difference."""


def same_amount(gold: Amount, predicted: Amount) -> bool:
    """Tell whether two quantities have the same unit and value (or low and high).

    Where one side has no unit, a count or rank is still right: a missing classifier is no different value.
    """
    ours, theirs = (UNITS.get(x.unit or "", x.unit) for x in (gold, predicted))
    if ours != theirs and (None not in (ours, theirs) or not gold.counted):
        return False
    if gold.value is not None:
        return gold.value == predicted.value
    return (gold.low, gold.high) == (predicted.low, predicted.high)
