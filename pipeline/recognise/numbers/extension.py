"""Extends numbers over sign, currency and the words that bound them, and settles their final unit."""

from __future__ import annotations

import re

from . import modifiers, temperature
from .cues import pattern, stands_before, words
from .measured import BARE, MeasuredNumber
from .money import clause_before, pay, trillions
from .numeral_characters import EACH, GREAT_SCALES, ORDINAL
from .signs import minus_before
from .units import unit_written

_PER_PEOPLE = re.compile(rf"每(?:10|十) ?万(?:常住)?{pattern('population')}[^\d]{{0,16}}$")
_PEOPLE = (None, *words("person"))
_EACH_TIME = re.compile(f"{EACH}({pattern('each time')}){pattern('reaches')}?$")
"""每秒 right before a measure: 每秒3.5万立方米."""
_SPEED_REACH = 16
"""Characters of the clause before a length in which a speed is named."""
_SPEED = re.compile(pattern("speed"))
_OF_SPEED = re.compile(f"(?:以上|左右)?的{pattern('kind of speed')}?时速")


def signed(text: str, number: MeasuredNumber, floor: int) -> None:
    """Take in the sign before a number: -3.5%, 负20."""
    sign = None if number.signed else minus_before(text, number.start, floor)
    if sign is not None:
        number.start = sign
        number.negate()


def extend(text: str, number: MeasuredNumber, floor: int, home: str) -> None:
    """Extend a number over what belongs to it; nothing before `floor` may be taken in, 元 means the currency `home`."""
    if number.label == "ORDINAL":
        number.start -= text.endswith(ORDINAL, floor, number.start)
    else:
        signed(text, number, floor)
    if number.code in temperature.CODES:
        temperature.settle(text, number)
    elif number.unit is not None and number.unit.written == "兆":
        trillions(text, number, home)
    elif number.code == "km":
        number.code = _speed(text, number)
    elif number.label in (BARE, "MONEY"):
        pay(text, number, floor, home)
    if number.label == "QUANTITY" and number.code and "/" not in number.code:
        second = _EACH_TIME.search(text, max(0, number.number_start - 8), number.number_start)
        number.code += f"/{unit_written(second[1]).code}" if second else ""
    if number.label == "CARDINAL" and number.code in _PEOPLE and _PER_PEOPLE.search(clause_before(text, number.start)):
        number.label, number.code = "QUANTITY", "/10^5"
    if number.rule != "special":
        _bound(text, number, floor)


def _speed(text: str, number: MeasuredNumber) -> str:
    """Return km/h for kilometres that the clause calls a speed: 时速达160公里, 每小时120公里."""
    named = _SPEED.search(clause_before(text, number.number_start, _SPEED_REACH)) or _OF_SPEED.match(text, number.end)
    return "km/h" if named else "km"


def _bound(text: str, number: MeasuredNumber, floor: int) -> None:
    """Extend a number over the bounding words at its sides and note what they say."""
    right = modifiers.after(text, number.end, number.label in ("DURATION", "QUANTITY"))
    if right and text[right.edge - 1] == "起" and text.endswith(words("from an amount"), 0, number.start):
        right = None
    if right:
        number.end, number.modifier = right.edge, right.modifier
        again = modifiers.after(text, number.end, False) if right.modifier == "over" else None
        if again:
            number.end, number.modifier = again.edge, again.modifier
    large = number.label == "PERCENT" or text[number.number_end - 1] in GREAT_SCALES
    left = modifiers.before(text, number.start, number.written.bare, large)
    if left and left.edge >= floor:
        number.start, number.modifier = left.edge, left.modifier
    elif number.modifier is None:
        number.modifier = modifiers.parted(text, number.start)
    if number.modifier == "at_least" and right and _exceeds(text, number):
        number.modifier = "over"


def _exceeds(text: str, number: MeasuredNumber) -> bool:
    """Tell whether 以上 states that a rate was exceeded (增长50%以上) and no floor (保持6%以上, 力争增长6%以上)."""
    if number.label != "PERCENT" or not stands_before("rising", text, number.start):
        return False
    return not stands_before("planned", text, number.start)
