"""Tables as facts: what each number of a cell says, by the heads that `read` gave it.

The row's name and the head of the column name the indicator together; a place or a firm among them is the subject.
Growth and shares are about the amounts to their left; a row that names a part, not a measure, takes that of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...lang.table_words import ends_with, has_word, is_named, listed, plain
from ...model import ArticleTable, Aspect, Comparison, Direction, Quantity, Span, Status, TableCell, Time
from .clauses import Scene
from .table_words import CellWords, caption_measure, compared, read_words

_UP, _DOWN = "↑▲△", "↓▼▽"
_KIN = 2
"""How many last characters of a name another holds that measures the same (总人口, 人口数)."""


@dataclass(slots=True)
class CellFact:
    """What a number of a table says.

    `subject` is the entity that the table names for it, if any; else `own` tells whether it says that it is the
    article's (全市).
    """

    quantity: Quantity
    spans: tuple[Span, ...]
    aspect: Aspect
    direction: Direction | None
    comparison: Comparison | None
    time: Time | None
    base_time: Time | None
    status: Status
    subject: str | None
    own: bool
    evidence: tuple[tuple[str, Span], ...] = ()
    """The fields that words of the table tell, each with where these stand."""


@dataclass(slots=True)
class _DataRow:
    """A row of data: its names, the groups over it and its cells with numbers, by column."""

    names: list[CellWords]
    groups: list[CellWords]
    cells: dict[int, tuple[TableCell, Quantity]] = field(default_factory=dict)
    before: tuple[Span, ...] = ()
    """What the nearest row above that names a measure says."""

    def units(self) -> set[str | None]:
        """Return the units of the row's numbers."""
        return {quantity.unit for _, quantity in self.cells.values()}

    def measure(self) -> tuple[Span, ...]:
        """What the row's name says, places, firms and periods left out."""
        return tuple(s for words in self.names if not words.entity for s in words.name)


def read(scene: Scene) -> dict[str, CellFact]:
    """Return what the numbers in the cells of a document's tables say, by the quantity's id."""
    found: dict[str, CellFact] = {}
    for table in scene.document.tables:
        for fact in _TableReader(scene, table).facts():
            found[fact.quantity.id] = fact
    return found


def heading(scene: Scene) -> set[str]:
    """Return the ids of the quantities in heads and names of rows (60周岁以上), which state nothing by themselves."""
    cells = [c for table in scene.document.tables for c in table.cells if c.role != "datum"]
    return {q.id for cell in cells for q in scene.amounts(cell.start, cell.end)}


class _TableReader:
    """Reads one table."""

    def __init__(self, scene: Scene, table: ArticleTable) -> None:
        self.scene = scene
        self.table = table
        self.known: dict[Span, CellWords] = {}
        self.captions = [read_words(scene, span, caption=True) for span in reversed(table.captions)]
        self.about = next((m for span in reversed(table.captions) if (m := caption_measure(scene, span))), None)
        self.heads = {c.column: c.column_heads for c in table.cells if c.role == "datum"}
        self.rows = self._rows()
        self.level_times: dict[int, Time] = {}

    def words(self, span: Span) -> CellWords:
        """Return what a cell of words says, read once."""
        if span not in self.known:
            self.known[span] = read_words(self.scene, span)
        return self.known[span]

    def _rows(self) -> list[_DataRow]:
        """Return the rows that hold numbers, in order."""
        rows: dict[int, _DataRow] = {}
        for cell in self.table.cells:
            quantity = self._quantity(cell) if cell.role == "datum" else None
            if quantity is not None:
                names, groups = ([self.words(s) for s in spans] for spans in (cell.row_heads, cell.groups))
                rows.setdefault(cell.row, _DataRow(names, groups)).cells[cell.column] = (cell, quantity)
        ordered = [rows[n] for n in sorted(rows)]
        for above, row in pairwise(ordered):
            row.before = above.measure() or above.before
        return ordered

    def _quantity(self, cell: TableCell) -> Quantity | None:
        """Return the quantity of a cell, None where it holds none or several."""
        found = self.scene.amounts(cell.start, cell.end)
        return found[0] if len(found) == 1 else None

    def facts(self) -> list[CellFact]:
        """Return what the numbers say, row by row."""
        found = []
        whole: _DataRow | None = None
        parts: _DataRow | None = None
        numbered: _DataRow | None = None
        for n, row in enumerate(self.rows):
            opens = bool(row.names) and row.names[0].part
            if opens and n and not any(words.part for words in self.rows[n - 1].names):
                parts = self.rows[n - 1]
            elif not opens and row.measure() and self._is_measure(row.measure()):
                parts = None
            above = [p for p in (parts, numbered, whole) if p is not None and p is not row]
            found += [self._fact(row, column, above) for column in row.cells]
            numbered = row if row.names and row.names[0].numbered else numbered
            whole = whole or (row if self._is_whole(row) else None)
        return found

    def _is_measure(self, spans: Sequence[Span]) -> bool:
        return ends_with(self._said(spans), "measure")

    def _said(self, spans: Sequence[Span]) -> str:
        return "".join(plain(self.scene.text[s.start : s.end]) for s in spans)

    def _is_whole(self, row: _DataRow) -> bool:
        """Tell whether the first row is the whole of which the others are parts: its name is a measure."""
        return row is self.rows[0] and self._is_measure(row.measure())

    def _column(self, column: int) -> list[CellWords]:
        """Return what the heads of a column say, the lowest first."""
        return [self.words(span) for span in reversed(self.heads.get(column, ()))]

    def _fact(self, row: _DataRow, column: int, above: list[_DataRow]) -> CellFact:
        """Return what the number of a row and column says."""
        cell, quantity = row.cells[column]
        heads = self._column(column)
        aspect, teller = self._aspect(quantity, heads, row)
        time = self._time(row, column, heads, aspect)
        comparison = self._comparison(heads, row, column, aspect, time) if aspect in ("rate", "change") else None
        bases = [t for words in (*heads, *row.names) for t in words.bases]
        named = next((w for w in (*row.names, *heads, *row.groups) if w.entity), None)
        own = any(w.own for w in (*row.names, *heads, *row.groups))
        if named is None and not own:
            named = next((w for w in self.captions if w.entity), None)
        spans = self._indicator(row, column, heads, aspect, above)
        planned = self._planned(heads, row)
        told = [("subject", named), ("aspect", teller), ("status", planned)]
        if comparison:
            told.append(("comparison", next((w for w in (*heads, *row.names, *self.captions) if w.comparison), None)))
        return CellFact(
            quantity,
            spans,
            aspect,
            self._direction(cell, quantity, teller, aspect),
            comparison,
            time,
            bases[0] if comparison and bases else None,
            "planned" if planned is not None and planned.planned else "actual",
            named.entity if named else None,
            own,
            (
                *(("indicator", span) for span in spans),
                *(pair for name, words in told if words is not None for pair in _words_behind(name, words)),
            ),
        )

    def _aspect(self, quantity: Quantity, heads: list[CellWords], row: _DataRow) -> tuple[Aspect, CellWords | None]:
        """Return the aspect of a number and the words that tell it: of its column, else of its row."""
        for words in (*heads, *reversed(row.names)):
            if words.aspect in ("rank", "share"):
                return words.aspect, words
            if words.aspect in ("rate", "change"):
                if quantity.unit is None and not self._small(quantity):
                    return "level", None
                return ("rate" if quantity.unit in (None, "%", "‰", "倍") else "change"), words
        named = has_word("".join(w.text for w in (*heads, *row.names)), "index-number")
        if named and quantity.unit is None and self._small(quantity):
            return "rate", None
        return "level", None

    @staticmethod
    def _small(quantity: Quantity) -> bool:
        """Tell whether an index number is a growth in per cent and no level around a hundred."""
        return quantity.value is not None and abs(quantity.value) < 40

    def _time(self, row: _DataRow, column: int, heads: list[CellWords], aspect: Aspect) -> Time | None:
        """Return what dates a number: its column, its row, the amounts that growth is of, the group, the caption."""
        for words in (*heads, *reversed(row.names)):
            if words.times:
                return words.times[0]
        beside = self._beside(column) if aspect in ("rate", "change", "share") and not self._sums(column) else []
        dated = [t for words in beside for t in words.times]
        if dated:
            return max(dated, key=lambda t: str(t.end_date or ""))
        for words in (*reversed(row.groups), *self.captions):
            if words.times:
                return words.times[0]
        return None

    def _sums(self, column: int) -> bool:
        """Tell whether the amounts left of a column are summed up over the period of the caption (累计)."""
        nearest = self._nearest(column)
        return bool(nearest) and not any(w.times for w in nearest) and has_word(nearest[-1].text, "summed")

    def _beside(self, column: int) -> list[CellWords]:
        """Return the heads of the columns of amounts to the left of a column of growth or shares, the nearest first."""
        found: list[CellWords] = []
        left = column - 1
        while left >= 0:
            heads = self._column(left)
            if not heads or (found and any(w.aspect for w in heads)):
                break
            if not any(w.aspect for w in heads):
                found += heads
            left -= 1
        return found

    def _comparison(
        self, heads: list[CellWords], row: _DataRow, column: int, aspect: Aspect, time: Time | None
    ) -> Comparison | None:
        """Return what growth is measured against: by words of column, row and caption, or by two years side by side."""
        for words in (*heads, *reversed(row.names)):
            if words.comparison:
                return words.comparison
            for base in words.bases:
                return "yoy" if _a_year(base, time) else "base"
        years = [t for words in self._beside(column) for t in words.times]
        if any(_a_year(a, b) for a in years for b in years):
            return "yoy"
        return next((c for words in self.captions if (c := compared(words.text))), None)

    def _direction(
        self, cell: TableCell, quantity: Quantity, teller: CellWords | None, aspect: Aspect
    ) -> Direction | None:
        """Return where a growth or a difference goes: by its sign or arrow, else by the head's words."""
        value = quantity.value
        if aspect not in ("rate", "change") or value is None:
            return None
        written = self.scene.text[cell.start : cell.end]
        less = any(c in written for c in _DOWN) or any(word in written for word in listed("falls"))
        if value < 0 or less:
            return "down"
        if value == 0:
            return None
        told = teller is not None and teller.less and not any(c in written for c in _UP)
        return "down" if told else "up"

    def _planned(self, heads: list[CellWords], row: _DataRow) -> CellWords | None:
        """Return the words that say whether a number is planned: of its column, its row, else the caption."""
        told = (*heads, *reversed(row.names), *self.captions)
        return next((words for words in told if words.planned is not None), None)

    def _indicator(
        self, row: _DataRow, column: int, heads: list[CellWords], aspect: Aspect, above: list[_DataRow]
    ) -> tuple[Span, ...]:
        """Return the words that name what is measured."""
        name = row.measure()
        measure = self._measure(column, heads, aspect) or (self._next(column) if aspect == "rank" else ())
        if not name and any(w.aspect in ("rate", "change") for w in row.names):
            name = row.before
        spans = (*name, *self._added(name, measure)) if measure else name
        if not measure and not self._is_measure(name):
            units = {row.cells[column][1].unit} if aspect == "level" else row.units() - {"%", None}
            fitting = [whole for whole in above if units <= {None} or units & whole.units()]
            spans = (*name, *self._parent(row, name, fitting))
        share = tuple(s for w in heads if w.aspect == "share" and not w.name for s in w.whole)
        return tuple(dict.fromkeys((*spans, *share)))

    def _measure(self, column: int, heads: list[CellWords], aspect: Aspect) -> tuple[Span, ...]:
        """Return what the heads of a column say is measured; of growth and shares what the amounts beside them say."""
        own = tuple(s for words in reversed(heads) if not words.entity for s in words.name)
        if own or aspect == "level":
            return own
        return tuple(s for words in self._nearest(column) if not words.entity for s in words.name)

    def _next(self, column: int) -> tuple[Span, ...]:
        """Return what the first column of amounts to the right says, by which a column of ranks left of it ranks."""
        for right in sorted(c for c in self.heads if c > column):
            heads = self._column(right)
            if not any(w.aspect for w in heads):
                return tuple(s for words in reversed(heads) if not words.entity for s in words.name)
        return ()

    def _nearest(self, column: int) -> list[CellWords]:
        """Return the heads of the nearest column of amounts to the left, the top line first."""
        for left in range(column - 1, -1, -1):
            heads = self._column(left)
            if not heads:
                break
            if not any(w.aspect for w in heads):
                return heads[::-1]
        return []

    def _added(self, name: tuple[Span, ...], measure: tuple[Span, ...]) -> tuple[Span, ...]:
        """Return what of a column's measure a row's name does not say itself: 原煤|产量, but 发电量."""
        said, more = self._said(name), self._said(measure)
        if not said:
            return measure
        alike = self._is_measure(name) and (
            said[-1] == more[-1] or said[-_KIN:] in more or is_named(more, "counting")
        )
        if more in said or alike:
            return ()
        first = self.rows[0].measure() if self.rows else ()
        longer = self._said(first)
        if len(measure) == 1 and longer != more and longer.endswith(more) and self._is_measure(first):
            return first
        return measure

    def _parent(self, row: _DataRow, name: tuple[Span, ...], above: list[_DataRow]) -> tuple[Span, ...]:
        """Return the measure of the whole that a row is a part of, or what the caption measures."""
        for words in reversed(row.groups):
            if words.name and not words.entity and not words.text.startswith(listed("grouped")):
                return words.name
        total = bool(row.names) and row.names[0].own and not name
        for whole in above if not total else ():
            spans = whole.measure()
            if self._is_measure(spans):
                return spans
        about = (self.about,) if self.about else ()
        said = self._said(name)
        return () if said and said in self._said(about) else about


def _words_behind(field_name: str, words: CellWords) -> list[tuple[str, Span]]:
    """Return where the words stand that tell a field: of a subject its name, else the whole cell."""
    span = (words.entity_span if field_name == "subject" else None) or words.span
    return [(field_name, span)] if span else []


def _a_year(base: Time, time: Time | None) -> bool:
    """Tell whether a period ends a year before another."""
    if time is None or base.end_date is None or time.end_date is None:
        return False
    return base.end_date.year + 1 == time.end_date.year


__all__ = ["CellFact", "read"]
