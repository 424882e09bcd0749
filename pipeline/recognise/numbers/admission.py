"""Whether a number counts as a quantity, by the words around it: `refusal` tells why a number is none."""

from __future__ import annotations

import re
from decimal import Decimal

from ...lang import gazetteer
from ...model import UnusedReason
from . import exceptions, modifiers
from .cues import pattern, stands_after, stands_before, stands_near, words
from .measured import BARE, MeasuredNumber
from .money import SOME, clause_before
from .numeral_characters import COUNTS, EACH, FIGURES, GREAT_SCALES, SCALES, VAGUE
from .numerals import TEN
from .units import currency_before

FIRST_YEAR = Decimal(1900)
"""From here on digits before 届 are a year: 2006届毕业生."""

CONGRESS = Decimal(7)
"""More than so many 届 in Chinese numerals are a congress that has a name: 十四届全国人大."""

RESOLUTIONS = frozenset(map(Decimal, (480, 720, 1080, 1440, 2160)))
"""Lines of a picture: before P they name a kind of screen (1080P投影机), but for 算力, which is counted in P too."""

LOTS = Decimal(10000)
"""A greater number before 期 is that of a lottery's draw: 第2023081期."""

_PLACES = frozenset(
    name for d in gazetteer.divisions() if d.level in ("province", "city") for name in (d.name, d.short)
) | {*words("own country")}
_INDEX = re.compile(pattern("index") + r"|以[^，。]{1,4}为$")
_LABEL = re.compile(pattern("index") + " ?$")
_STATES = re.compile(pattern("states") + r"[了 ]?$")
_CLOSED = re.compile(rf"[，。；、,;！）)（(”\n ]|$|{pattern('value ends')}")
_CLOCK = re.compile(rf"[:：/\-—]|{pattern('date part')}|{pattern('clock part')}")
_GREAT_PLACE = re.compile(f"[^，。；]{{0,4}}{pattern('great place')}")
_HAN = re.compile(r"[一-龥]{2}")
_RANK_ENDS = re.compile(pattern("rank goes on"))
_SHORT_FORM = re.compile(f"[两{FIGURES}1-9][千百][{FIGURES}1-9]")
_SCALED = re.compile(f"[{GREAT_SCALES}]")
_CHAPTERS = frozenset(words("chapter"))
_SESSION = re.compile(f"{pattern('body in session')}|[一二三四五六七]中|[{FIGURES}十]{{1,2}}次")
_TALKS = re.compile(f"[^，。；”]{{0,6}}(?!{pattern('other word')})会|{pattern('talks of')}")
_EVERY = re.compile(f"{EACH}隔?[{COUNTS}半0-9]{{0,2}}个?{pattern('every')}[^，。；]{{0,4}}$")
_LISTED_END = re.compile(r"[，。、；;！）)\n]|$")
_LISTED_NOUN = re.compile(f"[一-龥](?<!{pattern('each')})(?!{pattern('one not after')})[一-龥]$")
_FIGURE = re.compile(rf"(?:^|[\n（(附]){pattern('figure')} ?$")
"""A number that a table or a picture has: 表3 分年龄人口."""
_NUMERAL = f"0-9{COUNTS}百千"
_NUMERALS = re.compile(f"[{_NUMERAL}]")
_TOLL = re.compile(
    rf"{pattern('toll')}(?=[{_NUMERAL}多逾无，。、；！”）\s]|$)|(?:{pattern('missing')}|投)(?=[{_NUMERAL}，。、；])"
)
"""What follows a number that tells how many: 1|死8伤, 11|男4女."""
_TOLL_BEFORE = re.compile(f"[{_NUMERAL}](?:{pattern('toll')}|投){pattern('toll bound')}*$")
_TOLL_ENDS = re.compile(f"{pattern('toll')}|中|{pattern('missing')}")
"""What follows the second of two such numbers: 1死8|伤, 12投7|中."""
_BUS = re.compile(rf"[、和与及路0-9]*等?[^，。；]{{0,2}}{pattern('line of')}")
_BUS_BEFORE = re.compile(rf"{pattern('ride')}[^，。；]{{0,14}}$")
_COMPARED = re.compile(rf"(?:{pattern('compared figure')}|\x00)的?$")
"""What an index is compared with: 预期的|111.8, 较6月的|110.1."""
_CODED = re.compile(rf"{pattern('code')}[:：] ?$")
_OF_A_YEAR = re.compile(f"(?!{pattern('other word')})度")
"""2014-15年|度: a year is named."""
_OUTPUT = re.compile(pattern("output"))
"""What a use of energy or water is per: 万元GDP能耗."""
_UNIT_STATED = re.compile(r"单位[:：] ?$")


def _before(text: str, number: MeasuredNumber) -> str:
    return text[number.start - 1 : number.start]


def refusal(text: str, number: MeasuredNumber) -> UnusedReason | None:
    """Return why a number does not measure, count, order or rate anything in the sense of the guidelines, if so."""
    if number.rule in ("special", "share", "doubling", "table"):
        return "slogan" if number.rule == "doubling" and exceptions.slogan(text, number.start, number.end) else None
    if number.label == "ORDINAL":
        return None if ranks(text, number) else "order"
    numeral = number.written
    hanzi = numeral.form == "hanzi"
    if number.value == 0 and hanzi:
        return "word"
    if number.label == BARE:
        return _bare_refusal(text, number)
    if numeral.whole is not None and "/" in text[number.start : number.end]:
        return None if parts(text, number) else "bare"
    if hanzi and number.value == 1 and not numeral.bare and number.rule != "range" and article(text, number):
        return "indefinite"
    counts = number.label == "CARDINAL" or (number.label == "DURATION" and not numeral.bare)
    if hanzi and number.rule != "some" and counts and exceptions.slogan(text, number.start, number.end):
        return "slogan"
    if not lasts(text, number):
        return "period"
    return "designation" if named(text, number) else None


def _bare_refusal(text: str, number: MeasuredNumber) -> UnusedReason | None:
    """Return why a number without a unit is no quantity, if it is none."""
    if exceptions.marker(text, number.start, number.end):
        return "marker"
    if currency_before(text, number.start) is not None or bare_counts(text, number):
        return None
    if number.written.form == "hanzi" and exceptions.slogan(text, number.start, number.end):
        return "slogan"
    return "designation" if exceptions.named(text, number.end) else "bare"


def ranks(text: str, number: MeasuredNumber) -> bool:
    """Tell whether an ordinal says where something stands, outside a name."""
    if number.rule == "ordinal-time":
        return False
    if number.unit is None:
        return number.rule == "great" or _ranked(text, number)
    written = number.unit.written
    if written == "期" and (number.value or 0) >= LOTS:
        return False
    if written in words("part of law") and _of_law(text, number):
        return False
    if written == "次" and number.value == 1 and not _first_within(text, number.start - 1):
        return False
    if written == "个" and stands_after("day of business", text, number.end):
        return False
    if written == "副" and stands_after("deputy of", text, number.end):
        return False
    if written in _CHAPTERS and not (written == "节" and stands_near("score", text, number.start, number.end)):
        return False
    if written == "次" and _TALKS.match(text, number.end):
        return False
    if written == "届" and text[number.end : number.end + 1] in ("）", ")"):
        return False
    if written == "届" and stands_after("meeting", text, number.end):
        return text[number.end : number.end + 1] == "“"
    return True


def _first_within(text: str, start: int) -> bool:
    """Tell whether 第一次 at `start` says within what: 湖北|第一次参加, 自成立以来|第一次扩容."""
    if stands_before("first time within", text, start) or text[start - 1 : start] == "\x00":
        return True
    return any(text[max(0, start - length) : start] in _PLACES for length in (2, 3))


def _of_law(text: str, number: MeasuredNumber) -> bool:
    """Tell whether an ordinal names a part of a law: 《药品管理法》第八十八条第一款之规定."""
    return stands_before("law", text, number.start - 1) or stands_after("law goes on", text, number.end)


def _ranked(text: str, number: MeasuredNumber) -> bool:
    """Tell whether 第一 alone ranks within a scope: 产量居全国第一, 第一经济大省; not 第一时间."""
    if _GREAT_PLACE.match(text, number.end):
        return True
    if _HAN.match(text, number.end) and not _RANK_ENDS.match(text, number.end):
        return False
    return stands_before("scope", text, number.start - 1)


def bare_counts(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a number without a unit is a quantity: 696万, 数千万, an index of 50.4."""
    numeral = number.written
    before, last = _before(text, number), text[number.number_end - 1]
    if before == EACH or (numeral.bare and before in tuple(SCALES)) or exceptions.named(text, number.end):
        return False
    if number.rule == "range":
        return last in GREAT_SCALES
    if numeral.bare and numeral.end - numeral.start == 1:
        return stands_before("passed", text, number.start)
    top = number.top
    if _spoken(text, number):
        return True
    if last in GREAT_SCALES or (top is not None and top >= SOME and _SCALED.search(text, number.start, number.end)):
        return not (numeral.bare and stands_after("scale not before", text, number.end))
    if numeral.more or (numeral.low is not None and numeral.low >= TEN and text[number.start] in VAGUE):
        return True
    if _tells_toll(text, number):
        return True
    digits = numeral.form == "digits"
    return digits and (_stated(text, number) or _labelled(text, number) or _hedged(text, number))


def _tells_toll(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a number tells how many died, were hurt or are men or women: 1死8伤, 11男4女, 12投7中."""
    end = number.number_end
    after = _TOLL.match(text, end)
    if after and number.written.form == "digits":
        return True
    paired = _TOLL_BEFORE.search(text, max(0, number.start - 6), number.start) and _TOLL_ENDS.match(text, end)
    return bool(paired) or (after is not None and _NUMERALS.match(text, after.end()) is not None)


def _spoken(text: str, number: MeasuredNumber) -> bool:
    """Tell whether an amount is told in the short form of speech: 月薪九千三, 房租4千5."""
    short = _SHORT_FORM.fullmatch(text, number.number_start, number.number_end) is not None
    money = any(stands_before(kind, text, number.number_start) for kind in ("money", "paid"))
    return short and money and _CLOSED.match(text, number.end) is not None


def _stated(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a number without a unit is the value of an index or a ratio: 指数为50.4, 倍差从1.96缩小至1.81."""
    closed = number.end == number.number_end and _CLOSED.match(text, number.end)
    if closed and number.written.step < 1 and _COMPARED.search(text, max(0, number.start - 4), number.start):
        return _INDEX.search(text[max(0, number.start - 60) : number.start].rpartition("。")[2]) is not None
    if not closed or not _STATES.search(text, max(0, number.start - 4), number.start):
        return False
    return _INDEX.search(clause_before(text, number.start, 40)) is not None


def _labelled(text: str, number: MeasuredNumber) -> bool:
    """Tell whether the name of an index or a ratio stands right before its value: 收入比2.39, 容积率2.5."""
    if number.end != number.number_end or not _CLOSED.match(text, number.end):
        return False
    bound = modifiers.before(text, number.start, False)
    if bound and _INDEX.search(text, max(0, bound.edge - 8), bound.edge):
        return True
    return _LABEL.search(text, max(0, number.start - 8), number.start) is not None


def _hedged(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a bounding word makes a count of a number without a unit: 约11900旅客, 超过30,000."""
    if number.value is None or number.value < TEN or not modifiers.before(text, number.start, False):
        return False
    return _CLOCK.match(text, number.end) is None


def parts(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a fraction with a slash is a share (1/3的居民) and no date or score (9/14)."""
    whole = number.written.whole or Decimal(0)
    value = number.written.value or whole
    share = (whole <= TEN or value * whole == 1 or stands_before("share of", text, number.start)) and value < 1
    return share and _before(text, number) not in ("~", "-", "—", "/", "至")


def lasts(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a length of time is one, not a calendar year, a day of the month or an epithet (不平凡的五年。)."""
    if number.unit is None or number.label != "DURATION":
        return True
    top = number.top
    if number.unit.written == "世纪":
        return top is None or top < TEN
    if number.unit.written != "年":
        days = stands_before("days of", text, number.start) or stands_after("day counted", text, number.end)
        return number.unit.written != "日" or number.rule == "some" or days
    if number.written.form == "digits" and top is not None and 1000 <= top < 2200 and number.written.step == 1:
        return False
    if stands_after("plan", text, number.end) or _OF_A_YEAR.match(text, number.end):
        return False
    return not (_before(text, number) == "的" and text[number.end : number.end + 1] in tuple("，。；！、\n"))


def _often(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a count of one says how often something is: 每两年评|一次."""
    return _EVERY.search(text, max(0, number.start - 16), number.start) is not None


def _listed(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a count of one stands behind what it counts: 扣押摩托车|一辆, 铜牌一枚."""
    thing = number.unit is not None and number.unit.written in words("listed thing")
    if not thing or not _LISTED_END.match(text, number.end):
        return False
    return _LISTED_NOUN.search(text, max(0, number.start - 2), number.start) is not None


def article(text: str, number: MeasuredNumber) -> bool:
    """Tell whether 一 with its classifier only means "a": 一个, 一种."""
    if number.label != "DURATION" or number.unit is None:
        unit = number.unit
        few = unit is not None and (unit.written == "倍" or stands_before("only", text, number.start))
        few = few or (unit is not None and unit.written in words("occasion") and _often(text, number))
        few = few or number.rule == "record" or _listed(text, number)
        return number.label == "CARDINAL" and not few
    return number.unit.written in ("天", "日") or stands_before("certain one", text, number.start)


def named(text: str, number: MeasuredNumber) -> bool:
    """Tell whether a number with a unit is part of a name or a designation, or only states a unit."""
    before, after = _before(text, number), text[number.end : number.end + 1]
    if number.written.bare and before in ("（", "(", "/") and after in ("）", ")"):
        return True
    if number.written.bare and _UNIT_STATED.search(text, max(0, number.start - 5), number.start):
        return True
    written = number.unit.written if number.unit else ""
    hanzi = number.written.form == "hanzi"
    if _numbers_line(text, number, written) or _per_output(text, number):
        return True
    if _FIGURE.search(text, max(0, number.number_start - 6), number.number_start):
        return True
    if written == "期" and hanzi:
        return not stands_before("phase counted", text, number.start) or stands_after("site", text, number.end)
    if written == "届" and not hanzi and (number.value or 0) >= FIRST_YEAR:
        return True
    if written == "兆" and number.written.bare:
        return True
    if (written == "环" and hanzi) or (written == "段" and stands_before("road", text, number.start)):
        return True
    if written == "届" and hanzi:
        return (number.value or 0) > CONGRESS or _SESSION.match(text, number.end) is not None
    if written == "次" and hanzi and stands_after("congress talks", text, number.end):
        return stands_before("congress", text, number.start) or not text.startswith("会议", number.end)
    if written == "P" and number.value in RESOLUTIONS and not stands_after("computing power", text, number.end):
        return True
    if (written == "线" and number.written.low is not None) or (written == "代" and not hanzi):
        return True
    return after == "号" or before == EACH


def _numbers_line(text: str, number: MeasuredNumber, written: str) -> bool:
    """Tell whether digits number a bus line (101路、92路公交车), a group of a village, or a drawing of lots."""
    if number.written.form != "digits":
        return False
    if _CODED.search(text, max(0, number.start - 6), number.start):
        return True
    if written == "路":
        return _BUS.match(text, number.end) is not None or (
            _BUS_BEFORE.search(text, max(0, number.start - 18), number.start) is not None
        )
    if written == "组":
        return stands_before("village", text, number.start)
    return written == "期" and (number.value or 0) >= LOTS


def _per_output(text: str, number: MeasuredNumber) -> bool:
    """Tell whether 万元 only says per how much output something is used: 万元GDP能耗, 万元工业增加值用水量."""
    unit_only = number.written.bare and number.value == SOME and number.label == "MONEY"
    return unit_only and _OUTPUT.match(text, number.end) is not None
