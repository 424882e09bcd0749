"""WARC, what crawlers keep: each page of HTML that a server answered with is a text; what else it answered is told.

The file is read record by record, never whole; its requests and its notes on the crawl hold no texts and are passed by.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, Any, BinaryIO

from ...errors import InputError
from ..archives import BROKEN, MOST
from ..encodings import UndecodableError, decode
from ..registry import Fault, Found, Reader, Text, missing
from .text import faults

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = {"text/html", "application/xhtml+xml"}
_WRAPPED = {"application/http", "message/http"}
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_PLAIN = {"", "identity", "utf-8"}
"""What servers name as the packing of a body that is not packed."""


class _Unread(Exception):  # noqa: N818
    """Why a record gives no page: a reason, and the kind of which only the first is listed."""

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.kind = kind


def _stream(handle: BinaryIO) -> Iterator[Found]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise missing("WARC", "warc", error) from error

    class Records(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # warcio prints this where a length is wrong; `err_count` tells it too

    number, wrong = 0, 0
    records = Records(handle, no_record_parse=True)
    try:
        for number, record in enumerate(records, 1):
            if records.err_count > wrong:
                wrong = records.err_count
                yield Fault("the record before has a wrong length; it may have lost its end", str(number))
            yield from _found(record, str(number))
    except (*BROKEN, ArchiveLoadFailed, AttributeError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        if not number:
            raise InputError(f"no valid WARC: {reason}") from error
        yield Fault(f"broken after record {number}, the rest is not read: {reason}")
    if not number:
        raise InputError("no WARC records")


def _found(record: ArcWarcRecord, number: str) -> Iterator[Found]:
    """Yield the page of a record, or why it has none; nothing for a record that answers no request."""
    if record.rec_type not in ("response", "resource", "revisit"):
        return
    try:
        data = _page(record)
        decoded = decode(data)
        if not decoded.text.strip():
            raise _Unread("an empty page", "records: an empty page")
    except (_Unread, UndecodableError) as error:
        yield Fault(str(error), number, getattr(error, "kind", ""))
        return
    for fault in faults(decoded, data):
        yield Fault(fault.reason, number)
    told = {"url": _header(record, "WARC-Target-URI"), "crawled": _header(record, "WARC-Date")}
    yield Text(decoded.text, decoded.encoding, number, meta={key: value for key, value in told.items() if value})


def _header(record: ArcWarcRecord, name: str) -> str:
    return (record.rec_headers.get_header(name) or "").strip()


def _page(record: ArcWarcRecord) -> bytes:
    """Return the bytes of the page that a record holds; _Unread where it holds none."""
    if record.rec_type == "revisit":
        raise _Unread("a repeated visit, whose page another record holds", "records: a repeated visit")
    content = Message()
    content["Content-Type"] = _header(record, "Content-Type") or "application/octet-stream"
    kind = content.get_content_type()
    if kind in _WRAPPED:
        return _answered(_block(record))
    if kind not in _PAGES:
        raise _not_html(kind)
    return _block(record)


def _not_html(kind: str) -> _Unread:
    return _Unread(f"{kind[:60]}, no HTML", "records: no HTML")


def _block(record: ArcWarcRecord) -> bytes:
    """Return the whole content of a record."""
    data: bytes = record.raw_stream.read(MOST + 1)
    if len(data) > MOST:
        raise _Unread(f"more than {MOST} bytes")
    if len(data) < (record.length or 0):
        raise _Unread(f"cut off: {len(data)} of {record.length} bytes")
    return data


def _answered(block: bytes) -> bytes:
    """Return the page that a server answered with."""
    status, headers, body = _parted(block)
    if status[1:2] != [b"200"]:
        code = status[1].decode("latin-1")[:20] if len(status) > 1 else "none"
        raise _Unread(f"HTTP status {code}", "records: another HTTP status than 200")
    if (kind := headers.get_content_type()) not in _PAGES:
        raise _not_html(kind)
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        body = _joined(body)
    return _unpacked(body, headers.get("Content-Encoding", "").strip().lower())


def _parted(block: bytes) -> tuple[list[bytes], Message, bytes]:
    """Return the words of the status line of an HTTP message, its headers and its body."""
    ends = [(at, len(end)) for end in (b"\r\n\r\n", b"\n\n") if (at := block.find(end)) >= 0]
    at, width = min(ends, default=(len(block), 0))
    status, _, headers = block[:at].partition(b"\n")
    return status.split(None, 2), BytesHeaderParser().parsebytes(headers), block[at + width :]


def _joined(body: bytes) -> bytes:
    """Return a body without the lengths of its chunks; as it is where these are none (some crawlers leave them out)."""
    parts: list[bytes] = []
    rest = io.BytesIO(body)
    while line := rest.readline(40):
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            return b"".join(parts) if parts else body
        if size <= 0:
            break
        parts.append(rest.read(size))
        rest.readline(4)
    return b"".join(parts)


def _unpacked(body: bytes, packing: str) -> bytes:
    """Return a body unpacked; as it is where it is not packed, whatever its headers say."""
    if packing in _PLAIN or body.lstrip()[:1] == b"<":
        return body
    if packing not in (*_WINDOWS, "br"):
        raise _Unread(f"packed as {packing[:20]}, which is not read", "records: packed in a way that is not read")
    try:
        content = _brotli(body) if packing == "br" else _inflated(body, _WINDOWS[packing])
    except zlib.error as error:
        raise _Unread(f"cannot be unpacked: {error}") from error
    if len(content) > MOST:
        raise _Unread(f"it swells to more than {MOST} bytes")
    return content


def _inflated(body: bytes, window: int) -> bytes:
    inflating: Any = zlib.decompressobj(window)
    try:
        content: bytes = inflating.decompress(body, MOST + 1)
    except zlib.error:
        if window != _WINDOWS["deflate"]:
            raise
        return zlib.decompressobj(-window).decompress(body, MOST + 1)  # without the header that it should have
    return content


def _brotli(body: bytes) -> bytes:
    try:
        import brotli
    except ImportError as error:
        raise missing("WARC with pages that are packed as br", "warc", error) from error
    try:
        content: bytes = brotli.Decompressor().process(body, output_buffer_limit=MOST + 1)
    except brotli.error as error:
        raise _Unread(f"cannot be unpacked: {error}") from error
    return content


def _read(data: bytes) -> Iterator[Found]:
    return _stream(io.BytesIO(data))


READER = Reader("WARC", _read, _stream)
