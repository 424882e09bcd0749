"""Attaches to each number of a text the unit that stands beside it, before it is decided which are quantities."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from ...model import Numeral
from . import exceptions
from .cues import pattern, stands_after, stands_before, stands_near, words
from .measured import BARE, MeasuredNumber, worth
from .numeral_characters import COUNTS, EACH, FIGURES, GREAT_SCALES, HALF_SIGN, ORDINAL, SCALES, UNITS
from .numerals import HUNDRED, ONE, TEN, WrittenNumber, numerals_in, parse
from .units import CNY, Unit, unit_at

HALF = Decimal("0.5")
PIECE, PART, TIMES = (Unit(written, written, "CARDINAL") for written in "块节度")
MINUTE = Unit("分", "min", "DURATION", "s", Decimal(60))
MOST_GREAT = {"hanzi": 10, "digits": 100}
"""A greater Chinese number before 大 is a congress: 二十大."""

_PART_MORE = re.compile(f"个([半多余来])({'|'.join(words('part of'))})")
_NOT_HALF = frozenset(words("half not"))
_RATE = re.compile(f" ?[/{EACH}] ?")
_HUNDREDS = re.compile(rf"(?:(100|百)|(1000|千)(?!克|米)) ?(?={pattern('rate per hundred')}|g(?![a-z]))")
"""How many of a unit a rate is per: 7.5升每百公里."""
_SCALE = re.compile(f"[{SCALES}]")
"""How many of a unit a rate is per: 0.5吨标准煤/万元."""
_PER_ONE = re.compile(f" ?[一1](?![0-9.{FIGURES}十{SCALES}多半])")
"""What a price is per: 18850元|一吨, 80元|一张."""
_PRICE_ENDS = re.compile(rf"[\s，。；、：！？）)”’」的起]|{pattern('amount ends')}|$")
_PER_PERIOD = {"月": "mo", "年": "a", "季": "quarter", "日": "d", "周": "wk"}
_PAIR = re.compile(r"[（(]([一-龥]{1,2})[）)]")
_LEVELS = re.compile(f"(?:{pattern('levels')}{{2,}}|中央)$")
_MONEY_NEXT = re.compile(rf"[钱多零\d{FIGURES}两壹贰叁肆伍陆柒捌玖半整，。,.]|{pattern('amount ends')}|$")
_GREAT_NOT = re.compile(f"(?!{pattern('great of')}){pattern('great_not')}")
_YUAN_NEXT = re.compile(f"[零两{FIGURES}]|一?{pattern('sold weight')}|一{pattern('sold piece')}")
_PER_NOUN = re.compile(r"/([一-龥]{1,3})(?=[\s，。；、（()）]|$)")
_PER_PEOPLE = re.compile(r" ?/ ?(?:(十万|10 ?万|100000)人?|(万|千)人)(?![元吨米])")
_PLACE = re.compile(f"{pattern('place of')}第?[为是在：:]? ?$")
_W = ("w", "W")
"""Ten thousand, as people write it on the web: 租金10W, 3w多元."""
_W_NEXT = re.compile(f".(?:[+＋]|[多余]?{pattern('ten thousand of')}|左右[，。；的（(])")
TEN_THOUSAND = Decimal(10000)
_COUNT = f"[{COUNTS}0-9]{{1,3}}"
_NIGHTS = re.compile(f"{_COUNT}{pattern('night')}(?![一-龥]间)")
"""两天|两夜: a length in days has its nights with it."""
_IN_RECORDS = ("战", *words("game result"))
"""What a record of games counts: 三战两胜一负; 战 counts nothing elsewhere."""
_PLAYED = f"[{''.join(_IN_RECORDS)}]"
_RECORD = re.compile(f"{_COUNT}{_PLAYED}{_COUNT}{_PLAYED}|(?<={_PLAYED}){_COUNT}{pattern('game result')}")
_LEVEL = "平"
"""Between numbers of what rose and what fell: how many did neither."""
_COUNTED_MOVES = (*words("counted rise"), *words("counted fall"), _LEVEL)
_MOVED = re.compile("|".join(
    f"{_COUNT}{pattern(a)}(?:{_COUNT}{_LEVEL})?{_COUNT}(?:{pattern(b)}|{_LEVEL})"
    for a, b in permutations(("counted rise", "counted fall"))
))  # fmt: skip
_MOVED_BEFORE = re.compile(f"(?:{_MOVED.pattern})$")
_DOUBTFUL = frozenset(words("doubtful unit"))
_PRICED_ONES = frozenset(words("priced one"))
_TIMES_NEXT = re.compile(pattern("after times"))
_OF_HUNDRED = {100: "%", 1000: "‰", 10000: "‱"}


def _blank(text: str, i: int, digits: bool) -> int:
    """Return i after the blanks that may part a number from its unit."""
    j = i
    while j < len(text) and text[j] == " " and j - i < (4 if digits else 1):
        j += 1
    return j


def _fraction(text: str, number: MeasuredNumber, whole: Decimal) -> MeasuredNumber:
    """Finish a fraction: 百分之 and a share of something are percentages, a part of a unit has it (四分之一升)."""
    code = _OF_HUNDRED.get(int(whole)) if number.written.bare else None
    unit = unit_at(text, number.end) if not number.written.bare else None
    if unit is not None and unit.label == "MONEY":
        number.measured_in(unit, number.end + len(unit.written))
        return number
    if unit is not None and unit.label in ("QUANTITY", "DURATION"):
        number.end += len(unit.written)
        number.unit, number.code, number.label, number.rule = unit, unit.code, unit.label, "fraction"
        return number
    number.scaled(whole if code else HUNDRED)
    number.label, number.code, number.rule = "PERCENT", code or "%", "fraction"
    return number


def measured(text: str, numeral: WrittenNumber) -> MeasuredNumber:
    """Return a numeral with the unit that follows it, if one does."""
    number = MeasuredNumber.of(numeral)
    if numeral.whole is not None and _placed(text, numeral):
        number.value = (numeral.value or ONE) * numeral.whole
        number.value = number.value.to_integral_value()
        number.label, number.rule = "ORDINAL", "special"
        return number
    if numeral.whole is not None:
        return _fraction(text, number, numeral.whole)
    digits = numeral.form == "digits"
    if text[numeral.end : numeral.end + 1] in _COUNTED_MOVES and _moved(text, numeral):
        number.label, number.rule = "CARDINAL", "record"
        return number
    in_w = digits and text[numeral.end : numeral.end + 1] in _W and _ten_thousands(text, numeral)
    if in_w:
        number.scaled(TEN_THOUSAND)
        number.end = number.number_end = numeral.end + 1
        numeral = numeral._replace(end=numeral.end + 1)
    i = _blank(text, numeral.end, digits)
    record = text[i : i + 1] in _IN_RECORDS and _RECORD.match(text, numeral.start) is not None
    unit = _unit_meant(text, numeral, i, record)
    if unit is None and in_w:
        number.unit, number.code, number.label, number.rule = CNY, "CNY", "MONEY", "money"
        return number
    if unit is None or (unit.noun and text[numeral.end - 1] in GREAT_SCALES):
        return _price(text, number)
    if unit.noun:
        number.label, number.rule = "CARDINAL", "counted noun"
        return number
    return _with_part(text, number, unit, i) or _with_unit(text, number, _renamed(text, unit, i), i, record)


def _unit_meant(text: str, numeral: WrittenNumber, i: int, record: bool) -> Unit | None:
    """Return the unit that stands at a place behind a numeral, as the words around it want it read; None for none."""
    unit = unit_at(text, i, numeral.form == "digits" or record or (numeral.value or 0) >= HUNDRED)
    if unit is not None and not record and unit.written in _IN_RECORDS:
        unit = _played(text, numeral, unit)
    if unit is not None and unit.written == PIECE.written and not _yuan(text, numeral.start, i + 1):
        unit = PIECE
    if unit is not None and unit.written in _DOUBTFUL:
        unit = _settled(text, numeral, unit, i)
    return unit


def _with_part(text: str, number: MeasuredNumber, unit: Unit, i: int) -> MeasuredNumber | None:
    """Return a number with a part of its unit behind 个 (三个半月, 十个来月); None where none stands there."""
    more = _PART_MORE.match(text, i) if unit.written == "个" else None
    if not more:
        return None
    number.measured_in(unit_at("个" + more.group(2), 0) or unit_at(more.group(2), 0) or unit, more.end())
    if more.group(1) == HALF_SIGN:
        number.value = None if number.value is None else number.value + HALF
    else:
        number.modifier = "about" if more.group(1) == "来" else "over"
    return number


def _with_unit(text: str, number: MeasuredNumber, unit: Unit, i: int, record: bool) -> MeasuredNumber:
    """Return a number in the unit that stands at a place, with what the words behind it add."""
    number.measured_in(unit, i + len(unit.written))
    number.rule = "record" if record else number.rule
    if unit.written == "个点" and stands_before("rising", text, number.start):
        number.label, number.code, number.rule = "PERCENT", "pp", "percent"
    if unit.written == "成":
        _tenth(text, number)
    nights = _NIGHTS.match(text, number.end) if unit.written == "天" else None
    number.end = nights.end() if nights else number.end
    _half(text, number)
    _rate(text, number)
    return number


def _ten_thousands(text: str, numeral: WrittenNumber) -> bool:
    """Tell whether W behind digits is 万 and no watt: before a currency or people, or where money is spoken of."""
    if _W_NEXT.match(text, numeral.end):
        return not stands_near("electric", text, numeral.start, numeral.end)
    money = stands_before("money", text, numeral.start) or stands_before("paid", text, numeral.start)
    return money and not text[numeral.end + 1 : numeral.end + 2].isascii()


def _placed(text: str, numeral: WrittenNumber) -> bool:
    """Tell whether two numbers with a slash are a place and how many have one: 同类排名5/198."""
    return _PLACE.search(text, max(0, numeral.start - 5), numeral.start) is not None and "/" in text[
        numeral.start : numeral.end
    ]


def _played(text: str, numeral: WrittenNumber, unit: Unit) -> Unit | None:
    """Return 胜, 平, 升 or 负 as a unit behind digits, None for 战 alone and for 平 behind the sides of a score."""
    scored = unit.written == "平" and text[numeral.start - 1 : numeral.start] in (":", "：", "∶", "-", "比")
    return None if unit.written == "战" or scored else unit


def _moved(text: str, numeral: WrittenNumber) -> bool:
    """Tell whether a number counts what rose or fell beside another that counts the rest: 六升|一降."""
    if numeral.value is None or numeral.value >= HUNDRED:
        return False
    return _MOVED.match(text, numeral.start) is not None or _MOVED_BEFORE.search(
        text, max(0, numeral.start - 8), numeral.end + 1
    ) is not None


def _half(text: str, number: MeasuredNumber) -> None:
    """Add the half that 半 after a unit says: 三年半, 一吨半, 三成半, 五分半 (minutes)."""
    following = text[number.end + 1 : number.end + 2]
    if number.unit is None or not text.startswith(HALF_SIGN, number.end) or following in _NOT_HALF:
        return
    if number.unit.written == MINUTE.written:
        number.measured_in(MINUTE, number.end)
    if number.value is not None:
        number.value += HALF * worth(number.unit, HALF)
    number.end += 2 if text.startswith("钟", number.end + 1) else 1


def _tenth(text: str, number: MeasuredNumber) -> None:
    """Add the tenth of 成 that a digit behind it says: 六成五 is 65 %."""
    digit = text[number.end : number.end + 1]
    tenth = parse(digit) if digit in tuple(FIGURES) and number.written.form == "hanzi" else None
    if digit and tenth and number.value is not None and not exceptions.ordinary(text, number.end, number.end + 1):
        number.value += tenth
        number.step = ONE
        number.end += 1


def _rate(text: str, number: MeasuredNumber) -> None:
    """Read 元/吨, 公里/小时, 千米每小时: join the codes with a slash."""
    people = _PER_PEOPLE.match(text, number.end)
    if people:
        number.code, number.end, number.label = _per_people(people), people.end(), "QUANTITY"
        return
    found = _RATE.match(text, number.end)
    if found is None or number.code is None:
        _per_one(text, number)
        return
    if "/" in found.group() and _per_many(text, number, found.end()):
        return
    many = None if unit_at(text, found.end()) else _HUNDREDS.match(text, found.end())
    start = many.end() if many else found.end()
    per = unit_at(text, start)
    period = _PER_PERIOD.get(text[start : start + 1]) if number.label == "MONEY" and "/" in found.group() else None
    if period and not text[start + 1 : start + 2].isdigit() and (per is None or len(per.written) == 1):
        number.code, number.end = f"{number.code}/{period}", start + 1
        return
    noun = _PER_NOUN.match(text, number.end) if per is None and number.label == "MONEY" else None
    if noun:
        number.code, number.end = f"{number.code}/{noun[1]}", noun.end()
    if per is None or per.label in ("MONEY", "PERCENT") or (per.label == "CARDINAL" and EACH in found.group()):
        return
    unit = f"({'100' if many[1] else '1000'}.{per.code})" if many else per.code
    number.code = f"{number.code}/{unit}"
    number.end = start + len(per.written)
    if number.label in ("DURATION", "CARDINAL"):
        number.label = "QUANTITY"


def _per_people(found: re.Match[str]) -> str:
    """Return the code of a rate per so many people: /10万人 -> /10^5."""
    return f"/10^{(parse(found[1] or found[2]) or ONE).adjusted()}"


def _per_one(text: str, number: MeasuredNumber) -> None:
    """Take in what a price is per: 18850元一吨, 5元一斤; pieces and lengths of time where the phrase ends with it."""
    one = _PER_ONE.match(text, number.end) if number.label == "MONEY" and number.code else None
    per = unit_at(text, one.end(), False) if one else None
    if one is None or per is None or per.code is None or "/" in f"{number.code}":
        return
    piece = per.written in _PRICED_ONES or per.label == "DURATION"
    if per.label == "QUANTITY" or (piece and _PRICE_ENDS.match(text, one.end() + len(per.written))):
        number.code, number.end = f"{number.code}/{per.code}", one.end() + len(per.written)


def _per_many(text: str, number: MeasuredNumber, start: int) -> bool:
    """Read what many of a rate is per, after its slash: 0.5吨标准煤/万元; tell whether it is so."""
    scale = None if unit_at(text, start) else _SCALE.match(text, start)
    per = unit_at(text, scale.end()) if scale else None
    if scale is None or per is None or per.label == "PERCENT":
        return False
    number.code, number.end = f"{number.code}/({UNITS[scale[0]]}.{per.code})", scale.end() + len(per.written)
    number.label = "MONEY" if number.label == "MONEY" else "QUANTITY"
    return True


def _price(text: str, number: MeasuredNumber) -> MeasuredNumber:
    """Read a bare number per unit as a price: 25000/吨."""
    people = _PER_PEOPLE.match(text, number.end)
    if people:
        number.code, number.end = _per_people(people), people.end()
        number.label, number.rule = "QUANTITY", "rate"
        return number
    per = unit_at(text, number.end + 1) if text.startswith("/", number.end) else None
    if per and per.label == "QUANTITY" and not per.written[0].isascii():
        number.end += 1 + len(per.written)
        number.unit, number.code, number.label, number.rule = CNY, f"CNY/{per.code}", "MONEY", "price"
    return number


def _yuan(text: str, start: int, end: int) -> bool:
    """Tell whether 块 before `end` is money (花了30块, 五块六, 8块一斤) and counts no pieces (构件43块, 两块业务)."""
    alone = not text[:start].strip() and not text[end:].strip()
    priced = stands_before("paid", text, start) and _MONEY_NEXT.match(text, end) is not None
    return alone or priced or _YUAN_NEXT.match(text, end) is not None


def _renamed(text: str, unit: Unit, i: int) -> Unit:
    """Return the unit at i with what goes on behind it: 3万元|欧元 is euros, 107.23万头|（只） counts both."""
    end = i + len(unit.written)
    if unit.written in ("元", PIECE.written):
        other = unit_at(text, end)
        foreign = other is not None and len(other.written) > 1 and other.written not in words("no other currency")
        if other is not None and other.label == "MONEY" and foreign:
            return other._replace(written=unit.written + other.written)
    pair = _PAIR.match(text, end) if unit.label == "CARDINAL" else None
    other = unit_at(text, end + 1) if pair else None
    if pair and other is not None and other.written == pair[1] and other.label == "CARDINAL":
        return unit._replace(written=unit.written + pair[0], code=f"{unit.code}{pair[0]}")
    return unit


def _settled(text: str, numeral: WrittenNumber, unit: Unit, i: int) -> Unit | None:
    """Return what a unit of several meanings is at i: 节 knots or a classifier, 度 degrees or times (两度落后)."""
    if unit.written == PART.written:
        return unit if stands_near("at sea", text, numeral.start, i + 1) else PART
    if unit.written == TIMES.written:
        times = numeral.step == ONE and 1 < (numeral.value or 0) < TEN and _TIMES_NEXT.match(text, i + 1)
        warm = stands_near("warm", text, numeral.start, i + 1) or stands_near("electric", text, numeral.start, i + 1)
        return TIMES if times and not warm else unit
    return None if _no_unit(text, numeral, unit, i) else unit


def _no_unit(text: str, numeral: WrittenNumber, unit: Unit, i: int) -> bool:
    """Tell whether 级 only ranks (千亿级), 角 is no money (四角战略), 方 no volume (五方光电), 安 no current."""
    if unit.written == "巴":
        return numeral.form == "hanzi"
    if unit.written == "安":
        return not stands_near("current", text, numeral.start, i + 1)
    if unit.written == "则":
        return text[i + 1 : i + 2] not in tuple("，。；、") and not stands_after("piece of news", text, i + 1)
    if unit.written == "方":
        return numeral.form == "hanzi" and not stands_near("volume", text, numeral.start, i + 1)
    if unit.written == "角":
        return _MONEY_NEXT.match(text, i + 1) is None
    if numeral.form == "hanzi" and _LEVELS.search(text, max(0, numeral.start - 4), numeral.start):
        return stands_after("level of", text, i + 1)
    return numeral.form == "hanzi" or text[numeral.end - 1] in GREAT_SCALES or (numeral.value or 0) > 20


def _ordered(text: str, number: MeasuredNumber) -> MeasuredNumber:
    """Turn a reading after 第 into an ordinal."""
    if number.value is None or not text.endswith(ORDINAL, 0, number.start):
        return number
    if number.unit is None or number.unit.label == "CARDINAL":
        rank = number.unit is not None and number.unit.rank
        return replace(number, label="ORDINAL", rule="ordinal", code=None if rank else number.code)
    if number.unit.label == "DURATION":
        return replace(number, label="ORDINAL", rule="ordinal-time")
    return replace(number, end=number.number_end, label="ORDINAL", unit=None, code=None, rule="ordinal")


def _great(text: str, number: MeasuredNumber) -> None:
    """Read 大 after a small number or an ordinal: 三大优势, 第二大股东."""
    if number.unit is not None or number.value is None or number.modifier:
        return
    if not text.startswith("大", number.number_end):
        return
    if number.value > MOST_GREAT[number.written.form] or number.value != number.value.to_integral_value():
        return
    end = number.number_end + 1
    if end == len(text) or _GREAT_NOT.match(text, end) or text[number.start - 1 : number.start] in ("前", "十"):
        return
    number.end, number.rule = end, "great"
    number.label = "CARDINAL" if number.label == BARE else number.label


def attached(text: str) -> tuple[list[MeasuredNumber], list[Numeral]]:
    """Return the numbers of a text in order, each by itself, and the numerals of words, names and codes."""
    numbers: list[MeasuredNumber] = []
    unused: list[Numeral] = []
    for numeral in numerals_in(text):
        if numbers and numeral.start < numbers[-1].end:
            continue
        if numeral.form == "digits" and exceptions.code(text, numeral.start):
            unused.append(Numeral(start=numeral.start, end=numeral.end, reason="identifier"))
            continue
        number = measured(text, numeral)
        plain = numeral.form == "hanzi" and numeral.whole is None and number.rule != "record"
        if plain and exceptions.ordinary(text, numeral.start, number.end):
            unused.append(Numeral(start=numeral.start, end=numeral.end, reason="word"))
            continue
        number = _ordered(text, number)
        _great(text, number)
        numbers.append(number)
    return numbers, unused
