"""The articles and entities of an extract, found by their ids; read anew as soon as the extract was made anew."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import InputError, unreadable
from ..model import Article
from ..write import read_extract

LAYERS = ("mentions", "quantities", "times", "facts", "roles")
"""What is corrected in an article, in the order in which it is built up."""


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article in the list: `least` is the lowest score of its facts, `place` where its line begins."""

    id: str
    file: str
    start: int
    end: int
    title: str | None
    date: str | None
    counts: dict[str, int]
    least: float | None
    place: int

    def to_json(self) -> dict[str, Any]:
        """Return the entry for the page."""
        names = ("id", "file", "title", "date", "counts", "least")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An entity as it is offered: `forms` are its name and aliases, `mentions` says how often it is named."""

    id: str
    name: str
    label: str
    forms: tuple[str, ...]
    mentions: int


@dataclass(slots=True)
class ExtractIndex:
    """The extract in the folder `out`; ZhfactsError where there is none, InputError where a line of it is damaged."""

    out: Path
    _stamp: tuple[int, ...] = ()
    _entries: dict[str, ArticleEntry] = field(default_factory=dict)
    _entities: dict[str, KnownEntity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.out = read_extract(self.out).folder
        self.entries()

    def entries(self) -> dict[str, ArticleEntry]:
        """Return the articles by id, in the extract's order."""
        try:
            status = (self.out / "articles.jsonl").stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp != self._stamp:
                self._entries = {entry.id: entry for entry in self._read_entries()}
                self._entities = {entity.id: entity for entity in self._read_entities()}
                self._stamp = stamp
        except OSError as error:
            raise unreadable(error.filename or self.out, error) from error
        return self._entries

    def article(self, id: str) -> Article:
        """Return an article with its text; InputError where the extract has none of that id."""
        entry = self.entries().get(id)
        if entry is None:
            raise InputError(f"{self.out} has no article {id!r}")
        try:
            with (self.out / "articles.jsonl").open("rb") as handle:
                handle.seek(entry.place)
                line = handle.readline()
            return Article.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise InputError(f"{self.out}, {id}, {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        except OSError as error:
            raise unreadable(self.out, error) from error

    def entities(self, words: str, limit: int = 20) -> list[KnownEntity]:
        """Return entities that are called so, begin so or hold the words, the best known first."""
        self.entries()
        ranked = []
        for entity in self._entities.values():
            if words == entity.id or words in entity.forms:
                rank = 0
            elif any(form.startswith(words) for form in entity.forms):
                rank = 1
            elif any(words in form for form in entity.forms) or words in entity.id:
                rank = 2
            else:
                continue
            ranked.append((rank, -entity.mentions, entity.id, entity))
        return [entity for *_, entity in sorted(ranked, key=lambda r: r[:3])[:limit]]

    def entity_called(self, form: str, label: str) -> str | None:
        """Return the id of the best known entity of a kind that has this form; None where there is none."""
        self.entries()
        named = [e for e in self._entities.values() if e.label == label and form in e.forms]
        return max(named, key=lambda e: e.mentions).id if named else None

    def name(self, entity: str) -> str:
        """Return the canonical name of an entity."""
        known = self._entities.get(entity)
        return known.name if known else entity.partition(":")[2]

    def _read_entries(self) -> list[ArticleEntry]:
        found, place = [], 0
        with (self.out / "articles.jsonl").open("rb") as handle:
            for row, line in enumerate(handle, 1):
                try:
                    found.append(_entry(json.loads(line), place))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise InputError(f"{self.out / 'articles.jsonl'}, row {row}: is no article ({error})") from error
                place += len(line)
        return found

    def _read_entities(self) -> list[KnownEntity]:
        found = []
        with (self.out / "entities.jsonl").open("rb") as handle:
            for row, line in enumerate(handle, 1):
                try:
                    e = json.loads(line)
                    forms = tuple(dict.fromkeys((e["name"], *e["aliases"])))
                    found.append(KnownEntity(e["id"], e["name"], e["label"], forms, e["mentions"]))
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(f"{self.out / 'entities.jsonl'}, row {row}: is no entity ({error})") from error
        return found


def _entry(line: dict[str, Any], place: int) -> ArticleEntry:
    scores = [f["score"] for f in line["facts"] if f.get("score") is not None]
    counts = {layer: len(line[layer]) for layer in LAYERS}
    return ArticleEntry(
        line["id"], line["file"], line["start"], line["end"], line["title"], line["date"], counts,
        min(scores, default=None), place,
    )  # fmt: skip
