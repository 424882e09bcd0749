"""RSS and Atom: an entry of a feed is an article, its text as the feed has it, with tags."""

from __future__ import annotations

import io
from collections.abc import Iterator

from ...errors import InputError
from ..registry import Fault, Found, Reader, Text, missing


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
    for number, entry in enumerate(feed.entries, 1):
        contents = [c.get("value") or "" for c in entry.get("content", ())]
        raw = max([*contents, entry.get("summary") or ""], key=len)
        if not raw.strip():
            yield Fault("an entry without text", str(number))
            continue
        told = {"url": entry.get("link"), "author": entry.get("author"), "source": feed.feed.get("title")}
        meta = {key: value for key, value in told.items() if value}
        date = entry.get("published") or entry.get("updated")
        yield Text(raw, str(feed.get("encoding") or "utf-8"), str(number), True, entry.get("title") or None, date, meta)


READER = Reader("RSS, Atom", _read)
