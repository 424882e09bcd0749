"""Grids to tables: which cells are heads, names of rows, units and data, and which heads each datum has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..lang.table_words import is_named, listed
from ..model import ArticleTable, CellRole, Span, TableCell
from .boxes import Box, Grid, is_datum, is_empty, is_note, is_number, is_unit, is_year
from .lines import Line

WIDEST = 120
"""A grid with more columns is no table that people read."""
Place = Callable[[Sequence[Line]], Span]


@dataclass(slots=True)
class _ColumnRoles:
    """What the columns of a part of a grid are for: names of rows, units, serial numbers or remarks, else data."""

    labels: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


class Matrix:
    """The boxes of a grid by row and column, merged ones at each place that they take."""

    def __init__(self, grid: Grid) -> None:
        self.rows = min(grid.height, 1 + max(box.row for box in grid.boxes))
        self.width = grid.width
        self.at: dict[tuple[int, int], Box] = {}
        for box in grid.boxes:
            for r in range(box.row, min(self.rows, box.row + box.rows)):
                for c in range(box.column, box.column + box.columns):
                    self.at.setdefault((r, c), box)

    def text(self, row: int, column: int) -> str:
        """Return the text of a place, empty where no box stands."""
        box = self.at.get((row, column))
        return box.written if box else ""

    def row(self, row: int) -> list[Box]:
        """Return the boxes of a row from left to right, each once."""
        found: dict[int, Box] = {}
        for column in range(self.width):
            if box := self.at.get((row, column)):
                found.setdefault(id(box), box)
        return list(found.values())

    def is_data(self, row: int) -> bool:
        """Tell whether a row holds a number in a column after the first that is no year among years."""
        texts = [self.text(row, c) for c in range(1, self.width)]
        told = [t for t in texts if t and is_datum(t)]
        return bool(told) and not all(is_year(t) for t in texts if t)


def tables_of(grid: Grid, place: Place) -> list[ArticleTable]:
    """Return the tables of a grid: one, or one for each of the tables that stand side by side in it.

    `place` gives the stretch of reading text of some lines.
    """
    if not grid.boxes or grid.width > WIDEST:
        return []
    matrix = Matrix(grid)
    return [table for part in _beside(matrix) if (table := _MatrixReader(matrix, part, grid.above, place).read())]


def _beside(matrix: Matrix) -> list[range]:
    """Return the columns of each of several tables side by side: their heads are the same, word by word."""
    first = next((r for r in range(matrix.rows) if matrix.is_data(r)), 0)
    heads = [matrix.text(first - 1, c) if first else "" for c in range(matrix.width)]
    for size in range(2, matrix.width // 2 + 1):
        if matrix.width % size == 0 and heads[0] and heads == heads[:size] * (matrix.width // size):
            texts = [matrix.text(first, c) for c in range(0, matrix.width, size)]
            if not any(is_number(text) for text in texts):
                return [range(start, start + size) for start in range(0, matrix.width, size)]
    return [range(matrix.width)]


class _MatrixReader:
    """Reads some columns of a matrix from top to bottom."""

    def __init__(self, matrix: Matrix, columns: range, above: Sequence[Line], place: Place) -> None:
        self.matrix = matrix
        self.range = columns
        self.place = place
        self.captions = [place([line]) for line in above if not _is_measure(line.text)]
        self.measures = [place([line]) for line in above if _is_measure(line.text)]
        self.cells: dict[int, TableCell] = {}
        self.first = self._first()
        self.columns = self._columns()
        self.heads: dict[int, list[Box]] = {}
        self.groups: list[Box] = []
        self.plain = 0
        """The rows before this one begin no new heads."""

    def read(self) -> ArticleTable | None:
        """Return the table, None where it holds no datum."""
        opened = self._open()
        self._take_heads(range(opened, self.first))
        row = self.first
        while row < self.matrix.rows:
            height = self._heads_from(row)
            if height:
                self._take_heads(range(row, row + height))
                row += height
            else:
                self._take_row(row)
                row += 1
        if not any(cell.role == "datum" for cell in self.cells.values()):
            return None
        ordered = sorted(self.cells.values(), key=lambda cell: (cell.start, cell.end))
        return ArticleTable(tuple(self.captions), tuple(self.measures), tuple(ordered))

    def _first(self) -> int:
        """Return the row after the heads: the first with data, or that of the group which it is in."""
        first = next((r for r in range(self.matrix.rows) if self.matrix.is_data(r)), self.matrix.rows)
        above = first
        while above and len(self._boxes(above - 1)) == 1 and self._boxes(above - 1)[0].row == above - 1:
            above -= 1
        return above if above and len(self._boxes(above - 1)) > 1 else first

    def _boxes(self, row: int) -> list[Box]:
        found: dict[int, Box] = {}
        for column in self.range:
            if box := self.matrix.at.get((row, column)):
                found.setdefault(id(box), box)
        return list(found.values())

    def _columns(self) -> _ColumnRoles:
        """Return what the columns are for, by their heads and by what most of their cells hold."""
        columns = _ColumnRoles()
        rows = [r for r in range(self.first, self.matrix.rows) if self.matrix.is_data(r)]
        numbers = False
        for c in self.range:
            texts = [t for r in rows if (t := self.matrix.text(r, c))]
            head = self.matrix.text(self.first - 1, c) if self.first else ""
            ranked = is_named(head, "rank")
            serial = not numbers and _counts_rows(texts) and not ranked
            if columns.labels and _states_units(texts, head):
                columns.units.append(c)
            elif is_named(head, "remark", "index") or serial:
                columns.others.append(c)
            elif not numbers and _names_rows(texts, not columns.labels):
                columns.labels.append(c)
            elif not ranked:
                numbers = numbers or any(map(is_datum, texts))
        return columns

    def _open(self) -> int:
        """Take the rows over the heads that are one cell for all columns; return the first row of heads."""
        row = 0
        while row < self.first:
            boxes = self._boxes(row)
            corner = bool(boxes) and (boxes[0].rows > 1 or (len(boxes[0].text) <= 8 and not _is_measure(boxes[0].text)))
            if len(boxes) > 1 or (boxes and corner and row + 1 < self.first and boxes[0].columns == 1):
                break
            for box in boxes:
                (self.measures if _is_measure(box.text) else self.captions).append(self.place(box.lines))
            row += 1
        return row

    def _heads_from(self, row: int) -> int:
        """Return how many rows from `row` on are heads that begin the table anew, 0 where it is no such row."""
        height = 0
        if row < self.plain:
            return 0
        while row + height < self.matrix.rows and not self.matrix.is_data(row + height):
            texts = [t for c in self.range if (t := self.matrix.text(row + height, c)) and not is_empty(t)]
            if len(self._boxes(row + height)) < 2 or len(texts) < 2 or is_note(texts[0]):
                break
            height += 1
        follows = row + height < self.matrix.rows and self.matrix.is_data(row + height)
        self.plain = row if follows else row + height
        return height if follows else 0

    def _take_heads(self, rows: range) -> None:
        """Let the boxes of some rows be the heads of the columns below."""
        self.groups = []
        self.heads = {}
        for c in self.range:
            found: dict[int, Box] = {}
            for r in rows:
                box = self.matrix.at.get((r, c)) or self._spread(rows, r, c)
                if box is not None:
                    found.setdefault(id(box), box)
            self.heads[c] = list(found.values())
        for r in rows:
            for box in self._boxes(r):
                self._add(box, "head")

    def _spread(self, rows: range, row: int, column: int) -> Box | None:
        """Return the head to the left that an empty place of a line of heads belongs to; heads stand below both."""
        if row + 1 >= rows.stop or column in self.columns.labels or not self.matrix.text(row + 1, column):
            return None
        left = column - 1
        while left >= self.range.start and left not in self.columns.labels:
            if box := self.matrix.at.get((row, left)):
                return box if box.rows == 1 else None
            left -= 1
        return None

    def _take_row(self, row: int) -> None:
        """Take the cells of a row of data, or of one that names the rows below it."""
        boxes = self._boxes(row)
        told = [box for box in boxes if not is_empty(box.text)]
        if not told:
            return
        if len(told) == 1 and (not is_datum(told[0].text) or is_year(told[0].text)):
            dashed = len(boxes) > 1
            if is_note(told[0].text) or dashed:
                self._add(told[0], "note" if is_note(told[0].text) else "label")
                return
            self.groups = [told[0]]
            self._add(told[0], "group")
            return
        labels = [box for c in self.columns.labels if (box := self.matrix.at.get((row, c))) and not is_empty(box.text)]
        labels = list({id(box): box for box in labels}.values())
        unit = next((box for c in self.columns.units if (box := self.matrix.at.get((row, c)))), None)
        for box in boxes:
            self._add(box, self._role(box), labels, unit)

    def _role(self, box: Box) -> CellRole:
        """Return what a box of a row of data is for."""
        if box.column in self.columns.labels:
            return "label"
        if box.column in self.columns.units:
            return "unit"
        noted = box.column in self.columns.others or is_empty(box.text) or is_note(box.text)
        return "note" if noted else "datum"

    def _add(self, box: Box, role: CellRole, labels: Sequence[Box] = (), unit: Box | None = None) -> None:
        """Add the cell of a box, once."""
        if id(box) in self.cells:
            return
        heads = self.heads.get(box.column, ()) if role != "head" else ()
        self.cells[id(box)] = TableCell(
            *self.place(box.lines), role, box.row, box.column - self.range.start,
            tuple(self.place(head.lines) for head in heads),
            tuple(self.place(group.lines) for group in self.groups if role != "group"),
            tuple(self.place(label.lines) for label in labels) if role in ("datum", "label") else (),
            self.place(unit.lines) if unit and role == "datum" else None,
        )  # fmt: skip


def _is_measure(text: str) -> bool:
    """Tell whether a line over a table does nothing but state its unit: 单位：亿元, （亿元）."""
    text = "".join(text.split()).strip("（）()")
    return text.startswith((*listed("unit_label"), *listed("unit_label_full"))) or is_unit(text)


def _states_units(texts: Sequence[str], head: str) -> bool:
    """Tell whether the cells of a column are units: all of them, under 单位 most of them."""
    units = sum(map(is_unit, texts))
    return bool(units) and (units == len(texts) or (is_named(head, "unit") and 2 * units > len(texts)))


def _counts_rows(texts: Sequence[str]) -> bool:
    """Tell whether the cells of a column number the rows: 1, 2, 3."""
    return len(texts) > 1 and [t.strip(".、") for t in texts] == [str(n) for n in range(1, len(texts) + 1)]


def _names_rows(texts: Sequence[str], first: bool) -> bool:
    """Tell whether the cells of a column left of the numbers are names: words, or years in the first column."""
    if not texts:
        return first
    words = sum(not (is_datum(t) or is_empty(t)) or (first and is_year(t)) for t in texts)
    return words * 2 > len(texts)
