"""Quantities that hold no numeral of the ordinary kind: 首批, 翻番, 半数, 过半, 一半, 半年."""

from __future__ import annotations

import re
from decimal import Decimal

from .numerals import Numeral, parse
from .readings import Reading
from .units import unit_at

_HEADS = re.compile(
    r"(?P<whole>百分百)|(?P<created>首创)|(?P<first>首)(?=\S)|翻(?:了)?(?:(?P<times>[一二两三四五六七八九十])番|番)|(?P<half>过半|半数以上|半数|一半)|半(?=\S)"
    r"|(?P<vague>[几数])(?=\S)|(?P<places>[两二三四五])位数|前(?P<top>[二两三四五六七八九十]|十五|二十)(?=[，。；、！“”（）\s的]|$)|之(?P<chief>首)(?=[，。；、！\s])"
)
_FIRST = re.compile(
    r"[个批家条届款部趟台张例期座艘架颗枚支只列辆套项份场轮单笔名](?!都|席|领|脑|要|先|饰|相|府|钢|善|发)|次(?!公开|突破|超|提出|明确|站上|跌破|破)|位(?!数)"
)
_NOT_FIRST_AFTER = frozenset("之匕榜岁元")


def _numeral(start: int, end: int, value: Decimal | None) -> Numeral:
    return Numeral(start, end, value, None, None, Decimal(1))


def _reading(start: int, end: int, value: Decimal, label: str, code: str | None, more: str = "") -> Reading:
    return Reading(start, end, end, value, None, None, Decimal(1), label, None, code,
                   _numeral(start, end, value), "special", more)  # fmt: skip


def _head(text: str, found: re.Match[str]) -> Reading | None:
    """Return the reading of one such head, or None where it is something else."""
    start, end = found.span()
    if found["whole"]:
        return _reading(start, end, Decimal(100), "PERCENT", "%")
    if found["created"]:
        if text[start - 2 : start] not in ("全国", "世界", "全球", "国内", "全省", "国际", "业内", "亚洲"):
            return None
        return _reading(start, end, Decimal(1), "ORDINAL", None)
    if found["first"]:
        unit = _FIRST.match(text, end)
        if unit is None or text[start - 1 : start] in _NOT_FIRST_AFTER:
            return None
        written = unit.group()
        return _reading(start, unit.end(), Decimal(1), "ORDINAL", None if written == "位" else written)
    if found["half"]:
        if text.startswith("一半", start) and text[start - 1 : start] in tuple("第"):
            return None
        more = {"过半": "over", "半数以上": "over"}.get(found["half"], "")
        bound = text[start - 2 : start] == "超过" or text[start - 1 : start] in tuple("超逾")
        if found["half"] == "过半" and text[end : end + 1] in tuple("百年"):
            return None
        if bound and not more:
            start -= 2 if text[start - 2 : start] == "超过" else 1
            more = "over"
        return _reading(start, end, Decimal(50), "PERCENT", "%", more)
    if found["vague"]:
        return _some(text, start)
    if found["places"]:
        return _digits(text, start, end, found["places"])
    if found["top"]:
        if re.search(r"(?:居|列|位|入|进|排|全国|世界|全球|保持|跻身)[^，。]{0,6}$", text[max(0, start - 9) : start]) is None:
            return None
        reading = _reading(start, end, parse(found["top"]) or Decimal(1), "ORDINAL", None, "at_most")
        return reading
    if found["chief"]:
        if re.search(r"[居列位][^，。]{1,12}$", text[max(0, start - 13) : start]) is None:
            return None
        return _reading(start + 1, end, Decimal(1), "ORDINAL", None)
    if found.group().startswith("翻"):
        times = parse(found["times"]) if found["times"] else Decimal(1)
        about = "about" if text[start - 1 : start] == "约" else "near" if text[start - 1 : start] == "近" else ""
        return _reading(start - bool(about), end, Decimal(2) ** (times or Decimal(1)), "CARDINAL", "倍", about)
    return _half(text, start)


_SOME = frozenset("个家名位天年次项条座种辆台只场处件批套款户人秒周倍")
_NOT_SOME = frozenset("人总系指参函变倍次户件位级字票个份计分读基常多少点岁天年名整奇偶实代负偏")


def _some(text: str, start: int) -> Reading | None:
    """Return the reading of 几 or 数 before a classifier: 数家 is 2 to 9."""
    if text[start + 1] not in _SOME or text[start - 1 : start] in tuple("十百千万亿"):
        return None
    if text[start] == "数" and (text[start + 1] == "位" or text[start - 1 : start] in _NOT_SOME or text[start + 1 : start + 3] in ("位化", "字")):
        return None
    unit = unit_at(text, start + 1)
    if unit is None:
        return None
    numeral = Numeral(start, start + 1, None, Decimal(2), Decimal(9), Decimal(1))
    return Reading(start, start + 1 + len(unit.written), start + 1, None, Decimal(2), Decimal(9), Decimal(1),
                   unit.label, unit, unit.code, numeral, "some")  # fmt: skip


def _digits(text: str, start: int, end: int, places: str) -> Reading | None:
    """Return the reading of 两位数, a rate of ten or more: 两位数增长."""
    if re.search(r"增|涨|降|跌|速|幅", text[max(0, start - 12) : end + 6]) is None:
        return None
    count = int(parse(places) or 2)
    low, high = Decimal(10) ** (count - 1), Decimal(10) ** count - 1
    numeral = Numeral(start, end, None, low, high, Decimal(1))
    return Reading(start, end, end, None, low, high, Decimal(1), "PERCENT", None, "%", numeral, "special")


def _half(text: str, start: int) -> Reading | None:
    """Return the reading of 半 before a unit: 半年, 半小时, 半个百分点."""
    if text[start - 1 : start] in tuple("上下大多前后一过每夜各对参一两二三四五六七八九十百千万亿个") or text[start - 1 : start].isdigit():
        return None
    unit = unit_at(text, start + 1)
    if unit is None or unit.written == "个" or unit.label not in ("DURATION", "QUANTITY", "PERCENT", "MONEY"):
        return None
    if unit.label == "DURATION" and unit.written not in ("年", "天", "小时", "个月", "个小时", "日", "分钟", "世纪", "个世纪"):
        return None
    if unit.label == "QUANTITY" and (len(unit.written) > 1 and unit.written not in ("公里", "公斤") or unit.written not in "吨斤亩公里公斤"):
        return None
    end = start + 1 + len(unit.written)
    value = Decimal("0.5") * (10 if unit.written == "成" else 1)
    return Reading(start, end, start + 1, value, None, None, Decimal("0.1"), unit.label, unit, unit.code,
                   _numeral(start, start + 1, value), "half")  # fmt: skip


def read(text: str) -> list[Reading]:
    """Return the special readings of a text in order."""
    return [r for m in _HEADS.finditer(text) if (r := _head(text, m)) is not None]


def merged(special: list[Reading], readings: list[Reading]) -> list[Reading]:
    """Return two lists of readings as one in text order; one of the first wins over what it overlaps."""
    if not special:
        return readings
    out: list[Reading] = []
    n = 0
    for reading in readings:
        while n < len(special) and special[n].end <= reading.start:
            out.append(special[n])
            n += 1
        if n < len(special) and special[n].start < reading.end:
            continue
        out.append(reading)
    return out + special[n:]
