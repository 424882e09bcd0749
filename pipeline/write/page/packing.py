"""Data as text that any HTML element can hold: JSON in GBK, deflated, in letters of base 85."""

from __future__ import annotations

import base64
import codecs
import json
import zlib
from typing import Any

_ESCAPED = "zhfacts.json"
_SAFE = bytes.maketrans(b"&<>`", b",./:")
_USUAL = bytes.maketrans(b",./:", b"&<>`")
"""The four letters of Python's base 85 that mean something in HTML, and four that it leaves over."""


def packed(content: Any) -> str:
    """Return plain values as their JSON, deflated without a header (RFC 1951), in base 85 without & < > and quotes.

    Nothing in the data can end the element that holds it. Characters stand in GBK, in two bytes, which a browser reads
    as GB18030; what GBK lacks, a lone surrogate too, is escaped as JSON escapes it. Against UTF-8 and base 64
    that saves 15 % of a Chinese text.
    """
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("gbk", _ESCAPED)
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    return base64.b85encode(deflater.compress(written) + deflater.flush()).translate(_SAFE).decode("ascii")


def unpacked(text: str) -> Any:
    """Return what `packed` was given."""
    deflated = base64.b85decode(text.encode("ascii").translate(_USUAL))
    return json.loads(zlib.decompress(deflated, -zlib.MAX_WBITS).decode("gbk"))


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Return what GBK lacks as JSON escapes, a UTF-16 code unit each."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4)), error.end


codecs.register_error(_ESCAPED, _escape)
