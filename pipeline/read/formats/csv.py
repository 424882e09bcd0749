"""CSV and TSV with a header; a broken row costs itself, not the rows after it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import partial

from ..encodings import decode
from ..registry import Fault, Found, Reader, Row, heads
from .text import faults

_MARKS = ",\t;|"
_TOLD = re.compile(r"\s*sep=(.)[ \t]*\r?\n", re.IGNORECASE)
"""The line by which Excel is told what parts the cells."""
_WIDEST = 2**31 - 1
_QUOTES = "a quote is not closed, or stands inside a cell and is not doubled"


class _Lines:
    """The lines of a text from one of them on, counted as they are taken."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while self.taken < len(self.lines):
            self.taken += 1
            yield self.lines[self.taken - 1]


def _cells(text: str, mark: str, before: int) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each row that is not blank with the number of its first line; None where its quotes do not fit.

    `before` are the lines of the file before the text. Where a quote is not closed, or is followed by more than a
    delimiter, the row ends with its first line.
    """
    csv.field_size_limit(_WIDEST)
    lines = _Lines(list(io.StringIO(text, newline="")))
    rows = csv.reader(iter(lines), delimiter=mark, strict=True)
    while True:
        start = lines.taken
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            lines.taken = start + 1
            rows = csv.reader(iter(lines), delimiter=mark, strict=True)
            yield before + start + 1, None
            continue
        if any(cell.strip() for cell in cells):
            yield before + start + 1, cells


def _mark(header: str, usual: str) -> str:
    """Return what parts the cells of a header: the usual mark, or another that stands in it where that does not."""
    return next((mark for mark in (usual, *_MARKS) if mark in header), usual)


def _read(data: bytes, usual: str) -> Iterator[Found]:
    decoded = decode(data)
    yield from faults(decoded, data)
    told = _TOLD.match(decoded.text)
    text = decoded.text[told.end() :] if told else decoded.text
    mark = told[1] if told else _mark(text.lstrip().partition("\n")[0], usual)
    rows = _cells(text, mark, 1 if told else 0)
    line, header = next(rows, (1, None))
    if header is None:
        yield Fault(f"line {line}: the quotes of the header do not fit")
        return
    names = heads([head.strip() for head in header])
    for number, (line, cells) in enumerate(rows, 1):
        if cells is None:
            yield Fault(f"line {line}: {_QUOTES}", str(number), f"rows: {_QUOTES}")
        elif any(cell.strip() for cell in cells[len(names) :]):
            reason = f"line {line}: {len(cells)} cells, the header has {len(names)}"
            yield Fault(reason, str(number), "rows: more cells than the header has")
        else:
            cells += [""] * (len(names) - len(cells))
            yield Row(str(number), {str(n): cell for n, cell in zip(names, cells, strict=False)}, decoded.encoding)


READER = Reader("CSV", partial(_read, usual=","))
TABBED = Reader("TSV", partial(_read, usual="\t"))
