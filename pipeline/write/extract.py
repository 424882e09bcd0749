"""Write an extract: stream articles into a new folder, validate all of it, and swap it in place when it is complete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from pydantic import TypeAdapter, ValidationError

from ..model import Article, Entity, Failure, Record
from .folder import Folder, writing
from .load import records, rows_of
from .page import page_in
from .rules import InvalidExtract, Ledger, Problem, article_findings, type_findings
from .tables import BY_NAME, TABLES, cell, csv_line, descriptor, entity_row

FILES = (
    "articles.jsonl",
    "entities.jsonl",
    *(table.path for table in TABLES),
    "datapackage.json",
    "schema.json",
    "failures.jsonl",
    "run.json",
)
"""Every file of an extract."""


class Writer:
    """Context manager that writes an extract into the folder `out`.

    `add` every article, `fail` every input that could not be read, then `finish` with the entities: only that puts
    the extract in place. Leaving the block without it leaves what was there before. Nothing but ids and counts is
    kept of the articles. Raises ZhfactsError where `out` cannot be written, InvalidExtract (a ZhfactsError) where
    something breaks the rules of an extract; an article that does is not written, and the next can be added.
    """

    def __init__(self, out: str | Path) -> None:
        self.out = Path(out)
        own = (*FILES, *page_in(self.out))
        self._folder = Folder(self.out, own, ("articles.jsonl", "datapackage.json", "run.json"))
        self._ledger = Ledger()
        self._failures = 0
        self._files = ExitStack()
        self._articles: TextIO
        self._failed: TextIO

    def __enter__(self) -> Self:
        self._folder.__enter__()
        with writing(self.out):
            self._articles = self._files.enter_context(self._open("articles.jsonl"))
            self._failed = self._files.enter_context(self._open("failures.jsonl"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with writing(self.out):
                self._files.close()
        finally:
            self._folder.__exit__(kind, error, trace)

    def add(self, article: Article) -> None:
        """Validate an article (offsets into the raw file, final entity ids) and write it."""
        row = len(self._ledger.articles) + 1
        line = validate(article, row)
        for found in self._ledger.enter(article):
            raise InvalidExtract(Problem("articles.jsonl", row, *found))
        with writing(self.out):
            self._articles.write(line)

    def fail(self, failure: Failure) -> None:
        """Write an input that could not be read."""
        self._failures += 1
        with writing(self.out):
            self._failed.write(_json_line(failure, Problem("failures.jsonl", self._failures, None, "")))

    def finish(
        self,
        entities: Iterable[Entity],
        settings: Mapping[str, Any] | None = None,
        inputs: Iterable[Mapping[str, Any]] = (),
    ) -> dict[str, int]:
        """Write entities, tables and descriptions, put the extract in place and return its counts.

        `entities` are gone through several times; a collection that makes them one by one is never held as a whole.
        `settings` and `inputs` go into run.json as they are; an input with `path` and `file_sha256`
        (of the file's bytes) can be checked later.
        """
        with writing(self.out):
            self._files.close()
            known = entities if isinstance(entities, Collection) else list(entities)
            self._write_entities(known)
            counts = self._write_tables(known)
            counts = self._describe(counts, settings, inputs)
        self._folder.commit()
        return counts

    def _describe(
        self, counts: dict[str, int], settings: Mapping[str, Any] | None, inputs: Iterable[Mapping[str, Any]]
    ) -> dict[str, int]:
        """Write the descriptions of the tables and of the run; return all counts."""
        given = [dict(i) for i in inputs]
        counts = {"inputs": len(given), "failures": self._failures} | counts
        run = {"zhfacts": _version(), "settings": dict(settings or {}), "inputs": given, "counts": counts}
        self._write("run.json", _as_json(run))
        self._write("schema.json", _schema())
        self._write("datapackage.json", _as_json(datapackage(self._folder.path)))
        return counts

    def _open(self, name: str) -> TextIO:
        return (self._folder.path / name).open("w", encoding="utf-8", newline="\n")

    def _write_entities(self, entities: Collection[Entity]) -> None:
        with self._open("entities.jsonl") as handle:
            for row, entity in enumerate(entities, 1):
                handle.write(entity_line(entity, row))
        if problems := list(self._ledger.problems(entities)):
            raise InvalidExtract(problems[0], self._ledger.culprits(problems, list(entities)))

    def _write_tables(self, entities: Collection[Entity]) -> dict[str, int]:
        """Write the CSV files from articles.jsonl and the entities; return their numbers of rows."""
        names: dict[str, str] = {}
        counts = {table.name: 0 for table in TABLES}
        with ExitStack() as stack:
            files = {table.name: stack.enter_context(self._open(table.path)) for table in TABLES}
            for table in TABLES:
                files[table.name].write(csv_line(c.name for c in table.columns))
            for entity in entities:
                names[entity.id] = entity.name
                files["entities"].write(csv_line(map(cell, entity_row(entity))))
            counts["entities"] = len(entities)
            for name, row in rows_of(records(self._folder.path / "articles.jsonl", Article), names):
                files[name].write(csv_line(map(cell, row)))
                counts[name] += 1
        return counts

    def _write(self, name: str, content: str) -> None:
        with self._open(name) as handle:
            handle.write(content)


def _as_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


@cache
def _schema() -> str:
    """Return the text of schema.json, which is the same for every extract."""
    return _as_json(article_schema())


@cache
def _version() -> str:
    """Return the version of the installed package, which a process looks up once."""
    return version("zhfacts")


def validate(article: Article, row: int | None = None) -> str:
    """Return an article as a line of articles.jsonl; InvalidExtract where it breaks the rules by itself."""
    line = _json_line(article, Problem("articles.jsonl", row, None, ""))
    for found in article_findings(article):
        raise InvalidExtract(Problem("articles.jsonl", row, *found))
    return line


def entity_line(entity: Entity, row: int | None = None) -> str:
    """Return an entity as a line of entities.jsonl; InvalidExtract where a type is wrong."""
    return _json_line(entity, Problem("entities.jsonl", row, None, ""))


def write_extract(
    out: str | Path,
    articles: Iterable[Article],
    entities: Iterable[Entity],
    failures: Iterable[Failure] = (),
    settings: Mapping[str, Any] | None = None,
    inputs: Iterable[Mapping[str, Any]] = (),
) -> dict[str, int]:
    """Write an extract into the folder `out` and return its counts; see `Writer` for errors.

    `entities`, `failures` and `inputs` are read after the last article, in this order.
    """
    with Writer(out) as writer:
        for article in articles:
            writer.add(article)
        known = list(entities)
        for failure in failures:
            writer.fail(failure)
        return writer.finish(known, settings, inputs)


def _json_line(record: Record, place: Problem) -> str:
    """Return a record as a line of JSON, keys in the order of the model; InvalidExtract where a type is wrong."""
    try:
        line = record.model_dump_json(warnings=False)
        type(record).model_validate_json(line, strict=True)
    except ValueError as error:
        field, message = _named(record, error)
        raise InvalidExtract(replace(place, field=field, message=message)) from error
    return line + "\n"


def _named(record: Record, error: ValueError) -> tuple[str | None, str]:
    """Return field and message of the error of a record that is no valid JSON."""
    try:
        type(record).model_validate(record.model_dump(warnings=False), strict=True)
    except ValidationError as found:
        error = found
    if isinstance(error, ValidationError):
        return next(iter(type_findings(error)))
    return None, str(error)


def article_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of articles.jsonl."""
    schema = TypeAdapter(Article).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def datapackage(folder: Path) -> dict[str, Any]:
    """Return the Frictionless Data Package of the CSV files in a folder, with their sizes and hashes."""
    resources = []
    for table in TABLES:
        path = folder / table.path
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        resources.append(
            {
                "name": table.name,
                "path": table.path,
                "description": table.description,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": path.stat().st_size,
                "hash": f"sha256:{digest}",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "schema": descriptor(BY_NAME[table.name]),
            }
        )
    return {
        "name": "zhfacts-extract",
        "title": "Statistical facts from Chinese news articles",
        "description": "Offsets count Unicode code points of the decoded raw file; ends are exclusive.",
        "profile": "tabular-data-package",
        "resources": resources,
    }
