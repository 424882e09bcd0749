"""Numbers in the cells of a table, with the units that its heads state: 产量（万吨）, 单位：亿元, 同比增长（±%）.

Cells are lines, or what "|" or tabs part. A row is a cell of words and the cells of numbers after it; a unit stands in
the head of its column, in the row's own name (猪（万头）), from where it holds for the rows below, or over the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from .measured import MeasuredNumber
from .numerals import WrittenNumber, parse, scan
from .units import Unit, unit_at

LONGEST = 28
"""A longer cell is prose and ends a table."""

_CELL = re.compile(r"[^\n|\t]+")
_NUMBER = re.compile(r"[-+－−]?\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(r"[（(][±]?([^（）()]{1,12})[）)]$")
_OVER = re.compile(r"单位[:：] ?([^\s，。；）)]{1,12})")
_NAMES = re.compile(r"(?:指标|项目|地区|名称|城市|区县|产品|行业|品种|类别|单位|国家|省份)(?:名称)?$")
"""Heads over the column of the rows' names."""
_MANY = re.compile(r"(?:^|[\n|\t]) *[-+－−]?\d[\d,.]* *(?=[\n|\t]|$)")
_PROSE = re.compile(r"[，。；！？]")


@dataclass(slots=True, frozen=True)
class _Measure:
    """What the numbers of a column are counted in."""

    scale: Decimal
    unit: Unit


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    text: str
    number: bool


@dataclass(slots=True)
class _Row:
    heads: list[_Cell]
    """The cells of words since the row before; the last is the row's name."""
    numbers: list[_Cell] = field(default_factory=list)


def _measure(written: str) -> _Measure | None:
    """Read a unit with its scale: 万吨, 亿元, %."""
    scale, rest = Decimal(1), written.strip()
    for length in (2, 1):
        number = parse(rest[:length]) if rest[:length] and rest[0] in "十百千万亿" else None
        unit = unit_at(rest, length) if number is not None else None
        if number is not None and unit is not None and len(unit.written) == len(rest) - length:
            return _Measure(number, unit)
    unit = unit_at(rest, 0)
    return _Measure(scale, unit) if unit is not None and len(unit.written) == len(rest) else None


def _stated(cell: _Cell) -> _Measure | None:
    """Return the unit that a head or a row's name states in brackets at its end."""
    found = _UNIT.search(cell.text)
    return _measure(found.group(1)) if found else None


def _cells(text: str) -> Iterator[_Cell]:
    for found in _CELL.finditer(text):
        written = found.group().strip()
        if written:
            start = found.start() + found.group().index(written)
            yield _Cell(start, start + len(written), written, _NUMBER.fullmatch(written) is not None)


def _tables(text: str) -> Iterator[list[_Row]]:
    """Yield the rows of each table."""
    rows: list[_Row] = []
    heads: list[_Cell] = []
    for cell in _cells(text):
        if cell.number:
            if heads:
                rows.append(_Row(heads))
                heads = []
            if rows:
                rows[-1].numbers.append(cell)
        elif len(cell.text) > LONGEST or _PROSE.search(cell.text):
            if len(rows) > 1:
                yield rows
            rows, heads = [], [cell] if _OVER.search(cell.text) else []
        else:
            heads.append(cell)
    if len(rows) > 1:
        yield rows


def _columns(row: _Row) -> list[_Measure | None] | None:
    """Return the units of the columns if heads over a row state any, else None."""
    heads, width = row.heads[:-1], len(row.numbers)
    over = next((m for c in heads if (f := _OVER.search(c.text)) and (m := _measure(f.group(1)))), None)
    heads = [c for c in heads if not _OVER.search(c.text)]
    first = next((i for i, c in enumerate(heads) if _NAMES.match(c.text.replace(" ", ""))), None)
    named = [_stated(c) for c in (heads[-width:] if first is None else heads[first + 1 : first + 1 + width])]
    if over is None and not any(named):
        return None
    return [m or over for m in [None] * (width - len(named)) + named]


def _reading(cell: _Cell, measure: _Measure, numeral: WrittenNumber) -> MeasuredNumber:
    assert numeral.value is not None
    unit = measure.unit
    factor = measure.scale * ((unit.factor if unit.label == "MONEY" else None) or 1)
    number = MeasuredNumber.of(numeral)
    number.scaled(factor)
    number.unit, number.code, number.label, number.rule = unit, unit.code, unit.label, "table"
    return number


def _numeral(text: str, cell: _Cell) -> WrittenNumber | None:
    found = scan(cell.text)
    if len(found) != 1 or found[0].value is None or found[0].end != len(cell.text):
        return None
    n = found[0]
    return WrittenNumber(cell.start + n.start, cell.end, n.value, None, None, n.step, None, "digits")


def read(text: str) -> list[MeasuredNumber]:
    """Return the readings of the cells of numbers whose unit a table states, in text order."""
    found: list[MeasuredNumber] = []
    if _MANY.search(text) is None:
        return found
    for rows in _tables(text):
        columns: list[_Measure | None] = []
        for row in rows:
            stated = _columns(row)
            columns = stated if stated is not None else columns
            own = _stated(row.heads[-1])
            if own is not None:
                columns = [own, *columns[1:]]
            for cell, measure in zip(row.numbers, columns, strict=False):
                numeral = _numeral(text, cell) if measure else None
                if measure and numeral:
                    found.append(_reading(cell, measure, numeral))
    return found
