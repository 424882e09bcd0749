"""One number as it is written, and reading one that is no fraction at a place of a text."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ...model import Modifier
from .digits import DIGITS, digits_at
from .integers import decimals, integer
from .numeral_characters import FIGURE
from .totals import Total


class WrittenNumber(NamedTuple):
    """One written number: where it stands and what it says."""

    start: int
    end: int
    value: Decimal | None
    """The number, or None where only `low` and `high` are known."""
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    """Worth of the last digit as written: 4.2万 -> 1000."""
    more: Modifier | None = None
    """'over' after 多 or 余, 'about' after 来, else None."""
    form: str = "hanzi"
    """'digits' where it begins with a digit 0-9, else 'hanzi'."""
    bare: bool = False
    """True where it begins with a scale that has no coefficient: 百, 千万, 万亿."""
    whole: Decimal | None = None
    """Denominator of a fraction: 三分之二 -> 3."""


def _settle(total: Total) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return value, low and high: a vague head reaches to the end of its order (数十 = 20 to 99)."""
    low, high = total.bounds()
    if total.vague and total.step > 1:
        high += total.step - 1
    if low == high:
        return low, None, None
    return None, low, high


def read_number(text: str, i: int) -> tuple[WrittenNumber | None, int]:
    """Read the numeral that begins at i; return it, or None, and where to go on."""
    read = integer(text, i)
    if read is None:
        return None, skip(text, i)
    total, j = read
    j = decimals(text, j, total)
    value, low, high = _settle(total)
    return WrittenNumber(i, j, value, low, high, total.step, total.more, total.form, total.bare), j


def skip(text: str, i: int) -> int:
    """Return the end of what cannot be a number at i: a run of figures that is too long, or one character."""
    if text[i] in f".{DIGITS}":
        digits = digits_at(text, i)
        return digits.end() if digits else i + 1
    j = i
    while j < len(text) and text[j] in FIGURE:
        j += 1
    return max(j, i + 1)
