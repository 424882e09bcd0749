"""A fact as one article tells it: the columns of facts.csv that series and conflicts are made of."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from ..lang.tables import table

Row = tuple[Any, ...]

NEAR = Decimal("0.1")
"""A hedge (约, 近, 超过) leaves so much of a number open, as a part of it."""
_INFINITE = Decimal("Infinity")


class FactRow(NamedTuple):
    """A fact as an article tells it: columns of facts.csv under their names, days as YYYY-MM-DD."""

    subject_id: str | None
    indicator_key: str | None
    aspect: str
    comparison: str | None
    unit: str | None
    start_date: str | None
    end_date: str
    status: str
    date: str | None
    subject: str | None
    scope: str | None
    scope_id: str | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str | None
    direction: str | None
    precision: Decimal | None
    article: str
    duplicate_of: str | None
    id: str
    quantity_text: str
    sentence: str | None

    @property
    def entity(self) -> str | None:
        """Id of the entity that it is about: its subject, or the scope of a noun phrase."""
        return self.subject_id or self.scope_id

    @property
    def name(self) -> str | None:
        """Canonical name of the entity that it is about."""
        return self.subject if self.subject_id else self.scope

    @property
    def key(self) -> str:
        """What is measured, however it is cut: the indicator's key, behind the noun phrase where that is the subject.

        移动游戏 and 用户规模 within 中国 meet 移动游戏用户规模 of 中国.
        """
        noun = "" if self.subject_id else "".join((self.subject or "").split())
        return noun + (self.indicator_key or "")

    @property
    def series(self) -> str:
        """Id of the series: GPE:广州市|地区生产总值|rate|yoy|%."""
        return "|".join(part or "" for part in (self.entity, self.key, self.aspect, self.comparison, self.unit))

    @property
    def source(self) -> str:
        """The article that it comes from: the original, where its article is a reprint."""
        return self.duplicate_of or self.article

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
    def comparable(self) -> bool:
        """Whether it has an entity, an indicator that says enough, a number and a last day."""
        numbered = self.value is not None or (self.low is not None and self.high is not None)
        return bool(numbered and self.end_date and self.entity and self.indicator_key) and not vague(self)

    @property
    def settled(self) -> bool:
        """Whether it is a result of a time that was over when the article came out, and names its subject.

        A subject is named where its first two characters, or a word for it (我国, 全市), stand before the quantity.
        """
        before = (self.sentence or "").partition(self.quantity_text)[0]
        named = (self.subject or "")[:2] in before or any(word in before for word in _deictic_words())
        return self.status == "actual" and named and (self.date is None or self.end_date <= self.date)

    def bounds(self, open_ended: bool) -> tuple[Decimal, Decimal]:
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

    def fits(self, other: FactRow, open_ended: bool = False) -> bool:
        """Tell whether one number can be meant by both facts."""
        (a, b), (c, d) = self.bounds(open_ended), other.bounds(open_ended)
        same = (self.ends, self.direction) == (other.ends, other.direction)
        return same or max(a, c) < min(b, d)


@cache
def _deictic_words() -> frozenset[str]:
    return frozenset(r["word"] for r in table("statement_words.tsv") if r["kind"] == "deictic")


@cache
def _vague_keys(where: str) -> frozenset[str]:
    rows = (r for r in table("indicator_keys.tsv") if r["kind"] == "vague" and r["key"] == where)
    return frozenset(r["form"] for r in rows)


def vague(fact: FactRow) -> bool:
    """Tell whether an indicator says too little to be the same thing in two facts: 项目, or the 产量 of a place."""
    place = (fact.entity or "").startswith(("GPE:", "LOC:"))
    return (
        fact.key.startswith("占") or fact.key in _vague_keys("any") or (place and fact.key in _vague_keys("place"))
    )
