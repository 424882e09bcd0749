"""Readings: each number of a text with its unit, before it is decided which of them are quantities.

A reading is built from left to right: a numeral, its unit, then the joins that make one item of several (3元5角,
3-5个, 30、27、35个).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from . import notnumbers
from .numerals import Numeral, numerals
from .units import CNY, Unit, unit_at

HUNDRED = Decimal(100)
_ONE = Decimal(1)
MINUTE = Unit("分", "min", "DURATION", "s", Decimal(60))


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


_RANGE = re.compile(r" ?(?:-|—|–|~|～|－|至|到)[-—–]? ?")
_BETWEEN = re.compile(r"之间|间(?![接谍隔])")
_HALF_MORE = re.compile(r"个半(小时|钟头|月|星期|世纪|百分点|季度)")
_RATE = re.compile(r" ?(?:/|每) ?")
_LIST = re.compile(r"、|和|与|及|以及|或")
_BIG = (Decimal(10) ** 12, Decimal(10) ** 8, Decimal(10) ** 4)


def _blank(text: str, i: int, digits: bool) -> int:
    """Return i after the blanks that may part a number from its unit."""
    j = i
    while j < len(text) and text[j] == " " and j - i < (4 if digits else 1):
        j += 1
    return j


def _half(text: str, end: int, unit: Unit | None) -> bool:
    """Tell whether 半 after a unit adds a half of it: 三年半, 一吨半; not 三年半途而废."""
    if not text.startswith("半", end) or unit is None:
        return False
    return text[end + 1 : end + 2] not in tuple("导岛数年天个小月成径途价场程夜决") and unit.written not in ("年",) or (
        unit.written == "年" and text[end + 1 : end + 2] not in tuple("导岛数途价场")
    )


def _rate(text: str, reading: Reading) -> None:
    """Read 元/吨, 公里/小时, 千米每小时: join the codes with a slash."""
    found = _RATE.match(text, reading.end)
    if found is None or reading.code is None:
        return
    per = unit_at(text, found.end())
    if per is None or per.label in ("MONEY", "PERCENT") or (per.label == "CARDINAL" and found.group().strip() == "每"):
        return
    reading.code = f"{reading.code}/{per.code}"
    reading.end = found.end() + len(per.written)
    if reading.label == "DURATION" or reading.label == "CARDINAL":
        reading.label = "QUANTITY"


def _fraction(numeral: Numeral) -> Reading | None:
    """Return the reading of 百分之, 千分之 and other fractions."""
    if numeral.whole is None:
        return None
    code = {100: "%", 1000: "‰", 10000: "‱"}.get(int(numeral.whole)) if numeral.bare else None
    reading = Reading(numeral.start, numeral.end, numeral.end, numeral.value, numeral.low, numeral.high, numeral.step,
                      "PERCENT", None, code, numeral, "fraction")
    if code:
        reading.scaled(numeral.whole)
    else:
        reading.scaled(HUNDRED)
        reading.code = "%"
    return reading


def _fraction_of(text: str, reading: Reading) -> Reading:
    """Give a fraction the unit of measure that follows it: 四分之一升; a share of something else stays a percentage."""
    unit = unit_at(text, reading.end) if not reading.numeral.bare else None
    if unit is None or unit.label not in ("QUANTITY", "DURATION"):
        return reading
    reading.scaled(1 / HUNDRED)
    return replace(reading, end=reading.end + len(unit.written), unit=unit, code=unit.code, label=unit.label)


def _measured(text: str, numeral: Numeral) -> Reading:
    """Return a numeral with the unit that follows it, if one does."""
    fraction = _fraction(numeral)
    if fraction:
        return _fraction_of(text, fraction)
    reading = Reading(numeral.start, numeral.end, numeral.end, numeral.value, numeral.low, numeral.high, numeral.step,
                      "BARE", None, None, numeral, "number", numeral.more)
    digits = numeral.form == "digits"
    i = _blank(text, numeral.end, digits)
    unit = unit_at(text, i, digits)
    if unit is None or (unit.written in ("级", "块") and _no_unit(text, numeral, unit, i)):
        return _price(text, reading)
    if unit.noun:
        reading.label, reading.rule = "CARDINAL", "counted noun"
        return reading
    if unit.written == "个" and (half := _HALF_MORE.match(text, i)):
        unit = unit_at(half.group(1), 0) or unit
        reading.unit, reading.code, reading.label, reading.end, reading.rule = unit, unit.code, unit.label, half.end(), "half more"
        reading.value = None if reading.value is None else reading.value + Decimal("0.5")
        return reading
    reading.unit, reading.code, reading.label = unit, unit.code, unit.label
    reading.end = i + len(unit.written)
    reading.rule = unit.label.lower()
    if unit.label == "MONEY" and unit.factor is not None:
        reading.scaled(unit.factor)
    if unit.written == "成" or (unit.written == "折" and reading.value is not None and reading.value < 10):
        reading.scaled(Decimal(10))
    if unit.written == "分" and text.startswith("半", reading.end):
        reading.unit = unit = MINUTE
        reading.code, reading.label, reading.rule = MINUTE.code, MINUTE.label, "duration"
    if _half(text, reading.end, unit) and reading.value is not None:
        reading.value += Decimal("0.5") * (unit.factor or 1) if unit.label == "MONEY" else Decimal("0.5")
        if unit.written == "成":
            reading.value += Decimal("4.5")
        reading.end += 2 if text.startswith("钟", reading.end + 1) else 1
    _rate(text, reading)
    return reading


_LEVELS = re.compile(r"(?:[省市县乡村镇区城、]{2,}|中央)$")


def _no_unit(text: str, numeral: Numeral, unit: Unit, i: int) -> bool:
    """Tell whether 级 only ranks (千亿级, 328级标准, 二级市场), or 块 is a piece and no money (一块试验田)."""
    if unit.written == "级":
        if numeral.form == "hanzi" and _LEVELS.search(text, max(0, numeral.start - 4), numeral.start):
            return text.startswith(("医院", "公立"), i + 1)
        return numeral.form == "hanzi" or text[numeral.end - 1] in "万亿" or (numeral.value or 0) > 20
    return re.match(r"[钱多零\d一二两三四五六七八九半，。,.至到左以]|$", text[i + 1 :]) is None


def _price(text: str, reading: Reading) -> Reading:
    """Read a bare number per unit as a price: 25000/吨."""
    found = _RATE.match(text, reading.end) if text.startswith("/", reading.end) else None
    per = unit_at(text, found.end()) if found else None
    if found and per and per.label == "QUANTITY" and not per.written[0].isascii():
        reading.end = found.end() + len(per.written)
        reading.unit, reading.code, reading.label, reading.rule = CNY, f"CNY/{per.code}", "MONEY", "price"
    return reading


def _smaller(a: Reading, b: Reading, text: str) -> bool:
    """Tell whether b goes on where a stopped, in a smaller unit: 3元|5角, 4年零|8个月."""
    if a.unit is None or b.unit is None or a.value is None or b.value is None:
        return False
    if a.label != b.label and not _minutes(a, b) and (a.label, b.unit.written) != ("MONEY", "分"):
        return False
    if text[a.end : b.start] not in ("", "零", "又", "零 ", " "):
        return False
    if a.label == "MONEY" and b.label != "MONEY":
        return b.unit.written == "分" and a.unit.code == "CNY"
    if a.label == "MONEY":
        return a.unit.code == b.unit.code and b.unit.factor is not None and b.unit.factor < (a.unit.factor or 1)
    if _minutes(a, b):
        return a.unit.written in ("小时", "个小时", "时", "分")
    if a.label in ("DURATION", "QUANTITY"):
        return a.unit.si is not None and a.unit.si == b.unit.si and (a.unit.factor or 0) > (b.unit.factor or 0)
    return False


def _minutes(a: Reading, b: Reading) -> bool:
    """Tell whether 分 in one of two readings means minutes beside an hour or a second: 1小时30分, 3分25秒."""
    written = (a.unit.written if a.unit else "", b.unit.written if b.unit else "")
    return (written[1] == "分" and a.label == "DURATION") or (written[0] == "分" and written[1] in ("秒", "秒钟"))


def _compound(a: Reading, b: Reading) -> Reading:
    """Join two readings into one in the smaller unit, money in its main unit."""
    assert a.unit and b.unit and a.value is not None and b.value is not None
    if a.label == "MONEY":
        worth = _ONE if b.label == "MONEY" else Decimal("0.01")
        return replace(a, end=b.end, stop=b.stop, value=a.value + b.value * worth, step=b.step * worth)
    if _minutes(a, b):
        a, b = (replace(r, unit=MINUTE, code=MINUTE.code, label=MINUTE.label) if r.unit and r.unit.written == "分" else r
                for r in (a, b))  # fmt: skip
    ratio = ((a.unit and a.unit.factor) or _ONE) / ((b.unit and b.unit.factor) or _ONE)
    if (a.unit.written[-1], b.unit.written[-1]) == ("年", "月"):
        ratio = Decimal(12)
    return replace(b, start=a.start, value=a.value * ratio + b.value, numeral=a.numeral)


def _joined(text: str, a: Reading, b: Reading) -> Reading | None:
    """Return the range that two readings make: 3-5个, 10亿元至50亿元, 5至8亿元; None where they make none."""
    between = text[a.end : b.start]
    if between in ("与", "和") and a.unit is None and b.unit is not None and b.unit.written == "间":
        b = replace(b, end=b.stop, unit=None, code=None, label="BARE")
    if len(between) > 4 or not between or a.value is None or b.value is None:
        return None
    if not _RANGE.fullmatch(between) and not _neighbours(text, a, b) and not (between in ("与", "和") and _BETWEEN.match(text, b.end)):
        return None
    if a.unit is not None and (a.code != b.code or a.label != b.label):
        return None
    if a.unit is None and a.label != "BARE" and a.code != b.code and not (a.rule == "fraction" and b.label == "BARE"):
        return None
    low, high = a.value, b.value
    if a.label == "BARE" and b.label != "BARE":
        low = low * (b.unit.factor if b.unit and b.unit.label == "MONEY" and b.unit.factor else 1)
        if b.unit and b.unit.written == "成":
            low *= 10
    low *= _shared_scale(a.numeral, b.numeral, low, high)
    if a.code is None and b.code == "%" and b.rule == "fraction":
        low = a.value
    if low >= high or ("至" in between or "到" in between) and a.label == "PERCENT" and _changes(text, a, low, high):
        return None
    if a.rule == "fraction" and b.label == "BARE":
        b = replace(b, label=a.label, code=a.code)
    return replace(b, start=a.start, value=None, low=low, high=high, numeral=a.numeral, rule="range",
                   step=min(a.step, b.step))  # fmt: skip


def _changes(text: str, a: Reading, low: Decimal, high: Decimal) -> bool:
    """Tell whether `to` leads to a new level rather than to the end of a range: 提升3.5%至|28%."""
    return low > 0 and high / low > 4 and re.search(r"[升降增减长加落低高]了?[^，。]{0,2}$", text[max(0, a.start - 6) : a.start]) is not None


def _scale(numeral: Numeral) -> Decimal:
    """Return the 万, 亿 or 万亿 that a numeral ends with, or 1."""
    if numeral.step >= 10:
        for big in _BIG:
            if numeral.value is not None and numeral.value >= big and numeral.step * 10000 > big:
                return big
    return Decimal(1)


def _neighbours(text: str, a: Reading, b: Reading) -> bool:
    """Tell whether two digits with 、 between mean "a or b": 7、8成, 三、四十个."""
    if a.label != "BARE" or a.value is None or b.numeral.value is None or text[a.end : b.start] != "、":
        return False
    first = b.numeral.value / b.numeral.step if b.numeral.step >= 1 else b.numeral.value
    if text[a.start - 1 : a.start] in tuple("、第\n。；") or a.start == 0 or a.numeral.form != b.numeral.form:
        return False
    return a.stop - a.start == 1 and first - a.value == 1 and first < 10 and b.label not in ("BARE", "ORDINAL", "MONEY")


def _shared_scale(a: Numeral, b: Numeral, low: Decimal, high: Decimal) -> Decimal:
    """Return the 万 or 亿 of the second number that the first one means too: 5至8亿元."""
    big = _scale(b)
    if big == 1 and b.form == "hanzi" and a.step == 1 and a.value is not None and a.value < 10 and b.step >= 10:
        big = b.step
        return big if low * big < high else Decimal(1)
    if big == 1 or _scale(a) != 1 or low * big >= high:
        return Decimal(1)
    return big


def _ordered(text: str, reading: Reading) -> Reading:
    """Turn a reading after 第 into an ordinal."""
    if not text.endswith("第", 0, reading.start) or reading.value is None:
        return reading
    label = "ORDINAL"
    end, code = reading.end, reading.code
    if reading.unit is not None and reading.unit.label != "CARDINAL":
        if reading.unit.label == "DURATION":
            return replace(reading, label="ORDINAL", rule="ordinal-time")
        end, code = reading.stop, None
    return replace(reading, start=reading.start, end=end, label=label, code=code, rule="ordinal")


def _big_after(text: str, reading: Reading) -> None:
    """Read 大 after a small number or an ordinal: 三大优势, 第二大股东."""
    if reading.unit is not None or not text.startswith("大", reading.stop) or reading.value is None or reading.numeral.more:
        return
    if reading.value > (10 if reading.numeral.form == "hanzi" else 100) or reading.value != reading.value.to_integral_value():
        return
    if text[reading.stop + 1 : reading.stop + 2] in tuple("于小量型约概幅多家夫众米豆棚额写盘街道桥楼厦省国市县户"):
        return
    if text[reading.start - 1 : reading.start] in tuple("前十"):
        return
    reading.end = reading.stop + 1
    reading.label = "CARDINAL" if reading.label == "BARE" else reading.label
    reading.rule = "great"


def read(text: str) -> list[Reading]:
    """Return the readings of a text in order, without those that are words, names or codes."""
    found: list[Reading] = []
    for numeral in numerals(text):
        if found and numeral.start < found[-1].end:
            continue
        if notnumbers.code(text, numeral.start, numeral.end) and numeral.form == "digits":
            continue
        reading = _measured(text, numeral)
        if reading.unit and reading.unit.word and numeral.form == "hanzi":
            pass
        if numeral.form == "hanzi" and notnumbers.ordinary(text, reading.start, reading.end) and not numeral.whole:
            continue
        reading = _ordered(text, reading)
        _big_after(text, reading)
        found.append(reading)
    return _lists(text, _ratios(text, _ranges(text, _compounds(text, found))))


_TO_ONE = re.compile(r"比[例率]?[^，。；\d]{0,6}[\d.∶:]{0,9}[^，。；\d]{0,5}$")


def _ratios(text: str, readings: list[Reading]) -> list[Reading]:
    """Read a∶1 as the ratio a, and parts that make up a hundred (4.0∶37.7∶58.3) as percentages."""
    out: list[Reading] = []
    for r in readings:
        a = out[-1] if out else None
        if a is None or a.label != "BARE" or r.label != "BARE" or text[a.end : r.start] not in ("∶", ":", "："):
            out.append(r)
            continue
        if r.value == 1 and a.value is not None and (a.step < 1 or _TO_ONE.search(text, max(0, a.start - 24), a.start)):
            out[-1] = replace(a, end=r.end, stop=r.end, label="CARDINAL", rule="ratio")
            continue
        out.append(r)
        parts = out[-3:]
        if len(parts) == 3 and text[parts[0].end : parts[1].start] in ("∶", ":", "：") and all(
            p.label == "BARE" and p.value is not None for p in parts
        ):
            total = sum((p.value or 0 for p in parts), Decimal(0))
            if abs(total - HUNDRED) <= Decimal("0.3"):
                for p in parts:
                    p.label, p.code, p.rule = "PERCENT", "%", "shares"
    return out


_TAILS = {"块": _ONE, "米": _ONE, "毛": Decimal("0.1"), "角": Decimal("0.1"), "蚊": _ONE, "毫": Decimal("0.1")}


def _tail(text: str, a: Reading, b: Reading) -> bool:
    """Tell whether b is a last digit without its unit: 五块|六, 三米|九, 三块|零四."""
    if a.unit is None or a.value is None or text[a.end - 1] not in _TAILS or b.start != a.end or b.label != "BARE":
        return False
    return b.numeral.form == "hanzi" and b.value is not None and 0 < b.value < 10 and b.end - b.start < 3 and not b.more


def _compounds(text: str, readings: list[Reading]) -> list[Reading]:
    out: list[Reading] = []
    for reading in readings:
        if out and _smaller(out[-1], reading, text):
            out[-1] = _compound(out[-1], reading)
        elif out and _tail(text, out[-1], reading):
            a, worth = out[-1], _TAILS[text[out[-1].end - 1]] * (Decimal("0.1") if reading.stop - reading.start == 1 else Decimal("0.01"))
            out[-1] = replace(a, end=reading.end, stop=reading.stop, value=(a.value or 0) + (reading.value or 0) * worth, step=worth)
        else:
            out.append(reading)
    return out


def _ranges(text: str, readings: list[Reading]) -> list[Reading]:
    out: list[Reading] = []
    for reading in readings:
        joined = _joined(text, out[-1], reading) if out and out[-1].rule != "range" else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(reading)
    return out


def _lists(text: str, readings: list[Reading]) -> list[Reading]:
    """Give the numbers of a list the unit that only its last one has: 30、27、35个."""
    for i in range(len(readings) - 2, -1, -1):
        a, b = readings[i], readings[i + 1]
        if a.label not in ("BARE", "ORDINAL") or a.unit is not None or a.code is not None or b.label == "BARE" or b.rule in ("great",):
            continue
        if b.label == "DURATION" or a.end != a.stop:
            continue
        if (a.label == "ORDINAL") != (b.label == "ORDINAL"):
            continue
        if not _LIST.fullmatch(text[a.end : b.start].replace("第", "").strip()):
            continue
        if notnumbers.marker(text, a.start, a.end):
            continue
        a.unit, a.code, a.label, a.shared, a.rule = b.unit, b.code, b.label, True, "list"
        if a.label == "MONEY" and a.unit is None:
            a.unit = CNY
    return readings
