"""Boxes: the cells of a table before the article's reading text is made, each with its lines and place, and what its
text alone tells: a number, nothing, a year, a unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from ..lang.table_words import ends_with, has_word, is_named, listed, plain
from ..lang.tables import table
from ..lang.word_set import either
from .lines import Line

_MARKS = r"(?: ?(?:\*+|[①-⑳†‡¹²³]|\[\d{1,2}\]|[（(](?:注 ?)?\d{1,2}[）)]))?"
_FIGURES = r"(?:\d{1,3}(?:[,， ]\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(rf"[（(]? ?[-+±−↑↓▲▼△▽<>≤≥]{{0,2}} ?(?:{_FIGURES}) ?[%‰]?[↑↓▲▼△▽]? ?[）)]?{_MARKS}")
_EMPTY = re.compile(r"[-—–－―…·.．。/／\\*×_~]{1,6}|\(?N/?A\)?|[xX]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURED = re.compile(
    rf"(?:{either(listed('moves'))}{{1,4}} ?)?[-+±−↑↓▲▼]? ?(?:{_FIGURES}) ?[^\d，。；：、]{{1,8}}"
)
_SCALES = re.compile(r"[十百千万亿]{0,3}")
_DATE = re.compile(r"\d[\d\-—~至.]*年.*|[\d\-—~至]+(?:月|季|日).*|.*(?:岁|时$|级$|年$).*")
_LABELLED = re.compile(f"{either(listed('unit_label'))}：")
_PER = re.compile(r"[/每]")
_BRACKET = re.compile(r"\([±+]?([^()]{1,12})\)$")


@dataclass(slots=True)
class Box:
    """A cell of a table: its lines, its place from the top left, how many rows and columns it takes."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cell's words, blanks left out."""
        return "".join(plain(line.text) for line in self.lines)

    @property
    def written(self) -> str:
        """The cell's words as they stand, its lines parted by nothing."""
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class Grid:
    """The boxes of one table in reading order, and the lines that stand over it, the nearest last."""

    boxes: list[Box]
    above: list[Line] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return max((b.row + b.rows for b in self.boxes), default=0)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((b.column + b.columns for b in self.boxes), default=0)


def is_number(text: str) -> bool:
    """Tell whether a text is one number as cells hold it: signs, arrows, per cent and a footnote's mark allowed."""
    return len(text) <= 30 and _NUMBER.fullmatch(text) is not None


def is_empty(text: str) -> bool:
    """Tell whether a cell tells nothing: blank, a dash, dots, 持平."""
    return not text or _EMPTY.fullmatch(text) is not None or plain(text) in listed("empty")


def is_year(text: str) -> bool:
    """Tell whether a text is a bare year."""
    return _YEAR.fullmatch(text) is not None


def is_datum(text: str) -> bool:
    """Tell whether a text is a number with or without a unit: 12.3, 12.3亿元, 提高0.3个百分点; no period, no age."""
    if is_number(text):
        return True
    return len(text) <= 20 and _MEASURED.fullmatch(text) is not None and _DATE.fullmatch(text) is None


@cache
def _units() -> frozenset[str]:
    monies = (row["written"] for row in table("currencies.tsv") if row["side"] == "after")
    counts = (row["written"] for row in table("classifiers.tsv") if row["noun"] != "1")
    return frozenset([*(row["written"] for row in table("units.tsv")), *counts, *monies])


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit alone: 亿元, 万人次, 元/吨, %."""
    text = plain(text).strip("()")
    scale = _SCALES.match(text)
    if not 0 < len(text) <= 12 or scale is None:
        return False
    return all(
        part and any(part[at:] in _units() for at in {0, min(scale.end(), len(part) - 1)}) for part in _PER.split(text)
    )


def is_note(text: str) -> bool:
    """Tell whether a text explains the table: 注：…, 资料来源：…"""
    head, colon, _ = plain(text).replace(":", "：").partition("：")
    return bool(colon) and head.rstrip("0123456789.、") in listed("note")


def states_unit(text: str) -> bool:
    """Tell whether a cell or a line says what numbers are counted in: 产量（万吨）, 比重%, 单位：亿元, 亿元."""
    text = plain(text)
    bracket = _BRACKET.search(text)
    said = _LABELLED.search(text) is not None or text.endswith(("%", "‰"))
    return said or is_unit(text) or bool(bracket and is_unit(bracket[1]))


def is_statistical(grid: Grid) -> bool:
    """Tell whether a grid holds statistics: it says somewhere what its numbers count, and is no result of games."""
    texts = [box.text for box in grid.boxes]
    if sum(is_named(text, "sport", "person") for text in texts) > 1:
        return False
    words = [text for text in texts if not is_number(text)]
    if any(states_unit(text) or has_word(text, "rate") or has_word(text, "share") for text in words):
        return True
    over = any(states_unit(line.text) for line in grid.above)
    return over or any(ends_with(text, "measure") or is_datum(text) for text in words)
