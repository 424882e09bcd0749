"""Formats of inputs by the ending of their files: ours, and those that other packages register.

A package adds a format by naming a `Reader` in its metadata; the name of the entry point is the ending, without a dot:

    [project.entry-points."zhfacts.readers"]
    epub = "my_package.epub:READER"

A module is imported only when a file of its format is read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, BinaryIO

from ..errors import InputError, MissingExtra
from .view import View

GROUP = "zhfacts.readers"
_HOME = "zhfacts.read.formats"
FORMATS = {
    **dict.fromkeys(("txt", "text"), f"{_HOME}.text:READER"),
    **dict.fromkeys(("html", "htm", "xhtml", "shtml"), f"{_HOME}.text:READER"),
    **dict.fromkeys(("md", "markdown"), f"{_HOME}.markdown:READER"),
    **dict.fromkeys(("jsonl", "ndjson"), f"{_HOME}.json:LINES"),
    "json": f"{_HOME}.json:READER",
    "csv": f"{_HOME}.csv:READER",
    "tsv": f"{_HOME}.csv:TABBED",
    "parquet": f"{_HOME}.parquet:READER",
    **dict.fromkeys(("xlsx", "xlsm", "xls", "ods"), f"{_HOME}.excel:READER"),
    "docx": f"{_HOME}.word:READER",
    "pdf": f"{_HOME}.pdf:READER",
    **dict.fromkeys(("xml", "rss", "atom"), f"{_HOME}.feeds:READER"),
    "warc": f"{_HOME}.warc:READER",
}
"""Our readers by the ending of a file: module and name."""


@dataclass(frozen=True, slots=True)
class Text:
    """A raw text that a file holds, and what the file says of it.

    `number` names it within a file of several, "" where it is the file. `view` is what a format knows of the structure
    of `raw`; None where that is to be seen from the text (HTML, Markdown). `single`: it is known to be one article.
    `date` is as the file has it: a date, a number of seconds, a string in one of many forms.
    """

    raw: str
    encoding: str
    number: str = ""
    single: bool = False
    title: str | None = None
    date: Any = None
    meta: Mapping[str, str] = field(default_factory=dict)
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of texts: its number or name, its cells by column, the encoding of the file."""

    number: str
    cells: Mapping[str, Any]
    encoding: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file or, where there is a `number`, with a part of it.

    Of a `kind`, named "rows: what is wrong with them", the first is listed and the others are counted.
    """

    reason: str
    number: str = ""
    kind: str = ""


Found = Text | Row | Fault


@dataclass(frozen=True, slots=True)
class Reader:
    """A format to read: what it is, and the function that yields what the bytes of a file hold, one at a time.

    `read` may raise InputError or MissingExtra, whose message becomes a row of failures.jsonl. `stream` does the same
    from an open file, for formats whose files may be larger than memory; it is used where it is given.
    """

    description: str
    read: Callable[[bytes], Iterator[Found]]
    stream: Callable[[BinaryIO], Iterator[Found]] | None = None


@cache
def _targets() -> dict[str, str]:
    return {**{point.name.lower(): point.value for point in entry_points(group=GROUP)}, **FORMATS}


def endings() -> frozenset[str]:
    """Return the endings of the files that can be read, without dot, in small letters."""
    return frozenset(_targets())


def reader(ending: str) -> Reader:
    """Return the reader of files with an ending; InputError where it cannot be loaded or is none."""
    target = _targets()[ending]
    module, _, name = target.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise InputError(f"the reader of .{ending}, {target}, cannot be loaded: {error}") from error
    if not isinstance(found, Reader):
        raise InputError(f"the reader of .{ending}, {target}, is no zhfacts.read.registry.Reader")
    return found


def heads(written: Sequence[Hashable]) -> list[Hashable]:
    """Return the names of the columns of a table, each once: a second one of a name and an empty one get a number."""
    found: dict[Hashable, None] = {}
    for number, name in enumerate(written, 1):
        name = f"column {number}" if name == "" else name
        found[f"{name}~{number}" if name in found else name] = None
    return list(found)


def missing(what: str, extra: str, error: ImportError) -> MissingExtra:
    """Return the error of a format whose package is not installed: it names the extra that brings the package."""
    return MissingExtra(f"reading {what}", extra, error.name or "")
