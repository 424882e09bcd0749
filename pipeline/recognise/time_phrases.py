"""Time expressions whole: a chain of steps, a range of two, a length counted from a day, with the words that bound them.

`readings` scans a text once from left to right: one regular expression finds where a time may begin, the grammar reads
it there, and the words before and after it (截至, 到, 自…以来, 起, 内, 前) say which side of it is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .calendars import FESTIVALS
from .numerals import parse
from .time_grammar import EPOCHS, ERAS, WORDS, Chain, Length, Reading, Step, chain, figure, rank

_NUM = "[0-9〇零○一二三四五六七八九十廿卅两]"
_VAGUE_NUM = "[0-9〇零○一二三四五六七八九十廿卅两几数百千万半.]"
_UNIT = "[上下]半年|全年|年|月|日|号|季|世纪|个|周|天|星期|礼拜|点|时|小时|钟头|分|秒|多|余|几|来|半|载|交易日|工作日"


def _trie(words: list[str]) -> str:
    """Return a regular expression for the words that shares their beginnings."""
    heads: dict[str, list[str]] = {}
    for w in words:
        heads.setdefault(w[0], []).append(w[1:])
    parts = []
    for head, tails in heads.items():
        rest = [t for t in tails if t]
        tail = _trie(rest) if rest else ""
        parts.append(re.escape(head) + (f"(?:{tail}){'?' if '' in tails else ''}" if rest else ""))
    return "|".join(parts)


_TRIGGERS = [w for w in [*WORDS, *FESTIVALS, *ERAS] if len(w) > 1]
_TRIGGERS += [n for n, r in EPOCHS.items() if r["kind"] == "event"]
_START = re.compile(
    rf"(?<!{_NUM})(?<!\d[.,]){_VAGUE_NUM}{{1,8}}(?= ?(?:{_UNIT}|[-/:：~～至到—–、和与及]))|{_trie(_TRIGGERS)}|(?:星期|礼拜|周)[一二三四五六日天末]"
    rf"|[今去明]年?[春夏秋冬]|[春夏秋冬][季天]|农历|阴历|前(?={_NUM}|两)|(?:上|本|这)个?世纪|(?<![一二三四五六七八九十])[“‘]?[一二三四五六七八九十]{{1,2}}五"
    r"|(?<!来)自[^，。；：！？、\n0-9]{1,10}以来|昨(?=指出|表示|称|宣布|公布|发布|举行|强调|透露|召开|（)"
    r"|每(?=[年月日天周季个隔晚夜星礼])|(?<![0-9.])(?:[0-9]{8}(?![0-9.])|[12][0-9]{3}\.[0-9]{1,2}\.[0-9])"
)
_PLAN = re.compile(r"([“‘]?)([一二三四五六七八九十]{1,2}五)([”’]?)(期间|时期|以来|末|初)?")
_EPOCH = re.compile("(" + "|".join(sorted((n for n, r in EPOCHS.items() if r["kind"] == "event"), key=len, reverse=True)) + ")(以来|之后|以后|后)")
_JOIN = re.compile(r" ?(?:起|开始)?(?:至|到|—{1,2}|-{1,2}|–{1,2}|─{1,2}|~|～|－) ?")
_BARE = re.compile(rf"({_NUM}{{1,4}})( ?(?:至|到|—{{1,2}}|-{{1,2}}|–|~|～|－) ?|、|和|与|及)")
_YEARS = re.compile(r"((?:19|20)[0-9]{2}) ?(?:到|至|—{1,2}|-{1,2}) ?((?:19|20)[0-9]{2})(?![0-9.%年])")
_NOW = re.compile("今天?|现在|目前|如今")
_LENGTH = re.compile(
    r"([0-9]{1,9}(?:\.[0-9]{1,3})?|[一二两三四五六七八九十百千万]{1,8}|几|数|半)(多|余|几|来)? ?(个)?(半)?(多)?"
    r"(世纪|周年|年|季度|月|周|星期|礼拜|天|日|个?交易日|个?工作日|小时|钟头|分钟|分|秒钟|秒)(半)?(多|余|有余)?"
)
_SUFFIX = re.compile(
    r"(?:(?:或|及其?)?(?:之|以)?(?:后(?!三|两|四|[0-9]|期|续|劲|备|台|果|勤|面|门|天|年)|前(?!三|两|四|[0-9]|期|景|沿|列|往|来|瞻|身|后)))"
    r"|以来|起(?!垄|来|到|步|点|码|重|草|诉|源|伏|飞|降|跌|价|义|舞|诉|用)|(?:正式)?开始|止|(?:之间|间(?!接|隔|距|谍|断)|期间|时期)|前后|左右|假期|小?长假|来(?![自到临源看说华访京往年电势讲])"
)
_LENGTH_SUFFIX = re.compile("(?:之|以)?(?:内(?!地|需|部|容|外|蒙)|来(?!自|到|说|看|源|电|访|华|回)|前(?!三|[0-9]|列|景|沿|往)|后(?!期|续|劲)|间(?!接|隔|距))|时间(?:内|里)|期间")
_PREFIX = re.compile(r"(截至到|截止到|截止至|截至|截止|自从|从|自|到|至|继|最近|过去的?|未来的?|今后|连续|北京时间|当地时间|金秋|阳春|隆冬|盛夏|初夏|深秋|初冬|近|这|再过|过|上|下|前|后)$")
_NOT_TO = frozenset("看收得见感想接遇达受找拿听谈提回来解意说学做碰赶甚以乃及等高增升降减涨跌长虑溯复每查料涉熬大")
_PRESENT = frozenset(("现在", "目前", "如今", "当前"))


def readings(text: str, everything: bool) -> Iterator[Reading]:
    """Yield what the grammar reads in a text, in order and without overlap."""
    floor = position = 0
    while found := _START.search(text, position):
        i = found.start()
        reading = _read(text, i, floor, everything)
        if reading is None:
            position = max(i + 1, found.end() if text[i] in "0123456789" else 0)
            continue
        yield reading
        floor = position = max(reading.end, i + 1)


def _read(text: str, i: int, floor: int, everything: bool) -> Reading | None:
    """Read the time that begins at i, with the words around it; nothing before `floor` belongs to it."""
    for reader in (_plan, _epoch, _repeated, _since):
        reading = reader(text, i)
        if reading is not None:
            return _bounded(text, reading, floor)
    reading = _core(text, i, floor)
    if reading is not None:
        return _bounded(text, reading, floor)
    return _length(text, i, floor, everything)


def _plan(text: str, i: int) -> Reading | None:
    """Read “十四五”期间 and 十四五; the quotation marks belong to it only before 期间, 时期 and 以来."""
    found = _PLAN.match(text, i)
    if found is None or found[2] not in EPOCHS or (i and text[i - 1] in "第一二三四五六七八九十"):
        return None
    name, suffix = found[2], found[4]
    if not suffix and (len(name) < 3 or text.startswith(("规划", "计划", "纲要", "蓝图"), found.end())):
        return None
    if text[found.end() : found.end() + 1] in tuple("年月日个号%万亿点"):
        return None
    start, end = (found.start(), found.end()) if suffix and (found[3] or not found[1]) else found.span(2)
    steps: Chain = (Step("epoch", 0, "", name),)
    if suffix in ("末", "初"):
        steps = (*steps, Step("edge", 0, "", suffix))
    return Reading(start, end, "chain", steps, bound="since" if suffix == "以来" else "", rule="plan")


def _epoch(text: str, i: int) -> Reading | None:
    """Read 党的十八大以来 and the like."""
    found = _EPOCH.match(text, i)
    if found is None:
        return None
    start = i - 2 if text.endswith("党的", 0, i) else i
    return Reading(start, found.end(), "chain", (Step("epoch", 0, "", found[1]),), bound="since", rule="epoch")


def _since(text: str, i: int) -> Reading | None:
    """Read 自成立以来, which begins with an event that has no date, and 昨 before a verb."""
    if text[i] == "昨":
        read = chain(text, i)
        return Reading(i, i + 1, "chain", (Step("day", -1, "ref", "昨"),), rule="chain") if not read[0] else None
    found = _UNDATED.match(text, i)
    return Reading(i, found.end(), "vague", (Step("vague"),), rule="since") if found else None


def _repeated(text: str, i: int) -> Reading | None:
    """Read 每年, 每天清晨, 每周三, 每月4号, 每隔3天: marked, without dates."""
    if text[i] != "每":
        return None
    found = _EVERY.match(text, i)
    if found is None:
        return None
    before = (Step(_EVERY_KIND.get(found[2], "day"), 0, "every"),)
    steps, end = chain(text, found.end(), before)
    if found[2] in ("周", "星期", "礼拜") and text[end : end + 1] in tuple("一二三四五六日天末") and len(steps) == 1:
        steps, end = chain(text, end + 1, (*before, Step("weekday", 1, "")))
    joined = _JOIN.match(text, end)
    if joined and len(steps) > 1:
        last, last_end = chain(text, joined.end())
        end = last_end if last else end
    return Reading(i, end, "set", steps, rule="repeated")


def _core(text: str, i: int, floor: int) -> Reading | None:
    """Read one chain or a range of two at i."""
    steps, end = chain(text, i)
    years = _YEARS.match(text, i)
    if years is not None and text[i - 1 : i] in ("从", "自"):
        first, last = (Step("year", int(y), "", y) for y in years.groups())
        return Reading(i, years.end(), "range", (first,), (last,), rule="range")
    bare = _BARE.match(text, end)
    if bare is not None:
        reading = _bare_range(text, i, steps, bare)
        if reading is not None:
            return reading
    if not steps or all(s.kind == "mark" for s in steps):
        return None
    joined = _JOIN.match(text, end)
    if steps[0].kind == "vague":
        last, last_end = chain(text, joined.end()) if joined and steps[0].name in _PRESENT else ((), 0)
        if last and last[0].kind == "year":
            return Reading(i, last_end, "range", (Step("day", 0, "ref", "now"),), last, rule="range")
        return Reading(i, end, "vague", steps, rule="vague")
    if joined is not None:
        last, last_end = chain(text, joined.end())
        if last and _joinable(steps, last, joined[0]):
            return Reading(i, last_end, "range", steps, last, rule="range")
        now = _NOW.match(text, joined.end())
        if (now and "至" in joined[0]) or (now and text[joined.end() :].startswith(("现在", "目前"))):
            return Reading(i, now.end(), "range", steps, (Step("day", 0, "ref", "now"),), rule="range")
    return Reading(i, end, "chain", steps, rule="chain")


def _joinable(first: Chain, last: Chain, joiner: str) -> bool:
    """Tell whether two chains make a range: the second may leave out what it shares with the first."""
    if any(s.kind in ("vague", "span") for s in (first[-1], last[0])):
        return False
    return rank(last[0]) <= rank(first[-1]) or last[0].kind in ("weekday", "day", "part", "clock")


def _bare_range(text: str, i: int, before: Chain, bare: re.Match[str]) -> Reading | None:
    """Read a range whose first number leaves its unit to the second: 1-4月, 2016至2019年, 7、8月份, 20～22日."""
    if bare[2] in "和与及" or (bare[2] == "、" and len(bare[1]) == 4):
        return _shared_year(text, i, before, bare)
    last, end = chain(text, bare.end(), before)
    new = last[len(before) :]
    if not new:
        return None
    value, unit = figure(bare[1]), new[0]
    if unit.kind == "shortyear" and len(bare[1]) == 4:
        unit = unit._replace(kind="year")
    if value is None or unit.kind not in ("year", "month", "day", "quarter", "clock", "decade", "century", "shortyear"):
        return None
    if unit.kind == "clock":
        value *= 3600
    if (unit.kind == "year" and len(bare[1]) not in (2, 4)) or (bare[2] == "、" and (unit.kind == "year" or value + 1 != unit.value)):
        return None
    if unit.kind in ("month", "quarter", "day") and not 1 <= value <= {"month": 12, "quarter": 4, "day": 31}[unit.kind]:
        return None
    if before and rank(unit) <= max(map(rank, before)):
        return None
    first = (*before, unit._replace(value=value, name=bare[1]))
    return Reading(i, end, "range", first, last, rule="range")


def _shared_year(text: str, i: int, before: Chain, bare: re.Match[str]) -> Reading | None:
    """Read the first year of 2011和2012年, which are two times."""
    last, _ = chain(text, bare.end())
    value = figure(bare[1]) if len(bare[1]) == 4 and not before else None
    if value is None or not last or last[0].kind != "year" or last[0].base or not 0 < last[0].value - value < 100:
        return None
    return Reading(i, bare.end(1), "chain", (Step("year", value, "", bare[1]),), rule="chain")


def _length(text: str, i: int, floor: int, everything: bool) -> Reading | None:
    """Read a length of time that places something: 三年内, 近三年, 两年多来, 连续3年."""
    found = _LENGTH.match(text, i)
    if found is None:
        return None
    number = None if found[1] in "几数" else parse(found[1]) if found[1] != "半" else None
    low = 0.5 if found[1] == "半" else float(number) if number is not None else 0.0
    if found[4] or found[7]:
        low += 0.5
    unit, end = found[6].removeprefix("个"), found.end()
    prefix = _PREFIX.search(text, max(floor, i - 5), i)
    suffix = _LENGTH_SUFFIX.match(text, end)
    bound, start = _length_bound(prefix[1] if prefix else "", suffix[0] if suffix else "", unit, everything)
    if bound is None and text.startswith("平均", end) and unit == "年":
        bound, start = "running", False
    if not bound:
        return None
    length = Length(low, unit, bool(found[2] or found[5] or found[8]), number is None and found[1] != "半")
    begin = prefix.start() if prefix and start else i
    finish = suffix.end() if suffix and bound in ("since", "within", "ago", "later", "before", "after", "these", "past", "next", "span") else end
    return Reading(begin, finish, "length", length=length, bound=bound, rule="length:" + bound)


def _length_bound(prefix: str, suffix: str, unit: str, everything: bool) -> tuple[str | None, bool]:
    """Return how a length is counted, and whether the word before it belongs to the expression."""
    long = unit in ("年", "季度", "月", "周", "星期", "礼拜", "世纪", "周年")
    if prefix in ("近", "最近", "过去", "过去的"):
        return "past", True
    if prefix in ("未来", "未来的", "今后"):
        return "next", True
    if suffix.endswith("来"):
        return "since", prefix in ("这", "近")
    if prefix == "连续" and unit in ("年", "季度"):
        return "running", True
    if prefix == "连续" and suffix.endswith("内") and unit == "月":
        return "later", True
    if prefix == "这" and long:
        return "these", True
    if suffix.endswith("内") and (unit == "年" or everything):
        return "within", False
    if suffix.endswith("前") and (everything or unit != "日"):
        return "before" if suffix == "以前" else "ago", False
    if suffix.endswith("后") and (everything or unit not in ("日", "交易日", "工作日")):
        return "after" if suffix == "以后" else "later", False
    if suffix.endswith("间") and unit == "年":
        return "span", False
    if everything and prefix in ("上", "前"):
        return "past", True
    if everything and prefix in ("下", "后", "再过", "过"):
        return "next", True
    return None, False


def _bounded(text: str, reading: Reading, floor: int) -> Reading | None:
    """Add the words before and after a time that say where it is open: 截至, 到, 自…以来, 起, 前, 后."""
    i = reading.start
    if i and text[i - 1] == "第":
        if not reading.first or reading.first[0].kind != "quarter":
            return None
        reading.start = i = i - 1
    if reading.kind in ("vague", "set"):
        return reading
    suffix = _SUFFIX.match(text, reading.end)
    word = suffix[0] if suffix else ""
    if word and not (reading.bound and word != "以来"):
        reading.end += len(word)
        reading.bound = _bound_of(word) or reading.bound
    prefix = _PREFIX.search(text, max(floor, i - 5), i)
    if prefix:
        _prefixed(text, reading, prefix, word)
    return reading


def _bound_of(word: str) -> str:
    """Return the bound that a word after a time sets."""
    if word.endswith(("以来", "起", "开始", "来")):
        return "since"
    if word.endswith("后") and not word.endswith("前后"):
        return "since" if word[0] in "或及" else "after"
    if word.endswith("前"):
        return "until" if word[0] in "或及" else "before"
    return ""


def _prefixed(text: str, reading: Reading, prefix: re.Match[str], suffix: str) -> None:
    """Take the word before a time into it where it bounds it."""
    word, start = prefix[1], prefix.start()
    before = text[start - 1] if start else ""
    if word in ("从", "自", "自从"):
        if before in tuple("来各独亲服听"):
            return
        if reading.kind == "range" or reading.bound == "since":
            reading.start = start
            return
        if word == "自从":
            reading.start, reading.bound = start, "since"
            return
        opened = _OPENED.match(text, reading.end)
        if opened:
            reading.start, reading.end, reading.bound = start, opened.end(), "since"
    elif word.endswith("时间") or (len(word) == 2 and word[0] in "金阳隆盛初深"):
        reading.start = start
    elif word == "继":
        if suffix in ("之后", "后"):
            reading.start, reading.bound = start, "after"
    elif word.startswith("截") or (word in ("到", "至") and before not in _NOT_TO):
        reading.start = start
        reading.bound = "until"


_UNDATED = re.compile("自[^，。；：！？、\\n0-9]{1,10}?以来")
_OPENED = re.compile("[^，。；：！？\n]{1,12}?以来")
_EVERY = re.compile(rf"每(?:隔?({_NUM}{{1,3}})?个?)?(年|月|日|天|周|星期|礼拜|季度|季|晚|夜|小时|分钟|秒|交易日|工作日)")
_EVERY_KIND = {"年": "year", "月": "month", "周": "week", "星期": "week", "礼拜": "week", "季度": "quarter", "季": "quarter"}
