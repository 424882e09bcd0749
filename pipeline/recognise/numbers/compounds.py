"""Joins numbers that make one item together, or share a unit: 3元5角, 30、27、35个, 1.68∶1."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from ...model import Numeral
from . import exceptions
from .attachment import MINUTE, attached
from .cues import pattern, stands_before, stands_near, words
from .measured import BARE, MeasuredNumber, worth
from .numeral_characters import ORDINAL
from .numerals import HUNDRED, ONE, TEN
from .ranges import WHOLE_DAYS, ranges_joined, scale_of
from .units import CNY, unit_written

_LIST = frozenset(words("list joint"))
_LEADS_TO = re.compile(f"{pattern('moving')}?{pattern('moves to')}(?:{pattern('to')}|为)")
"""从45.4|上升至|46.9%: both have one unit."""
_COLON = ("∶", ":", "：")
MOST_SIDE = 1000
"""A greater number is no side of a ratio or a score."""

_TO_ONE = re.compile(r"比[例率]?[^，。；\d]{0,6}[\d.∶:]{0,9}[^，。；\d]{0,5}$")
_RATIO = re.compile(r"比[例值]?(?:调整|提高)?[为是达到约]{0,2}$")
_TAILS = {written: unit_written(written).factor or ONE for written in words("last digit")}
"""Units after which a last digit may stand without its own: 五块六, 三米九."""


def joined(text: str) -> tuple[list[MeasuredNumber], list[Numeral]]:
    """Return the numbers of a text in order, those joined that make one item, and the numerals that count nothing."""
    numbers, unused = attached(text)
    return _lists(text, ranges_joined(text, _ratios(text, _compounds(text, numbers)))), unused


def _compounds(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Join amounts in two units, or in one and a last digit."""
    out: list[MeasuredNumber] = []
    for number in numbers:
        a = out[-1] if out else None
        if a is not None and _smaller(text, a, number):
            out[-1] = _compound(a, number)
        elif a is not None and _tail(text, a, number):
            _add(a, number, _TAILS[text[a.end - 1]] / (TEN if number.number_end - number.start == 1 else HUNDRED))
        elif a is not None and _legs(text, a, number):
            legs, length = a.value or ONE, number.value or ONE
            out[-1] = replace(number, start=a.start, number_start=a.number_start, value=legs * length)
        elif a is not None and _hundredths(text, a, number):
            _add(a, number, ONE / TEN ** (number.end - number.start))
        else:
            out.append(number)
    return out


def _add(a: MeasuredNumber, b: MeasuredNumber, step: Decimal) -> None:
    """Add to a the last digits that follow it, each worth `step`."""
    a.value = (a.value or Decimal(0)) + (b.value or Decimal(0)) * step
    a.end, a.number_end, a.step = b.end, b.number_end, step


def _smaller(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether b goes on where a stopped, in a smaller unit: 3元|5角, 4年零|8个月."""
    if a.unit is None or b.unit is None or a.value is None or b.value is None:
        return False
    if text[a.end : b.start] not in ("", " ", *words("smaller joint")):
        return False
    if _minutes(a, b):
        return a.unit.written in words("before minutes")
    if a.label == "MONEY":
        if b.unit.written == MINUTE.written:
            return a.unit.code == "CNY"
        return a.unit.code == b.unit.code and (b.unit.factor or ONE) < (a.unit.factor or ONE)
    if a.label != b.label or a.label not in ("DURATION", "QUANTITY") or a.unit.si != b.unit.si:
        return False
    return a.unit.si is not None and (a.unit.factor or ONE) > (b.unit.factor or ONE)


def _minutes(a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether 分 in one of two numbers means minutes beside an hour or a second: 1小时30分, 3分25秒."""
    first, second = (number.unit.written if number.unit else "" for number in (a, b))
    minute = MINUTE.written
    return (second == minute and a.label == "DURATION") or (first == minute and second in words("before seconds"))


def _compound(a: MeasuredNumber, b: MeasuredNumber) -> MeasuredNumber:
    """Return two numbers as one: money in its main unit, other measures in the smaller unit."""
    first, second = a.value or Decimal(0), b.value or Decimal(0)
    if a.label == "MONEY":
        cents = ONE if b.label == "MONEY" else ONE / HUNDRED
        return replace(a, end=b.end, number_end=b.number_end, value=first + second * cents, step=b.step * cents)
    big, small = (MINUTE if number.unit and number.unit.written == MINUTE.written else number.unit for number in (a, b))
    ratio = WHOLE_DAYS.get((a.code, b.code)) or ((big and big.factor) or ONE) / ((small and small.factor) or ONE)
    if small is MINUTE:
        b = replace(b, unit=MINUTE, code=MINUTE.code, label=MINUTE.label)
    return replace(b, start=a.start, number_start=a.number_start, value=first * ratio + second, written=a.written)


def _tail(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether b is a last digit without its unit: 五块|六, 三米|九, 三块|零四."""
    if a.unit is None or a.value is None or text[a.end - 1] not in _TAILS:
        return False
    if b.start != a.end or b.label != BARE or b.modifier:
        return False
    if text[a.end - 1] == "米" and b.written.form == "digits":
        return a.step == ONE and a.value < TEN and b.end - b.start < 3
    return b.written.form == "hanzi" and b.value is not None and 0 < b.value < TEN and b.end - b.start < 3


def _legs(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether a says how often the length b is run or swum: 4×|100米."""
    if text[a.end : b.start] not in ("×", "x", "X") or a.label != BARE or a.value is None or b.value is None:
        return False
    return a.has_digits and a.step == ONE and 1 < a.value < TEN and b.code == "m" and b.end - b.number_end == 1


def _hundredths(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether b is the fraction of a second in a result of sports: 3分27秒|46, 9秒|58."""
    digits = text[b.start : b.end]
    close = a.unit is not None and a.unit.written == "秒" and a.value == int(a.value or 0) and b.start == a.end
    return close and b.label == BARE and digits.isascii() and digits.isdigit() and len(digits) in (2, 3)


def _ratios(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Read a∶1 as the ratio a, parts of a hundred (4.0∶37.7∶58.3) as percentages, other sides each by itself."""
    out: list[MeasuredNumber] = []
    for number in numbers:
        a = out[-1] if out else None
        if a is None or a.rule not in ("number", "ratio") or number.label != BARE or not _against(text, a, number):
            out.append(number)
        elif number.value == ONE and a.label == BARE and _to_one(text, a):
            out[-1] = replace(a, end=number.end, number_end=number.end, label="CARDINAL", rule="ratio")
        else:
            out.append(number)
            for side in (a, number):
                side.label, side.rule = "CARDINAL", "ratio"
            _shares(text, out[-3:])
    return out


def _against(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether two numbers without units are the sides of a ratio or a score: 3∶1, 16：9, 3比1, 以136-109战胜."""
    sign = text[a.end : b.start].strip(" ")
    if max(a.top or 0, b.top or 0) >= MOST_SIDE or a.written.form != b.written.form:
        return False
    if sign in _COLON:
        clock = sign != "∶" and b.end - b.start == 2 and (a.value or 0) < 24 and (b.value or 0) < 60
        clock = clock and not _RATIO.search(text, max(0, a.start - 8), a.start)
        if clock and not stands_near("score", text, a.start, b.end):
            return False
        return a.has_digits and "/" not in (text[a.start - 1 : a.start], text[b.end : b.end + 1])
    if sign == "比":
        return a.written.whole is None
    return sign == "-" and a.has_digits and stands_near("score", text, a.start, b.end)


def _to_one(text: str, a: MeasuredNumber) -> bool:
    """Tell whether the ratio of a to one is meant, by its decimals or the words before it: 收入比|2.27∶1."""
    colon = text[a.end : a.end + 1] in _COLON
    return colon and (a.step < ONE or _TO_ONE.search(text, max(0, a.start - 24), a.start) is not None)


def _shares(text: str, parts: list[MeasuredNumber]) -> None:
    """Make percentages of three parts of a hundred."""
    if len(parts) < 3 or any(p.rule != "ratio" or p.value is None for p in parts):
        return
    if any(text[p.end : q.start] not in _COLON for p, q in pairwise(parts)):
        return
    if abs(sum((p.value or ONE for p in parts), Decimal(0)) - HUNDRED) <= Decimal("0.3"):
        for p in parts:
            p.label, p.code, p.rule = "PERCENT", "%", "shares"


def _lists(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Give the numbers of a list the unit that only its last one has: 30、27、35个."""
    for a, b in zip(numbers[-2::-1], numbers[:0:-1], strict=True):
        if _lists_with(text, a, b):
            _share(a, b)
    return numbers


def _lists_with(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether a stands in a list whose unit is b's."""
    points = a.code == "个" and b.unit is not None and b.label == "PERCENT" and b.unit.written.startswith("个")
    if points and a.label == "CARDINAL":
        return text[a.end : b.start].strip() in _LIST
    if a.label not in (BARE, "ORDINAL") or a.unit is not None or a.code is not None or a.end != a.number_end:
        return False
    if b.label in (BARE, "DURATION") or b.rule in ("great", "fraction"):
        return False
    if (a.label == "ORDINAL") != (b.label == "ORDINAL"):
        return False
    if scale_of(a.written) > scale_of(b.written):
        return False
    between = text[a.end : b.start].replace(ORDINAL, "").strip()
    if _LEADS_TO.fullmatch(between) and stands_before("from", text, a.start):
        return a.label == BARE and b.label != "ORDINAL"
    return between in _LIST and not exceptions.marker(text, a.start, a.end)


def _share(a: MeasuredNumber, b: MeasuredNumber) -> None:
    """Give a the unit of b, and its scale where the two numbers are then alike: 12、15万吨."""
    unit = b.unit or (CNY if b.label == "MONEY" else None)
    big = scale_of(b.written)
    first, last = (a.value or Decimal(0)) * big, b.written.value or Decimal(0)
    alike = first * TEN > last > first / TEN
    if big != ONE and scale_of(a.written) == ONE and alike:
        a.scaled(big)
    if unit is not None:
        a.scaled(worth(unit, a.value))
    a.unit, a.code, a.label, a.shared, a.rule = unit, b.code, b.label, True, "list"
