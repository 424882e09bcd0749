"""JSON and JSON Lines: an object is a row of a table of texts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ..encodings import Decoded, decode
from ..registry import Fault, Found, Reader, Row
from .text import faults

_DIGITS = 1000
_MORE = "Extra data"
_DEPTH = 4
"""So deep a list of objects may lie in a document."""
_TEXT = 200
"""A string of so many characters is a text, and the object that holds it a row."""


def _lines(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    yield from _document(decoded) if decoded.text.lstrip().startswith("[") else _by_line(decoded)


def _by_line(decoded: Decoded) -> Iterator[Found]:
    for number, line in enumerate(io.StringIO(decoded.text), 1):
        if line.strip():
            try:
                yield _row(json.loads(line, parse_int=_whole), number, decoded.encoding)
            except (ValueError, RecursionError) as error:
                yield Fault(f"not valid JSON: {error}", str(number), "rows: not valid JSON")


def _read(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    yield from _document(decoded)


def _document(decoded: Decoded) -> Iterator[Found]:
    try:
        found = json.loads(decoded.text, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        if _MORE in str(error):  # a value a line, whatever the file is called
            yield from _by_line(decoded)
        else:
            yield Fault(f"not valid JSON: {error}")
        return
    for number, value in enumerate(_objects(found), 1):
        yield _row(value, number, decoded.encoding)


def _whole(digits: str) -> int | str:
    """Return a whole number; as it is written where it has more digits than Python takes."""
    return int(digits) if len(digits) <= _DIGITS else digits


def _objects(found: Any, depth: int = _DEPTH) -> list[Any]:
    """Return the rows of a JSON document.

    They are a list, the one list of objects in an object ({"data": {"list": [...]}}), objects by their ids, or an
    object.
    """
    if isinstance(found, list):
        return found
    held = list(found.values()) if isinstance(found, dict) else []
    if any(isinstance(v, str) and len(v) > _TEXT for v in held):
        return [found]
    lists = [v for v in held if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
    if len(lists) == 1:
        return lists[0]
    if len(held) > 1 and all(isinstance(v, dict) for v in held) and len({*map(frozenset, held)}) == 1:
        return held
    inner = [v for v in held if isinstance(v, dict)]
    rows = _objects(inner[0], depth - 1) if len(inner) == 1 and depth else []
    return rows if len(rows) > 1 or (rows and rows[0] is not inner[0]) else [found]


def _row(value: Any, number: int, encoding: str) -> Row | Fault:
    if isinstance(value, dict):
        return Row(str(number), value, encoding)
    return Fault("not a JSON object", str(number), "rows: not a JSON object")


LINES = Reader("JSON Lines", _lines)
READER = Reader("JSON", _read)
