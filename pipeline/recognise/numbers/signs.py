"""Signs before a number: -3.5%, 负20, 零下10℃, and verbs that say which way a rate goes (下降2%至增长5%)."""

from __future__ import annotations

import re

from .cues import pattern

_SIGN = re.compile(r"(?:(?<![0-9A-Za-z.)）\-—–一二三四五六七八九十百千万亿元%个年月日号])[-−－]|负的?) ?$")
BELOW_ZERO = "零下"
_REACH = 4
"""A sign with what may stand around it."""
_BELOW = re.compile(f"{BELOW_ZERO}{pattern('thermometer')}?$")
_VERB = re.compile(f"(?:(?P<down>{pattern('falls')})|{pattern('rises')})了? ?$")
_VERB_REACH = 6


def minus_before(text: str, start: int, floor: int = 0) -> int | None:
    """Return where the sign of a negative number that begins at `start` stands, not before `floor`, else None."""
    sign = _SIGN.search(text, max(floor, start - _REACH), start)
    return sign.start() if sign else None


def below_zero(text: str, start: int) -> int | None:
    """Return where 零下 before a number stands, None without one."""
    below = _BELOW.search(text, max(0, start - _REACH), start)
    return below.start() if below else None


def direction_before(text: str, start: int) -> int:
    """Return -1 where a verb of falling stands right before a number, 1 where one of rising does, else 0."""
    verb = _VERB.search(text, max(0, start - _VERB_REACH), start)
    return 0 if verb is None else -1 if verb["down"] else 1
