"""Numbers on their way to a quantity: each with the unit beside it, from the numeral to what `Quantity` holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ...model import Modifier, Quantity, QuantityLabel
from .numerals import ONE, TEN, WrittenNumber
from .units import Unit, normal_form

BARE = "BARE"
"""The label of a number without a unit, until it is settled what it counts."""


@dataclass(slots=True)
class MeasuredNumber:
    """A number with its unit. It grows over its unit, over neighbours that make one item with it, over sign, currency
    and the words that bound it; `finished` makes the quantity of it.
    """

    written: WrittenNumber
    """The numeral, as the grammar read it; of several joined ones the first or the one that says how it is written."""
    number_start: int
    """First character of the numeral, without sign and modifiers."""
    number_end: int
    """After the numeral."""
    start: int
    """First character of what the quantity will cover."""
    end: int
    """After the unit and the words behind it."""
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    """Worth of the last digit as written, in the unit."""
    label: str = BARE
    """A label of `Quantity`, or BARE."""
    unit: Unit | None = None
    code: str | None = None
    """Code of the unit, with what it is per: CNY/t."""
    rule: str = "number"
    modifier: Modifier | None = None
    shared: bool = False
    """True where the unit stands later in a list."""
    difference: bool = False
    """True where it is the difference of two temperatures, which has no zero to count from."""
    signed: bool = False
    """True where its sign is taken in already."""

    @classmethod
    def of(cls, written: WrittenNumber) -> MeasuredNumber:
        """Return a numeral as a number without a unit."""
        start, end = written.start, written.end
        return cls(written, start, end, start, end, written.value, written.low, written.high, written.step,
                   modifier=written.more)  # fmt: skip

    @property
    def top(self) -> Decimal | None:
        """The number, of a range its upper end."""
        return self.value if self.value is not None else self.high

    @property
    def has_digits(self) -> bool:
        """Whether it begins with a digit 0-9."""
        return self.written.form == "digits"

    def scaled(self, factor: Decimal) -> None:
        """Multiply all that is known of the number."""
        self.value, self.low, self.high = (None if v is None else v * factor for v in (self.value, self.low, self.high))
        self.step *= factor

    def negate(self) -> None:
        """Change the sign of all that is known of the number."""
        self.value = None if self.value is None else -self.value
        low, high = self.low, self.high
        self.low = None if high is None else -high
        self.high = None if low is None else -low

    def measured_in(self, unit: Unit, end: int) -> None:
        """Take a unit that ends at `end`; a value of 角 or 成 is brought to its currency or to per cent."""
        self.unit, self.code, self.label, self.end, self.rule = unit, unit.code, unit.label, end, unit.label.lower()
        factor = worth(unit, self.value)
        if factor != ONE:
            self.scaled(factor)

    def finished(self, text: str, ident: str) -> Quantity:
        """Return the quantity, with its value in the SI where its unit has one."""
        si, unit = normal_form(self.value, self.code, self.difference)
        label = "CARDINAL" if self.label == BARE else self.label
        return Quantity(
            id=ident, start=self.start, end=self.end, text=text[self.start : self.end],
            label=cast(QuantityLabel, label), value=self.value, low=self.low, high=self.high,
            modifier=self.modifier, unit=self.code, precision=self.step, value_si=si, unit_si=unit, rule=self.rule,
        )  # fmt: skip


def worth(unit: Unit, value: Decimal | None) -> Decimal:
    """Return what a number of a unit is multiplied by: 角 in yuan, 成 and 折 in per cent."""
    if unit.label == "MONEY":
        return unit.factor or ONE
    tenths = unit.written == "成" or (unit.written == "折" and value is not None and value < TEN)
    return TEN if tenths else ONE
