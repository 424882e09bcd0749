"""What a number means by the words around it: money or people, a price per unit, a speed, a temperature."""

from __future__ import annotations

import re
from decimal import Decimal

from .cues import pattern
from .measures import Reading
from .units import unit_at

LARGE, SOME = Decimal(10) ** 8, Decimal(10) ** 4
"""From 亿 on a bare number is money unless something else is counted; from 万 on if money is spoken of."""

_NEAR = r"[^，。；：、\n]{0,8}$"
_COUNTED = re.compile(pattern("counted") + _NEAR)
_MONEY = re.compile(pattern("money") + _NEAR)
_AMOUNT = re.compile(r"[元额]|资$")
_PEOPLE = re.compile("级?" + pattern("people"))
_PER = re.compile(r"每一?([^\s\d每，。；]{1,4})")
_SENTENCE = re.compile(r"[。！？；\n]")
_CLAUSE = re.compile(r"[，。；！？\n]")
_SPEED = re.compile(r"时速|每小时")
_WARM = re.compile(pattern("warm"))
_RISING = re.compile(pattern("rising") + r"[^，。于]{0,4}$")
_MAINLAND = re.compile(pattern("mainland"))
_HOMES = [(c, re.compile(pattern(k))) for c, k in (("TWD", "taiwan"), ("HKD", "hong kong"), ("MOP", "macau"))]
_BYLINE = re.compile(rf"[/╱|](?:{pattern('taiwan byline')})[^\s/]{{0,4}}报导")
_PLANNED = re.compile(pattern("planned") + r"[^，。；]{0,24}$")
_SCALES = (("摄氏", "Cel"), ("华氏", "[degF]"), ("零下", None))


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


def is_money(text: str, r: Reading) -> bool:
    """Tell whether a bare number of 万 or 亿 is an amount of money: 近1.4万亿, 首期3.5亿; not 696万 of people."""
    top = r.value if r.value is not None else r.high
    if top is None or r.shared or r.numeral.step < 1000:
        return False
    if top < LARGE and not (top >= SOME and _MONEY.search(text, max(0, r.start - 8), r.start)):
        return False
    before = clause_before(text, r.start)
    if _COUNTED.search(before) and not _AMOUNT.search(before[-6:]):
        return False
    return _PEOPLE.match(text, r.end) is None


def priced(text: str, r: Reading, code: str) -> str:
    """Return the code of a price with what it is per, where the sentence says so: 每吨下跌近|万元 -> CNY/t."""
    sentence = _SENTENCE.split(text[max(0, r.start - 40) : r.start])[-1]
    for found in reversed(list(_PER.finditer(sentence))):
        unit = unit_at(found.group(1) + " ", 0)
        if unit is not None and (unit.label == "QUANTITY" or unit.written == "股"):
            return f"{code}/{unit.code}"
    return code


def speed(text: str, r: Reading, code: str) -> str:
    """Return km/h for a length that the clause calls a speed: 时速达160公里, 每小时120公里."""
    return "km/h" if _SPEED.search(clause_before(text, r.start, 16)) else code


def temperature(text: str, start: int) -> tuple[int, bool, str | None]:
    """Read 零下, 摄氏 and 华氏 before a temperature: where it then begins, whether below zero, on which scale."""
    scale, below = None, False
    for written, code in _SCALES:
        if text.endswith(written, 0, start):
            start -= len(written)
            scale, below = code or scale, below or code is None
    return start, below, scale


def degrees(text: str, r: Reading) -> str:
    """Return what 度 measures: kilowatt-hours of electricity, degrees Celsius, or an angle."""
    near = text[max(0, r.start - 16) : r.end + 6]
    if "电" in near:
        return "kW.h"
    return "Cel" if r.numeral.bare or _WARM.search(near) else "deg"


def exceeds(text: str, r: Reading, start: int) -> bool:
    """Tell whether 以上 states that a rate was exceeded (增长50%以上) and no floor (保持6%以上, 力争增长6%以上)."""
    if r.label != "PERCENT" or _RISING.search(text, max(0, start - 8), start) is None:
        return False
    return _PLANNED.search(text, max(0, start - 28), start) is None
