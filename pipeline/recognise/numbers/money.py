"""Money: which currency 元 means in a text, which bare numbers are amounts, and what a price is per."""

from __future__ import annotations

import re
from decimal import Decimal

from .cues import pattern, stands_after, stands_before
from .measured import BARE, MeasuredNumber
from .units import currency_before, unit_at

LARGE, SOME = Decimal(10) ** 8, Decimal(10) ** 4
"""From 亿 on a bare number is money unless something else is counted; from 万 on if money is spoken of."""

_AMOUNT = re.compile(r"[元额]|资$")
_PER = re.compile(r"每一?([^\s\d每，。；]{1,4})")
_SENTENCE = re.compile(r"[。！？；\n]")
_CLAUSE = re.compile(r"[，。；！？\n]")
_MAINLAND = re.compile(pattern("mainland"))
_HOMES = [(c, re.compile(pattern(k))) for c, k in (("TWD", "taiwan"), ("HKD", "hong kong"), ("MOP", "macau"))]
_BYLINE = re.compile(rf"[/╱|](?:{pattern('taiwan byline')})[^\s/]{{0,4}}报导")


def home_currency(text: str) -> str:
    """Return the currency that 元 means in a text.

    It is that of Taiwan, Hong Kong or Macau where the byline says so, or where the text names what is theirs alone more
    often than what is the mainland's, and more than once.
    """
    if _BYLINE.search(text):
        return "TWD"
    times, code = max(((len(cues.findall(text)), code) for code, cues in _HOMES), key=lambda x: x[0])
    return code if times > 1 and times > len(_MAINLAND.findall(text)) else "CNY"


def clause_before(text: str, start: int, reach: int = 24) -> str:
    """Return the words of the same clause before a place."""
    return _CLAUSE.split(text[max(0, start - reach) : start])[-1]


def is_money(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a bare number of 万 or 亿 is an amount of money: 近1.4万亿, 首期3.5亿; not 696万 of people."""
    top = number.top
    if top is None or number.shared or number.written.step < 1000:
        return False
    if top < LARGE and not (top >= SOME and stands_before("money", text, number.number_start)):
        return False
    before = clause_before(text, number.number_start)
    if stands_before("counted", before, len(before)) and not _AMOUNT.search(before[-6:]):
        return False
    return not stands_after("people", text, number.end + text.startswith("级", number.end))


def priced(text: str, number: MeasuredNumber, code: str) -> str:
    """Return the code of a price with what it is per, where the sentence says so: 每吨下跌近|万元 -> CNY/t."""
    sentence = _SENTENCE.split(text[max(0, number.number_start - 40) : number.number_start])[-1]
    for found in reversed(list(_PER.finditer(sentence))):
        unit = unit_at(found.group(1) + " ", 0)
        if unit is not None and (unit.label == "QUANTITY" or unit.written == "股"):
            return f"{code}/{unit.code}"
    return code


def pay(text: str, number: MeasuredNumber, floor: int, home: str) -> None:
    """Take in a currency before a number, no further than `floor`, and settle which money is meant and per what."""
    prefix = currency_before(text, number.start)
    place = text.rfind(prefix.written, floor, number.start) if prefix else -1
    if prefix and place >= 0:
        number.start, number.label, number.code = place, "MONEY", prefix.code
    elif number.label == BARE and is_money(text, number):
        number.label, number.code = "MONEY", home
    elif number.code and number.code.partition("/")[0] == "CNY" and "人民币" not in text[number.start : number.end]:
        number.code = home + number.code[3:]
    if number.label == "MONEY" and number.code and "/" not in number.code:
        number.code = priced(text, number, number.code)
