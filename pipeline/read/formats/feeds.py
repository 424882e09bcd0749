"""RSS and Atom: an entry of a feed is an article, its text as the feed has it, with tags."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.parsers import expat

from ...errors import InputError
from ..encodings import UndecodableError, decode
from ..registry import Fault, Found, Reader, Text, missing

_DECLARED = re.compile(r"^\s*<\?xml[^<>]*>")
_ENDS = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
"""What expat finds wrong with a document that ends too early."""


def _read(data: bytes) -> Iterator[Found]:
    try:
        import feedparser
    except ImportError as error:
        raise missing("feeds", "feeds", error) from error
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise InputError("a feed that declares entities of its own, which may swell beyond all bounds, is not read")
    feed = feedparser.parse(io.BytesIO(data))  # bytes as such may be taken for the name of a file
    if not feed.version:
        raise InputError("no RSS or Atom feed")
    if not feed.entries:
        raise InputError("a feed without entries")
    if _is_cut_off(data):
        yield Fault("cut off: its last element is not closed; entries may be lost")
    for number, entry in enumerate(feed.entries, 1):
        contents = [c.get("value") or "" for c in entry.get("content", ())]
        raw = max([*contents, entry.get("summary") or ""], key=len)
        if not raw.strip():
            yield Fault("an entry without text", str(number))
            continue
        told = {"url": entry.get("link"), "author": entry.get("author"), "source": feed.feed.get("title")}
        meta = {key: value for key, value in told.items() if value and (key != "url" or "://" in value)}
        date = entry.get("published") or entry.get("updated")
        yield Text(raw, str(feed.get("encoding") or "utf-8"), str(number), True, entry.get("title") or None, date, meta)


def _is_cut_off(data: bytes) -> bool:
    """Tell whether the XML of a feed ends too early; faults of other kinds cost no entry."""
    try:
        expat.ParserCreate().Parse(_DECLARED.sub("", decode(data).text), True)
    except expat.ExpatError as error:
        return error.code in _ENDS
    except UndecodableError:
        return False
    return False


READER = Reader("RSS, Atom", _read)
