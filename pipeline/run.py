"""The one place that knows the order of the stages: read -> segment -> recognise -> link -> relate -> write."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from . import link, read, recognise, relate, segment
from .model import (
    Article,
    Cluster,
    Document,
    Failure,
    Located,
    Mention,
    Quantity,
    Span,
    Time,
    ZhfactsError,
)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Settings:
    """What a user can choose for a run; picklable, equal settings give equal results.

    names: the recogniser of names, "lexicon" (rules and gazetteers). lexicon: a file with the user's own names.
    kb: a file with the user's own knowledge base (CSV or JSONL). text_column: where tables of texts hold the text.
    """

    names: str = "lexicon"
    lexicon: Path | None = None
    kb: Path | None = None
    text_column: str = "text"


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with provisional entity ids, and the clusters that they stand for."""

    article: Article
    clusters: list[Cluster] = field(default_factory=list)


class Pipeline:
    """All stages in order, for one article at a time. Build it once with `zhfacts.load()`; building loads the tables.

    Calling it with a text gives an `Article` whose offsets count in that text.
    """

    def __init__(self, settings: Settings = Settings()) -> None:  # noqa: B008
        self.settings = settings
        self.namer = recognise.names.Namer.load(settings.names, settings.lexicon)
        self.kb = link.KnowledgeBase.load(settings.kb)

    def __call__(self, text: str, date: dt.date | str | None = None, title: str | None = None) -> Article:
        """Return the article of a text with its mentions, quantities, times, facts and roles.

        `date` is the publication date (a date or YYYY-MM-DD) against which times are resolved.
        """
        document = read.from_text(text, as_date(date), title)
        return finish(self.annotate(document)).article

    def pipe(self, texts: Iterable[str]) -> Iterator[Article]:
        """Yield the article of each text, in order."""
        return map(self, texts)

    def annotate(self, document: Document) -> Document:
        """Run every stage after reading on a document and return it; spans count in its reading text."""
        document.sentences = segment.sentences(document.text)
        recognise.recognise(document, self.namer)
        link.resolve(document, self.kb)
        document.facts, document.roles = relate.relate(document)
        return document


def as_date(value: dt.date | str | None) -> dt.date | None:
    """Return a date given as such or as YYYY-MM-DD; raises ZhfactsError for another form."""
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ZhfactsError(f"{value!r} is no date: YYYY-MM-DD is meant") from None


def finish(document: Document) -> Annotated:
    """Turn a document into an article: every span into the raw file, `text` as it stands there.

    What cannot be one span of the raw file, because a caption parts it, is left out together with the facts on it.
    """
    mentions = _placed(document, document.mentions)
    quantities = _placed(document, document.quantities)
    times = _placed(document, document.times)
    kept, dated = {q.id for q in quantities}, {t.id for t in times}
    facts = [
        f if f.time in dated else f.model_copy(update={"time": None}) for f in document.facts if f.quantity in kept
    ]
    text = document.raw[document.start : document.end]
    spans = [Span(x.start - document.start, x.end - document.start) for x in (*mentions, *quantities, *times)]
    article = Article(
        id=document.id,
        file=document.file,
        start=document.start,
        end=document.end,
        title=document.title,
        date=document.date,
        text=text,
        hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sentences=tuple(_sentences(document)),
        words=tuple(segment.words(text, sorted(spans))),
        mentions=tuple(mentions),
        quantities=tuple(quantities),
        times=tuple(times),
        facts=tuple(facts),
        roles=tuple(document.roles),
    )
    return Annotated(article, document.clusters)


def _placed(document: Document, items: Iterable[Any]) -> list[Any]:
    placed = []
    for item in items:
        span = document.raw_span(item.start, item.end)
        if span:
            text = document.raw[span.start : span.end]
            placed.append(item.model_copy(update={"start": span.start, "end": span.end, "text": text}))
    return placed


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
            yield start, end
            last = end
