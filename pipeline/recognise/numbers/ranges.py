"""Ranges: two numbers that are the ends of one item, below zero too: 3-5个, 5至8亿元, -10～-2℃, 下降2%至增长5%."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .cues import pattern, stands_after, words
from .measured import BARE, MeasuredNumber, worth
from .numeral_characters import ORDINAL
from .numerals import ONE, TEN, WrittenNumber
from .signs import BELOW_ZERO, below_zero, direction_before, minus_before
from .units import CURRENCY_BEFORE

CHANGE = Decimal(4)
"""What falls or rises to more than so many times another is a new level, no end of a range."""

_TO = re.compile(
    rf" ?(?:[（(]含[）)])?(?P<to>[~～]|{pattern('to')}|——|––|--(?!-)|[-—–－]) ?"
    rf"(?P<sign>[-－−]|[+＋]|负|{BELOW_ZERO}|零上|(?P<fall>{pattern('falls')})|(?P<rise>{pattern('rises')}))? ?"
    rf"{pattern('thermometer')}?(?:{CURRENCY_BEFORE} ?)?"
)
_MINUS = ("-", "－", "−")
WHOLE_DAYS: dict[tuple[str | None, str | None], Decimal] = {("a", "d"): Decimal(365), ("mo", "d"): Decimal(30)}
"""Days in a longer unit beside days (10年又297天, 90天至1年): whole ones, as reports count them."""
_LONGEST = 12
_AND = re.compile(f"{pattern('range joint')}([-－−]|负|{BELOW_ZERO})?")
_WITHIN = re.compile(f"之间|(?!{pattern('other word')})间")
_MOVES = re.compile(f"[{''.join(words('moves'))}]了?[^，。]{{0,2}}$")
_EACH = re.compile(f"{pattern('listed each')}[^，。；]*$")
_BIG = (Decimal(10) ** 12, Decimal(10) ** 8, Decimal(10) ** 4)


def ranges_joined(text: str, numbers: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Return the numbers of a text with those joined that make a range."""
    out: list[MeasuredNumber] = []
    for number in numbers:
        joined = _range(text, out[-1], number) if out and out[-1].rule != "range" else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(number)
    return out


def _range(text: str, a: MeasuredNumber, b: MeasuredNumber) -> MeasuredNumber | None:
    """Return the range that two numbers make, None where they make none."""
    if a.value is None or b.value is None or not 0 < b.start - a.end <= _LONGEST or a.rule == b.rule == "ratio":
        return None
    between = text[a.end : b.start]
    space = between in words("range joint") or (a.step < ONE and b.step < ONE)
    if space and a.unit is None and b.unit is not None and b.unit.written == "间":
        b = replace(b, end=b.number_end, unit=None, code=None, label=BARE)
    to = _TO.fullmatch(between)
    within = _AND.fullmatch(between) if _WITHIN.match(text, b.end) else None
    if not to and not within and not _neighbours(text, a, b):
        return None
    if not _alike(a, b):
        a, b = _in_one_unit(a, b) if to else (a, b)
        if not _alike(a, b):
            return None
    if a.rule == "fraction" and b.label == BARE:
        b = replace(b, label=a.label, code=a.code)
    ends = _ends(text, a, b, to) if to else _ends_within(text, a, b, within)
    if ends is None or ends[1] >= ends[2]:
        return None
    start, low, high = ends
    if between.strip() in words("to") and _changes(text, a, b, low, high):
        return None
    return replace(b, start=start, number_start=a.number_start, value=None, low=low, high=high, written=a.written,
                   rule="range", step=min(a.step, b.step), signed=b.signed or start < a.start or low < 0)  # fmt: skip


def _alike(a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether two numbers have one unit, or the first none of its own."""
    price = a.label == b.label == "MONEY" and bool(b.code) and f"{b.code}".startswith(f"{a.code}/")
    of_hundred = a.rule == "fraction" and b.label == BARE
    return (a.unit is None and a.label == BARE) or (a.code, a.label) == (b.code, b.label) or price or of_hundred


def _in_one_unit(a: MeasuredNumber, b: MeasuredNumber) -> tuple[MeasuredNumber, MeasuredNumber]:
    """Return both ends in the smaller of their units where both measure one thing: 500克至2千克, 13天—8周."""
    first, second = a.unit, b.unit
    if first is None or second is None or a.label not in ("QUANTITY", "DURATION") or a.label != b.label:
        return a, b
    if first.si is None or first.si != second.si or (a.code, b.code) != (first.code, second.code):
        return a, b
    ratio = (second.factor or ONE) / (first.factor or ONE)
    small, number, ratio = (first, b, ratio) if ratio > ONE else (second, a, ONE / ratio)
    ratio = WHOLE_DAYS.get((number.code, small.code), ratio)
    if ratio != ratio.to_integral_value():
        return a, b
    scaled = replace(number, unit=small, code=small.code)
    scaled.scaled(ratio)
    return (a, scaled) if number is b else (scaled, b)


def _ends(
    text: str, a: MeasuredNumber, b: MeasuredNumber, to: re.Match[str]
) -> tuple[int, Decimal, Decimal] | None:
    """Return where a range begins, sign included, and its ends in order; None where its signs do not agree."""
    start, first = _signed_start(text, a)
    second = -1 if to["fall"] or to["sign"] in (*_MINUS, "负", BELOW_ZERO) or (to["to"] == "--" and first < 0) else 1
    if to["sign"] in _MINUS and to["to"] == "-" and first > 0:
        return None
    low, high = _plain_ends(a, b)
    if to["fall"] or to["rise"]:
        first = direction_before(text, a.start)
        if not first:
            return None
    elif first < 0 and a.label == BARE and not to["sign"] and text.startswith(BELOW_ZERO, start):
        second = -1
    if first > 0 and second > 0:
        return start, low, high
    if first < 0 and abs(low) > abs(high) * 1000 and a.label != BARE:
        return None
    low, high = sorted((low * first, high * second))
    return start, low, high


def _ends_within(
    text: str, a: MeasuredNumber, b: MeasuredNumber, within: re.Match[str] | None
) -> tuple[int, Decimal, Decimal]:
    """Return where a range without a sign between its ends begins (在-3%和2%之间), and its ends in order."""
    low, high = _plain_ends(a, b)
    start, first = _signed_start(text, a) if within else (a.start, 1)
    second = -1 if within and within[1] else 1
    if first < 0 or second < 0:
        low, high = sorted((low * first, high * second))
    return start, low, high


def _signed_start(text: str, a: MeasuredNumber) -> tuple[int, int]:
    """Return where the lower end begins with its sign, and that sign as 1 or -1."""
    for start in (minus_before(text, a.start), below_zero(text, a.start)):
        if start is not None:
            return start, -1
    return a.start, 1


def _plain_ends(a: MeasuredNumber, b: MeasuredNumber) -> tuple[Decimal, Decimal]:
    """Return both ends of a range without signs, the first in the unit and the scale of the second: 5至8亿元."""
    low, high = a.value or Decimal(0), b.value or Decimal(0)
    if a.label == BARE and b.unit is not None:
        low *= worth(b.unit, low)
    big = _shared_scale(a.written, b.written)
    scaled = low * big < high or (big >= _BIG[-1] and a.label == BARE and a.step <= ONE and low * big < high * TEN)
    return (low * big if scaled else low), high


def _shared_scale(a: WrittenNumber, b: WrittenNumber) -> Decimal:
    """Return the 万 or 亿, or after a single digit the 百 or 千, of the second number that the first one means too."""
    big = scale_of(b)
    if big != ONE:
        return big if scale_of(a) == ONE else ONE
    single = a.step == ONE and a.value is not None and a.value < TEN
    return b.step if single and b.form == "hanzi" and b.step >= TEN else ONE


def scale_of(numeral: WrittenNumber) -> Decimal:
    """Return the 万, 亿 or 万亿 that a numeral ends with, or 1."""
    if numeral.step >= TEN and numeral.value is not None:
        for big in _BIG:
            if numeral.value >= big and numeral.step * 10000 > big:
                return big
    return ONE


def _changes(text: str, a: MeasuredNumber, b: MeasuredNumber, low: Decimal, high: Decimal) -> bool:
    """Tell whether `to` leads to a new level, not to the end of a range: 提升3.5%至|28%, 增加1个至|26个."""
    if a.unit is None or low <= 0 or high / low <= CHANGE or stands_after("range follows", text, b.end):
        return False
    return _MOVES.search(text, max(0, a.start - 6), a.start) is not None


def _neighbours(text: str, a: MeasuredNumber, b: MeasuredNumber) -> bool:
    """Tell whether two digits with 、 or 或 between mean "a or b": 7、8成, 三、四十个, 2或3万元; not 分别为7、8元."""
    if a.label != BARE or a.value is None or b.written.value is None or text[a.end : b.start] not in ("、", "或"):
        return False
    if a.start == 0 or text[a.start - 1] in f"、{ORDINAL}\n。；" or a.written.form != b.written.form:
        return False
    first = b.written.value / b.written.step if b.written.step >= ONE else b.written.value
    small = a.number_end - a.start == 1 and first - a.value == ONE and first < TEN
    return small and b.label not in (BARE, "ORDINAL") and not _EACH.search(text, max(0, a.start - 12), a.start)
