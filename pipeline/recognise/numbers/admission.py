"""Whether a reading counts as a quantity, by the words around it."""

from __future__ import annotations

import re
from decimal import Decimal

from . import exclusions, modifiers
from .cues import pattern, words
from .interpretation import clause_before
from .measures import Reading

TEN, CONGRESS = Decimal(10), Decimal(7)
"""More than so many 届 in Chinese numerals are a congress that has a name: 十四届全国人大."""

RESOLUTIONS = frozenset(map(Decimal, (480, 720, 1080, 1440, 2160)))
"""Lines of a picture: before P they name a kind of screen (1080P投影机), but for 算力, which is counted in P too."""

_SCOPE = re.compile(pattern("scope") + r"[^，。；\n]{0,4}$")
_INDEX = re.compile(pattern("index") + r"|以[^，。]{1,4}为$")
_STATES = re.compile(pattern("states") + r"[了 ]?$")
_CLOSED = re.compile(r"[，。；、,;！）)”\n ]|$|的|左右|以[上下]|之间|[升降提下上涨跌缩扩反回较点至]")
_CLOCK = re.compile(r"[年月日时号分:：/\-—]")
_GREAT_PLACE = re.compile(r"[^，。；]{0,4}大[省国市县]")
_HAN = re.compile(r"[一-龥]{2}")
_RANK_ENDS = re.compile(r"大|的|并|方阵|梯队|和|地位|强|名")
_MEETING = re.compile(r"[^，。；”]{0,12}(?:会|节|展|赛|委员|论坛|奖|周)")
_CHAPTERS = frozenset(words("chapter"))
_SESSION = re.compile(r"历次|全[会国]|[一二三四五六七]中")
_PLAN = re.compile("[^，。；“”]{0,4}" + pattern("plan"))
_TALKS = re.compile(r"[^，。；”]{0,6}会(?![员计])|[党全集]")
_SITE = re.compile(r"[^，。]{0,2}(?:工程|项目)")
_ONLY = re.compile(pattern("only") + "$")
_UNIT_STATED = re.compile(r"单位[:：] ?$")


def _before(text: str, r: Reading) -> str:
    return text[r.start - 1 : r.start]


def ranks(text: str, r: Reading) -> bool:
    """Tell whether an ordinal says where something stands, outside a name."""
    if r.rule == "ordinal-time":
        return False
    if r.unit is None:
        return r.rule == "great" or _ranked(text, r)
    written = r.unit.written
    if written in _CHAPTERS or (written == "次" and _TALKS.match(text, r.end)):
        return False
    if written == "届" and text[r.end : r.end + 1] in ("）", ")"):
        return False
    if written == "届" and _MEETING.match(text, r.end):
        return text[r.end : r.end + 1] == "“"
    return True


def _ranked(text: str, r: Reading) -> bool:
    """Tell whether 第一 alone ranks within a scope: 产量居全国第一, 第一经济大省; not 第一时间."""
    if _GREAT_PLACE.match(text, r.end):
        return True
    if _HAN.match(text, r.end) and not _RANK_ENDS.match(text, r.end):
        return False
    return _SCOPE.search(text, max(0, r.start - 9), max(0, r.start - 1)) is not None


def bare_counts(text: str, r: Reading) -> bool:
    """Tell whether a number without a unit is a quantity: 696万, 数千万, an index of 50.4."""
    n = r.numeral
    before, last = _before(text, r), text[r.stop - 1]
    if before == "每" or (n.bare and before in tuple("亿万千百")) or exclusions.named(text, r.end):
        return False
    if r.rule == "range":
        return last in "万亿"
    if n.bare and n.end - n.start == 1:
        return before in tuple("过破超近上逾")
    top = r.value if r.value is not None else r.high
    if last in "万亿" or (n.bare and top is not None and top >= 10000):
        return not (n.bare and text[r.end : r.end + 1] in ("象", "人", "不"))
    if n.more or (n.low is not None and n.low >= TEN and text[r.start] in ("几", "数")):
        return True
    return n.form == "digits" and (_stated(text, r) or _hedged(text, r))


def _stated(text: str, r: Reading) -> bool:
    """Tell whether a number without a unit is the value of an index or a ratio: 指数为50.4, 倍差从1.96缩小至1.81."""
    if r.end != r.stop or not _CLOSED.match(text, r.end) or not _STATES.search(text, max(0, r.start - 4), r.start):
        return False
    return _INDEX.search(clause_before(text, r.start, 40)) is not None


def _hedged(text: str, r: Reading) -> bool:
    """Tell whether a bounding word makes a count of a number without a unit: 约11900旅客, 超过30,000."""
    if r.value is None or r.value < TEN or not modifiers.before(text, r.start, False):
        return False
    return _CLOCK.match(text, r.end) is None


def parts(text: str, r: Reading) -> bool:
    """Tell whether a fraction with a slash is a share (1/3的居民) and no date or score (9/14)."""
    whole = r.numeral.whole or Decimal(0)
    return whole <= TEN and (r.numeral.value or whole) < 1 and _before(text, r) not in ("~", "-", "—", "/", "至")


def lasts(text: str, r: Reading) -> bool:
    """Tell whether a length of time is one, not a calendar year, a day of the month or an epithet (不平凡的五年。)."""
    if r.unit is None or r.label != "DURATION":
        return True
    top = r.value if r.value is not None else r.high
    if r.unit.written == "世纪":
        return top is None or top < TEN
    if r.unit.written != "年":
        return r.unit.written != "日" or r.rule == "some"
    if r.numeral.form == "digits" and top is not None and 1000 <= top < 2200 and r.numeral.step == 1:
        return False
    if _PLAN.match(text, r.end):
        return False
    return not (_before(text, r) == "的" and text[r.end : r.end + 1] in tuple("，。；！、\n"))


def article(text: str, r: Reading) -> bool:
    """Tell whether 一 with its classifier only means "a": 一个, 一种."""
    if r.label != "DURATION" or r.unit is None:
        few = r.unit is not None and (r.unit.written == "倍" or _ONLY.search(text, max(0, r.start - 3), r.start))
        return r.label == "CARDINAL" and not few
    return r.unit.written in ("天", "日") or _before(text, r) in tuple("这那每同某另新又后")


def named(text: str, r: Reading) -> bool:
    """Tell whether a number with a unit is part of a name or a designation, or only states a unit."""
    before, after = _before(text, r), text[r.end : r.end + 1]
    if r.numeral.bare and before in ("（", "(", "/") and after in ("）", ")"):
        return True
    if r.numeral.bare and _UNIT_STATED.search(text, max(0, r.start - 5), r.start):
        return True
    written = r.unit.written if r.unit else ""
    hanzi = r.numeral.form == "hanzi"
    if written == "期" and hanzi:
        return before not in tuple("过和、及与") or _SITE.match(text, r.end) is not None
    if written == "届" and hanzi:
        return (r.value or 0) > CONGRESS or _SESSION.match(text, r.end) is not None
    if written == "次" and hanzi and text.startswith(("全会", "全体会", "会上"), r.end):
        return True
    if written == "P" and r.value in RESOLUTIONS and not text.startswith(("算力", "的算力"), r.end):
        return True
    if (written == "线" and r.numeral.low is not None) or (written == "代" and not hanzi):
        return True
    return after == "号" or before == "每"
