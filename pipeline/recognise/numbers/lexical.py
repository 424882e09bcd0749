"""Quantities that hold no numeral of the ordinary kind: 首批, 前三, 翻番, 半数, 数家, 半年, 两位数."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from .attachment import HALF, PIECE
from .cues import pattern, stands_after, stands_before, stands_near, words
from .measured import MeasuredNumber, worth
from .numeral_characters import ORDINAL, SCALES
from .numerals import HUNDRED, ONE, TEN, WrittenNumber, parse
from .units import Unit, unit_at

_HEADS = re.compile(
    r"(?=[百首翻数过半一二三四五六几两榜头次大米近逾超前之Ⅰ-ⅫIV])(?:"
    r"(?P<whole>百分百)|(?P<created>首创)|(?P<first>首)(?=\S)|(?P<double>翻了?(?P<times>[一二两三四五六七八九十])?番)"
    rf"|数以(?P<order>[十{SCALES}]{{1,2}})计|(?P<share>{pattern('over half share')}|{pattern('half share')})"
    r"|(?P<phase>[一二三四五六])期|(?P<half>半)(?=\S)"
    r"|(?P<some>[几数])(?=\S)|(?P<places>[两二三四五])位数"
    rf"|(?P<lead>(?!{pattern('other word')})(?:{pattern('first place')}|{pattern('second place')}))"
    rf"|(?P<roman>[Ⅰ-Ⅻ]|(?<![A-Za-z])(?:I{{1,3}}|I?V|VI{{1,3}}))(?!{pattern('other word')})级"
    rf"|(?P<head>(?!{pattern('other word')})头号)"
    r"|(?P<most>大半)(?=[天年]|个[月小世])|(?<![0-9一-龥])(?P<tall>米)(?=[一二三四五六七八九](?:[，。、；！]|$))|(?P<near>[近逾超])半(?=[，。；、：！）)的\s]|$)"
    r"|前(?P<many>[0-9]{1,3}|[二两三四五六七八九十]{1,3})"
    rf"(?P<of>{pattern('first several')}|大(?=[一-龥])(?![^，。]{{0,4}}{pattern('ranked by size')}))(?!强)"
    r"|前(?P<top>[1-9][0-9]{0,2}|[二三四五六七八九]?十五?|[二两三四五六七八九])(?=[，。；、！“”（）\s的]|个股|$)"
    r"|之(?P<chief>首)(?=[，。；、！\s]))"
)
"""The characters that such quantities begin with."""
_FIRST = re.compile(f"[{''.join(words('first of'))}]|次(?!{pattern('first time not')})|(?!{pattern('other word')})位")
_DOWN_PAYMENT = re.compile(f"[，。；）)]|{pattern('down payment')}|$")
"""What follows 首期 as a first payment: 支付首期的金额; a phase has its thing behind it (首期工程)."""
_CHIEF = re.compile(f"{pattern('takes the head')}[^，。]{{1,12}}$")
_PHASE_BEGINS = frozenset("，。；、：\n （(“的\x00")
_BUILT = re.compile(rf"[^，。；、\s]{{0,8}}{pattern('built')}")
_LEADS = re.compile(rf"{pattern('takes rank')}[^，。；]{{0,12}}$")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
MOST = Decimal("0.9")
_NOT_FIRST = frozenset(words("first not after"))
_NOT_TOP = frozenset(words("top not after"))
_NOT_HALF = frozenset(words("half not after"))
_SOME_OF = frozenset(words("some of"))
_NUMBER_OF = frozenset(words("number of"))
_HALVED = frozenset(words("half of"))


def _special(
    start: int, end: int, value: Decimal, label: str, code: str | None, rule: str = "special"
) -> MeasuredNumber:
    number = MeasuredNumber.of(WrittenNumber(start, end, value, None, None, ONE))
    number.label, number.code, number.rule = label, code, rule
    return number


def _vague(start: int, stop: int, low: Decimal, high: Decimal, unit: Unit | None) -> MeasuredNumber:
    number = MeasuredNumber.of(WrittenNumber(start, stop, None, low, high, ONE))
    number.label, number.code, number.rule = "PERCENT", "%", "special"
    if unit is not None:
        number.unit, number.label, number.code, number.rule = unit, unit.label, unit.code, "some"
        number.end = stop + len(unit.written)
    return number


def _whole(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    return _special(*found.span(), HUNDRED, "PERCENT", "%")


def _created(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 首创 as a rank where a scope stands before it: 为全国首创."""
    if not stands_before("created in", text, found.start()):
        return None
    return _special(*found.span(), ONE, "ORDINAL", None)


def _first(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 首 with a classifier: 首批, 首个, 首位; not 首都, 首次公开发行."""
    unit = _FIRST.match(text, found.end())
    if unit is None or text[found.start() - 1 : found.start()] in _NOT_FIRST:
        return None
    written = unit.group()
    if written == "套" and stands_after("first home", text, unit.end()):
        return None
    if written == "期" and _DOWN_PAYMENT.match(text, unit.end()):
        return None
    return _special(found.start(), unit.end(), ONE, "ORDINAL", None if written in ("位", "度") else written)


def _double(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 翻番 as 2 times, 翻三番 as 8 times."""
    times = parse(found["times"]) if found["times"] else ONE
    return _special(*found.span(), Decimal(2) ** (times or ONE), "CARDINAL", "倍", "doubling")


def _share(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 一半, 半数 and 过半 as 50 %."""
    start, end = found.span()
    if text[start - 1 : start] == ORDINAL:
        return None
    if found.group() == "过半" and stands_after("halved time", text, end):
        return None
    number = _special(start, end, Decimal(50), "PERCENT", "%", "share")
    number.modifier = "over" if found.group() in words("over half share") else None
    return number


def _some(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 几 or 数 before a classifier: 数家 is 2 to 9; not 人数, 数字, 十几."""
    start = found.start()
    before, after = text[start - 1 : start], text[start + 1]
    if after not in _SOME_OF or stands_before("scale goes on", text, start):
        return None
    if found.group() == "数" and (after == "位" or before in _NUMBER_OF):
        return None
    unit = unit_at(text, start + 1)
    if unit is None:
        return None
    if unit.written == PIECE.written and not (text.startswith("钱", start + 2) or stands_before("paid", text, start)):
        unit = PIECE
    number = _vague(start, start + 1, Decimal(2), Decimal(9), unit)
    number.start -= found.group() == "几" and before == "好"
    return number


def _places(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 两位数 as a rate of ten or more: 两位数增长."""
    start, end = found.span()
    if not stands_near("rate near", text, start, end):
        return None
    count = int(parse(found["places"]) or 2)
    return _vague(start, end, TEN ** (count - 1), TEN**count - 1, None)


def _top(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 前三 as the ranks 1 to 3 where a place among others is meant: 稳居全国前三."""
    if not stands_before("among", text, found.start()):
        return None
    number = _vague(found.start(), found.end(), ONE, parse(found["top"]) or ONE, None)
    number.label, number.code = "ORDINAL", None
    return number


def _many(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 前三名 as the ranks 1 to 3."""
    last = parse(found["many"])
    if last is None or last < 2 or text[found.start() - 1 : found.start()] in _NOT_TOP:
        return None
    if text.startswith("的", found.end()) and not stands_before("among", text, found.start()):
        return None
    number = _vague(found.start(), found.end(), ONE, last, None)
    number.label, number.code = "ORDINAL", None
    return number


def _chief(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 首 of 居…之首 as a rank."""
    if _CHIEF.search(text, max(0, found.start() - 13), found.start()) is None:
        return None
    return _special(found.start("chief"), found.end(), ONE, "ORDINAL", None)


def _led(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 榜首 and 次席 as ranks where something takes them: 位列榜首, 夺得头名."""
    if _LEADS.search(text, max(0, found.start() - 13), found.start()) is None:
        return None
    return _special(*found.span(), ONE if found["lead"] in words("first place") else Decimal(2), "ORDINAL", None)


def _roman(text: str, found: re.Match[str]) -> MeasuredNumber:
    """Read a level in Roman numerals: Ⅳ级应急响应."""
    figure = found["roman"]
    value = _ROMAN[figure] if figure.isascii() else ord(figure) - ord("Ⅰ") + 1
    return _special(*found.span(), Decimal(value), "CARDINAL", "级")


def _orders(text: str, found: re.Match[str]) -> MeasuredNumber:
    """Read 数以百万计 as some millions, with a currency behind it as money."""
    low = parse(found["order"]) or TEN
    unit = unit_at(text, found.end())
    money = unit if unit is not None and unit.label == "MONEY" else None
    number = _vague(found.start(), found.end(), low, low * TEN - 1, money)
    if money is None:
        number.label, number.code, number.rule = "CARDINAL", None, "special"
    return number


def _phase(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 二期 as a rank where it stands alone for a phase of building: 二期项目投产; not 广交会二期, 三期消费券."""
    begins = found.start() == 0 or text[found.start() - 1] in _PHASE_BEGINS
    if not begins or _BUILT.match(text, found.end()) is None:
        return None
    return _special(*found.span(), parse(found["phase"]) or ONE, "ORDINAL", "期")


def _half(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 半 before a unit: 半年, 半小时, 半个百分点."""
    start = found.start()
    before = text[start - 1 : start]
    unit = unit_at(text, start + 1)
    if text.startswith("年度", start + 1):
        return None
    hours = before in ("前", "后") and unit is not None and unit.written.endswith("小时")
    parted = hours or stands_before("half after", text, start)
    if unit is None or (before in _NOT_HALF and not parted) or before.isdigit() or unit.written not in _HALVED:
        return None
    number = MeasuredNumber.of(WrittenNumber(start, start + 1, HALF, None, None, ONE / TEN))
    number.unit, number.code, number.label, number.rule = unit, unit.code, unit.label, "half"
    number.value = HALF * (HUNDRED if unit.written == "折" else worth(unit, HALF))
    number.end += len(unit.written)
    return number


def _head(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 头号 as a rank."""
    return _special(*found.span(), ONE, "ORDINAL", None)


def _most(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 大半天 as more than half and less than the whole of it."""
    unit = unit_at(text, found.end())
    return _vague(*found.span(), HALF, MOST, unit) if unit else None


def _tall(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 米九 as a height of 1.9 m."""
    unit, tenths = unit_at("米", 0), parse(text[found.end()])
    number = _special(found.start(), found.end() + 1, ONE + (tenths or ONE) / TEN, "QUANTITY", "m")
    number.unit = unit
    return number


def _near_half(text: str, found: re.Match[str]) -> MeasuredNumber | None:
    """Read 近半 and 逾半 as 50 %."""
    number = _special(*found.span(), Decimal(50), "PERCENT", "%")
    number.modifier = "near" if found["near"] == "近" else "over"
    return number


_READERS: dict[str, Callable[[str, re.Match[str]], MeasuredNumber | None]] = {
    "whole": _whole, "created": _created, "first": _first, "double": _double, "share": _share, "half": _half,
    "some": _some, "places": _places, "lead": _led, "phase": _phase, "roman": _roman, "order": _orders,
    "head": _head, "near": _near_half, "most": _most, "tall": _tall, "of": _many, "top": _top, "chief": _chief,
}  # fmt: skip


def read(text: str, whole: str) -> list[MeasuredNumber]:
    """Return such quantities of a text in order; `whole` is the text with its times, which say within what 首次 is."""
    numbers = (_READERS[found.lastgroup or "whole"](text, found) for found in _HEADS.finditer(text))
    return [number for number in numbers if number is not None and _within(text, whole, number)]


def _within(text: str, whole: str, number: MeasuredNumber) -> bool:
    """Tell whether a number is no 首次 without anything within which it is the first time."""
    first = text[number.start : number.end] in words("first time")
    return not first or stands_before("first time within", whole, number.start)


def merged(first: list[MeasuredNumber], second: list[MeasuredNumber]) -> list[MeasuredNumber]:
    """Return two lists of numbers as one in text order; one of the first wins over what it overlaps."""
    if not first:
        return second
    out: list[MeasuredNumber] = []
    at = 0
    for number in second:
        while at < len(first) and first[at].end <= number.start:
            out.append(first[at])
            at += 1
        if at == len(first) or first[at].start >= number.end:
            out.append(number)
    return out + first[at:]
