"""A number under construction: coefficients times 十, 百 and 千 in sections that 万 and 亿 close."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ...model import Modifier
from .numeral_characters import ONE


class Coefficient(NamedTuple):
    """A coefficient: its bounds (equal where it is exact), where it ends, how it was written."""

    low: Decimal
    high: Decimal
    end: int
    form: str
    """'digit', 'pair', 'string' (several figures), 'ascii', 'vague'."""
    step: Decimal = ONE


class Total:
    """A number under construction: sections closed by 万 or 亿, the open section, and the last unit seen."""

    __slots__ = ("bare", "begun", "closed", "form", "high", "last", "low", "more", "step", "vague")

    def __init__(self) -> None:
        self.closed: list[tuple[Decimal, Decimal, Decimal]] = []
        self.low = self.high = Decimal(0)
        self.last: Decimal | None = None
        self.step = ONE
        self.more: Modifier | None = None
        self.form = "hanzi"
        self.bare = self.begun = self.vague = False

    def add(self, part: Coefficient, unit: Decimal) -> None:
        """Add a coefficient times 十, 百, 千 or 1 to the open section."""
        self.low += part.low * unit
        self.high += part.high * unit
        self.step = part.step * unit
        self.last = unit
        self.begun = True
        self.vague = self.vague or part.form == "vague"

    def close(self, unit: Decimal) -> None:
        """Multiply what stands open below `unit` by it: 一万五千 + 亿."""
        low, high = self.low, self.high
        while self.closed and self.closed[-1][2] < unit:
            below = self.closed.pop()
            low += below[0]
            high += below[1]
        if not self.begun:
            low = high = ONE
            self.bare = True
        self.closed.append((low * unit, high * unit, unit))
        self.low = self.high = Decimal(0)
        self.step *= unit
        self.last = unit
        self.begun = True

    def may_close(self, unit: Decimal, coefficient: bool) -> bool:
        """Tell whether 万 or 亿 may follow: the sections of a number come in falling order."""
        above = [u for _, _, u in self.closed if u >= unit]
        if not above:
            return True
        return above[-1] > unit and (coefficient or self.low != 0)

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Return the least and the greatest number meant."""
        low = sum((c[0] for c in self.closed), self.low)
        high = sum((c[1] for c in self.closed), self.high)
        return low, high
