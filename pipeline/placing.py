"""A document as an article: every span moved from the reading text into the raw file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from . import segment
from .model import Article, Cluster, Document, Fact, Located, Numeral, Span

L = TypeVar("L", bound=Located)


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with provisional entity ids, and the clusters that they stand for."""

    article: Article
    clusters: list[Cluster] = field(default_factory=list)


def finish(document: Document) -> Annotated:
    """Turn a document into an article: every span into the raw file, `text` as it stands there.

    What cannot be one span of the raw file, because a caption parts it, is left out together with the facts on it.
    """
    mentions = _placed(document, document.mentions)
    quantities = _placed(document, document.quantities)
    times = _placed(document, document.times)
    kept, dated = {q.id for q in quantities}, {t.id for t in times}
    facts = [_placed_fact(document, f, dated) for f in document.facts if f.quantity in kept]
    text = document.raw[document.start : document.end]
    spans = [Span(x.start - document.base, x.end - document.base) for x in (*mentions, *quantities, *times)]
    article = Article(
        id=document.id,
        file=document.file,
        start=document.base + document.start,
        end=document.base + document.end,
        title=document.title,
        date=document.date,
        meta=document.meta,
        text=text,
        hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sentences=tuple(_sentences(document)),
        markup=tuple(_markup(document)),
        words=tuple(segment.words(document, spans)),
        mentions=tuple(mentions),
        quantities=tuple(quantities),
        times=tuple(times),
        numerals=tuple(_numerals(document)),
        facts=tuple(facts),
        unstated=tuple(u for u in document.unstated if u.quantity in kept),
        roles=tuple(document.roles),
    )
    return Annotated(article, document.clusters)


def _placed(document: Document, items: Iterable[L]) -> list[L]:
    placed = []
    for item in items:
        span = document.raw_span(item.start, item.end)
        if span:
            text = document.raw[span.start : span.end]
            placed.append(item.model_copy(update={**_in_file(document, span), "text": text}))
    return placed


def _in_file(document: Document, span: Span) -> dict[str, int]:
    """Return where a span of a document's raw text stands in the whole file."""
    return {"start": document.base + span.start, "end": document.base + span.end}


def _placed_fact(document: Document, fact: Fact, dated: set[str]) -> Fact:
    """Return a fact with its evidence in the raw file, without the times that are not `dated`."""
    spans = ((e, document.raw_span(e.start, e.end)) for e in fact.evidence)
    evidence = tuple(e.model_copy(update=_in_file(document, s)) for e, s in spans if s)
    lost = {x: None for x in ("time", "base_time") if getattr(fact, x) not in dated}
    return fact.model_copy(update={**lost, "evidence": evidence})


def _numerals(document: Document) -> Iterator[Numeral]:
    """Yield the numerals that are no quantities, in the raw file."""
    for numeral in document.numerals:
        if span := document.raw_span(numeral.start, numeral.end):
            yield numeral.model_copy(update=_in_file(document, span))


def _markup(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the marks of the article that stand for nothing that is read (a character reference stands for one)."""
    pairs = zip(document.offsets, document.text, strict=True) if document.markup else ()
    read = {at for at, character in pairs if character != "\n"}
    for start, length in sorted(document.markup.items()):
        if document.start <= start < document.end and document.raw[start] != "&" and start not in read:
            yield document.base + start, document.base + start + length


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the sentences in the raw file: from the first to the last character of each, never overlapping."""
    spans = sorted(
        (min(document.offsets[s.start : s.end]), max(document.offsets[s.start : s.end]) + 1)
        for s in document.sentences
        if s.end > s.start
    )
    last = 0
    for start, end in spans:
        if start >= last:
            yield document.base + start, document.base + end
            last = end
