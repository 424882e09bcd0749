"""What bytes are, whatever they are called: the ending that a file with them would have."""

from __future__ import annotations

import io
import re
import zipfile

from ..errors import InputError
from . import archives
from .encodings import UndecodableError, decode
from .records import column_of

_PACKED = b"PK\x03\x04"
_MAGIC = ((b"%PDF", "pdf"), (b"PAR1", "parquet"), (b"WARC/", "warc"), (_PACKED, "zip"), (b"\x1f\x8b", "gz"))
_TEXTS = {"txt", "text", "csv", "tsv"}
_OBJECTS = re.compile(rb"\s*(?:\[\s*)?\{\s*\"")
"""How JSON of texts begins, and hardly a text or a header."""
_OFFICE = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("META-INF/manifest.xml", "ods"))
"""A part that a zip archive has which is a document."""
_FEED = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_MATTER = re.compile(r"(?:---[ \t]*\r?\n[^\s:]+[ \t]*:|\+\+\+[ \t]*\r?\n)")
_SAMPLE = 4096


def ending_of(data: bytes) -> str:
    """Return the ending that a file with these bytes would have; "txt" where they do not tell."""
    ending = next((e for magic, e in _MAGIC if data.startswith(magic)), "txt")
    start = data[:_SAMPLE].lstrip()
    if ending == "zip":
        return _office_like(data)
    if ending == "gz":
        try:
            inner = archives.unpacked(data)
        except InputError:
            return ending
        return ending if inner.startswith(b"\x1f\x8b") else f"{ending_of(inner)}.gz"
    if data[257:262] == b"ustar":
        return "tar"
    if ending == "txt" and start[:1] == b"{" and data.strip().count(b"\n"):
        return "jsonl"
    if ending == "txt" and start[:1] in (b"{", b"["):
        return "json"
    return _text_like(data) if ending == "txt" else ending


def read_as(ending: str, data: bytes) -> str:
    """Return the ending by which a file is to be read: its own, or that of the format which its bytes show it to have.

    A Word or Excel file whose name tells a text or a table, and JSON that is named .txt or .csv, are what their bytes
    are.
    """
    if ending not in _TEXTS or not (data.startswith(_PACKED) or _OBJECTS.match(data)):
        return ending
    found = ending_of(data)
    return ending if found == "zip" else found


def _office_like(data: bytes) -> str:
    """Return the ending of a zip archive by the parts that it has as a document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
    except archives.BROKEN:
        return "zip"
    return next((ending for part, ending in _OFFICE if part in parts), "zip")


def _text_like(data: bytes) -> str:
    """Return the ending of a text by what it begins with: a feed, front matter, a header with a column of texts."""
    try:
        head = decode(data).text[:_SAMPLE].lstrip()
    except UndecodableError:
        return "txt"
    if _FEED.match(head):
        return "xml"
    if _MATTER.match(head):
        return "md"
    first = head.partition("\n")[0]
    mark = next((mark for mark in "\t,;|" if mark in first), "")
    names = [cell.strip().strip('"') for cell in first.split(mark)] if mark else []
    return "csv" if column_of("text", None, dict.fromkeys(names)) else "txt"
