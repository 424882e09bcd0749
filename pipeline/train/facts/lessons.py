"""Annotated articles as lessons: the document that the pipeline makes of each, and the facts that its gold has."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ... import link, read, recognise, run, segment
from ...errors import InputError
from ...model import Document, Failure, Mention, Quantity, Span, Time

LOST = "?"
"""Stands for a quantity or a time of the gold that the document does not have."""


@dataclass(frozen=True)
class Lesson:
    """An article to learn from.

    `facts` are those of the gold by the id of their quantity in the document, their times by ids of the document.
    `names` are the gold's entities with mentions, `alias` maps the document's entities to them by shared mentions.
    `weight` says how much the lesson counts.
    """

    file: str
    document: Document
    facts: Mapping[str, Sequence[Mapping[str, Any]]]
    names: frozenset[str]
    alias: Mapping[str, str] = field(default_factory=dict)
    weight: float = 1.0

    def fresh(self) -> Document:
        """Return the document with lists that may be added to."""
        document = copy.copy(self.document)
        document.clusters = list(document.clusters)
        return document


def lessons_of(gold: Path, raw: Path, weight: float = 1.0, given: bool = False) -> Iterator[Lesson]:
    """Yield the articles of a folder of gold files, whose raw files stand in `raw`.

    Names, quantities and times are those that the pipeline finds; with `given` those of the gold, so that facts are
    learned that a missed name or number would hide. Raises InputError for a file that is missing or no gold file.
    """
    pipeline = run.load()
    paths = sorted(gold.glob("*.json"))
    if not paths:
        raise InputError(f"{gold}: holds no gold files (*.json)")
    for path in paths:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            file, articles = content["file"], content["articles"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: is no gold file: {error}") from None
        if not (raw / file).is_file():
            raise InputError(f"{path}, file: {file!r} is not in {raw}")
        for source in read.sources([raw / file]):
            if isinstance(source, Failure):
                raise InputError(f"{source.file}: {source.reason}")
            for document in read.documents(source):
                document.sentences = segment.sentences(document.text)
                own = [a for a in articles if a["start"] < document.end and a["end"] > document.start]
                if given:
                    _take_over(document, own)
                else:
                    recognise.annotate(document, pipeline.namer)
                link.resolve(document, pipeline.kb)
                yield replace(laid_over(document, own), file=file, weight=weight)


def _take_over(document: Document, articles: Iterable[Mapping[str, Any]]) -> None:
    """Give a document the names, quantities and times of its gold, where its reading text has them in one piece."""
    place = {position: at for at, position in enumerate(document.offsets)}
    kinds: tuple[tuple[str, type[Mention] | type[Quantity] | type[Time]], ...] = (
        ("mentions", Mention), ("quantities", Quantity), ("times", Time),
    )  # fmt: skip
    for name, kind in kinds:
        found = []
        for article in articles:
            for item in article[name]:
                start, end = place.get(item["start"], -1), place.get(item["end"] - 1, -2) + 1
                if end - start == item["end"] - item["start"]:
                    text = document.text[start:end]
                    found.append(kind.model_validate({**item, "start": start, "end": end, "text": text}))
        setattr(document, name, sorted(found, key=lambda x: x.start))


def laid_over(document: Document, articles: Iterable[Mapping[str, Any]]) -> Lesson:
    """Return the facts of the gold on a document: quantities and times by their spans in the raw file."""
    quantities = {document.raw_span(q.start, q.end): q.id for q in document.quantities}
    times = {document.raw_span(t.start, t.end): t.id for t in document.times}
    dated = {(str(t.start_date), str(t.end_date)): t.id for t in document.times}
    votes: dict[str, Counter[str]] = {}
    facts: dict[str, list[Mapping[str, Any]]] = {}
    names: set[str] = set()
    for article in articles:
        entities: dict[Span | None, str] = {Span(m["start"], m["end"]): m["entity"] for m in article["mentions"]}
        names |= {m["entity"] for m in article["mentions"] if m["entity"]}
        for mention in document.mentions:
            entity = entities.get(document.raw_span(mention.start, mention.end))
            if entity and mention.entity:
                votes.setdefault(mention.entity, Counter())[entity] += 1
        where = {q["id"]: Span(q["start"], q["end"]) for q in article["quantities"]}
        when = {t["id"]: t for t in article["times"]}
        for fact in article["facts"]:
            time = when.get(fact["time"])
            key = times.get(Span(time["start"], time["end"])) if time else None
            if time and key is None:
                key = dated.get((str(time["start_date"]), str(time["end_date"])), LOST)
            quantity = quantities.get(where[fact["quantity"]], LOST)
            facts.setdefault(quantity, []).append({**fact, "quantity": quantity, "time": key})
    alias = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    return Lesson("", document, facts, frozenset(names), alias)
