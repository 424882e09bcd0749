"""The body of an article as the page holds it: its text and what was found in it, as columns of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...model import Article, Fact, Located
from .shown import ShownText
from .vocabulary import NOTHING, StringTable

Columns = dict[str, list[int]]

QUANTITY_FIELDS = (
    "label", "value", "low", "high", "modifier", "unit", "precision", "value_si", "unit_si", "rule",
)  # fmt: skip
TIME_FIELDS = ("label", "start_date", "end_date", "start_time", "end_time", "grain", "certainty", "rule")


class BodyMaker:
    """Makes the bodies of articles. `words` numbers their texts, `entities` holds the number of each entity's id."""

    def __init__(self, words: StringTable, entities: Mapping[str, int]) -> None:
        self._words = words
        self._entities = entities

    def __call__(self, article: Article, shown: ShownText) -> dict[str, Any]:
        """Return the body: columns whose n-th numbers belong together.

        `start` counts from the start before it, in UTF-16 code units of `text`; texts are numbers of words.
        """
        place = shown.place
        return {
            "text": shown.text,
            "sentences": _spans(article.sentences, place),
            "mentions": self._located(article.mentions, ("label", "rule"), place)
            | {"entity": [self._entity(m.entity) for m in article.mentions]},
            "quantities": self._located(article.quantities, QUANTITY_FIELDS, place),
            "times": self._located(article.times, TIME_FIELDS, place),
            "facts": self._facts(article, place),
            "roles": {
                "person": [self._entity(r.person) for r in article.roles],
                "title": [self._words(r.title) for r in article.roles],
                "organization": [self._entity(r.organization) for r in article.roles],
                "standing": [self._words(r.standing) for r in article.roles],
            },
        }

    def _entity(self, identifier: str | None) -> int:
        return NOTHING if identifier is None else self._entities[identifier]

    def _located(self, items: Sequence[Located], fields: Iterable[str], place: Callable[[int], int]) -> Columns:
        columns = _spans([(x.start, x.end) for x in items], place)
        return columns | {f: [self._words(getattr(x, f)) for x in items] for f in fields}

    def _facts(self, article: Article, place: Callable[[int], int]) -> dict[str, Any]:
        """Return what a row of the table of facts does not hold: parts, rules, and evidence as columns of its own."""
        quantities = {q.id: n for n, q in enumerate(article.quantities)}
        times = {t.id: n for n, t in enumerate(article.times)}

        def time(identifier: str | None) -> int:
            return NOTHING if identifier is None else times[identifier]

        return {
            "quantity": [quantities[f.quantity] for f in article.facts],
            "time": [time(f.time) for f in article.facts],
            "base_time": [time(f.base_time) for f in article.facts],
            "rule": [[self._words(pair) for pair in (f.rule or "").split(" ")] for f in article.facts],
            "evidence": [self._evidence(f, place) for f in article.facts],
        }

    def _evidence(self, fact: Fact, place: Callable[[int], int]) -> Columns:
        columns = _spans([(e.start, e.end) for e in fact.evidence], place)
        return columns | {"field": [self._words(e.field) for e in fact.evidence]}


def _spans(spans: Sequence[tuple[int, int]], place: Callable[[int], int]) -> Columns:
    """Return the places of spans of the raw file: starts, each counted from the one before, and lengths."""
    placed = [(place(start), place(end)) for start, end in spans]
    before = [0, *(start for start, _ in placed)]
    return {
        "start": [start - last for (start, _), last in zip(placed, before, strict=False)],
        "length": [end - start for start, end in placed],
    }
