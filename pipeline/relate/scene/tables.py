"""Tables that were flattened into text: cells parted by line ends or |, read back into rows and columns.

A number that fills its cell belongs to the nearest label before it (its row) and to the column head that stands at its
place; a label that another label follows heads a group of rows; the words before the heads are the caption.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...model import Aspect, Comparison, Quantity, Span, Time
from .clauses import Scene

CELL = re.compile(r"[^\n|]+")
NUMBER = re.compile(r"[-+−±]?[\d,.]+[%‰]?")
CORNER = re.compile(r"指 ?标(?!值)|项 ?目|名 ?称|品 ?种|分 ?组|类 ?别|地 ?区$")
GENERIC = re.compile(r"指标值|数值|绝对数|绝对量|本年|本期|累计|年末数|实绩|完成|总量|合计|期末数|单位")
RATE = re.compile(r"增长|增速|升降|增减|±|比上年|同比|环比|涨跌")
SHARE = re.compile(r"比重|占比|构成|份额")
LABEL_LIMIT = 40


@dataclass(slots=True)
class Cell:
    """What a number of a table means: the spans of its words, what its column head says, and the time of the table."""

    spans: tuple[Span, ...]
    aspect: Aspect
    comparison: Comparison | None
    down: bool
    time: Time | None = None


@dataclass(slots=True)
class _Table:
    """The heads, caption and group of the table that is being read."""

    heads: list[Span]
    caption: Span | None
    group: Span | None = None


def read(scene: Scene) -> dict[str, Cell]:
    """Return what each number that fills a table cell means, by the quantity's id."""
    filled = {q.start: q for q in scene.quantities if NUMBER.fullmatch(q.text.strip().replace(" ", ""))}
    cells = [_stripped(scene.text, m.start(), m.end()) for m in CELL.finditer(scene.text)]
    cells = [c for c in cells if c.end > c.start]
    numbers = [_number(scene, c, filled) for c in cells]
    found: dict[str, Cell] = {}
    table: _Table | None = None
    pending: list[Span] = []
    row: Span | None = None
    column = 0
    for i, (cell, quantity) in enumerate(zip(cells, numbers, strict=True)):
        if quantity is None:
            if cell.end - cell.start > LABEL_LIMIT:
                table, pending, row = None, [], None
            pending.append(cell)
            continue
        if pending:
            width = next((n for n, q in enumerate(numbers[i:]) if q is None), len(numbers) - i)
            table, row = _heads(scene, table, pending, width)
            pending, column = [], 0
        if table is not None and row is not None and column < max(1, len(table.heads)):
            found[quantity.id] = _cell(scene, table, row, column, quantity)
        column += 1
    return found if len(found) >= 4 else {}


def _stripped(text: str, start: int, end: int) -> Span:
    """Return a span without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _number(scene: Scene, cell: Span, filled: dict[int, Quantity]) -> Quantity | None:
    """Return the quantity that fills a cell, if one does."""
    quantity = filled.get(cell.start)
    return quantity if quantity and quantity.end == cell.end else None


def _heads(scene: Scene, table: _Table | None, pending: list[Span], width: int) -> tuple[_Table | None, Span]:
    """Return the table and the row label that the labels before a row of `width` numbers stand for."""
    text, row = scene.text, pending[-1]
    corner = next((n for n, c in enumerate(pending[:-1]) if CORNER.search(text[max(c.start, c.end - 40) : c.end])), -1)
    if corner >= 0:
        heads = pending[corner + 1 : corner + 1 + width]
        heads = heads if heads and heads[-1] != row else pending[corner + 1 : -1]
        above = [c for c in pending[:corner] if not text.startswith("单位", c.start)]
        caption = pending[corner] if pending[corner].end - pending[corner].start > 8 else above[-1] if above else None
        group = pending[-2] if len(pending) - 1 > corner + 1 + len(heads) else None
        return _Table(heads, caption, group), row
    if table is not None:
        if len(pending) > 1:
            table.group = pending[-2]
        return table, row
    if width > 1 and len(pending) > width:
        heads = pending[-1 - width : -1]
        caption = pending[-2 - width] if len(pending) > width + 1 else None
        return _Table(heads, caption), row
    return None, row


def _cell(scene: Scene, table: _Table, row: Span, column: int, quantity: Quantity) -> Cell:
    """Return what a number at a row and column means."""
    text = scene.text
    head = table.heads[column] if column < len(table.heads) else None
    name = text[head.start : head.end] if head else ""
    rate, share = bool(RATE.search(name)), bool(SHARE.search(name))
    first = table.heads[0] if table.heads else None
    measure = first if rate else head
    plain = measure is None or bool(GENERIC.search(text[measure.start : measure.end]))
    spans = [_bare(scene, row)]
    if not plain and measure is not None:
        spans.append(_bare(scene, measure))
    else:
        grouped = table.group and not text.startswith("按", table.group.start)
        over = table.group if grouped else table.caption
        spans += [_bare(scene, over)] if over else []
    if share and head is not None and head != measure:
        spans.append(_bare(scene, head))
    words = [text[s.start : s.end].replace(" ", "") for s in spans]
    if len(spans) > 1 and (words[1] in words[0] or (words[0] in words[1] and len(words[1]) - len(words[0]) < 3)):
        spans = spans[:1] + spans[2:]
    dated = [t for s in (head, first, table.group, table.caption) if s for t in scene.dates(s.start, s.end)]
    yoy: Comparison | None = "yoy" if "同比" in name or "上年" in name else "previous" if "环比" in name else None
    return Cell(
        tuple(s for s in spans if s.end > s.start),
        "rate" if rate else "share" if share else "level",
        yoy if rate else None,
        quantity.text.startswith(("-", "−")),
        dated[0] if dated else None,
    )


def _bare(scene: Scene, span: Span) -> Span:
    """Return a label without marks, times, units in brackets and the name of the table's corner."""
    text, end = scene.text, span.end
    start = max(span.start, *(text.rfind(c, span.start, end) + 1 for c in "。；！？"))
    if match := re.match(r"[#＃*]+|其中[:：]?", text[start:end]):
        start += match.end()
    start = _stripped(text, start, end).start
    if match := re.match(r"表 ?\d+ *", text[start:end]):
        start += match.end()
    for time in scene.dates(start, end):
        if time.start == start:
            start = time.end
    bracket = min((i for i in (text.find("（", start, end), text.find("(", start, end)) if i > start), default=end)
    corner = CORNER.search(text[start:bracket])
    if corner and corner.start() > 2:
        bracket = start + corner.start()
    return _stripped(text, start, bracket)
