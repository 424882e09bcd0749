"""Bytes to text: finds the encoding of a Chinese file by strict decoding and plausibility.

A few bytes that are none in an encoding cost those characters (U+FFFD stands for them), never the file.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from ..lang.tables import table

_SAMPLE = 65536
_PLAUSIBLE = 0.2  # right decodings of news reach 0.67 and more, wrong ones 0.05 at most
_FEW = 30  # at most one in so many characters may be damaged
_REPLACED = "\ufffd"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LEGACY = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP or Office"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x7fELF", "ELF"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff\ue000-\uf8ff]")
_WRITTEN = re.compile("[^\x00-\x7f\u00a0-\u00ff\u2010-\u2027\u3000-\u301f\uff01-\uff5e]")


class Decoded(NamedTuple):
    """Text and the encoding that it was written in."""

    text: str
    encoding: str


class UndecodableError(ValueError):
    """The bytes are no text in an encoding that is known here; the message says what they look like."""


@cache
def _common() -> frozenset[str]:
    return frozenset(row["character"] for row in table("common_characters.tsv"))


def _opening(data: bytes, encoding: str) -> str | None:
    """Return the decoded opening of `data`, or None where it is not valid in `encoding`."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data[:_SAMPLE], final=len(data) <= _SAMPLE)
    except (UnicodeDecodeError, LookupError):
        return None


def plausibility(text: str) -> float:
    """Return the share of common Chinese characters among the characters that are neither ASCII nor punctuation.

    Control, private and unassigned characters count against it; text without any Chinese has 0.
    """
    written = len(_WRITTEN.findall(text))
    if not written:
        return 0.0
    common = _common()
    return sum(c in common for c in text) / written - 10 * len(_CONTROL.findall(text)) / len(text)


def _binary_kind(data: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return None


def decode(data: bytes) -> Decoded:
    """Return the text of a file.

    A byte order mark decides (and is left out of the text); then UTF-8 if it decodes strictly; then the most
    plausible of GB18030, BIG5 (with the Hong Kong characters) and UTF-16 without a mark. Where none fits, the one in
    which the fewest characters are damaged, if these are few; they become U+FFFD (see `lost`). Raises
    UndecodableError.
    """
    if kind := _binary_kind(data):
        raise UndecodableError(f"binary file ({kind})")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _nearly(data[len(bom) :], encoding)
    text = _opening(data, "utf-8")
    if text is not None and len(_CONTROL.findall(text)) <= len(text) // 200:
        return _nearly(data, "utf-8")
    ranked = []
    for rank, encoding in enumerate(_LEGACY):
        text = _opening(data, encoding)
        if text is not None and (score := plausibility(text)) > _PLAUSIBLE:
            ranked.append((-score, rank, encoding))
    for _, _, encoding in sorted(ranked):
        try:
            return _strict(data, encoding)
        except UndecodableError:
            continue
    if damaged := _damaged(data, ("utf-8", "gb18030", "big5hkscs")):
        return damaged
    raise UndecodableError(_what_is_wrong(data))


def whole(data: bytes) -> str:
    """Return the text of a file in which no character may be lost; UndecodableError where one is."""
    decoded = decode(data)
    if damaged := lost(decoded, data):
        raise UndecodableError(f"{damaged} character{'s' if damaged > 1 else ''} not valid {decoded.encoding}")
    return decoded.text


def lost(decoded: Decoded, data: bytes) -> int:
    """Return how many characters of a decoded file stand for bytes that are none in its encoding."""
    written = _REPLACED.encode(decoded.encoding, "ignore")
    return max(0, decoded.text.count(_REPLACED) - (data.count(written) if written else 0))


def _nearly(data: bytes, encoding: str) -> Decoded:
    """Return the text in an encoding that is known, with a few damaged characters at most."""
    try:
        return _strict(data, encoding)
    except UndecodableError:
        if damaged := _damaged(data, (encoding,)):
            return damaged
        raise


def _damaged(data: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """Return the text in the encoding that loses the fewest characters; None where these are many or no Chinese."""
    found = []
    for rank, encoding in enumerate(encodings):
        decoded = Decoded(data.decode(encoding, "replace"), encoding)
        damaged = lost(decoded, data)
        if damaged * _FEW <= len(decoded.text) and plausibility(decoded.text) > _PLAUSIBLE:
            found.append((damaged, rank, decoded))
    return min(found)[2] if found else None


def _what_is_wrong(data: bytes) -> str:
    """Return why bytes are no text, in a few words."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if plausibility(data[: error.start].decode("utf-8")) > _PLAUSIBLE:
            return f"damaged UTF-8: byte {error.start} is not valid"
    return "binary file" if data.count(0, 0, _SAMPLE) else "not text in UTF-8, UTF-16, GB18030 or BIG5"


def _strict(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"not valid {encoding} at byte {error.start}") from None
