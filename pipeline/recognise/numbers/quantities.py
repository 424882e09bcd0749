"""Finds the quantities of a text: decides which numbers are quantities, and joins those that make one together.

`read` gives what the annotation guidelines call a quantity, and the numerals that are none; `bare_numbers` gives every
number by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...model import Modifier, Numeral, Quantity, Span
from . import admission, lexical, modifiers
from .compounds import joined
from .cues import pattern, words
from .extension import extend, signed
from .measured import MeasuredNumber
from .money import home_currency
from .numeral_characters import ORDINAL

BLOCKED = "\x00"
_EACH = re.compile(r"均|分别为?$")
_BOTH = re.compile(f"[，, ]?{pattern('bounds joint')}? ?")


def masked(text: str, blocked: Iterable[Span]) -> str:
    """Return the text with the characters of the blocked spans replaced, so that nothing can be read in them."""
    parts, at = [], 0
    for start, end in sorted(blocked):
        if end <= at:
            continue
        start = max(start, at)
        parts += [text[at:start], BLOCKED * (end - start)]
        at = end
    parts.append(text[at:])
    return "".join(parts)


class Numbers(NamedTuple):
    """The numbers of a text: its quantities, and the numerals that are none, each in text order."""

    quantities: list[Quantity]
    unused: list[Numeral]


def find(
    text: str, blocked: Sequence[Span] = (), everything: bool = False, currency: str | None = None
) -> list[Quantity]:
    """Return the quantities of a text, as `read` finds them."""
    return read(text, blocked, everything, currency).quantities


def read(
    text: str, blocked: Sequence[Span] = (), everything: bool = False, currency: str | None = None
) -> Numbers:
    """Return the quantities of a text in order, none overlapping, with ids q1, q2, ..., and the numerals that are none.

    Characters in `blocked` spans (times) are part of none. With `everything`, bare numbers and counts of one, which
    the annotation of news leaves out, are quantities too. `currency` is what 元 means (ISO 4217); without it the words
    of the text decide (`money.home_currency`). Linear in the length of the text.
    """
    source = masked(text, blocked)
    home = currency or home_currency(text)
    numbers, unused = joined(source)
    kept: list[MeasuredNumber] = []
    floor = 0
    for number in lexical.merged(lexical.read(source, text), numbers):
        if number.start < floor:
            continue
        reason = None if everything else admission.refusal(source, number)
        if reason and not _goes_on(source, kept, number):
            unused.append(Numeral(start=number.start, end=number.end, reason=reason))
            continue
        extend(source, number, floor, home)
        kept.append(number)
        floor = number.end
    quantities = _finished(text, _respectively(source, _between(source, kept)), "q")
    return Numbers(quantities, sorted(unused, key=lambda n: (n.start, n.end)))


def bare_numbers(text: str) -> list[Quantity]:
    """Return every number of a text by itself, without units: CARDINAL, or ORDINAL with its 第, with ids n1, n2, ...

    Parts of ordinary words, names and codes are left out, as in `find`, and the numbers of money and percentages; a
    range is one number.
    """
    kept: list[MeasuredNumber] = []
    end = 0
    for number in joined(text)[0]:
        if not _adrift(text, number, end) and (number.label not in ("MONEY", "PERCENT") or number.rule == "fraction"):
            kept.append(number)
        end = number.end
    for number in kept:
        _strip_unit(text, number)
    return _finished(text, _between(text, kept), "n")


def _finished(text: str, kept: list[MeasuredNumber], prefix: str) -> list[Quantity]:
    return [number.finished(text, f"{prefix}{n}") for n, number in enumerate(kept, 1)]


def _adrift(text: str, number: MeasuredNumber, end: int) -> bool:
    """Tell whether a scale without a coefficient stands for no number by itself: 万, 万万, 五十|千, 百分之."""
    if not number.written.bare:
        return False
    written = text[number.number_start : number.number_end]
    return len(written) == 1 or written == "万万" or end == number.number_start or number.written.whole is not None


def _strip_unit(text: str, number: MeasuredNumber) -> None:
    """Bring a number back to what it is without its unit, bounds included."""
    written, to_the_end = number.written, number.end == number.number_end
    if number.rule != "range":
        number.value, number.low, number.high = written.value, written.low, written.high
    ordinal = number.label == "ORDINAL" and text.startswith(ORDINAL, number.number_start - 1)
    number.start, number.end, number.step = number.number_start - ordinal, number.number_end, written.step
    number.label, number.code, number.unit = "ORDINAL" if ordinal else "CARDINAL", None, None
    if ordinal:
        return
    signed(text, number, 0)
    left = modifiers.before(text, number.start, written.bare)
    right = modifiers.after(text, number.end, False) if to_the_end else None
    number.modifier = number.modifier or modifiers.parted(text, number.start)
    if right:
        number.end, number.modifier = right.edge, right.modifier
    if left:
        number.start, number.modifier = left.edge, left.modifier


def _goes_on(text: str, numbers: list[MeasuredNumber], number: MeasuredNumber) -> bool:
    """Tell whether an ordinal goes on a list of ranks: 分列第二、第七和|第九."""
    before = numbers[-1] if numbers and number.label == "ORDINAL" and number.unit is None else None
    if before is None or before.label != "ORDINAL" or before.code is not None:
        return False
    return text[before.end : number.number_start - 1] in words("rank joint")


def _respectively(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Let the bound before the first of a list hold for all of it: 分别突破1.5万亿元、1.4万亿元."""
    leads: Modifier | None = None
    end = 0
    for number in numbers:
        if number.modifier is None and leads and text[end : number.start] in words("bound joint"):
            number.modifier = leads
        else:
            leads = number.modifier if _EACH.search(text, max(0, number.start - 3), number.start) else None
        end = number.end
    return numbers


def _between(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Join a lower and an upper bound that stand side by side into one range: 三年以上十年以下, 大于10小于20."""
    out: list[MeasuredNumber] = []
    for number in numbers:
        before = out[-1] if out else None
        if before is None or not (_limits(text, before, number) or _reaches(text, before, number)):
            out.append(number)
            continue
        out[-1] = replace(number, start=before.start, value=None, low=before.value, high=number.value, modifier=None,
                          rule="bounds")  # fmt: skip
    return out


def _reaches(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether a range leads from a to b that is of the same kind: 半个月|到|一个月内."""
    if a.value is None or b.value is None or a.value >= b.value or a.modifier or (a.label, a.code) != (b.label, b.code):
        return False
    return a.rule == "half" and text[a.end : b.start] in (*words("to"), "-", "~", "—")


def _limits(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether a is the lower and b the upper bound of one range."""
    if a.modifier not in ("at_least", "over") or b.modifier not in ("under", "at_most"):
        return False
    if a.value is None or b.value is None or a.value >= b.value or a.code not in (None, b.code):
        return False
    same_side = (text[a.end - 1] == "上") == (text[b.end - 1] == "下")
    return same_side and _BOTH.fullmatch(text, a.end, b.start) is not None
