"""Joins numbers that make one item together, or share a unit: 3元5角, 3-5个, 10亿元至50亿元, 30、27、35个, 1.68∶1."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ...model import Numeral
from . import exceptions
from .attachment import MINUTE, attached
from .cues import words
from .measured import BARE, MeasuredNumber, worth
from .numerals import HUNDRED, ONE, TEN, WrittenNumber
from .units import CNY

CHANGE = Decimal(4)
"""A percentage that falls or rises to more than so many times another is a new level, no end of a range."""

_RANGE = re.compile(r" ?(?:[（(]含[）)])?(?:-|—|–|~|～|－|至|到)[-—–]? ?")
_WITHIN = re.compile(r"之间|间(?![接谍隔])")
_LIST = re.compile(r"、|和|与|及|以及|或")
_COLON = ("∶", ":", "：")
_TO_ONE = re.compile(r"比[例率]?[^，。；\d]{0,6}[\d.∶:]{0,9}[^，。；\d]{0,5}$")
_MOVES = re.compile(f"[{''.join(words('moves'))}]了?[^，。]{{0,2}}$")
_BIG = (Decimal(10) ** 12, Decimal(10) ** 8, Decimal(10) ** 4)
_TAILS = {"块": ONE, "米": ONE, "蚊": ONE, "毛": ONE / TEN, "角": ONE / TEN, "毫": ONE / TEN}
"""Units after which a last digit may stand without its own: 五块六, 三米九."""


def joined(text: str) -> tuple[list[MeasuredNumber], list[Numeral]]:
    """Return the numbers of a text in order, those joined that make one item, and the numerals that count nothing."""
    numbers, unused = attached(text)
    return _lists(text, _ratios(text, _ranges(text, _compounds(text, numbers)))), unused


def _compounds(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Join amounts in two units, or in one and a last digit."""
    out: list[MeasuredNumber] = []
    for number in numbers:
        a = out[-1] if out else None
        if a is not None and _smaller(text, a, number):
            out[-1] = _compound(a, number)
        elif a is not None and _tail(text, a, number):
            _add(a, number, _TAILS[text[a.end - 1]] / (TEN if number.number_end - number.start == 1 else HUNDRED))
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
    if text[a.end : b.start] not in ("", "零", "又", " "):
        return False
    if _minutes(a, b):
        return a.unit.written in ("小时", "个小时", "时", "分")
    if a.label == "MONEY":
        if b.unit.written == "分":
            return a.unit.code == "CNY"
        return a.unit.code == b.unit.code and (b.unit.factor or ONE) < (a.unit.factor or ONE)
    if a.label != b.label or a.label not in ("DURATION", "QUANTITY") or a.unit.si != b.unit.si:
        return False
    return a.unit.si is not None and (a.unit.factor or ONE) > (b.unit.factor or ONE)


def _minutes(a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether 分 in one of two numbers means minutes beside an hour or a second: 1小时30分, 3分25秒."""
    first, second = (number.unit.written if number.unit else "" for number in (a, b))
    return (second == "分" and a.label == "DURATION") or (first == "分" and second in ("秒", "秒钟"))


def _compound(a: MeasuredNumber, b: MeasuredNumber) -> MeasuredNumber:
    """Return two numbers as one: money in its main unit, other measures in the smaller unit."""
    first, second = a.value or Decimal(0), b.value or Decimal(0)
    if a.label == "MONEY":
        cents = ONE if b.label == "MONEY" else ONE / HUNDRED
        return replace(a, end=b.end, number_end=b.number_end, value=first + second * cents, step=b.step * cents)
    big, small = (MINUTE if number.unit and number.unit.written == "分" else number.unit for number in (a, b))
    ratio = ((big and big.factor) or ONE) / ((small and small.factor) or ONE)
    if small is MINUTE:
        b = replace(b, unit=MINUTE, code=MINUTE.code, label=MINUTE.label)
    return replace(b, start=a.start, number_start=a.number_start, value=first * ratio + second, written=a.written)


def _tail(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether b is a last digit without its unit: 五块|六, 三米|九, 三块|零四."""
    if a.unit is None or a.value is None or text[a.end - 1] not in _TAILS:
        return False
    if b.start != a.end or b.label != BARE or b.modifier:
        return False
    return b.written.form == "hanzi" and b.value is not None and 0 < b.value < TEN and b.end - b.start < 3


def _hundredths(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether b is the fraction of a second in a result of sports: 3分27秒|46, 9秒|58."""
    digits = text[b.start : b.end]
    close = a.unit is not None and a.unit.written == "秒" and a.value == int(a.value or 0) and b.start == a.end
    return close and b.label == BARE and digits.isascii() and digits.isdigit() and len(digits) in (2, 3)


def _ranges(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    out: list[MeasuredNumber] = []
    for number in numbers:
        joined = _range(text, out[-1], number) if out and out[-1].rule != "range" else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(number)
    return out


def _range(text: str, a: MeasuredNumber, b: MeasuredNumber) -> MeasuredNumber | None:
    """Return the range that two numbers make: 3-5个, 10亿元至50亿元, 5至8亿元; None where they make none."""
    between = text[a.end : b.start]
    if not between or len(between) > 4 or a.value is None or b.value is None:
        return None
    if between in ("与", "和") and a.unit is None and b.unit is not None and b.unit.written == "间":
        b = replace(b, end=b.number_end, unit=None, code=None, label=BARE)
    within = between in ("与", "和") and _WITHIN.match(text, b.end)
    if not within and not _RANGE.fullmatch(between) and not _neighbours(text, a, b):
        return None
    of_hundred = a.rule == "fraction" and b.label == BARE
    price = a.label == b.label == "MONEY" and bool(b.code) and f"{b.code}".startswith(f"{a.code}/")
    alike = (a.code, a.label) == (b.code, b.label) or price or of_hundred
    if (a.unit is not None or a.label != BARE) and not alike:
        return None
    low, high = _lower(a, b), b.value or Decimal(0)
    if low >= high or (between.strip() in ("至", "到") and _changes(text, a, low, high)):
        return None
    if of_hundred:
        b = replace(b, label=a.label, code=a.code)
    return replace(b, start=a.start, number_start=a.number_start, value=None, low=low, high=high, written=a.written,
                   rule="range", step=min(a.step, b.step))  # fmt: skip


def _lower(a: MeasuredNumber, b: MeasuredNumber) -> Decimal:
    """Return the lower end of a range in the unit and the scale of the upper one: 5至8亿元."""
    low, high = a.value or Decimal(0), b.value or Decimal(0)
    if a.label == BARE and b.unit is not None:
        low *= worth(b.unit, low)
    big = _shared_scale(a.written, b.written)
    return low * big if low * big < high else low


def _shared_scale(a: WrittenNumber, b: WrittenNumber) -> Decimal:
    """Return the 万 or 亿, or after a single digit the 百 or 千, of the second number that the first one means too."""
    big = _scale(b)
    if big != ONE:
        return big if _scale(a) == ONE else ONE
    single = a.step == ONE and a.value is not None and a.value < TEN
    return b.step if single and b.form == "hanzi" and b.step >= TEN else ONE


def _scale(numeral: WrittenNumber) -> Decimal:
    """Return the 万, 亿 or 万亿 that a numeral ends with, or 1."""
    if numeral.step >= TEN and numeral.value is not None:
        for big in _BIG:
            if numeral.value >= big and numeral.step * 10000 > big:
                return big
    return ONE


def _changes(text: str, a: MeasuredNumber, low: Decimal, high: Decimal) -> bool:
    """Tell whether `to` leads to a new level rather than to the end of a range: 提升3.5%至|28%."""
    if a.label != "PERCENT" or low <= 0 or high / low <= CHANGE:
        return False
    return _MOVES.search(text, max(0, a.start - 6), a.start) is not None


def _neighbours(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether two digits with 、 between mean "a or b": 7、8成, 三、四十个."""
    if a.label != BARE or a.value is None or b.written.value is None or text[a.end : b.start] != "、":
        return False
    if a.start == 0 or text[a.start - 1] in "、第\n。；" or a.written.form != b.written.form:
        return False
    first = b.written.value / b.written.step if b.written.step >= ONE else b.written.value
    small = a.number_end - a.start == 1 and first - a.value == ONE and first < TEN
    return small and b.label not in (BARE, "ORDINAL", "MONEY")


def _ratios(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Read a∶1 as the ratio a, and parts that make up a hundred (4.0∶37.7∶58.3) as percentages."""
    out: list[MeasuredNumber] = []
    for number in numbers:
        a = out[-1] if out else None
        if a is None or a.label != BARE or number.label != BARE or text[a.end : number.start] not in _COLON:
            out.append(number)
        elif number.value == ONE and (a.step < ONE or _TO_ONE.search(text, max(0, a.start - 24), a.start)):
            out[-1] = replace(a, end=number.end, number_end=number.end, label="CARDINAL", rule="ratio")
        else:
            out.append(number)
            _shares(text, out[-3:])
    return out


def _shares(text: str, parts: list[MeasuredNumber]) -> None:
    """Make percentages of three parts of a hundred."""
    if len(parts) < 3 or any(p.label != BARE or p.value is None for p in parts):
        return
    if text[parts[0].end : parts[1].start] not in _COLON:
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
    if a.label not in (BARE, "ORDINAL") or a.unit is not None or a.code is not None or a.end != a.number_end:
        return False
    if b.label in (BARE, "DURATION") or b.rule in ("great", "fraction"):
        return False
    if (a.label == "ORDINAL") != (b.label == "ORDINAL"):
        return False
    if _scale(a.written) > _scale(b.written):
        return False
    between = text[a.end : b.start].replace("第", "").strip()
    return _LIST.fullmatch(between) is not None and not exceptions.marker(text, a.start, a.end)


def _share(a: MeasuredNumber, b: MeasuredNumber) -> None:
    """Give a the unit of b, and its scale where the two numbers are then alike: 12、15万吨."""
    unit = b.unit or (CNY if b.label == "MONEY" else None)
    big = _scale(b.written)
    first, last = (a.value or Decimal(0)) * big, b.written.value or Decimal(0)
    alike = first * TEN > last > first / TEN
    if big != ONE and _scale(a.written) == ONE and alike:
        a.scaled(big)
    if unit is not None:
        a.scaled(worth(unit, a.value))
    a.unit, a.code, a.label, a.shared, a.rule = unit, b.code, b.label, True, "list"
