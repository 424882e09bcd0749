"""Plain text and HTML: the decoded file is the raw text."""

from __future__ import annotations

from collections.abc import Iterator

from ..encodings import Decoded, decode, lost
from ..registry import Fault, Found, Reader, Text


def faults(decoded: Decoded, data: bytes) -> Iterator[Fault]:
    """Yield a note on the characters that a file has lost to bytes that are none in its encoding."""
    if damaged := lost(decoded, data):
        yield Fault(f"characters that are not valid {decoded.encoding}, read as U+FFFD: {damaged}; the rest is kept")


def _read(data: bytes) -> Iterator[Found]:
    decoded = decode(data)
    found = list(faults(decoded, data))
    del data  # of a large file one copy is enough
    yield from found
    yield Text(decoded.text, decoded.encoding)


READER = Reader("plain text, HTML", _read)
