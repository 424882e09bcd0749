"""What a reader sees of a raw text: the characters without markup, each with its place in the raw text.

Plain text is its own view, but for character references and Markdown marks; HTML has its view in `html`.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import BlockKind, Span
from .marks import marks_in

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class CellMark(NamedTuple):
    """The cell that a piece of a view belongs to: its table, its row and column, how many of each it takes."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class View:
    """Visible text with offsets: `text[i]` stands at `offsets[i]` in the raw text (None: the raw text is the view).

    `wide` maps the position of markup, or of a character reference, to its length in the raw text; `kinds` maps where
    a line of the view starts to what its markup says it is; `cells` maps where a piece of a table's cell starts to that
    cell, in the formats that state their cells (`table_text` makes both); `title`, `date` and `meta` are what a `page`
    of HTML states beside its text.
    """

    text: str
    offsets: array[int] | None = None
    wide: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    cells: dict[int, CellMark] = field(default_factory=dict)
    title: str | None = None
    date: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    page: bool = False
    asides: list[Span] = field(default_factory=list)
    """Where in the raw text of a page the site's own and what tells of other articles stands."""

    def position(self, index: int) -> int:
        """Return the raw position of the view's character `index`."""
        return index if self.offsets is None else self.offsets[index]

    def positions(self, start: int, end: int) -> Iterable[int]:
        """Return the raw positions of the view's characters `start` to `end`."""
        return range(start, end) if self.offsets is None else self.offsets[start:end]


class Builder:
    """Collects visible pieces of a raw text into a View."""

    def __init__(self) -> None:
        """Start with an empty view."""
        self.pieces: list[str] = []
        self.offsets: array[int] = array("I")
        self.wide: dict[int, int] = {}
        self.kinds: dict[int, BlockKind] = {}
        self.cells: dict[int, CellMark] = {}
        self.length = 0

    def add(self, piece: str, start: int) -> None:
        """Add a piece that stands in the raw text at `start`, character by character."""
        if not piece:
            return
        self.pieces.append(piece)
        self.offsets.extend(range(start, start + len(piece)))
        self.length += len(piece)

    def add_text(self, piece: str, start: int) -> None:
        """Add a piece, its character references decoded."""
        end = 0
        for match, character in references(piece) if "&" in piece else ():
            self.add(piece[end : match.start], start + end)
            self.add(character, start + match.start)
            self.wide[start + match.start] = match.end - match.start
            end = match.end
        self.add(piece[end:], start + end)

    def skip(self, start: int, end: int) -> None:
        """Note that the raw text holds markup from `start` to `end`."""
        self.wide[start] = end - start

    def view(self) -> View:
        """Return what was collected."""
        return View("".join(self.pieces), self.offsets, self.wide, self.kinds, self.cells)


def table_text(
    rows: Sequence[Sequence[str]], merged: Mapping[tuple[int, int], tuple[int, int]] | None = None, table: int = 0
) -> tuple[str, dict[int, CellMark]]:
    """Return a table of a file that has cells (a sheet, a table of a text document) as text, and where its cells start.

    `rows` are its rows from the top, each the strings of its cells, "" for an empty one and for those that a merged
    cell covers; `merged` maps (row, column) of a merged cell to the rows and columns that it takes; `table` numbers
    the tables of the file. The text has a line a row, tabs between cells, no line end after the last; tabs and line
    ends within a cell become blanks. A format writes its paragraphs and these texts, parted by line ends, into the raw
    text of its article, and hands the marks over as `View.cells`, each moved by where the text of its table begins:

        text, marks = table_text(rows, merged, table=2)
        view.cells.update({start + at: mark for at, mark in marks.items()})
    """
    pieces: list[str] = []
    marks: dict[int, CellMark] = {}
    length = 0
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            written = re.sub(r"\s", " ", cell)
            if written.strip():
                marks[length] = CellMark(table, r, c, *((merged or {}).get((r, c), (1, 1))))
            last = c + 1 == len(row)
            pieces.append(written + ("" if last and r + 1 == len(rows) else "\n" if last else "\t"))
            length += len(pieces[-1])
        if not row and r + 1 < len(rows):
            pieces.append("\n")
            length += 1
    return "".join(pieces), marks


def references(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the span and the one character of each character reference (&#24924; &nbsp;) in `text`."""
    for match in _REFERENCE.finditer(text):
        character = html.unescape(match[0])
        if len(character) == 1:
            yield Span(*match.span()), character


def plain_view(raw: str, head: int = 0) -> View:
    """Return the view of a plain text: character references decoded; marks of Markdown and LaTeX left out.

    Its first `head` characters (the front matter of a Markdown file) are none of it.
    """
    found = [mark for mark in marks_in(raw) if mark.start >= head]
    if not head and not found and not (("&" in raw) and next(references(raw), None)):
        return View(raw)
    builder = Builder()
    end = head
    if head:
        builder.skip(0, head)
    for mark in found:
        builder.add_text(raw[end : mark.start], end)
        if mark.level:
            builder.kinds[builder.length] = "title" if mark.level == 1 else "heading"
        if mark.shown:
            builder.skip(mark.start, mark.shown[0])
            builder.add_text(raw[slice(*mark.shown)], mark.shown[0])
            builder.skip(mark.shown[1], mark.end)
        else:
            builder.add(mark.character, mark.start)
            builder.skip(mark.start, mark.end)
        end = mark.end
    builder.add_text(raw[end:], end)
    return builder.view()
