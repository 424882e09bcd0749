"""Rows of cells in plain text: what bars, tabs or blanks part becomes one line a cell, row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..lang.table_words import NUMBERED, UNIT_LABEL, listed
from ..lang.word_set import either
from ..model import Span
from .boxes import Box, Grid, is_datum, is_empty, is_note, is_unit, states_unit
from .head_lines import one_line, parted_lines, two_lines
from .lines import Line

Row = list[Line | None]
"""The cells of a row, None for an empty one."""
SHORT = 40
_WIDE = re.compile(r"(?<=\S) {2,}(?=\S)")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|:\- +=]*-[|:\- +=]*")
_PROSE = re.compile(r"[，。；！？].*[，。；！？]|[。；！？]")
_CAPTION = re.compile(f"{NUMBERED}|{UNIT_LABEL}")
_RANK = re.compile(r"(?:第?\d{1,4}|[一二三四五六七八九十]{1,3})[.、]?名? ")
RANK_HEAD = re.compile(either([*listed("rank"), *listed("rank_head")]))
"""The head of a column that numbers the rows."""
_WORD = re.compile(r"\S+")


def is_rule(line: Line) -> bool:
    """Tell whether a line is the rule between heads and rows of a Markdown table."""
    return "|" in line.text and _RULE.fullmatch(line.text) is not None


def is_bar_row(line: Line) -> bool:
    """Tell whether bars part a line into cells."""
    return line.text.count("|") > 1 or line.text == "|"


def is_wide_row(line: Line) -> bool:
    """Tell whether runs of blanks part a line into cells; what they part in a caption are none."""
    if len(line.text) > 200 or _CAPTION.match(line.text):
        return False
    return _WIDE.search(line.text) is not None and _PROSE.search(line.text) is None


def is_short(line: Line) -> bool:
    """Tell whether a line may be one cell: short and no sentence."""
    if len(line.text) > SHORT or line.navigation or (line.separator and len(line.text) > 2):
        return False
    return _PROSE.search(line.text) is None


def bar_cells(line: Line) -> Row:
    """Return the cells of a line that bars part, without the empty ones that bars at its edges make."""
    row = _parted(line, _BAR)
    if line.text.startswith("|"):
        row = row[1:]
    return row[:-1] if line.text.endswith("|") and row else row


def tab_cells(line: Line, text: str) -> Row:
    """Return the cells of a line of the unfolded `text` that tabs part, those before its first word among them."""
    start, end = line.start - line.indent, text.find("\n", line.end)
    cells: Row = []
    end = len(text) if end < 0 else end
    for piece in text[start:end].split("\t"):
        cells.append(_piece(line, start, start + len(piece)))
        start += len(piece) + 1
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def wide_cells(line: Line) -> Row:
    """Return the cells of a line that two or more blanks part."""
    return _parted(line, _WIDE)


def blank_cells(line: Line, ranked: bool = False, closed: bool = False) -> Row:
    """Return the cells of a line that single blanks part: the words of its name as one, its unit, its numbers.

    Where the rows are `ranked`, the number before the name is a cell of its own; where they are `closed`, the last word
    is one too: a unit or a remark.
    """
    if closed and " " in line.text:
        edge = line.start + line.text.rindex(" ")
        rest = _piece(line, line.start, edge)
        return [*(blank_cells(rest, ranked) if rest else []), _piece(line, edge, line.end)]
    rank = _RANK.match(line.text) if ranked else None
    if rank:
        place = _piece(line, line.start, line.start + rank.end())
        rest = _piece(line, line.start + rank.end(), line.end)
        return [place, *(blank_cells(rest) if rest else [])]
    words = [Span(line.start + m.start(), line.start + m.end()) for m in _WORD.finditer(line.text)]
    texts = [line.text[w.start - line.start : w.end - line.start] for w in words]
    first = len(words)
    while first > 1 and (is_datum(texts[first - 1]) or is_empty(texts[first - 1])):
        first -= 1
    if first < len(words) and first > 1 and is_unit(texts[first - 1]):
        first -= 1
    return [_piece(line, words[0].start, words[first - 1].end), *(_piece(line, *w) for w in words[first:])]


def single_cells(line: Line) -> Row:
    """Return each word of a line as a cell: the heads over rows that single blanks part."""
    return [_piece(line, line.start + m.start(), line.start + m.end()) for m in _WORD.finditer(line.text)]


def _parted(line: Line, mark: re.Pattern[str]) -> Row:
    cells: Row = []
    start = line.start
    for found in mark.finditer(line.text):
        cells.append(_piece(line, start, line.start + found.start()))
        start = line.start + found.end()
    return [*cells, _piece(line, start, line.end)]


def _piece(line: Line, start: int, end: int) -> Line | None:
    """Return a part of a line as a line of its own, blanks at its ends left out; None where nothing is left."""
    lead = max(start, line.start)
    text = line.text[lead - line.start : max(lead, end) - line.start]
    lead += len(text) - len(text.lstrip())
    text = text.strip()
    return replace(line, start=lead, end=lead + len(text), text=text, indent=0, kind="table") if text else None


def has_data(row: Row) -> bool:
    """Tell whether a row holds a number after its first cell."""
    return any(cell is not None and is_datum(cell.text) for cell in row[1:])


def placed(rows: Sequence[Row]) -> Grid | None:
    """Return the grid of rows, heads of fewer cells than the rows of numbers set over their columns.

    None where the rows are no table: fewer than two numbers, or one column.
    """
    data = [row for row in rows if has_data(row)]
    if not data or sum(cell is not None and is_datum(cell.text) for row in data for cell in row[1:]) < 2:
        return None
    widths = Counter(map(len, data))
    width = max(widths, key=lambda w: (widths[w], w))
    first = next(n for n, row in enumerate(rows) if row in data)
    boxes = _heads([row for row in rows[:first] if any(row)], width, _labels(data))
    height = 1 + max((box.row for box in boxes), default=-1)
    for n, row in enumerate(rows[first:]):
        boxes += [Box(height + n, c, lines=[cell]) for c, cell in enumerate(row) if cell is not None]
    return Grid(boxes)


def _labels(data: Sequence[Row]) -> int:
    """Return how many cells at the beginning of most rows are no numbers."""
    leads = [next((n for n, cell in enumerate(row) if n and cell and is_datum(cell.text)), len(row)) for row in data]
    return Counter(leads).most_common(1)[0][0]


def _heads(rows: Sequence[Row], width: int, labels: int) -> list[Box]:
    """Return the boxes of the rows over the numbers; where they do not fit, as they stand."""
    short = [row for row in rows if _filled(row) and len(row) < width and not _over_all(row)]
    over = short if len(short) == len([r for r in rows if not _over_all(r)]) else []
    for lead in (over[0][:labels], []) if over else ():
        tops = [line for row in over if (line := [c for c in row if c is not None and c not in lead])]
        if solved := _solved(tops, width - labels):
            above = [row for row in rows if _over_all(row)]
            boxes = [Box(r, c, lines=[cell]) for r, row in enumerate(above) for c, cell in enumerate(row) if cell]
            boxes += [Box(len(above), c, rows=len(tops), lines=[cell]) for c, cell in enumerate(lead) if cell]
            return boxes + [replace(b, row=b.row + len(above), column=b.column + labels) for b in solved]
    return [Box(r, c, lines=[cell]) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell]


def _filled(row: Row) -> int:
    return sum(cell is not None for cell in row)


def _over_all(row: Row) -> bool:
    """Tell whether a row of one cell is a caption or states a unit for the table, and is no corner."""
    cells = [cell for cell in row if cell is not None]
    return len(cells) == 1 and (states_unit(cells[0].text) or len(cells[0].text) > 8 or is_note(cells[0].text))


def _solved(lines: list[list[Line]], width: int) -> list[Box] | None:
    """Return the boxes of one or two lines of heads over `width` columns."""
    texts = [[line.text for line in row] for row in lines]
    if len(lines) == 1:
        over = [one_line(len(lines[0]), width)]
    elif len(lines) == 2:
        over = list(two_lines(texts[0], texts[1], width) or (None,))
    else:
        return None
    if None in over:
        return None
    return [
        Box(r, o.column, columns=o.columns, lines=[lines[r][o.head]]) for r, row in enumerate(over) for o in row or ()
    ]


def solved_heads(heads: list[Line], width: int) -> list[Box] | None:
    """Return the boxes of heads that are given one after the other, in one line or two."""
    parted = parted_lines([line.text for line in heads], width)
    if parted is None:
        return None
    return _solved([heads[:parted], heads[parted:]] if parted else [heads], width)
