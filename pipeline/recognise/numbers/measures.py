"""Readings: each number of a text with the unit that stands beside it, before it is decided which are quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ...model import UnusedReason
from . import exclusions
from .cues import pattern
from .numerals import Numeral, numerals
from .units import CNY, Unit, unit_at

ONE, TEN, HUNDRED, HALF = Decimal(1), Decimal(10), Decimal(100), Decimal("0.5")
PIECE = Unit("块", "块", "CARDINAL")
MINUTE = Unit("分", "min", "DURATION", "s", Decimal(60))
MOST_GREAT = {"hanzi": 10, "digits": 100}
"""A greater Chinese number before 大 is a congress: 二十大."""

_PART_MORE = re.compile(r"个([半多余来])(小时|钟头|月|星期|世纪|百分点|季度|交易日|工作日)")
_NOT_HALF = frozenset("导岛数天个小月成径途价场程夜决")
_RATE = re.compile(r" ?(?:/|每) ?")
_LEVELS = re.compile(f"(?:{pattern('levels')}{{2,}}|中央)$")
_MONEY_NEXT = re.compile(r"[钱多零\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖半整，。,.至到左以]|$")
_GREAT_NOT = re.compile(f"(?!{pattern('great of')}){pattern('great_not')}")
_YUAN_NEXT = re.compile(r"[零一二两三四五六七八九]|一?[公市]?斤|一[个只份条张件本杯碗]")
_PRICED = re.compile(pattern("paid") + r"[^，。；\n]{0,5}$")
_VOLUME = re.compile(pattern("volume"))
_PER_NOUN = re.compile(r"/([一-龥]{1,3})(?=[\s，。；、）)]|$)")
_OF_HUNDRED = {100: "%", 1000: "‰", 10000: "‱"}


Passed = tuple[int, int, UnusedReason]
"""Start and end of a numeral that is no quantity, and why."""


@dataclass(slots=True)
class Reading:
    """A number with its unit, as it stands in the text."""

    start: int
    """First character of the numeral, without sign and modifiers."""
    end: int
    """After the unit."""
    stop: int
    """After the numeral."""
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    label: str
    """MONEY, PERCENT, QUANTITY, DURATION, CARDINAL, ORDINAL, or BARE where no unit stands."""
    unit: Unit | None
    code: str | None
    numeral: Numeral
    rule: str
    more: str = ""
    shared: bool = False
    """True where the unit stands later in a list."""

    def scaled(self, factor: Decimal) -> None:
        """Multiply all that is known of the number."""
        self.value, self.low, self.high = (None if v is None else v * factor for v in (self.value, self.low, self.high))
        self.step *= factor

    def measured_in(self, unit: Unit, end: int) -> None:
        """Take a unit that ends at `end`; a value of 角 or 成 is brought to its currency or to per cent."""
        self.unit, self.code, self.label, self.end, self.rule = unit, unit.code, unit.label, end, unit.label.lower()
        factor = worth(unit, self.value)
        if factor != ONE:
            self.scaled(factor)


def worth(unit: Unit, value: Decimal | None) -> Decimal:
    """Return what a number of a unit is multiplied by: 角 in yuan, 成 and 折 in per cent."""
    if unit.label == "MONEY":
        return unit.factor or ONE
    tenths = unit.written == "成" or (unit.written == "折" and value is not None and value < TEN)
    return TEN if tenths else ONE


def _bare(numeral: Numeral) -> Reading:
    return Reading(numeral.start, numeral.end, numeral.end, numeral.value, numeral.low, numeral.high, numeral.step,
                   "BARE", None, None, numeral, "number", numeral.more)  # fmt: skip


def _blank(text: str, i: int, digits: bool) -> int:
    """Return i after the blanks that may part a number from its unit."""
    j = i
    while j < len(text) and text[j] == " " and j - i < (4 if digits else 1):
        j += 1
    return j


def _fraction(text: str, r: Reading, whole: Decimal) -> Reading:
    """Finish a fraction: 百分之 and a share of something are percentages, a part of a unit has it (四分之一升)."""
    code = _OF_HUNDRED.get(int(whole)) if r.numeral.bare else None
    unit = unit_at(text, r.end) if not r.numeral.bare else None
    if unit is not None and unit.label in ("QUANTITY", "DURATION"):
        return replace(r, end=r.end + len(unit.written), unit=unit, code=unit.code, label=unit.label, rule="fraction")
    r.scaled(whole if code else HUNDRED)
    r.label, r.code, r.rule = "PERCENT", code or "%", "fraction"
    return r


def measured(text: str, numeral: Numeral) -> Reading:
    """Return a numeral with the unit that follows it, if one does."""
    r = _bare(numeral)
    if numeral.whole is not None:
        return _fraction(text, r, numeral.whole)
    digits = numeral.form == "digits"
    i = _blank(text, numeral.end, digits)
    unit = unit_at(text, i, digits)
    if unit is not None and unit.written == "块" and not _yuan(text, numeral.start, i + 1):
        unit = PIECE
    if unit is None or (unit.written in ("级", "角", "方") and _no_unit(text, numeral, unit, i)):
        return _price(text, r)
    if unit.noun:
        r.label, r.rule = "CARDINAL", "counted noun"
        return r
    more = _PART_MORE.match(text, i) if unit.written == "个" else None
    if more:
        r.measured_in(unit_at("个" + more.group(2), 0) or unit_at(more.group(2), 0) or unit, more.end())
        if more.group(1) == "半":
            r.value = None if r.value is None else r.value + HALF
        else:
            r.more = "about" if more.group(1) == "来" else "over"
        return r
    r.measured_in(unit, i + len(unit.written))
    _half(text, r)
    _rate(text, r)
    return r


def _half(text: str, r: Reading) -> None:
    """Add the half that 半 after a unit says: 三年半, 一吨半, 三成半, 五分半 (minutes)."""
    if r.unit is None or not text.startswith("半", r.end) or text[r.end + 1 : r.end + 2] in _NOT_HALF:
        return
    if r.unit.written == "分":
        r.measured_in(MINUTE, r.end)
    if r.value is not None:
        r.value += HALF * worth(r.unit, HALF)
    r.end += 2 if text.startswith("钟", r.end + 1) else 1


def _rate(text: str, r: Reading) -> None:
    """Read 元/吨, 公里/小时, 千米每小时: join the codes with a slash."""
    found = _RATE.match(text, r.end)
    if found is None or r.code is None:
        return
    per = unit_at(text, found.end())
    noun = _PER_NOUN.match(text, r.end) if per is None and r.label == "MONEY" else None
    if noun:
        r.code, r.end = f"{r.code}/{noun[1]}", noun.end()
    if per is None or per.label in ("MONEY", "PERCENT") or (per.label == "CARDINAL" and "每" in found.group()):
        return
    r.code = f"{r.code}/{per.code}"
    r.end = found.end() + len(per.written)
    if r.label in ("DURATION", "CARDINAL"):
        r.label = "QUANTITY"


def _price(text: str, r: Reading) -> Reading:
    """Read a bare number per unit as a price: 25000/吨."""
    per = unit_at(text, r.end + 1) if text.startswith("/", r.end) else None
    if per and per.label == "QUANTITY" and not per.written[0].isascii():
        r.end += 1 + len(per.written)
        r.unit, r.code, r.label, r.rule = CNY, f"CNY/{per.code}", "MONEY", "price"
    return r


def _yuan(text: str, start: int, end: int) -> bool:
    """Tell whether 块 before `end` is money (花了30块, 五块六, 8块一斤) and counts no pieces (构件43块, 两块业务)."""
    alone = not text[:start].strip() and not text[end:].strip()
    priced = _PRICED.search(text, max(0, start - 10), start) is not None and _MONEY_NEXT.match(text, end) is not None
    return alone or priced or _YUAN_NEXT.match(text, end) is not None


def _no_unit(text: str, numeral: Numeral, unit: Unit, i: int) -> bool:
    """Tell whether 级 only ranks (千亿级, 二级市场), 角 is no money (四角战略), or 方 is no volume (五方光电)."""
    if unit.written == "方":
        return numeral.form == "hanzi" and _VOLUME.search(text, max(0, numeral.start - 8), i + 5) is None
    if unit.written == "角":
        return _MONEY_NEXT.match(text, i + 1) is None
    if numeral.form == "hanzi" and _LEVELS.search(text, max(0, numeral.start - 4), numeral.start):
        return text.startswith(("医院", "公立"), i + 1)
    return numeral.form == "hanzi" or text[numeral.end - 1] in "万亿" or (numeral.value or 0) > 20


def _ordered(text: str, r: Reading) -> Reading:
    """Turn a reading after 第 into an ordinal."""
    if r.value is None or not text.endswith("第", 0, r.start):
        return r
    if r.unit is None or r.unit.label == "CARDINAL":
        return replace(r, label="ORDINAL", rule="ordinal")
    if r.unit.label == "DURATION":
        return replace(r, label="ORDINAL", rule="ordinal-time")
    return replace(r, end=r.stop, label="ORDINAL", unit=None, code=None, rule="ordinal")


def _great(text: str, r: Reading) -> None:
    """Read 大 after a small number or an ordinal: 三大优势, 第二大股东."""
    if r.unit is not None or r.value is None or r.more or not text.startswith("大", r.stop):
        return
    if r.value > MOST_GREAT[r.numeral.form] or r.value != r.value.to_integral_value():
        return
    if r.stop + 1 == len(text) or _GREAT_NOT.match(text, r.stop + 1) or text[r.start - 1 : r.start] in ("前", "十"):
        return
    r.end, r.rule = r.stop + 1, "great"
    r.label = "CARDINAL" if r.label == "BARE" else r.label


def singles(text: str, passed: list[Passed]) -> list[Reading]:
    """Return the readings of a text in order, each by itself, without words, names and codes: those join `passed`."""
    found: list[Reading] = []
    for numeral in numerals(text):
        if found and numeral.start < found[-1].end:
            continue
        if numeral.form == "digits" and exclusions.code(text, numeral.start):
            passed.append((numeral.start, numeral.end, "identifier"))
            continue
        r = measured(text, numeral)
        if numeral.form == "hanzi" and numeral.whole is None and exclusions.ordinary(text, r.start, r.end):
            passed.append((numeral.start, numeral.end, "word"))
            continue
        r = _ordered(text, r)
        _great(text, r)
        found.append(r)
    return found
