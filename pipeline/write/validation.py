"""Validate an extract that lies in a folder and name the file, row and field of all that is wrong."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from ..compare import Pool
from ..errors import PATH, ArgumentError, expect
from ..model import Article, Entity, Failure, Record
from .extract import FILES
from .gold_check import Decoder, check_gold, is_gold
from .load import long_cells
from .rules import Ledger, Problem, article_findings, references, type_findings
from .tables import BY_NAME, TABLES, Row, Table, article_rows, cell, descriptor, entity_row

R = TypeVar("R", bound=Record)
Report = Callable[[Problem], None]


def check(
    out: str | Path, limit: int = 1000, *, raw: Sequence[str | Path] = (), decode: Decoder = bytes.decode
) -> list[Problem]:
    """Return what is wrong in an extract or a folder of gold, at most `limit` problems; none means that it is valid.

    Looked at: that every file is there and is what it should be, types, closed sets of values, keys, foreign keys,
    every span against its text, the CSV files against articles.jsonl and entities.jsonl, the counts, and the inputs
    against their hashes where they still lie where they were. Of gold: types, keys, references, every span against the
    raw texts in the folders `raw`, which `decode` (UTF-8 by default) turns into text.
    """
    expect(PATH, out=out)
    expect((int,), limit=limit)
    if isinstance(raw, PATH):
        raise ArgumentError(f"raw: expected folders in a list, got {type(raw).__name__}")
    folder = Path(out)
    if is_gold(folder):
        return check_gold(folder, [Path(r) for r in raw], decode, limit)
    if not folder.is_dir():
        return [Problem(str(out), None, None, "is no folder")]
    checker = _Checker(folder, limit)
    try:
        with suppress(_Enough), long_cells():
            checker.check()
    except OSError as error:
        name = Path(error.filename).name if error.filename else str(out)
        checker.found.append(Problem(name, None, None, f"cannot be read: {error.strerror}"))
    return checker.found


class _Enough(Exception):  # noqa: N818
    """As many problems as were asked for are found."""


class _Checker:
    """One pass over the files of a folder; what is wrong is gathered in `found`."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self.found: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self._ledger = Ledger()
        self._unread = False
        """Whether a line of JSON was lost, so that what refers to it can't be judged."""

    def check(self) -> None:
        """Look at everything."""
        for name in FILES:
            if not (self.folder / name).is_file():
                self._report(Problem(name, None, None, "is missing"))
        entities = [e for _, e in self._records("entities.jsonl", Entity)]
        self._tables(entities)
        if not self._unread:
            for problem in self._ledger.problems(entities):
                self._report(problem)
        for _ in self._records("failures.jsonl", Failure):
            self.counts["failures"] += 1
        self._descriptions()
        self._run()

    def _report(self, problem: Problem) -> None:
        self.found.append(problem)
        if len(self.found) >= self.limit:
            raise _Enough

    def _there(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _records(self, name: str, model: type[R]) -> Iterator[tuple[int, R]]:
        """Yield row and record of a JSONL file, reporting each row that is none."""
        if not self._there(name):
            self._unread = True
            return
        with (self.folder / name).open("rb") as handle:
            for row, line in enumerate(handle, 1):
                try:
                    yield row, model.model_validate_json(line, strict=True)
                except ValidationError as error:
                    self._unread = True
                    for finding in type_findings(error):
                        self._report(Problem(name, row, *finding))

    def _tables(self, entities: list[Entity]) -> None:
        """Check each article, and the CSV files in lockstep with the rows that articles and entities make."""
        names = {e.id: e.name for e in entities}
        with ExitStack() as stack:
            tables = {
                table.name: stack.enter_context(_Rows(self.folder, table, self._report))
                for table in TABLES
                if self._there(table.path)
            }
            pool = stack.enter_context(Pool([c.name for c in BY_NAME["facts"].columns]))
            comparable = not self._unread
            for entity in entities if comparable else ():
                self._compare(tables, "entities", entity_row(entity))
            for row, article in self._records("articles.jsonl", Article):
                findings = [*article_findings(article), *self._ledger.enter(article)]
                for finding in findings:
                    self._report(Problem("articles.jsonl", row, *finding))
                unknown = any(entity not in names for _, entity in references(article))
                comparable = comparable and not (self._unread or findings or unknown)
                for name, cells in article_rows(article, names) if comparable else ():
                    self._compare(tables, name, cells)
                    if name == "facts":
                        pool.add(cells)
            for name, cells in pool.rows() if comparable and not self._unread else ():
                self._compare(tables, name, cells)
            for reader in tables.values() if comparable and not self._unread else ():
                reader.end()

    def _compare(self, tables: dict[str, _Rows], name: str, row: Row) -> None:
        self.counts[name] += 1
        if name in tables:
            tables[name].compare(row)

    def _json(self, name: str) -> dict[str, Any] | None:
        """Return the JSON object in a file; None, reported, where there is none."""
        if not self._there(name):
            return None
        try:
            content = json.loads((self.folder / name).read_bytes())
        except ValueError as error:
            self._report(Problem(name, None, None, f"is no JSON: {error}"))
            return None
        if not isinstance(content, dict):
            self._report(Problem(name, None, None, "is no JSON object"))
            return None
        return content

    def _descriptions(self) -> None:
        """Check that schema.json declares the fields of articles.jsonl and datapackage.json the tables as they are."""
        schema = self._json("schema.json")
        if schema is not None and set(schema.get("properties", ())) != set(Article.model_fields):
            self._report(Problem("schema.json", None, "properties", "are not the fields of an article"))
        package = self._json("datapackage.json")
        if package is None:
            return
        resources = package.get("resources")
        given = {r.get("name"): r for r in resources if isinstance(r, dict)} if isinstance(resources, list) else {}
        for table in TABLES:
            resource, place = given.get(table.name, {}), f"resources.{table.name}"
            if _declared(resource.get("schema")) != _declared(descriptor(table)):
                self._report(Problem("datapackage.json", None, f"{place}.schema", "is not that of the table"))
            if self._there(table.path) and resource.get("hash") != f"sha256:{_sha256(self.folder / table.path)}":
                self._report(Problem("datapackage.json", None, f"{place}.hash", f"is not that of {table.path}"))

    def _run(self) -> None:
        """Check the counts of run.json, and the inputs against their hashes."""
        run = self._json("run.json") or {}
        counts = run.get("counts")
        if isinstance(counts, dict) and not self.found:
            for name, number in counts.items():
                if name != "inputs" and number != self.counts[name]:
                    message = f"is {number}, there are {self.counts[name]}"
                    self._report(Problem("run.json", None, f"counts.{name}", message))
        inputs = run.get("inputs")
        for n, given in enumerate(inputs if isinstance(inputs, list) else []):
            if not isinstance(given, dict) or not isinstance(given.get("path"), str) or "file_sha256" not in given:
                continue
            path = Path(given["path"])
            if path.is_file() and _sha256(path) != given["file_sha256"]:
                self._report(Problem("run.json", None, f"inputs[{n}].file_sha256", f"{path} has changed since the run"))


class _Rows:
    """Context manager over the rows of a CSV file, compared in lockstep with the rows that it should have."""

    def __init__(self, folder: Path, table: Table, report: Report) -> None:
        self._table = table
        self._report = report
        self._handle = (folder / table.path).open(encoding="utf-8-sig", errors="replace", newline="")
        self._reader = csv.reader(self._handle)
        self._row = 0
        expected, there = [c.name for c in table.columns], self._next()
        self._comparable = there == expected
        if not self._comparable:
            report(self._problem(None, f"columns are {','.join(there or [])}, not {','.join(expected)}"))

    def __enter__(self) -> _Rows:
        return self

    def __exit__(self, *error: object) -> None:
        self._handle.close()

    def compare(self, row: Row) -> None:
        """Report where the next row of the file differs from `row`; after a row too many or too few compare no more."""
        if not self._comparable:
            return
        there, expected = self._next(), [cell(value) for value in row]
        if there == expected:
            return
        columns = self._table.columns
        key = [c.name for c in columns].index("id")
        if there is None or len(there) != len(expected) or there[key] != expected[key]:
            self._comparable = False
            self._report(self._problem("id", f"the JSON files have {expected[key]} here"))
            return
        for column, ours, theirs in zip(columns, expected, there, strict=True):
            if ours != theirs:
                self._report(self._problem(column.name, f"is {theirs!r:.60}, the JSON files have {ours!r:.60}"))

    def end(self) -> None:
        """Report rows that are left."""
        if self._comparable and self._next() is not None:
            self._report(self._problem(None, "is a row that the JSON files do not have"))

    def _problem(self, field: str | None, message: str) -> Problem:
        return Problem(self._table.path, self._row, field, message)

    def _next(self) -> list[str] | None:
        self._row += 1
        try:
            return next(self._reader, None)
        except csv.Error as error:
            return [f"not CSV: {error}"]


def _declared(schema: Any) -> Any:
    """Return what a Frictionless schema says but for descriptions, which may change from version to version."""
    if isinstance(schema, dict):
        return {k: _declared(v) for k, v in schema.items() if k != "description"}
    return [_declared(v) for v in schema] if isinstance(schema, list) else schema


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
