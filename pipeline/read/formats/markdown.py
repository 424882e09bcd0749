"""Markdown, with or without front matter: lines of `key: value` between two lines of dashes at the head of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..encodings import decode
from ..records import described
from ..registry import Found, Reader, Text
from ..view import plain_view
from .text import faults

_FRONT = re.compile(r"\s*^---[ \t]*\r?\n(?P<lines>(?:(?!---).*\n)*?)---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_ENTRY = re.compile(r"^(?P<key>[^\s:#-][^:\r\n]*?)[ \t]*:[ \t]+(?P<value>\S.*?)[ \t]*\r?$", re.MULTILINE)


def _read(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    front = _FRONT.match(decoded.text)
    entries = dict(_ENTRY.findall(front["lines"])) if front else {}
    if not front or not entries:
        yield Text(decoded.text, decoded.encoding)
        return
    title, date, meta = described({key: _unquoted(value) for key, value in entries.items()})
    view = plain_view(decoded.text, front.end())
    yield Text(decoded.text, decoded.encoding, "", True, title, date, meta, view)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


READER = Reader("Markdown, with front matter", _read)
