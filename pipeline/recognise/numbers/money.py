"""Money: which currency 元 means in a text, which bare numbers are amounts, and what a price is per."""

from __future__ import annotations

import re
from decimal import Decimal

from .cues import pattern, stands_after, stands_before, stands_near, words
from .measured import BARE, MeasuredNumber
from .numeral_characters import GREAT_SCALES, ONE
from .units import currency_before, unit_at

TRILLION = Decimal(10) ** 12
LARGE, SOME = Decimal(10) ** 8, Decimal(10) ** 4
"""From 亿 on a bare number is money unless something else is counted; from 万 on if money is spoken of."""

ALIKE = 4
"""An amount behind a price is one more price where neither is so many times the other."""

_AMOUNT = re.compile(r"[元额]|资$")
_PER = re.compile(r"[每单](?:一|([0-9]{1,4}))?([^\s\d每，。；]{1,4})")
_PRICED_PIECES = frozenset(words("priced piece"))
_PRICE_REACH = 40
"""Characters before an amount in which 每吨 is looked for."""
_PRICE_GOES_ON = re.compile(f" ?{pattern('price goes on')}")
_AMOUNT_BEFORE = re.compile(rf"([0-9][0-9,]{{0,12}}(?:\.[0-9]{{1,6}})?)[多余]?{pattern('price currency')}")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_TOTAL = re.compile(pattern("total"))
_RATE = re.compile("[对兑][\u4e00-\u9fff]{0,4}[0-9]")
"""人民币1元|对0.63569马来西亚林吉特: the word before the amount names a side of a rate of exchange."""
_ONE_OF = re.compile(r"(?<![0-9.,，])[1一] ?(?=[一-龥]{1,5})")
_EXCHANGED = re.compile(
    rf"{pattern('exchange adverb')}{{0,6}}{pattern('changes into')}[^，。；\d]{{0,4}}"
)
_ONE_RATE = re.compile(rf"[0-9]{{1,6}}(?:\.[0-9]{{1,6}})?[一-龥]{{1,5}}{pattern('next rate')}?")
"""1美元可分别兑换154.85日元、|154.76日元: the rates between the one that is exchanged and an amount."""
_RATE_REACH = 40
_SENTENCE = re.compile(r"[。！？；\n]")
_CLAUSE = re.compile(r"[，。；！？\n]")
_MAINLAND = re.compile(pattern("mainland"))
_INSIDE = f"(?<![0-9{''.join(words('stage'))}])"
"""What does not stand before a cue that is a word: 50万|海外, 平台中|市场."""
_HOMES = [
    (c, re.compile(_INSIDE + pattern(k))) for c, k in (("TWD", "taiwan"), ("HKD", "hong kong"), ("MOP", "macau"))
]
_WRITTEN = [
    (c, re.compile(f"{_INSIDE}{pattern(k)}|{pattern(f'{k} written')}"))
    for c, k in (("TWD", "taiwan"), ("HKD", "hong kong"))
]
"""Words that in Simplified script stand in the mainland's texts too."""
_REPUBLIC = re.compile(
    "民国 ?(?:1[0-9]{2}|[6-9][0-9]|一百)"
    "|(?<![0-9/.])1[01][0-9](?:/[01]?[0-9]/[0-3]?[0-9](?![0-9/.])|年(?:[01]?[0-9]月|度))"
)
"""A year of Taiwan's calendar since 1971; earlier ones stand in histories."""
_BYLINE = re.compile(rf"[/╱|](?:{pattern('taiwan byline')})[^\s/]{{0,4}}报导")


def home_currency(text: str, traditional: bool = False) -> str:
    """Return the currency that 元 means in a text.

    It is that of Taiwan, Hong Kong or Macau where the byline says so, or where the text names what is theirs alone more
    often than what is the mainland's, and more than once; once is enough in Traditional script.
    """
    if _BYLINE.search(text):
        return "TWD"
    homes = [*_WRITTEN, _HOMES[-1]] if traditional else _HOMES
    times, code = max(((len(cues.findall(text)), code) for code, cues in homes), key=lambda x: x[0])
    if _REPUBLIC.search(text):
        times, code = times + 2, "TWD"
    return code if times > (0 if traditional else 1) and times > len(_MAINLAND.findall(text)) else "CNY"


def clause_before(text: str, start: int, reach: int = 24) -> str:
    """Return the words of the same clause before a place."""
    return _CLAUSE.split(text[max(0, start - reach) : start])[-1]


def is_money(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a bare number of 万 or 亿 is an amount of money: 近1.4万亿, 首期3.5亿; not 696万 of people."""
    top = number.top
    if top is None or number.shared or number.written.step < 1000:
        return False
    spoken = stands_before("money", text, number.number_start) or stands_after("money after", text, number.end)
    if top < LARGE and not (top >= SOME and spoken):
        return False
    before = clause_before(text, number.number_start)
    if stands_before("counted", before, len(before)) and not _AMOUNT.search(before[-6:]):
        return False
    return not stands_after("people", text, number.end + text.startswith("级", number.end))


def is_price(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a bare number with decimals is a price by the word right before it: 净值3.026, 目标均价为18.77."""
    return number.written.step < ONE and stands_before("price of", text, number.number_start)


def priced(text: str, number: MeasuredNumber, code: str) -> str:
    """Return the code of a price with what it is per, where the sentence says so: 每吨下跌近|万元 -> CNY/t.

    每吨 holds for the first amount behind it in its clause, and for later ones that go on with the price: not for a
    total beside it (每股12.5元，募集资金|25亿元).
    """
    sentence = _SENTENCE.split(text[max(0, number.number_start - _PRICE_REACH) : number.number_start])[-1]
    for found in reversed(list(_PER.finditer(sentence))):
        unit = unit_at(found[2] + " ", 0)
        piece = unit is not None and unit.written in _PRICED_PIECES
        if unit is not None and (unit.label == "QUANTITY" or piece):
            between = sentence[found.start(2) + len(unit.written) :]
            per = f"{found[1] or ''}{unit.written if piece else unit.code}"
            return f"{code}/{per}" if _still_priced(text, number, between) else code
    return code


def rate_of(text: str, number: MeasuredNumber) -> str | None:
    """Return the currency of which one is worth an amount: 1美元可兑换|155日元 -> USD; None where none is exchanged."""
    before = _CLAUSE.split(text[max(0, number.number_start - _RATE_REACH) : number.number_start])[-1]
    for one in _ONE_OF.finditer(before):
        unit = unit_at(before, one.end())
        if unit is None or unit.label != "MONEY" or unit.factor not in (None, ONE):
            continue
        at = one.end() + len(unit.written)
        verb = _EXCHANGED.match(before, at)
        at = verb.end() if verb else -1
        while 0 <= at < len(before) and (rate := _ONE_RATE.match(before, at)):
            at = rate.end()
        if at == len(before):
            return unit.code
    return None


def _still_priced(text: str, number: MeasuredNumber, between: str) -> bool:
    """Tell whether an amount is still one per unit, by what stands between 每吨 and it."""
    clauses = _CLAUSE.split(_BRACKETS.sub("", between))
    amounts = list(_AMOUNT_BEFORE.finditer(between))
    if not amounts:
        return len(clauses) == 1
    if number.written.step >= SOME or text[number.number_end - 1] in GREAT_SCALES:
        return False
    if len(clauses) == 1 or _PRICE_GOES_ON.match(clauses[-1]):
        return True
    first, top = Decimal(amounts[-1][1].replace(",", "")), number.top
    return top is not None and first < top * ALIKE and top < first * ALIKE and not _TOTAL.search(clauses[-1])


def trillions(text: str, number: MeasuredNumber, home: str) -> None:
    """Read 兆 without a currency as 10^12 of money where money is spoken of and no computer: 规模达3兆."""
    spoken = home == "TWD" or stands_before("money", text, number.number_start)
    if spoken and not stands_near("computing", text, number.number_start, number.end):
        number.scaled(TRILLION)
        number.label, number.code, number.rule = "MONEY", home, "money"


def pay(text: str, number: MeasuredNumber, floor: int, home: str) -> None:
    """Take in a currency before a number, no further than `floor`, and settle which money is meant and per what."""
    prefix = currency_before(text, number.start)
    exchanged = stands_before("exchanged for", text, number.start) or _RATE.match(text, number.end)
    if prefix and number.label == "MONEY" and exchanged:
        prefix = None
    place = text.rfind(prefix.written, floor, number.start) if prefix else -1
    if prefix and place >= 0:
        number.start, number.label, number.code = place, "MONEY", prefix.code
        if prefix.written == "$" and home != "CNY":
            number.code = home
    elif number.label == BARE and (is_price(text, number) or is_money(text, number)):
        number.label, number.code = "MONEY", home
    elif number.code and number.code.partition("/")[0] == "CNY" and "人民币" not in text[number.start : number.end]:
        number.code = home + number.code[3:]
    if number.label == "MONEY" and number.code and "/" not in number.code:
        of = rate_of(text, number)
        number.code = f"{number.code}/{of}" if of and of != number.code else priced(text, number, number.code)
