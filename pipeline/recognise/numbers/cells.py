"""Numbers that fill cells of tables: their unit stands in the head of the column, in the row or over the table.

What a cell writes beside its number (12.3亿元, 提高0.3个百分点) is read like any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ...lang.table_words import ends_with, has_word, listed
from ...model import ArticleTable, Document, Quantity, QuantityLabel, Span, TableCell
from .numerals import parse
from .quantities import find
from .units import normal_form

_FIGURES = r"(?:\d{1,3}(?:[,， ]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<open>[（(])? ?[+±↑↓▲▼△▽<>≤≥]{{0,2}} ?(?P<number>(?P<sign>[-−])? ?(?P<figures>{_FIGURES}) ?(?P<suffix>[%‰])?)"
    rf"[↑↓▲▼△▽]? ?(?P<close>[）)])?(?: ?(?:\*+|[①-⑳†‡¹²³]|\[\d{{1,2}}\]|[（(](?:注 ?)?\d{{1,2}}[）)]))?"
)
_BRACKET = re.compile(r"[（(][±+]*([^（）()]{1,14})[）)]")
_OVER = re.compile(r"单位[:：]? ?(.*?)[）)]? *$")
_LABEL = re.compile(r"^(?:计量)?单位[:：]?")
_LISTED = re.compile(r"[、，,；; 和或]")
_PER_CENT = re.compile(r"[±+]*([%‰])$")
_SCALE = re.compile(r"[十百千万亿]{1,4}")
_LONGEST_CURRENCY = 5
"""Characters of the name of a currency that may stand before a unit, and one more."""
_PLAIN_UNIT = re.compile(r"[一-龥]{1,4}(?:/[十百千万亿]*[一-龥]{1,4})?")


class Measure(NamedTuple):
    """What numbers are counted in: what they are multiplied by, the code of the unit, the kind of quantity."""

    factor: Decimal
    code: str | None
    label: QuantityLabel


PER_CENT = Measure(Decimal(1), "%", "PERCENT")
POINTS = Measure(Decimal(1), "pp", "PERCENT")
PURE = Measure(Decimal(1), None, "CARDINAL")
PLACE = Measure(Decimal(1), None, "ORDINAL")


@lru_cache(maxsize=4096)
def measure(written: str) -> Measure | None:
    """Return what a unit with its scale says: 万吨, 亿元, %, 元/吨, 个百分点; None where it is no unit.

    The grammar of quantities reads it after a one; a word that it does not know is a unit after 万 or 亿 (万重量箱).
    """
    text = "".join(written.split())
    if not text or text[0].isdigit():
        return None
    one = next((q for at in range(_LONGEST_CURRENCY) if (q := _one(text, at))), None)
    if one is not None and one.value is not None:
        piece = text.endswith("块") and one.unit == "CNY"
        return Measure(one.value, "块" if piece else one.unit, "CARDINAL" if piece else one.label)
    scale = _SCALE.match(text)
    factor = parse(scale[0]) if scale else None
    rest = text[scale.end() :] if scale and factor is not None else text
    if _PLAIN_UNIT.fullmatch(rest) and (factor is not None or "/" in rest):
        return Measure(factor or Decimal(1), rest, "CARDINAL")
    return None


def _one(text: str, at: int) -> Quantity | None:
    """Return what a unit says of a one that stands before its character `at` (新台币|百万元), None where it is none."""
    found = find(text[:at] + "1" + text[at:]) if at < len(text) else []
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(text) + 1
    return found[0] if whole and (at == 0 or found[0].label == "MONEY") else None


@lru_cache(maxsize=4096)
def stated(head: str) -> Measure | None:
    """Return the unit that a head or a row's name states: in brackets, after a comma or %, or as its only word."""
    text = "".join(head.split())
    for inner in reversed(_BRACKET.findall(text)):
        if found := measure(_LABEL.sub("", inner)):
            return found
    if sign := _PER_CENT.search(text):
        return Measure(Decimal(1), sign[1], "PERCENT")
    tail = re.split(r"[，,：:/]", text, maxsplit=1)[-1]
    return measure(tail) if len(tail) <= 6 and _is_unit(tail) else None


def _is_unit(text: str) -> bool:
    """Tell whether a word that stands alone is a unit and not a name that one could be (人, 项目, 百色)."""
    found = measure(text)
    if found is None or text.endswith(listed("place-end")):
        return False
    if not any(_one(text, at) for at in range(_LONGEST_CURRENCY)):
        return False
    return found.factor != 1 or found.label in ("MONEY", "PERCENT") or "/" in text


class TableNumbers:
    """Reads the cells of one table."""

    def __init__(self, text: str, table: ArticleTable) -> None:
        self.text = text
        self.table = table
        self.over = [m for span in table.measures for m in self._listed(span)]
        self.over = self.over or [m for span in reversed(table.captions) if (m := stated(self._at(span)))]
        corners = (c for c in table.cells if c.role == "head" and c.column == 0)
        self.corner = next((m for c in corners if (m := stated(self._at(c)))), None)
        told = ((c, _NUMBER.fullmatch(self._at(c))) for c in table.cells if c.role == "datum")
        self.data = [(cell, number) for cell, number in told if number is not None]
        self.indices = {column: self._is_index(column) for column in {c.column for c, _ in self.data}}

    def _at(self, span: Span | TableCell) -> str:
        return self.text[span.start : span.end]

    def _listed(self, span: Span) -> list[Measure]:
        """Return the units that a line over the table states: 单位：亿元、%."""
        over = _OVER.search(self._at(span))
        words = _LISTED.split(over[1] if over else self._at(span).strip("（）()"))
        return [found for word in words if word and (found := measure(word))]

    def _is_index(self, column: int) -> bool:
        """Tell whether a column holds index numbers around a hundred, whatever its head says of growth."""
        values = [Decimal(m["figures"].replace(",", "").replace(" ", "")) for c, m in self.data if c.column == column]
        heads = [self._at(h) for c, _ in self.data if c.column == column for h in c.column_heads]
        named = any(has_word(t, "index-number") for t in [*heads, *(self._at(s) for s in self.table.captions)])
        written = any(stated(head) for head in heads)
        return named and not written and all(50 <= v <= 200 for v in values)

    def quantities(self, home: str) -> Iterator[Quantity]:
        """Yield the numbers that fill their cells; 元 is the currency `home`."""
        above: dict[tuple[Span, ...], Measure] = {}
        for cell, number in self.data:
            yield self._quantity(cell, number, self._measure(cell, number, above), home)

    def _measure(self, cell: TableCell, number: re.Match[str], above: dict[tuple[Span, ...], Measure]) -> Measure:
        """Return what a number is counted in; `above` are the units of rows before, by their group."""
        if number["suffix"]:
            return Measure(Decimal(1), number["suffix"], "PERCENT")
        heads = [self._at(head) for head in reversed(cell.column_heads)]
        head = next((m for text in heads if (m := stated(text))), None)
        rated = bool(heads) and (has_word(heads[0], "rate") or has_word(heads[0], "share"))
        if heads and has_word(heads[0], "rank"):
            return PLACE
        if self.indices[cell.column]:
            return PURE
        if head is not None and (head.label == "PERCENT" or rated):
            return head
        differs = bool(heads) and has_word(heads[0], "difference") and not has_word(heads[0], "degree")
        if rated and not differs and not has_word(heads[0], "change"):
            return PER_CENT
        name = next((m for span in reversed(cell.row_heads) if (m := self._named(span, head))), None)
        if name is not None and name.code == "%" and (differs or (heads and has_word(heads[0], "change"))):
            return POINTS
        if name is not None:
            above[cell.groups] = name
            return name
        unit = measure(self._at(cell.unit)) if cell.unit else None
        if unit and head and head.label == "MONEY" and unit.label != "MONEY" and "价" in "".join(heads):
            return Measure(head.factor, f"{head.code}/{unit.code}", "MONEY")
        return head or unit or self._general(cell, above) or PURE

    def _named(self, span: Span, head: Measure | None) -> Measure | None:
        """Return the unit that a row's name states; a currency that has a price in another is only a name (美元)."""
        found = stated(self._at(span))
        priced = found is not None and head is not None and found.label == head.label == "MONEY"
        return None if priced and not _BRACKET.search(self._at(span)) else found

    def _general(self, cell: TableCell, above: dict[tuple[Span, ...], Measure]) -> Measure | None:
        """Return the unit that holds for a row without one of its own."""
        name = "".join(self._at(span) for span in cell.row_heads)
        if has_word(name, "index-number"):
            return PURE
        if has_word(name, "share") or name.endswith("率") or ends_with(name, "rate"):
            return PER_CENT
        group = next((m for span in reversed(cell.groups) if (m := stated(self._at(span)))), None)
        plain = [m for m in self.over if m.label != "PERCENT"]
        return group or self.corner or next(iter(plain or self.over), None) or above.get(cell.groups)

    def _quantity(self, cell: TableCell, number: re.Match[str], found: Measure, home: str) -> Quantity:
        """Return the number of a cell; a number in brackets is negative, as accounts write it."""
        figures = number["figures"].replace(",", "").replace("，", "").replace(" ", "")
        bracketed = bool(number["open"] and number["close"])
        value = Decimal(figures) * found.factor * (-1 if number["sign"] or bracketed else 1)
        first, last = number.span() if bracketed else number.span("number")
        start, end = cell.start + first, cell.start + last
        end -= len(self.text[start:end]) - len(self.text[start:end].rstrip())
        code = home + found.code[3:] if found.code and found.code.partition("/")[0] == "CNY" else found.code
        value_si, unit_si = normal_form(value, code)
        return Quantity(
            id="q", start=start, end=end, text=self.text[start:end], label=found.label, value=value, unit=code,
            precision=Decimal(1).scaleb(-len(figures.partition(".")[2])) * found.factor,
            value_si=value_si, unit_si=unit_si, rule="table",
        )  # fmt: skip


def unit_spans(document: Document) -> list[Span]:
    """Return the stretches of tables that say how numbers are counted and hold none: heads, units, 单位：…"""
    cells = (c for table in document.tables for c in table.cells if c.role in ("head", "unit"))
    return [*(Span(c.start, c.end) for c in cells), *(s for table in document.tables for s in table.measures)]


def cell_numbers(document: Document, home: str) -> list[Quantity]:
    """Return the numbers that fill the cells of a document's tables, in text order; `home` is what 元 means."""
    return [q for table in document.tables for q in TableNumbers(document.text, table).quantities(home)]
