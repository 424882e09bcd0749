"""Word documents: paragraphs and tables in their order, a line a paragraph, headings as their styles say.

What was inserted under review, stands in a content control or in a text box is read, what was deleted is not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...model import BlockKind
from ..archives import check_bounds
from ..lines import cues
from ..registry import Found, Reader, Text, missing
from ..view import CellMark, View, table_text

if TYPE_CHECKING:
    from docx.table import Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _WORDS, _BOX = f"{_W}p", f"{_W}tbl", f"{_W}t", f"{_W}txbxContent"
_HOLDERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"}
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OTHERWISE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show in place of what stands beside it."""
_UNREAD = {_BOX, _OTHERWISE, *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "sdtPr"))}
_HEADING = re.compile(rf"(?:{cues('heading style').pattern}) ?[2-9]", re.IGNORECASE)
_TITLE = re.compile(rf"{cues('title style').pattern}|(?:{cues('heading style').pattern}) ?1", re.IGNORECASE)


def _read(data: bytes) -> Iterator[Found]:
    try:
        from docx import Document
        from docx.table import Table
        from docx.text.paragraph import Paragraph
    except ImportError as error:
        raise missing("Word", "word", error) from error
    check_bounds(data)
    try:
        document = Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets through whatever zipfile, lxml and its own look-ups raise
        raise InputError(f"no valid Word document: {error}") from error
    pieces: list[str] = []
    kinds: dict[int, BlockKind] = {}
    cells: dict[int, CellMark] = {}
    length = tables = 0
    for block in _blocks(document.element.body):
        if block.tag == _TABLE:
            text, marks = table_text(*_grid(Table(block, document)), table=tables)
            cells |= {length + at: mark for at, mark in marks.items()}
            kinds |= dict.fromkeys((length + at for at in marks), "table")
            tables += 1
        else:
            text, style = _text(block), Paragraph(block, document._body).style
            if text.strip() and (kind := _kind(style.name if style else None, bool(kinds))):
                kinds[length] = kind
        pieces.append(text + "\n")
        length += len(pieces[-1])
    raw = "".join(pieces)
    yield Text(raw, "docx", single=True, view=View(raw, kinds=kinds, cells=cells))


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables below an element in their order, those of text boxes after their paragraph."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
            for box in child.iter(_BOX) if child.tag == _PARAGRAPH else ():
                if next(box.iterancestors(_OTHERWISE), None) is None:
                    yield from _blocks(box)
        elif child.tag in _HOLDERS:
            yield from _blocks(child)


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph, without its text boxes."""
    pieces: list[str] = []
    waiting = [*reversed(paragraph)]
    while waiting:
        element = waiting.pop()
        if element.tag == _WORDS:
            pieces.append(element.text or "")
        elif element.tag in _MARKS:
            pieces.append(_MARKS[element.tag])
        elif element.tag not in _UNREAD:
            waiting += reversed(element)
    return "".join(pieces)


def _kind(style: str | None, later: bool) -> BlockKind | None:
    """Return what a style makes of a paragraph; a second headline of the first rank is a heading in the article."""
    if style and _TITLE.fullmatch(style):
        return "heading" if later else "title"
    return "heading" if style and _HEADING.fullmatch(style) else None


def _grid(table: Table) -> tuple[list[list[str]], dict[tuple[int, int], tuple[int, int]]]:
    """Return the strings of a table's cells, row by row, and the rows and columns of those that are merged."""
    rows: list[list[str]] = []
    places: dict[object, list[tuple[int, int]]] = {}
    for r, row in enumerate(table.rows):
        rows.append([])
        for c, cell in enumerate(row.cells):
            taken = places.setdefault(cell._tc, [])
            rows[-1].append("" if taken else cell.text)
            taken.append((r, c))
    merged = {p[0]: (p[-1][0] - p[0][0] + 1, p[-1][1] - p[0][1] + 1) for p in places.values() if len(p) > 1}
    return rows, merged


READER = Reader("Word", _read)
