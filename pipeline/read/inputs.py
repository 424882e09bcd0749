"""Inputs to raw texts: files, folders and tables of texts; what cannot be read becomes a Failure, never silence."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import ZhfactsError
from ..model import Failure
from .dates import parse_date
from .encodings import UndecodableError, decode

TEXTS = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml"}
TABLES = {".jsonl", ".ndjson", ".json", ".csv", ".tsv"}
_ALIASES = {
    "text": ("content", "body", "article", "正文", "内容", "文本"),
    "title": ("headline", "标题", "题目"),
    "date": ("published", "publish_date", "pubdate", "pub_date", "发布时间", "发布日期", "日期", "时间"),
    "id": ("ID", "_id", "uid", "编号"),
}
_PAPERS = {"README", "SOURCES", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "NOTICE"}


class InputError(ZhfactsError):
    """An input that is not there."""


@dataclass(frozen=True, slots=True)
class Source:
    """One raw text: a file, or a row of a table of texts, with what its table states beside it."""

    file: str
    """Name, relative to the folder that was given; with #N for line or row N of a table."""
    id: str
    """Readable identifier, unique in a run."""
    raw: str
    """The decoded text; all offsets count in it."""
    encoding: str
    """What it was decoded from."""
    single: bool = False
    """Whether the text is known to be one article (a row of a table)."""
    title: str | None = None
    date: dt.date | None = None
    path: str = ""
    """The file as it was found, "" for a string."""


def sources(inputs: Iterable[Path | str], text_column: str = "text") -> Iterator[Source | Failure]:
    """Return the raw texts of files, folders and tables, in the order given (a folder's sorted), one at a time.

    Raises InputError at once where an input does not exist. A file that is empty, binary or undecodable, a broken
    row or a missing column yields a Failure, and the others go on.
    """
    paths = [Path(path) for path in inputs]
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
    return _unique(_files(paths), text_column)


def _files(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file once with its name relative to the folder that was given."""
    seen = set()
    for path in paths:
        found = _folder(path) if path.is_dir() else [(path, path.name)]
        for file, name in found:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file, name
        if path.is_dir() and not found:
            yield path, str(path)


def _folder(folder: Path) -> list[tuple[Path, str]]:
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _extract(Path(root, name)))
        for name in names:
            file = Path(root, name)
            readable = _suffix(file) in TEXTS | TABLES - {".json"} and not name.startswith(".")
            if readable and name.split(".")[0] not in _PAPERS and file.is_file():
                found.append((file, file.relative_to(folder).as_posix()))
    return sorted(found, key=lambda pair: pair[1])


def _extract(folder: Path) -> bool:
    """Return whether a folder is an extract that lies among the inputs: what zhfacts wrote is no news."""
    return all((folder / name).is_file() for name in ("articles.jsonl", "datapackage.json", "run.json"))


def _suffix(file: Path) -> str:
    """Return a file's suffix without .gz, in small letters."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _stem(name: str) -> str:
    folder, _, last = name.rpartition("/")
    if last.lower().endswith(".gz"):
        last = last[:-3]
    stem, dot, suffix = last.rpartition(".")
    known = dot and stem and f".{suffix.lower()}" in TEXTS | TABLES
    return (folder + "/" if folder else "") + (stem if known else last)


def _unique(files: Iterator[tuple[Path, str]], text_column: str) -> Iterator[Source | Failure]:
    """Yield what the files hold under names and ids that no other file of the run has."""
    names: set[str] = set()
    stems: set[str] = set()
    for file, name in files:
        if file.is_dir():
            yield Failure(file=name, reason="no text or table files in this folder")
            continue
        stem = _fresh(_stem(name), stems)
        for found in _read(file, _fresh(name, names), stem, text_column, stems):
            yield replace(found, path=str(file)) if isinstance(found, Source) else found


def _fresh(name: str, taken: set[str]) -> str:
    candidate, n = name, 1
    while candidate in taken:
        n += 1
        candidate = f"{name}~{n}"
    taken.add(candidate)
    return candidate


def _read(file: Path, name: str, stem: str, text_column: str, ids: set[str]) -> Iterator[Source | Failure]:
    try:
        data = _bytes(file)
        if not data or data.isspace():
            yield Failure(file=name, reason="empty file")
            return
        text, encoding = decode(data)
        del data
    except (OSError, EOFError, zlib.error) as error:
        yield Failure(file=name, reason=f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    except UndecodableError as error:
        yield Failure(file=name, reason=str(error))
        return
    if not text or text.isspace():
        yield Failure(file=name, reason="no text in this file")
    elif _suffix(file) in TABLES:
        for found in _rows(text, encoding, name, stem, _suffix(file), text_column):
            yield replace(found, id=_fresh(found.id, ids)) if isinstance(found, Source) else found
    else:
        yield Source(name, stem, text, encoding)


def _bytes(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix.lower() == ".gz" else data


def _rows(text: str, encoding: str, name: str, stem: str, suffix: str, column: str) -> Iterator[Source | Failure]:
    for number, row in _records(text, suffix):
        file = f"{name}#{number}"
        if isinstance(row, str):
            yield Failure(file=file, reason=row)
            continue
        raw = _cell(row, column)
        if raw is None:
            found = ", ".join(str(key) for key in list(row)[:12])
            yield Failure(file=file, reason=f"no column {column!r}; there are: {found}")
        elif not isinstance(raw, str) or not raw.strip():
            yield Failure(file=file, reason=f"no text in column {column!r}")
        else:
            given = _cell(row, "id")
            ident = str(given) if given not in (None, "") else f"{stem}#{number}"
            title, date = _cell(row, "title"), _cell(row, "date")
            title = title.strip() or None if isinstance(title, str) else None
            yield Source(file, ident, raw, encoding, True, title, parse_date(str(date)) if date else None)


def _cell(row: dict[str, Any], column: str) -> Any:
    for key in (column, *_ALIASES.get(column, ())):
        if key in row:
            return row[key]
    return None


def _records(text: str, suffix: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield each row of a table with its number (line of a JSONL file, else data row), or why it cannot be read."""
    if suffix in (".jsonl", ".ndjson"):
        for number, line in enumerate(io.StringIO(text), 1):
            if line.strip():
                yield number, _json_object(line)
    elif suffix == ".json":
        yield from _json_records(text)
    else:
        yield from _csv_records(text, "\t" if suffix == ".tsv" else ",")


def _csv_records(text: str, mark: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    csv.field_size_limit(2**31 - 1)
    number = 0
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=mark):
            number += 1
            yield number, {key.strip(): value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        yield number + 1, f"not valid CSV: {error}"


def _json_object(text: str) -> dict[str, Any] | str:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"not valid JSON: {error}"
    return row if isinstance(row, dict) else "not a JSON object"


def _json_records(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield 1, f"not valid JSON: {error}"
        return
    rows = data if isinstance(data, list) else [data]
    for number, row in enumerate(rows, 1):
        yield number, row if isinstance(row, dict) else "not a JSON object"
