"""JSON and JSON Lines: an object is a row of a table of texts, a string a row of one cell.

Commas behind the last value or at the ends of lines, objects over several lines, and what comes before the place where
a list breaks off are read too.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from ...lang.english_counts import counted
from ..encodings import Decoded, decode
from ..records import column_of
from ..registry import Fault, Found, Reader, Row
from .text import faults

_DIGITS = 1000
_MORE = "Extra data"
_DEPTH = 4
"""So deep a list of objects may lie in a document."""
_HEAD = re.compile(r"\s*\[?[\s,]*")
_GAP = re.compile(r"[\s,]*")
_END = re.compile(r"\]?\s*\Z")
_TEXT = 200
"""A string of so many characters is a text, and the object that holds it a row."""


def _lines(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    yield from _document(decoded) if decoded.text.lstrip().startswith("[") else _parted(decoded)


def _parted(decoded: Decoded) -> Iterator[Found]:
    """Return the rows of values without a list around them: a value a line, or over several."""
    try:
        start = len(decoded.text) - len(decoded.text.lstrip())
        end = _DECODER.raw_decode(decoded.text, start)[1]
    except (ValueError, RecursionError):
        start = end = 0
    return _values(decoded) if decoded.text.count("\n", start, end) else _by_line(decoded)


def _by_line(decoded: Decoded) -> Iterator[Found]:
    for number, line in enumerate(io.StringIO(decoded.text, newline=None), 1):
        if line.strip():
            try:
                value = json.loads(line.rstrip().removesuffix(","), parse_int=_whole)
                yield _row(value, number, decoded.encoding)
            except (ValueError, RecursionError) as error:
                yield Fault(f"not valid JSON: {error}", str(number), "rows: not valid JSON")


def _values(decoded: Decoded) -> Iterator[Found]:
    """Yield the rows of values one after the other, in a list that may break off, and where they are broken."""
    text, number = decoded.text, 0
    at = _HEAD.match(text).end()  # type: ignore[union-attr]
    while not _END.match(text, at):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Fault(f"not valid JSON: {error}" + _so_far(number))
            return
        number += 1
        yield _row(value, number, decoded.encoding)
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]
    if text.lstrip().startswith("[") and not text.startswith("]", at):
        yield Fault("not valid JSON: the list does not end" + _so_far(number))


def _so_far(number: int) -> str:
    """Return what a message says of the rows before the place where JSON is broken."""
    return f"; {counted(number, 'rows')} before it {'is' if number == 1 else 'are'} read" if number else ""


def _read(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    yield from _document(decoded)


def _document(decoded: Decoded) -> Iterator[Found]:
    try:
        found = json.loads(decoded.text, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        yield from _parted(decoded) if _MORE in str(error) else _values(decoded)
        return
    for number, value in enumerate(_objects(found), 1):
        yield _row(value, number, decoded.encoding)


def _whole(digits: str) -> int | str:
    """Return a whole number; as it is written where it has more digits than Python takes."""
    return int(digits) if len(digits) <= _DIGITS else digits


_DECODER = json.JSONDecoder(parse_int=_whole)


def _objects(found: Any, depth: int = _DEPTH) -> list[Any]:
    """Return the rows of a JSON document.

    They are a list, the one list of objects in an object ({"data": {"list": [...]}}), or the one of several that holds
    texts, objects by their ids, or an object.
    """
    if isinstance(found, list):
        return found
    held = list(found.values()) if isinstance(found, dict) else []
    if any(isinstance(v, str) and len(v) > _TEXT for v in held):
        return [found]
    lists = [v for v in held if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
    lists = [v for v in lists if column_of("text", None, v[0])] if len(lists) > 1 else lists
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
    if isinstance(value, str):
        return Row(str(number), {"text": value}, encoding)
    return Fault("not a JSON object", str(number), "rows: not a JSON object")


LINES = Reader("JSON Lines", _lines)
READER = Reader("JSON", _read)
