"""The lines of a text and what each is for, by its form and by the cues of data/reading_cues.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..lang.folding import CJK
from ..lang.headings import LIST_MARK
from ..lang.tables import table
from ..model import BlockKind
from .dates import is_date_line

TERMINAL = "。！？；…!?;"
CLOSING = "”’」』）》】)\"'"
_TERMINAL_END = re.compile(rf"(?:[{TERMINAL}]|[{CJK}a-z%]\.)[{re.escape(CLOSING)}]*$")
_SENTENCE_STOP = re.compile(r"[。！？；]")
_NUMBERED = re.compile(LIST_MARK)
_SEPARATOR = re.compile(r"([-=_*~#—·•─━])(?: ?\1)*")
_CELLS = re.compile(r"\|.*\||[^|]+(?:\|[^|]*){3,}")
_CELL = re.compile(r"[-+]?[\d,.]+%?|[-—…]+|[:\-| ]+")
_LINE = re.compile(r"[^\n]+")
_CELL_KINDS = (None, "table", "dateline")
_STEP = 8
SHORT = 40
_STATEMENT = 300
"""A statement of a site has at most so many characters."""


@dataclass(slots=True)
class Line:
    """A line that is not blank; `start` and `end` count in the view and leave out blanks at both ends."""

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    kind: BlockKind | None = None
    navigation: bool = False
    separator: bool = False
    cell: int | None = None
    """The number of the cell of a table that the line is part of, unique in its text."""

    @property
    def ended(self) -> bool:
        """Whether the line ends a sentence."""
        return _TERMINAL_END.search(self.text[-8:]) is not None

    @property
    def numbered(self) -> bool:
        """Whether the line opens with the number or the mark of a list or a chapter."""
        return _NUMBERED.match(self.text) is not None

    @property
    def stops(self) -> int:
        """How many sentences end in the line."""
        return len(_SENTENCE_STOP.findall(self.text))

    @property
    def prose(self) -> bool:
        """Whether the line is running text: it is long, or it ends a sentence of some length."""
        return self.kind in (None, "paragraph") and (len(self.text) > SHORT or (self.ended and len(self.text) >= 12))


@cache
def _figure() -> re.Pattern[str]:
    """Return a number and its unit, which what a site says of itself does not hold."""
    return re.compile(rf"\d[\d.,]*(?:{cues('figure').pattern})")


@cache
def cues(kind: str) -> re.Pattern[str]:
    """Return one pattern for all cues of a kind, to be matched against a whole line (label: against its beginning)."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table("reading_cues.tsv") if row["kind"] == kind))


def split_lines(folded: str | Iterable[str], kinds: dict[int, BlockKind]) -> list[Line]:
    """Return the lines of a folded text that are not blank, each classified as far as it can be on its own.

    `folded` is the text, or its portions of whole lines each. `kinds` says what markup tells of the line that starts at
    a position.
    """
    lines = []
    previous = -1
    for begin, whole in _with_starts([folded] if isinstance(folded, str) else folded):
        text = whole.strip()
        if not text:
            continue
        start = begin + len(whole) - len(whole.lstrip())
        line = Line(start, start + len(text), text, start - begin, begin - previous > 1)
        previous = begin + len(whole)
        line.kind = kinds.get(begin)
        _classify(line)
        lines.append(line)
    _mark_column_tables(lines)
    _mark_breadcrumbs(lines)
    return lines


def _with_starts(portions: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that are not empty, each with the place where it starts."""
    base = 0
    for portion in portions:
        for match in _LINE.finditer(portion):
            yield base + match.start(), match[0]
        base += len(portion)


def _classify(line: Line) -> None:
    text = line.text
    if _SEPARATOR.fullmatch(text):
        line.separator = True
    elif line.kind is None and len(text) <= _STATEMENT and _states_rights(text):
        line.navigation = True
    elif len(text) > 120:
        line.kind = line.kind or ("table" if _CELLS.fullmatch(text) and text.count("|") > 3 else None)
    elif cues("navigation").fullmatch(text):
        line.navigation = True
    elif line.kind is None:
        line.kind = "title" if cues("label").match(text) else _short_kind(text)


def _states_rights(text: str) -> bool:
    """Tell whether a line is a statement of the site; none states a figure."""
    return not _figure().search(text) and cues("statement").fullmatch(text) is not None


def _short_kind(text: str) -> BlockKind | None:
    if is_date_line(text):
        return "dateline"
    if _CELLS.fullmatch(text) and not is_date_line(text.split("|")[0]):
        return "table"
    if text[-1] in "。！；":
        return None
    if cues("byline").fullmatch(text):
        return "byline"
    return "caption" if cues("caption").fullmatch(text) else None


def _mark_column_tables(lines: list[Line]) -> None:
    """Mark the cells of a table that was copied as one cell a line: a run of short lines, many of them bare numbers."""
    start = next((n for n, line in enumerate(lines) if line.prose), 0)
    while start < len(lines):
        end = start
        while end < len(lines) and _may_be_cell(lines[end]):
            end += 1
        numbers = sum(line.kind == "dateline" or _CELL.fullmatch(line.text) is not None for line in lines[start:end])
        if numbers >= 3 and numbers * 5 >= end - start:
            for line in lines[start:end]:
                line.kind = "table"
        start = max(end, start + 1)


def _mark_breadcrumbs(lines: list[Line]) -> None:
    """Mark the steps of a path through the site (首页 > 新闻 > 经济) that stand each in a line of its own."""
    for n, line in enumerate(lines):
        if line.text in (">", ">>", "»", "›"):
            for step in lines[max(0, n - 1) : n + 2]:
                step.navigation = step.navigation or (len(step.text) <= _STEP and step.kind is None)


def _may_be_cell(line: Line) -> bool:
    return len(line.text) <= 24 and not line.ended and line.kind in _CELL_KINDS and not line.separator
