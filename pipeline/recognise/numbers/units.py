"""Units as they are written: physical, percent and time units, currencies, classifiers, read from the tables.

The longest written form wins; a classifier that a noun may begin with (部 of 部门) counts only where the words of the
text, by their frequency in jieba's dictionary, do not say otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ...lang.jieba_dictionary import frequencies
from ...lang.tables import table
from .cues import pattern, words
from .numeral_characters import HALF_SIGN

WINDOW = 6
"""Characters after a number that decide whether a classifier or a longer word stands there."""
BONUS = 3.0
"""How much likelier a classifier is after a number than elsewhere (natural logarithm)."""


class Unit(NamedTuple):
    """One written form of a unit."""

    written: str
    code: str | None
    label: str
    """MONEY, PERCENT, QUANTITY, DURATION, or CARDINAL for a classifier."""
    si: str | None = None
    factor: Decimal | None = None
    """Worth in `si`; for money, worth in the currency of the code."""
    word: bool = False
    """True where a noun may begin with it."""
    rare: bool = False
    """True where it counts only after digits or 第."""
    noun: bool = False
    """True where it is a counted noun, outside the quantity."""
    rank: bool = False
    """True where it only ranks after 第 and is then no unit: 第三名."""


def _measures() -> Iterable[Unit]:
    for row in table("units.tsv"):
        factor = Decimal(row["factor"]) if row["factor"] else None
        yield Unit(row["written"], row["code"], row["label"], row["si"] or None, factor, row["word"] == "1")


def _in_other_cases(units: Iterable[Unit]) -> Iterable[Unit]:
    """Yield units with, for Latin abbreviations of several letters, what careless writers make of them: ML, Kg, MWH."""
    for unit in units:
        yield unit
        written = unit.written
        if len(written) > 1 and written.isascii() and written.isalpha():
            for form in (written.upper(), written.lower(), written.capitalize(), written[0].upper() + written[1:]):
                yield unit._replace(written=form)


def _monies() -> Iterable[Unit]:
    for row in table("currencies.tsv"):
        if row["side"] == "after":
            yield Unit(row["written"], row["code"], "MONEY", None, Decimal(row["worth"]), row["word"] == "1")
    for row in table("currencies_world.tsv"):
        yield Unit(row["written"], row["code"], "MONEY", None, Decimal(1))


def _classifiers() -> Iterable[Unit]:
    for row in table("classifiers.tsv"):
        yield Unit(row["written"], row["code"] or row["written"], "CARDINAL", None, None, row["word"] == "1",
                   row["rare"] == "1", row["noun"] == "1", row["rank"] == "1")  # fmt: skip


def _by_first(units: Iterable[Unit]) -> dict[str, tuple[Unit, ...]]:
    """Index units by first character, longest first; of two with one form the first given stays."""
    forms = {unit.written: unit for unit in reversed([*units])}
    for unit in _in_other_cases([*forms.values()]):
        forms.setdefault(unit.written, unit)
    index: dict[str, list[Unit]] = {}
    for unit in sorted(forms.values(), key=lambda u: -len(u.written)):
        index.setdefault(unit.written[0], []).append(unit)
    return {c: tuple(found) for c, found in index.items()}


_UNITS = _by_first([*_measures(), *_monies(), *_classifiers()])
_PREFIXES = sorted(
    (Unit(r["written"], r["code"], "MONEY") for r in table("currencies.tsv") if r["side"] == "before"),
    key=lambda u: -len(u.written),
)
_PREFIX_ENDS: dict[str, list[Unit]] = {}
for _unit in _PREFIXES:
    _PREFIX_ENDS.setdefault(_unit.written[-1], []).append(_unit)
CURRENCY_BEFORE = "(?:" + "|".join(re.escape(u.written) for u in _PREFIXES) + ")"
"""A regular expression that matches a currency as it stands before an amount."""
_NORMAL = {u.code: (u.si, u.factor) for u in reversed([*_measures()]) if u.code and u.si and u.factor}
_OFFSETS = {"Cel": Decimal("273.15"), "[degF]": Decimal("459.67")}
CNY = Unit("", "CNY", "MONEY", None, Decimal(1))


def normal_form(
    value: Decimal | None, code: str | None, difference: bool = False
) -> tuple[Decimal | None, str | None]:
    """Return a value and its unit in the SI, None twice where there is no such form: (2, 'km') -> (2000, 'm').

    20 Cel are 293.15 K; where `difference` says that two temperatures are 20 Cel apart, they are 20 K apart.
    """
    unit, factor = _NORMAL.get(code or "", (None, None))
    if value is None or unit is None or factor is None:
        return None, None
    zero = Decimal(0) if difference else _OFFSETS.get(code or "", Decimal(0))
    return (value + zero) * factor, unit


def _likelihood(text: str) -> list[float]:
    """Return, for each position, the log-probability of the best words from there to the end of a short text."""
    frequency, total = frequencies()
    best = [0.0] * (len(text) + 1)
    for i in range(len(text) - 1, -1, -1):
        best[i] = max(
            math.log(frequency.get(text[i:j]) or (1 if j == i + 1 else 1e-9)) - total + best[j]
            for j in range(i + 1, min(len(text), i + 4) + 1)
        )
    return best


def begins_word(text: str, i: int, bonus: float = BONUS) -> bool:
    """Tell whether a longer word than one character begins at i, rather than a classifier that stands alone."""
    frequency, total = frequencies()
    longer = [j for j in (2, 3, 4) if frequency.get(text[i : i + j]) and len(text) >= i + j]
    if not longer:
        return False
    window = text[i : i + WINDOW]
    best = _likelihood(window)
    alone = math.log(frequency.get(window[0]) or 1) - total + best[1] + bonus
    return any(math.log(frequency[window[:j]]) - total + best[j] > alone for j in longer)


def _goes_on(last: str, following: str) -> bool:
    """Tell whether a Latin unit is only the beginning of a word: m of mm, g of gap."""
    return last.isascii() and last.isalpha() and following.isascii() and following.isalnum()


_POINT_ENDS = re.compile(rf"[\W的]|{pattern('amount ends')}|$")
_POINTS = words("points of")
_CLASSIFIED = words("classified")
"""A classifier with the noun that it surely counts: 封信."""


def unit_at(text: str, i: int, digits: bool = True) -> Unit | None:
    """Return the unit that is written at i, the longest there is; `digits` tells whether digits stand before it."""
    if i >= len(text):
        return None
    for unit in _UNITS.get(text[i], ()):
        if not text.startswith(unit.written, i):
            continue
        end = i + len(unit.written)
        if unit.label == "NONE":
            return None
        if unit.rare and not digits and not text.startswith(_POINTS, end):
            continue
        sure = text.startswith(HALF_SIGN, end) or text.startswith(_CLASSIFIED, i)
        if unit.word and not sure and begins_word(text, end - 1):
            continue
        if unit.written == "个点" and not _POINT_ENDS.match(text, end):
            continue
        if _goes_on(unit.written[-1], text[end : end + 1]):
            continue
        return unit
    return None


def unit_written(written: str) -> Unit:
    """Return the unit that has a written form, whatever stands around it; raise StopIteration where none has it."""
    return next(unit for unit in _UNITS[written[0]] if unit.written == written)


def currency_before(text: str, end: int) -> Unit | None:
    """Return the currency that is written right before `end`: 人民币1500亿, US$5."""
    while end > 0 and text[end - 1] == " ":
        end -= 1
    if end == 0:
        return None
    for unit in _PREFIX_ENDS.get(text[end - 1], ()):
        if text.endswith(unit.written, 0, end):
            start = end - len(unit.written)
            if unit.written[0].isalpha() and text[start - 1 : start].isascii() and text[start - 1 : start].isalpha():
                continue
            return unit
    return None
