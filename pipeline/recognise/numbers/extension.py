"""Drafts of quantities: readings extended over sign, currency and the words that bound them, with their final unit.

A draft may still be joined with its neighbours; `finished` makes the quantity of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ...model import Modifier, Quantity, QuantityLabel
from . import interpretation, modifiers
from .measures import Reading
from .units import currency_before, normal_form

_SIGN = re.compile(r"(?:(?<![0-9A-Za-z.)）\-—–一二三四五六七八九十百千万亿元%个年月日号])[-−－]|负的?) ?$")
_SIGN_REACH = 4
_THERMOMETER = frozenset(("Cel", "deg", "[degF]", "K"))


@dataclass(slots=True)
class Draft:
    """A quantity under construction; fields as in `Quantity`."""

    start: int
    end: int
    label: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: Modifier | None
    unit: str | None
    step: Decimal | None
    rule: str

    def negate(self) -> None:
        """Change the sign of all that is known of the number."""
        self.value = None if self.value is None else -self.value
        low, high = self.low, self.high
        self.low = None if high is None else -high
        self.high = None if low is None else -low

    def finished(self, text: str, ident: str) -> Quantity:
        """Return the quantity, with its value in the SI where its unit has one."""
        si, unit = normal_form(self.value, self.unit)
        return Quantity(
            id=ident, start=self.start, end=self.end, text=text[self.start : self.end],
            label=cast(QuantityLabel, self.label), value=self.value, low=self.low, high=self.high,
            modifier=self.modifier, unit=self.unit, precision=self.step, value_si=si, unit_si=unit, rule=self.rule,
        )  # fmt: skip


def signed(text: str, draft: Draft, floor: int) -> None:
    """Take in the sign before a number: -3.5%, 负20."""
    sign = _SIGN.search(text, max(floor, draft.start - _SIGN_REACH), draft.start)
    if sign:
        draft.start = sign.start()
        draft.negate()


def draft(text: str, r: Reading, floor: int, home: str) -> Draft:
    """Return the draft of a reading; nothing before `floor` may be taken in, 元 means the currency `home`."""
    d = Draft(r.start, r.end, r.label, r.value, r.low, r.high, None, r.code, r.step, r.rule)
    if d.label == "ORDINAL":
        d.start -= text.endswith("第", floor, d.start)
    else:
        signed(text, d, floor)
    if d.unit in _THERMOMETER:
        _warm(text, r, d)
    elif r.code == "km":
        d.unit = interpretation.speed(text, r, r.code)
    elif d.label in ("BARE", "MONEY"):
        _pay(text, r, d, floor, home)
    if r.rule != "special":
        _bound(text, r, d, floor)
    elif r.more:
        d.modifier = cast(Modifier, r.more)
    if d.label == "BARE":
        d.label = "CARDINAL"
    return d


def _warm(text: str, r: Reading, d: Draft) -> None:
    """Take in 零下, 摄氏 and 华氏 before a temperature, and settle what 度 means."""
    start, below, scale = interpretation.temperature(text, d.start)
    d.start = start
    d.unit = scale or d.unit
    if below:
        d.negate()
    if d.unit == "deg":
        d.unit = interpretation.degrees(text, r)


def _pay(text: str, r: Reading, d: Draft, floor: int, home: str) -> None:
    """Take in a currency before a number, and settle which money is meant and per what."""
    prefix = currency_before(text, d.start)
    place = text.rfind(prefix.written, floor, d.start) if prefix else -1
    if prefix and place >= 0:
        d.start, d.label, d.unit = place, "MONEY", prefix.code
    elif d.label == "BARE" and interpretation.is_money(text, r):
        d.label, d.unit = "MONEY", home
    elif d.unit and d.unit.partition("/")[0] == "CNY" and "人民币" not in text[d.start : d.end]:
        d.unit = home + d.unit[3:]
    if d.label == "MONEY" and d.unit and "/" not in d.unit:
        d.unit = interpretation.priced(text, r, d.unit)


def _bound(text: str, r: Reading, d: Draft, floor: int) -> None:
    """Extend a draft over the bounding words at its sides and note what they say."""
    right = modifiers.after(text, d.end, d.label in ("DURATION", "QUANTITY"))
    if right:
        d.end, d.modifier = right.edge, right.modifier
        again = modifiers.after(text, d.end, False) if right.modifier == "over" else None
        if again:
            d.end, d.modifier = again.edge, again.modifier
    if r.more and not right:
        d.modifier = cast(Modifier, r.more)
    large = r.label == "PERCENT" or text[r.stop - 1] in "万亿"
    left = modifiers.before(text, d.start, r.numeral.bare, large)
    if left and left.edge >= floor:
        d.start, d.modifier = left.edge, left.modifier
    elif d.modifier is None:
        d.modifier = modifiers.parted(text, d.start)
    if d.modifier == "at_least" and right and interpretation.exceeds(text, r, d.start):
        d.modifier = "over"
