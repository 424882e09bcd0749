"""Finds and interprets written Chinese numbers: digits, Chinese numerals, and every mixture of both.

One reader serves to find and to interpret: `scan` lists the numerals of a text with their values, `parse` gives the
value of a string that is wholly one numeral. Reading goes once from left to right. The grammar is that of the
additive-multiplicative Chinese system (units 十百千 inside sections, sections scaled by 万亿) with its spoken short
forms (一百五 = 150), juxtaposed approximations (十七八万 = 170000 to 180000), vague heads (数十, 几百) and tails (多).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .cues import words
from .fractions import fraction, mixed
from .numeral_characters import BIG, FORMAL, HANZI_START, HUNDRED, MAX_DIGITS, MORE, ONE, POINT, SIGN, START, TEN, VAGUE
from .written_numbers import WrittenNumber, read_number

__all__ = ["HUNDRED", "ONE", "TEN", "WrittenNumber", "numerals_in", "parse", "scan"]

_PLAIN_FIGURES = re.compile(
    f"[0-9]{{1,{MAX_DIGITS - 8}}}(?:\\.[0-9]{{1,8}})?"
    f"(?![0-9.分份又{HANZI_START}{''.join([*MORE, *POINT, *VAGUE])}])"
    f"(?![,，][0-9]{{3}})(?! [1-9][0-9]?/[0-9])(?! [0-9]{{3}}(?![0-9]))(?! {{1,3}}[分份又多余/{''.join(BIG)}])(?! ?/)"
    f"(?! ?[×xX*·] ?10[\\^⁰¹²³⁴-⁹])"
)
"""Figures that nothing can follow in the same number, which is the usual case and quickly read."""
_STEPS = [Decimal(1).scaleb(-n) for n in range(9)]


def _cheque(text: str, start: int, end: int) -> bool:
    """Tell whether long digits stand as a number: beside other numeral characters, or alone."""
    if end - start > 1 or text[start] not in FORMAL:
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before.isalpha() and not after.isalpha()) or after in words("cheque unit")


def numerals_in(text: str) -> Iterator[WrittenNumber]:
    """Yield the numerals of a text in order, as `scan` lists them."""
    i = 0
    while found := START.search(text, i):
        if found.end() - found.start() > 1:
            i = found.end()
            continue
        plain = _PLAIN_FIGURES.match(text, found.start())
        if plain:
            i = plain.end()
            number = Decimal(plain.group())
            step = _STEPS[-number.as_tuple().exponent]  # type: ignore[operator]
            yield WrittenNumber(found.start(), i, number, None, None, step, None, "digits")
            continue
        numeral, i = mixed(text, *fraction(text, *read_number(text, found.start())))
        if numeral is not None and _cheque(text, numeral.start, numeral.end):
            yield numeral


def scan(text: str) -> list[WrittenNumber]:
    """Return every number that is written in a text, in order, none overlapping. Linear in the length of the text."""
    return list(numerals_in(text))


def parse(text: str) -> Decimal | None:
    """Return the value of a string that is wholly one exact numeral, with or without a sign; else None.

    parse("二〇一一") -> 2011, parse("两千三百") -> 2300, parse("1,100.9亿") -> 110090000000, parse("十几") -> None.
    """
    text = text.strip()
    negative = text[:1] in SIGN and len(text) > 1
    start = 1 if negative else 0
    while start < len(text) and text[start] == " ":
        start += 1
    if start >= len(text) or len(text) > 100 or not START.match(text, start):
        return None
    numeral, end = mixed(text, *fraction(text, *read_number(text, start)))
    if numeral is None or end != len(text) or numeral.value is None:
        return None
    return -numeral.value if negative else numeral.value
