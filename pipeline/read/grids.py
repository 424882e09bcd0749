"""The tables of a text, found once for every format: lines that are rows are cut into cells, cells get their places.

HTML and office files say which cells a table has (`View.cells`); in plain text bars, tabs and blanks part cells, or
each cell is a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..lang.table_words import UNIT_LABEL, is_named, listed
from ..lang.word_set import either
from .boxes import Box, Grid, is_datum, is_note, is_number, is_statistical, is_year
from .lines import Line
from .rows import (
    RANK_HEAD,
    Row,
    bar_cells,
    blank_cells,
    has_data,
    is_bar_row,
    is_rule,
    is_short,
    is_wide_row,
    placed,
    single_cells,
    tab_cells,
    wide_cells,
)
from .sequences import grids_of
from .view import CellMark, View

ABOVE = 3
"""How many lines over a table may be its caption and its unit."""
_UNIT = re.compile(UNIT_LABEL)
_LABEL = either([*listed("unit_label"), *listed("unit_label_full")])
_UNIT_LINE = re.compile(rf"[（(]?{_LABEL}[:：][^，。；]{{1,20}}[）)]?")
_BETWEEN = 2
"""How many lines of one cell may stand between two rows."""
_LAST_STOP = re.compile(r".*[。！？；]", re.DOTALL)


class Tables:
    """The lines of a text with its rows cut into cells, and the grids of those cells."""

    def __init__(self, lines: Sequence[Line], view: View) -> None:
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self.cells = 0
        self.tried = 0
        self._given(lines, view) if view.cells else self._written(lines, view.text)
        self._state_units_below()

    def keep(self, grid: Grid, lines: Sequence[Line]) -> None:
        """Take up a table that stands in `lines`, those of its cells among them."""
        for box in grid.boxes:
            for line in box.lines:
                line.cell, line.kind = self.cells, "table"
                line.separator = line.navigation = False
            self.cells += 1
        grid.above = [*self._over(), *grid.above]
        self.grids.append(grid)
        self.lines += lines

    def _over(self) -> list[Line]:
        """Return the lines over the next table that may be its caption or state its unit."""
        found: list[Line] = []
        for line in reversed(self.lines[-ABOVE:]):
            if line.cell is not None or (not is_short(line) and not _UNIT.search(line.text)):
                break
            if line.ended and not _UNIT.search(line.text):
                break
            found.insert(0, line)
        return found

    def _state_units_below(self) -> None:
        """Let a line right under a table that states no unit over it say what it counts in (单位：万元)."""
        at = {id(line): n for n, line in enumerate(self.lines)}
        for grid in self.grids:
            last = max((at[id(line)] for box in grid.boxes for line in box.lines if id(line) in at), default=-1)
            below, after = self.lines[last + 1 : last + 2], self.lines[last + 2 : last + 3]
            if last < 0 or not below or below[0].cell is not None or not _UNIT_LINE.fullmatch(below[0].text):
                continue
            if not any(_UNIT.search(line.text) for line in grid.above) and not (after and after[0].cell is not None):
                grid.above.append(below[0])

    def _given(self, lines: Sequence[Line], view: View) -> None:
        """Take the tables that the format states; what holds no statistics stays as it was."""
        starts = sorted(view.cells)
        held: list[tuple[Line, list[tuple[Line, CellMark]]]] = []
        grids: dict[int, Grid] = {}
        for line in lines:
            pieces = _marked(line, starts, view)
            held.append((line, pieces))
            for piece, mark in pieces:
                grid = grids.setdefault(mark.table, Grid([]))
                if not grid.boxes or (grid.boxes[-1].row, grid.boxes[-1].column) != (mark.row, mark.column):
                    grid.boxes.append(Box(mark.row, mark.column, mark.rows, mark.columns))
                grid.boxes[-1].lines.append(piece)
        taken: set[int] = set()
        for line, pieces in held:
            number = pieces[0][1].table if pieces else -1
            if number in grids and number not in taken and is_table(grids[number], self._over()):
                taken.add(number)
                self.keep(grids[number], [piece for box in grids[number].boxes for piece in box.lines])
            elif number not in taken:
                grids.pop(number, None)
                self.lines.append(line)

    def _written(self, lines: Sequence[Line], text: str) -> None:
        """Find the tables of plain text."""
        n = 0
        while n < len(lines):
            found = self._rows(lines, n, text) if n >= self.tried else 0
            n = found or self._sequence(lines, n, text) or self._line(lines, n)

    def _line(self, lines: Sequence[Line], n: int) -> int:
        self.lines.append(lines[n])
        return n + 1

    def _rows(self, lines: Sequence[Line], n: int, text: str) -> int:
        """Take a table whose rows are lines, if one begins at line `n`; return the line after it, else 0.

        Lines that were tried together are tried once.
        """
        line = lines[n]
        if "|" in line.text:
            return self._barred(lines, n)
        if "\t" in text[line.start - line.indent : line.end] and _tabbed(line, text):
            return self._spread(lines, n, text, lambda x: _tabbed(x, text), lambda x: tab_cells(x, text))
        if is_wide_row(line):
            return self._spread(lines, n, text, lambda x: is_wide_row(x) and not _tabbed(x, text), wide_cells)
        return 0

    def _barred(self, lines: Sequence[Line], n: int) -> int:
        """Take a table of rows that bars part; rows of many lengths are a sequence of cells."""
        end = n
        while end < len(lines) and (is_bar_row(lines[end]) or is_rule(lines[end])):
            end += 1
        self.tried = end
        marked = [line for line in lines[n:end] if is_rule(line)]
        rows = [bar_cells(line) for line in lines[n:end] if not is_rule(line)]
        rows = [row for row in rows if any(row)]
        level = {len(row) for row in rows if has_data(row)}
        grid = placed(rows) if len(rows) > 1 and len(level) == 1 and (marked or len(rows) > 2) else None
        if grid is not None and is_table(grid, self._over()):
            for line in marked:
                line.separator = True
            self.keep(grid, [cell for row in rows for cell in row if cell is not None])
            return end
        return self._take_sequence(_opened([cell for row in rows for cell in row if cell is not None])) and end

    def _spread(
        self, lines: Sequence[Line], n: int, text: str, is_row: Callable[[Line], bool], cells: Callable[[Line], Row]
    ) -> int:
        """Take a table of rows that tabs or blanks part, with lines of one cell among them."""
        end = last = n
        while end < len(lines) and end - last <= _BETWEEN and (is_row(lines[end]) or is_short(lines[end])):
            single = not is_row(lines[end])
            if single and ("\t" in text[lines[end].start : lines[end].end] or self._reopens(lines, n, end, cells)):
                break
            end += 1
            last = end if is_row(lines[end - 1]) else last
        rows = [cells(line) for line in lines[n:last]]
        self.tried = last
        grid = placed(rows) if last - n > 1 else None
        corner = self._corner(grid)
        if grid is None or not is_table(grid, self._over()):
            return 0
        if corner:
            self.lines.remove(corner)
            grid.boxes.insert(0, Box(0, 0, rows=max(1, _head_height(grid)), lines=[corner]))
        self.keep(grid, [*([corner] if corner else []), *(cell for row in rows for cell in row if cell is not None)])
        return last

    @staticmethod
    def _reopens(lines: Sequence[Line], first: int, n: int, cells: Callable[[Line], Row]) -> bool:
        """Tell whether line `n` stands over another table: numbers came before it, and heads come after it."""
        if n + 1 >= len(lines) or n == first or not has_data(cells(lines[n - 1])):
            return False
        after = cells(lines[n + 1])
        return len(after) > 1 and not has_data(after)

    def _corner(self, grid: Grid | None) -> Line | None:
        """Return the line over a table that is the head of its first column, which nothing else heads."""
        line = self.lines[-1] if self.lines and self.lines[-1].cell is None else None
        if grid is None or line is None or any(b.column == 0 and b.row < _head_height(grid) for b in grid.boxes):
            return None
        return line if len(line.text) <= 8 and is_short(line) and not _UNIT.search(line.text) else None

    def _blanked(self, lines: Sequence[Line], n: int) -> int:
        """Take a table whose cells single blanks part: heads, then rows that end in equally many numbers."""
        width = len(single_cells(lines[n])) if " " in lines[n].text and is_short(lines[n]) else 0
        heads = lines[n].text.split()
        if width < 2 or (is_number(heads[-1]) and (is_number(heads[0]) or not all(map(is_year, heads[1:])))):
            return 0
        end = n + 1
        rows: list[Row] = []
        ranked = RANK_HEAD.match(lines[n].text) is not None
        closed = is_named(heads[-1], "unit", "remark")
        while end < len(lines) and " " in lines[end].text and len(lines[end].text) <= 200:
            row = blank_cells(lines[end], ranked, closed)
            if len(row) != width or not has_data(row):
                break
            rows.append(row)
            end += 1
        grid = placed([single_cells(lines[n]), *rows]) if len(rows) > 1 else None
        if grid is None or not is_table(grid, self._over()):
            return 0
        self.keep(grid, [line for row in (single_cells(lines[n]), *rows) for line in row if line is not None])
        return end

    def _sequence(self, lines: Sequence[Line], n: int, text: str) -> int:
        """Take the tables of a run of short lines, each a cell, if there are any; return the line after the run."""
        end = n
        while end < len(lines) and is_short(lines[end]) and not _joined(lines[end], text):
            end += 1
        run = list(lines[n:end])
        if sum(is_datum(line.text) for line in run) >= 3 and self._take_sequence(run):
            return end
        while n < end:
            n = self._blanked(lines, n) or self._line(lines, n)
        return n if run else 0

    def _take_sequence(self, cells: list[Line]) -> bool:
        """Take up the tables in a sequence of cells; return whether there are any."""
        grids = [grid for grid in grids_of(cells) if is_table(grid, grid.above)]
        if not grids:
            return False
        at = {id(line): n for n, line in enumerate(cells)}
        done = 0
        for grid in grids:
            first = min(at[id(line)] for box in grid.boxes for line in box.lines)
            last = max(at[id(line)] for box in grid.boxes for line in box.lines)
            self.lines += cells[done:first]
            grid.above = []
            self.keep(grid, cells[first : last + 1])
            done = last + 1
        self.lines += cells[done:]
        return True


def is_table(grid: Grid, above: Sequence[Line]) -> bool:
    """Tell whether a grid is a table: two rows and columns, two numbers, and words that say what they count."""
    numbers = sum(is_datum(box.text) and not is_note(box.text) for box in grid.boxes)
    prose = sum(len(box.written) > 80 for box in grid.boxes)
    if grid.height < 2 or grid.width < 2 or numbers < 2 or prose > 2 + numbers // 4:
        return False
    return is_statistical(replace(grid, above=[*above, *grid.above]))


def _head_height(grid: Grid) -> int:
    """Return the first row that holds a number."""
    return min((box.row for box in grid.boxes if box.column and is_datum(box.text)), default=0)


def _marked(line: Line, starts: Sequence[int], view: View) -> list[tuple[Line, CellMark]]:
    """Return the pieces of a line that are cells by their format, each with its mark."""
    first, last = (bisect_left(starts, at) for at in (line.start - line.indent, line.end))
    edges = [*(max(line.start, start) for start in starts[first:last]), line.end]
    ends = zip(starts[first:last], edges, edges[1:], strict=False)
    pieces = ((_cut(line, a, b), view.cells[at]) for at, a, b in ends)
    return [(piece, mark) for piece, mark in pieces if piece is not None]


def _tabbed(line: Line, text: str) -> bool:
    return "\t" in text[line.start : line.end] and len(line.text) <= 400


def _joined(line: Line, text: str) -> bool:
    return "|" in line.text or _tabbed(line, text) or is_wide_row(line)


def _cut(line: Line, start: int, end: int) -> Line | None:
    """Return a part of a line as a line of its own, without blanks at its ends."""
    text = line.text[start - line.start : end - line.start]
    lead = start + len(text) - len(text.lstrip())
    text = text.strip()
    whole = lead == line.start and len(text) == len(line.text)
    if not text:
        return None
    return replace(line, start=lead, end=lead + len(text), text=text, indent=line.indent if whole else 0, kind="table")


def _opened(cells: list[Line]) -> list[Line]:
    """Return a sequence of cells with the prose before the last stop of its first cell as a line of its own."""
    stop = _LAST_STOP.match(cells[0].text) if cells else None
    if stop is None or len(cells[0].text) < 60:
        return cells
    edge = cells[0].start + stop.end()
    pieces = (_cut(cells[0], cells[0].start, edge), _cut(cells[0], edge, cells[0].end))
    found: Iterator[Line] = (piece for piece in pieces if piece is not None)
    opened = list(found)
    opened[0].kind = None
    return [*opened, *cells[1:]]
