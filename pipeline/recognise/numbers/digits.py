"""Digits 0-9 as they are written in numbers: with a decimal point, and with commas or blanks that part thousands."""

from __future__ import annotations

import re

from .numeral_characters import BIG, OVER
from .units import currency_before, unit_at

DIGITS = "0123456789"
GROUPS = 6
"""Groups of three that a number parted by blanks can have: 20 digits, as many as MAX_DIGITS of a numeral."""

_WRITTEN = re.compile(
    r"(?<=\S)[0-9]{1,4}\. [0-9]{1,2}(?=%|亿|万|个百分点)"
    r"|[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*\.[0-9]+|[0-9]+"
)
_PARTED = re.compile(rf"[1-9][0-9]{{0,2}}(?: [0-9]{{3}}){{1,{GROUPS}}}(?![0-9])(?:\.[0-9]+)?(?! ?[0-9])")
"""Thousands parted by blanks: 1 411 778 724, 126 058.2 (ISO 80000-1, 7.3.1: groups of three from the decimal sign)."""
_SCALE = re.compile(rf" {{0,2}}(?:[十百千]?[{''.join(BIG)}]|[{OVER}])")
_SMALL_SCALE = re.compile(r" ?[百千](?=[一-龥])")
_GOES_ON = re.compile(r" ?[-—–~至到、和] ?")
_EACH = re.compile(r"分别[^，。；\d]{0,4}$|(?<![0-9])[0-9]{3} $")
_COLUMNS = re.compile(r"[1-9][0-9]{2}(?: [1-9][0-9]{2})+")
"""Numbers of three digits each, which after 分别 or one more such number stand side by side."""
_MEMORY = ("By", "kBy", "MBy", "GBy", "TBy")
"""Units of which a model's name holds a few: iPhone 15 256GB is no number parted by a blank."""


def digits_at(text: str, i: int) -> re.Match[str] | None:
    """Return the digits of one number that begins at i, with the marks that part them, None where there are none."""
    return parted_thousands(text, i) or _WRITTEN.match(text, i)


def parted_thousands(text: str, i: int) -> re.Match[str] | None:
    """Return a number whose thousands are parted by blanks, None where the groups are numbers that stand side by side.

    They are one number where a scale, a unit or 多 follows (of the last one of a list or a range), where a currency
    stands before it, or where the text is nothing else.
    """
    parted = _PARTED.match(text, i)
    if parted is None or (_COLUMNS.fullmatch(parted[0]) and _EACH.search(text, max(0, i - 8), i)):
        return None
    if i == 0 and parted.end() == len(text):
        return parted
    last = parted
    for _ in range(GROUPS):
        sign = _GOES_ON.match(text, last.end())
        following = _PARTED.match(text, sign.end()) if sign else None
        if following is None:
            break
        last = following
    return parted if _counts(text, i, last.end()) else None


def _counts(text: str, start: int, end: int) -> bool:
    """Tell whether what stands around groups of digits shows that they are one number."""
    if _SCALE.match(text, end) or currency_before(text, start) is not None:
        return True
    small = _SMALL_SCALE.match(text, end)
    unit = unit_at(text, end + text.startswith(" ", end)) or (unit_at(text, small.end()) if small else None)
    return unit is not None and unit.code not in _MEMORY
