"""Markdown, perhaps with front matter: entries between two lines of dashes (YAML) or plus signs (TOML), or JSON.

Of YAML, entries of the first rank are read: `key: value`, a block of lines behind > or |, a list of strings.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from ..encodings import decode
from ..records import described
from ..registry import Fault, Found, Reader, Text
from ..view import plain_view
from .text import faults

_FRONT = re.compile(
    r"\s*^(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<lines>(?:(?!(?P=mark)).*\n)*?)(?P=mark)[ \t]*(?:\r?\n|\Z)", re.MULTILINE
)
_ENTRY = re.compile(
    r"^(?P<key>[^\s:#-][^:\r\n]*?)[ \t]*:(?:[ \t]+(?P<value>\S.*?))?[ \t]*\r?$(?P<block>(?:\n(?:-[ \t]|[ \t]).*)*)",
    re.MULTILINE,
)
_SCALAR = re.compile(r"[>|][-+]?\d?")


def _read(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    entries: dict[str, Any] = {}
    end = 0
    try:
        entries, end = _front(decoded.text)
    except tomllib.TOMLDecodeError as error:
        yield Fault(f"the front matter is not valid TOML: {error}; it is read as text")
    if not entries:
        yield Text(decoded.text, decoded.encoding)
        return
    title, date, meta = described(entries)
    view = plain_view(decoded.text, end)
    yield Text(decoded.text, decoded.encoding, "", True, title, date, meta, view)


def _front(text: str) -> tuple[dict[str, Any], int]:
    """Return the entries of front matter and where it ends. Raises TOMLDecodeError where it is no valid TOML."""
    front = _FRONT.match(text)
    if front is None:
        return _object(text)
    if front["mark"] == "+++":
        return tomllib.loads(front["lines"].replace("\r\n", "\n")), front.end()
    found = {entry["key"]: value for entry in _ENTRY.finditer(front["lines"]) if (value := _value(entry))}
    return found, front.end()


def _object(text: str) -> tuple[dict[str, Any], int]:
    """Return the object of JSON that a text begins with and where it ends; an empty one where it begins otherwise."""
    start = len(text) - len(text.lstrip())
    try:
        found, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return {}, 0
    return (found, end) if isinstance(found, dict) else ({}, 0)


def _value(entry: re.Match[str]) -> str:
    """Return the value of an entry of YAML as one line."""
    value = entry["value"] or ""
    if value and not _SCALAR.fullmatch(value):
        return _unquoted(value)
    lines = [line.strip() for line in entry["block"].splitlines() if line.strip()]
    if all(line.startswith("- ") for line in lines):
        return ", ".join(_unquoted(line[2:].strip()) for line in lines)
    return " ".join(lines)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


READER = Reader("Markdown, with front matter", _read)
