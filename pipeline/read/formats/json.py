"""JSON and JSON Lines: an object is a row of a table of texts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ..encodings import decode
from ..registry import Fault, Found, Reader, Row
from .text import faults

_DIGITS = 1000


def _lines(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    for number, line in enumerate(io.StringIO(decoded.text), 1):
        if line.strip():
            try:
                yield _row(json.loads(line, parse_int=_whole), number, decoded.encoding)
            except (ValueError, RecursionError) as error:
                yield Fault(f"not valid JSON: {error}", str(number), "rows: not valid JSON")


def _read(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    try:
        found = json.loads(decoded.text, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        yield Fault(f"not valid JSON: {error}")
        return
    for number, value in enumerate(_objects(found), 1):
        yield _row(value, number, decoded.encoding)


def _whole(digits: str) -> int | str:
    """Return a whole number; as it is written where it has more digits than Python takes."""
    return int(digits) if len(digits) <= _DIGITS else digits


def _objects(found: Any) -> list[Any]:
    """Return the rows of a JSON document: a list, the one list of objects in an object ({"data": [...]}), an object."""
    if isinstance(found, list):
        return found
    held = list(found.values()) if isinstance(found, dict) else []
    lists = [v for v in held if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
    return lists[0] if len(lists) == 1 and not any(isinstance(v, str) and len(v) > 200 for v in held) else [found]


def _row(value: Any, number: int, encoding: str) -> Row | Fault:
    if isinstance(value, dict):
        return Row(str(number), value, encoding)
    return Fault("not a JSON object", str(number), "rows: not a JSON object")


LINES = Reader("JSON Lines", _lines)
READER = Reader("JSON", _read)
