"""What holds numeral characters or digits and is no quantity: words, names, models, codes, slogans, list markers."""

from __future__ import annotations

import re

from ...lang import gazetteer
from ...lang.tables import table
from .cues import pattern, words
from .numeral_characters import FIGURES
from .units import currency_before, unit_at

WORDS = frozenset(row["word"] for row in table("numeral_words.tsv"))
PHRASES = frozenset(row["phrase"] for row in table("numeral_phrases.tsv"))
_STRONG = frozenset(words("strong"))
REACH = 3
"""How far before a numeral an ordinary word may begin."""
LONGEST = 4

_NUMERALS = f"{FIGURES}十百千万"
_PLACES = frozenset(
    division.short
    for division in gazetteer.divisions()
    if division.level in ("city", "county") and len(division.short) == 2 and division.short[0] in _NUMERALS
)
"""Short names of prefectures and counties that begin with a numeral."""
_PLACE_GOES_ON = re.compile(pattern("place goes on"))

_STATES = re.compile(f"(?<!战)[两三四五六七八九]国(?!{pattern('states not')})")
"""A count of states: 美日韩三国, 两国."""

_MODEL_BEFORE = re.compile(
    r"第[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}\.$|"
    r"[A-Za-z][A-Za-z0-9.]*[-—–+]?$|[A-Za-z][-_/]$|[A-Za-z&@_]$"
)
_PAIRED = re.compile(r"(?<![A-Za-z0-9-])[0-9]{1,6}(?:\.[0-9]{1,3})? ?[A-Za-z]{1,3} ?/$")
"""A measure before the slash that parts it from a second one: 200MW/|400MWh."""
_NAME_AFTER = re.compile(
    f"[A-Za-z_]|(?!{pattern('other word')})强|后(?=[^，。；、])|[-—–][A-Za-z]|{pattern('designation')}"
)
_DIGITS = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,4})? ?")
_MARKER = re.compile(r"(?:^|[\n。；;！？])[\s（(【]*$")


def place(text: str, start: int) -> bool:
    """Tell whether the short name of a place that could count stands at `start`: 三门|核电; not 三门课."""
    if text[start : start + 2] not in _PLACES or text[start - 1 : start].isdigit():
        return False
    return _PLACE_GOES_ON.match(text, start + 2) is not None


def ordinary(text: str, start: int, end: int) -> bool:
    """Tell whether a Chinese numeral at [start, end), unit included, is part of an ordinary word.

    The longer reading wins: 三方面 counts 方面, 百货 is a word.
    """
    if place(text, start):
        return True
    if _STATES.match(text, start):
        return False
    for i in range(max(0, start - REACH), start + 1):
        for j in range(min(len(text), i + LONGEST), max(start, i + 1), -1):
            word = text[i:j]
            if (j > end or i < start) and word in WORDS and (j >= end or word[0] in _STRONG):
                return True
            if word in PHRASES and (j >= end or i < start):
                return True
    return False


def code(text: str, start: int) -> bool:
    """Tell whether digits that begin at `start` belong to a model, a code, a name or a document number."""
    if start == 0 or not text[start - 1].isascii() or currency_before(text, start) is not None:
        return False
    before = text[max(0, start - 12) : start]
    if _MODEL_BEFORE.search(before) is None:
        return False
    added = before.endswith("+") and _points(text, start)
    return not added and not (_PAIRED.search(before) and _measures(text, start))


def _measures(text: str, start: int) -> bool:
    """Tell whether digits that begin at `start` stand before a unit of measure and are no amount that a rate is per."""
    digits = _DIGITS.match(text, start)
    unit = unit_at(text, digits.end()) if digits and digits[0] not in ("100", "1000") else None
    return unit is not None and unit.label == "QUANTITY"


def _points(text: str, start: int) -> bool:
    """Tell whether digits that begin at `start` are points on top of a rate: LPR+|105个基点."""
    digits = _DIGITS.match(text, start)
    unit = unit_at(text, digits.end()) if digits else None
    return unit is not None and unit.label == "PERCENT"


def named(text: str, end: int) -> bool:
    """Tell whether what follows a bare number makes a name of it: 500强, 18号线, 300指数, 5G."""
    return _NAME_AFTER.match(text, end) is not None


def marker(text: str, start: int, end: int) -> bool:
    """Tell whether a bare number counts the items of a list: 一、 (二) 3."""
    if text[end : end + 1] not in tuple("、.．)）:是") or text[end : end + 1] == "":
        return False
    if text[end + 1 : end + 2].isdigit():
        return False
    return _MARKER.search(text[max(0, start - 4) : start]) is not None


def slogan(text: str, start: int, end: int) -> bool:
    """Tell whether [start, end) stands in a short quotation that counts its own points: “四个坚持”, “三旧”."""
    for left, right in ("“”", "‘’"):
        opening = text.rfind(left, max(0, start - 12), start)
        if opening >= 0 and text.find(right, opening, start) < 0 and text.find(right, end, opening + 20) >= 0:
            return True
    return False
