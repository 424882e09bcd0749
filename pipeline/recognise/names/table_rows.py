"""Names in the columns of tables whose heads say that they hold places or firms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...lang.headings import FIRST
from ...lang.table_words import is_named, listed
from ...lang.word_set import either
from ...model import ArticleTable, Document, Mention, NameLabel, Span, TableCell

_MARK = re.compile(rf'[#*]|{either(listed("opens_row"))}[:：]?|\d{{1,2}}[.、]|{FIRST}')
_LONGEST = 16


def named(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with the names of places and firms that the heads of tables tell, in text order.

    A name that fills its cell takes the place of what was recognised in it, unless that is the whole name.
    """
    spans = {s: label for t in document.tables for s, label in _told(document.text, t)}
    whole = {(m.start, m.end) for m in mentions}
    added = [
        Mention(id="m", start=s.start, end=s.end, text=document.text[s.start : s.end], label=label, rule="table")
        for s, label in spans.items()
        if (s.start, s.end) not in whole
    ]
    covered = {n for m in added for n in range(m.start, m.end)}
    kept = [m for m in mentions if m.start not in covered and m.end - 1 not in covered]
    return sorted([*kept, *added], key=lambda m: m.start)


def _told(text: str, article_table: ArticleTable) -> Iterator[tuple[Span, NameLabel]]:
    """Yield the names of a table's rows, where the head of their column says what they name."""
    for cell in article_table.cells:
        if cell.role == "label" and cell.column_heads:
            corner = text[slice(*cell.column_heads[-1])]
            firm: NameLabel | None = "ORG" if is_named(corner, "firm") else None
            label: NameLabel | None = "GPE" if is_named(corner, "place") else firm
            if label and (span := _name(text, cell)):
                yield span, label


def _name(text: str, cell: TableCell) -> Span | None:
    """Return where the name in a cell stands, without marks and brackets; None for 全市, 合计 and the like."""
    written = text[cell.start : cell.end]
    lead = mark.end() if (mark := _MARK.match(written)) else 0
    end = next((n for n, c in enumerate(written) if c in "（(*①②③" and n > lead), len(written))
    name = "".join(written[lead:end].split())
    if not 1 < len(name) <= _LONGEST or is_named(name, "total") or any(c.isdigit() for c in name):
        return None
    return Span(cell.start + lead, cell.start + len(written[:end].rstrip()))
