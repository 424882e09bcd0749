"""PDF with a text layer: its lines in reading order, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...errors import InputError
from ..registry import Found, Reader, Text, missing
from ..view import View

_EDGE = 2
"""So many lines at the top and at the foot of a page may be the paper's own."""
_REPEATED = 0.5
"""On this share of the pages, and three at least, a running head stands; its numbers differ from page to page."""
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"[-—–－·第 ]*\d{1,4}(?: ?/ ?\d{1,4})?[-—–－·页 ]*|第? ?\d{1,4} ?页[ ，,/]*共 ?\d{1,4} ?页")


def _read(data: bytes) -> Iterator[Found]:
    try:
        import pypdfium2
    except ImportError as error:
        raise missing("PDF", "pdf", error) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"no readable PDF (damaged, or locked with a password): {error}") from error
    try:
        pages = [_lines(document[n].get_textpage().get_text_range()) for n in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise InputError(f"a page cannot be read: {error}") from error
    finally:
        document.close()
    raw = "".join(f"{line}\n" for page in _bodies(pages) for line in page)
    if not raw.strip():
        raise InputError("no text layer: its pages are pictures")
    yield Text(raw, "pdf", view=View(raw))


def _lines(text: str) -> list[str]:
    """Return the lines of a page; what pdfium has for a hyphen at a line's end, and NUL, are left out."""
    found = (line.strip("\ufffe\x00") for line in re.split(r"\r\n?|\n", text))
    return [line.rstrip() for line in found if line.strip()]


def _bodies(pages: list[list[str]]) -> Iterator[list[str]]:
    """Yield the lines of each page without those at its edges that most pages have, and without its number."""
    edges = Counter(_NUMBER.sub("0", line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    often = {line for line, n in edges.items() if n >= 3 and n >= _REPEATED * len(pages)}

    def own(line: str) -> bool:
        return _PAGE.fullmatch(line.strip()) is not None or _NUMBER.sub("0", line) in often

    for page in pages:
        start, end = 0, len(page)
        while start < min(_EDGE, end) and own(page[start]):
            start += 1
        while end > max(start, len(page) - _EDGE) and own(page[end - 1]):
            end -= 1
        yield page[start:end]


READER = Reader("PDF with a text layer", _read)
