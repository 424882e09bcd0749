"""Fractions and mixed numbers: 三分之二, 百分之十, 3/4, 一又二分之一, 6.76 1/2美分."""

from __future__ import annotations

import re

from .numeral_characters import HALF_SIGN, ONE, START
from .units import unit_at
from .written_numbers import WrittenNumber, read_number

_OVER = re.compile(r" {0,2}[分份] {0,2}之 {0,2}")
_OVER_ONE = re.compile(r"[分份](?=[一壹](?![0-9一二三四五六七八九十百千万]))")
_PER_CENT = re.compile(r"分(?=[二三四五六七八九]?十)")
_SLASH = re.compile(r" ?/ ?(?=[0-9]{1,3}(?![0-9./万]))")


def fraction(text: str, whole: WrittenNumber | None, end: int) -> tuple[WrittenNumber | None, int]:
    """Read the rest of a fraction whose denominator or, before a slash, numerator has been read: 三分之|二, 3/|4."""
    if whole is None or whole.value is None or whole.more:
        return whole, end
    over = _OVER.match(text, end) or (_PER_CENT if whole.bare else _OVER_ONE).match(text, end)
    slash = None if over or whole.form != "digits" or whole.value >= 1000 else _SLASH.match(text, end)
    sign = over or slash
    if sign is None:
        return whole, end
    start = sign.end()
    if over and text[start : start + 1] == HALF_SIGN:
        return whole, end
    part, stop = read_number(text, start) if START.match(text, start) else (None, end)
    if part is None or (slash and text[whole.start - 1 : whole.start] in ("/", ".")):
        return whole, end
    top, bottom = (part, whole) if over else (whole, part)
    if not bottom.value:
        return whole, end
    value, low, high = (None if x is None else x / bottom.value for x in (top.value, top.low, top.high))
    step = top.step / bottom.value
    return whole._replace(end=stop, value=value, low=low, high=high, step=step, more=top.more, whole=bottom.value), stop


_AND = re.compile(r" ?又 ?| (?=([1-9])/([2-9]|16|32|64)(?![0-9/.])(?! ?[月年日]))")


def mixed(text: str, whole: WrittenNumber | None, end: int) -> tuple[WrittenNumber | None, int]:
    """Read the fraction that follows a whole number: 一又|二分之一, 4 |1/2美分, of the last digit: 6.76 |1/2."""
    sign = _AND.match(text, end) if whole is not None and whole.whole is None else None
    if whole is None or whole.value is None or sign is None or not START.match(text, sign.end()):
        return whole, end
    part, stop = fraction(text, *read_number(text, sign.end()))
    if part is None or part.value is None or part.whole is None:
        return whole, end
    if sign[1] is None:
        return whole._replace(end=stop, value=whole.value + part.value, step=part.step, whole=part.whole), stop
    unit = unit_at(text, stop + text.startswith(" ", stop))
    if part.value >= ONE or unit is None or unit.label not in ("MONEY", "QUANTITY"):
        return whole, end
    return whole._replace(end=stop, value=whole.value + part.value * whole.step, step=part.step * whole.step), stop
