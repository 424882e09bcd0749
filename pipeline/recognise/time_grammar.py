"""The grammar of written times: reads what stands at one place of a text into steps from large to small.

A time is a chain of steps that narrow one another (去年 | 9月 | 3日 | 上午), a range of two chains, a length that is
counted from some day (三年内, 近3个月), or a word that places something vaguely (目前). Words are rows of
data/time_words.tsv; numbers with a unit are dispatched by the unit. Nothing here knows a date: `time_resolve` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ..data import table
from .calendars import FESTIVALS
from .numerals import parse


class Step(NamedTuple):
    """One link of a chain: what kind of calendar unit, which one, and counted from where."""

    kind: str
    value: int = 0
    base: str = ""
    """'' for an absolute unit, ref, focus or same for one relative to the article or to the text."""
    name: str = ""
    """The table row or written form that it comes from."""


class Word(NamedTuple):
    """A row of data/time_words.tsv."""

    kind: str
    value: str
    base: str
    part: str
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


class Length(NamedTuple):
    """A length of time that is counted from some day: 两年多, 近3个月."""

    low: float
    unit: str
    more: bool
    vague: bool


Chain = tuple[Step, ...]


@dataclass(slots=True)
class Reading:
    """What the grammar read: one chain, two (a range), a length, or a vague word."""

    start: int
    end: int
    kind: str
    """chain, range, length, vague or set (a repeated time)."""
    first: Chain = ()
    last: Chain = ()
    length: Length | None = None
    bound: str = ""
    """until, since, after, before; of a length: since, within, ago, later, past, next, running, these."""
    rule: str = ""


RANK: dict[str, float] = {"vague": 0, "span": 0, "century": 0, "decade": 1, "epoch": 2, "year": 3, "season": 4, "half": 4, "quarter": 4, "lunar": 5, "month": 5,
        "lead": 6, "halfmonth": 7, "xun": 7, "week": 7, "nthweek": 7, "weekend": 8, "day": 8, "weekday": 8.5,
        "festival": 8, "lunarday": 8, "workday": 8, "nthday": 9, "edge": 9, "same": 9, "part": 10, "clock": 11}  # fmt: skip
WORDS = {r["word"]: Word(r["kind"], r["value"], r["base"], r["part"], tuple(r["not_after"].split()),
                         tuple(r["not_before"].split())) for r in table("time_words.tsv")}  # fmt: skip
EPOCHS = {r["name"]: r for r in table("epochs.tsv")}
ERAS = {r["name"]: int(r["first"]) for r in table("eras.tsv")}
SEASONS = {"春": 1, "夏": 2, "秋": 3, "冬": 4}

_DIGITS = {**{c: str(i) for i, c in enumerate("〇一二三四五六七八九")}, "零": "0", "○": "0", "0": "0", "两": "2"}
_NUM = r"(?:[0-9]{1,4}|[〇零○一二三四五六七八九十廿卅两][〇零○0一二三四五六七八九十廿卅两]{0,4})"
_NUMBER = re.compile(rf"({_NUM})( ?)")
_HAN = re.compile("[\u4e00-\u9fff]")
_ASCII_DATE = re.compile(
    r"([12][0-9]{3}) ?([-/.]) ?(1[0-2]|0?[1-9])(?: ?\2 ?(3[01]|[12][0-9]|0?[1-9])(?![0-9]))?(?![0-9.])"
)
_COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9.年月日])")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?(?![0-9:.])时?(?: ?([AaPp])\.?[Mm]\.?)?")
_HOUR = re.compile(
    rf"({_NUM})(?:点|时)(?!代|候|期|尚|速|常|评|间|机|限|差|空|局|装|报|价|针|名|赞|击|亮|对|题|子|缀|滴|燃|开)"
    rf"(?:[多许]?钟|[多许]|整|(半)|([一二三1-3])刻|({_NUM})分?(?!之|钟)(?:({_NUM})秒)?)?"
)
_EDGE = re.compile(
    r"(?:年|月)?(末期|初期|初(?!步|级|中|期|次|始|心|衷|试|创|夏|冬|秋|春|见|衷)|底(?!部|气|线|层|价|色|图|盘|座|蕴|特)"
    r"|末(?!端|梢|位|尾|班|代|日)|中(?=旬)|内(?!地|需|部|容|外|蒙|存|资|涵|销|陆|生|心|设|置|衣|河|江|参|幕)|伊始|中期|中叶|尾)"
)
_ORDINAL = re.compile(rf"的?第({_NUM})个?(周|星期|礼拜|季度|季|月|天|日)([一二三四五六日天])?")
_LEAD = re.compile(
    rf"的?(前|头|首|后|最后) ?({_NUM}) ?个? ?(月|季度|季|周|星期|天|日)(?!以?[前后来]|[之内])"
)
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天末])(?!年|岁|刊|边|期)")
_NUMERAL = frozenset("0123456789〇零○一二三四五六七八九十廿卅两")
_UNIT_MARKS = frozenset("年月号点时百千万亿个分")
_AFTER_BARE = re.compile("[”’]?(?:小?长?假|黄金周|期间|前|后|当[天日晚]|节|大促|购物|促销|[，。；！？、）]|这天|那天|来临|将至|临近)")
_MARKS = "一二三四五六日天"


def figure(written: str) -> int | None:
    """Return the whole number of up to four digits or of Chinese numerals, also digit by digit: 二〇一一, 廿三."""
    if written.isascii():
        return int(written)
    if all(c in _DIGITS for c in written):
        return int("".join(_DIGITS[c] for c in written))
    value = parse(written)
    return int(value) if value is not None else None


def _allowed(text: str, i: int, end: int, word: Word) -> bool:
    """Tell whether a word's neighbours let it be a time."""
    before, after = text[max(0, i - 2) : i], text[end : end + 4]
    return not (before.endswith(word.not_after) or after.startswith(word.not_before))


def _festive(text: str, i: int, end: int, bare: bool) -> bool:
    """Tell whether the name of a festival stands as one: 五一假期, not 五一路 or 十一月."""
    if text[end : end + 1] in _UNIT_MARKS or (text[i - 1 : i] in _NUMERAL and text[i] in _NUMERAL and i):
        return False
    return not bare or end == len(text) or _AFTER_BARE.match(text, end) is not None


def _lookup() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for w in [*WORDS, *FESTIVALS]:
        lengths.setdefault(w[0], set()).add(len(w))
    return {c: tuple(sorted(n, reverse=True)) for c, n in lengths.items()}


_LENGTHS = _lookup()


def _word(text: str, i: int) -> tuple[Chain, int] | None:
    """Read the longest word of the tables at i as steps."""
    for n in _LENGTHS.get(text[i : i + 1], ()):
        written = text[i : i + n]
        if len(written) < n:
            continue
        word = WORDS.get(written)
        if word is not None and _allowed(text, i, i + n, word):
            return _steps_of(written, word), i + n
        if written in FESTIVALS and _festive(text, i, i + n, FESTIVALS[written].bare):
            return (Step("festival", 0, "", written),), i + n
    return None


def _steps_of(written: str, word: Word) -> Chain:
    kind = word.kind
    if kind in ("vague", "span", "part"):
        return (Step(kind, 0, word.base, written),)
    if kind == "edge":
        return Step("year", 0, word.base, written), Step("edge", 0, "", word.value)
    if kind in ("monthedge", "quarteredge"):
        return Step(kind[:-4], 0, word.base, written), Step("edge", 0, "", word.value)
    if kind.startswith("="):
        kind = kind[1:]
    step = Step(kind, int(word.value), word.base, written)
    return (step, Step("part", 0, "", word.part)) if word.part else (step,)


# ---- numbers with a unit: each reader gets the text, where the number began, the number, where the unit stands


def _year(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    after = text[j + 1 : j + 3]
    end = j + 2 if after[:1] == "度" and after != "度假" else j + 1
    value = figure(written)
    if value is None or after[:1] in tuple("级龄薪轻均利"):
        return None
    if len(written) == 4 and (written.isascii() or all(c in _DIGITS for c in written)):
        return ((Step("year", value, "", written),), end) if 0 < value < 2200 else None
    if len(written) == 3 and not written.isascii() and all(c in _DIGITS for c in written) and value > 99:
        return (Step("year", value, "", written),), end
    if len(written) == 2 and _short_year(text, j + 1, written):
        return (Step("shortyear", value, "", written),), end
    return None


def _short_year(text: str, end: int, written: str) -> bool:
    """Tell whether two figures before 年 name a year (05年, 98年4月) and do not count years (12年)."""
    if any(c not in _DIGITS and not c.isdigit() for c in written):
        return False
    if written[0] in "0〇零":
        return True
    following = _NUMBER.match(text, end)
    if following and text[following.end() : following.end() + 1] == "月" and not text.startswith("个", following.end()):
        return True
    if text[end : end + 1] in ("底", "末", "初") or _word_kind(text, end) == "festival" or _LEAD.match(text, end):
        return True
    if written.isascii():
        return int(written) >= 80 and text[end : end + 1] not in tuple("多余来前后的内以之，。间")
    a, b = int(_DIGITS[written[0]]), int(_DIGITS[written[1]])
    return b - a != 1 and (a, b) != (3, 5) and text[end : end + 1] not in tuple("多余来前后内以之间")


def _word_kind(text: str, i: int) -> str:
    read = _word(text, i) if i < len(text) else None
    return read[0][0].kind if read else ""


def _month(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    value = figure(written)
    end = j + 2 if text[j + 1 : j + 2] == "份" else j + 1
    if value is None or not 1 <= value <= 12 or len(written) > 2 or text[end : end + 1] in tuple("球饼嫂票薪刊子亮光") or text.startswith("合约", end):
        return None
    return (Step("month", value, "", written),), end


_NEWSPAPER = ("日报社", "日报记", "日报讯", "日报》")


def _day(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    value = figure(written)
    after = text[j + 1 : j + 2]
    if value is None or not 1 <= value <= 31 or len(written) > 3 or "两" in written:
        return None
    if text[j] == "日" and (after in tuple("元均本圆语产增趋化線线历用式裔籍内") or text.startswith(_NEWSPAPER, j)):
        return None
    return (Step("day", value, "", text[i : j + 1]),), j + 1


def _quarter(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    value = figure(written)
    if value is None or not 1 <= value <= 4:
        return None
    if text.startswith("季度", j):
        return (Step("quarter", value, "", written),), j + 2
    return ((Step("quarter", value, "", written),), j + 1) if i and text[i - 1] == "第" else None


def _century(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    value = figure(written)
    if value is None or not text.startswith("世纪", j) or not 1 <= value <= 30:
        return None
    return (Step("century", value, "", written),), j + 2


def _decade(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    value = figure(written)
    if value is None or value % 10 or not (0 <= value < 100 or 1000 < value < 2200):
        return None
    return (Step("decade", value, "", written),), j + 2


def _hour(text: str, i: int, written: str, j: int) -> tuple[Chain, int] | None:
    found = _HOUR.match(text, i)
    if found is None:
        return None
    hour, minute, second = figure(found[1]), 0, 0
    if found[2]:
        minute = 30
    elif found[3]:
        minute = 15 * (figure(found[3]) or 0)
    elif found[4]:
        minute, second = figure(found[4]) or 0, figure(found[5] or "0") or 0
    if hour is None or hour > 24 or minute > 59 or second > 59:
        return None
    grain = "second" if found[5] else "minute" if minute or found[4] else "hour"
    return (Step("clock", hour * 3600 + minute * 60 + second, grain, found[0]),), found.end()


_UNITS: dict[str, Callable[[str, int, str, int], tuple[Chain, int] | None]] = {
    "年": _year, "月": _month, "日": _day, "号": _day, "季": _quarter, "世": _century, "点": _hour, "时": _hour,
}  # fmt: skip


def _ascii(text: str, i: int) -> tuple[Chain, int] | None:
    """Read 2011-05-12, 2018/7/9, 2019.9.6, 20240307 and 09:05 at i."""
    found = _ASCII_DATE.match(text, i)
    if found and (found[4] or (found[2] != "." and len(found[3]) == 2)):
        steps = [Step("year", int(found[1]), "", found[1]), Step("month", int(found[3]), "", found[3])]
        if found[4]:
            steps.append(Step("day", int(found[4]), "", found[4]))
        return (tuple(steps), found.end()) if found[2] != "-" or found[4] or len(found[3]) == 2 else None
    found = _COMPACT_DATE.match(text, i)
    if found:
        y, m, d = (int(found[n]) for n in (1, 2, 3))
        return (Step("year", y, "", found[1]), Step("month", m, "", found[2]), Step("day", d, "", found[3])), found.end()
    return clock(text, i)


def clock(text: str, i: int) -> tuple[Chain, int] | None:
    """Read a time of day in figures at i: 09:05, 13:10:36, 3:15pm."""
    found = _CLOCK.match(text, i)
    if found is None:
        return None
    hour = int(found[1])
    if found[4] and found[4] in "Pp" and hour < 12:
        hour += 12
    seconds = hour * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    return (Step("clock", seconds, "second" if found[3] else "minute", found[0]),), found.end()


def _number(text: str, i: int) -> tuple[Chain, int] | None:
    """Read a number with its unit at i."""
    if text[i].isascii():
        read = _ascii(text, i)
        if read is not None:
            return read
    found = _NUMBER.match(text, i)
    if found is None:
        return None
    written, j = found[1], found.end()
    if text.startswith("年代", j):
        return _decade(text, i, written, j)
    if len(written) == 4 and not found[2] and _BARE_YEAR.match(text, j):
        return ((Step("year", int(written), "", written),), j) if written.isascii() else None
    reader = _UNITS.get(text[j : j + 1])
    if reader is None or (found[2] and text[j] in "点时"):
        return None
    return reader(text, i, written, j)


_ERA = re.compile(f"({'|'.join(sorted(ERAS, key=len, reverse=True))})(元|{_NUM})年")
_AGE = re.compile(r"(上个?|本|这个?)世纪")
_SEASON = re.compile(r"(今|去|明|前)?年?(春|夏|秋|冬)(季|天)?(?!节|运|晚|耕|播|招|粮|收|训|奥|令|装|游|风|雨|考|茶|种|防|夏|冬|秋|瓜|菇|枣|至|分)")
_LUNAR = re.compile(r"(?:农历|阴历|旧历)的?")
_LUNAR_DAY = re.compile(r"初([一二三四五六七八九十]|[1-9]|10)|(十[一二三四五六七八九]|二十[一二三四五六七八九]?|三十|[廿卅][一二三四五六七八九]?)(?![月年日号个点时天周多余])")
_BARE_DAY = re.compile(r"([1-9]|[12][0-9]|3[01])(?![0-9.%年月日号个点时天周万亿千百多余-])")


_BARE_YEAR = re.compile("(?:上|下)半年|全年|第?[一二三四1-4]季度")


def rank(s: Step) -> float:
    """Return how fine a step is; the steps of a chain go from coarse to fine."""
    return RANK.get("year" if s.kind == "shortyear" else s.kind, -1)


def _relative(text: str, i: int) -> tuple[Chain, int] | None:
    """Read era years, 上世纪, seasons and weekdays at i."""
    if found := _ERA.match(text, i):
        number = 1 if found[2] == "元" else figure(found[2])
        return ((Step("year", ERAS[found[1]] + number - 1, "", found[0]),), found.end()) if number else None
    if found := _AGE.match(text, i):
        return (Step("century", -1 if found[1][0] == "上" else 0, "ref", found[0]),), found.end()
    if found := _WEEKDAY.match(text, i):
        if found[1] == "末":
            return (Step("weekend", 0, "", found[0]),), found.end()
        return (Step("weekday", min(_MARKS.index(found[1]) + 1, 7), "", found[0]),), found.end()
    if found := _SEASON.match(text, i):
        return _season(found)
    return None


def _season(found: re.Match[str]) -> tuple[Chain, int] | None:
    year = {"今": 0, "去": -1, "明": 1, "前": -2}.get(found[1] or "")
    if year is None and not found[3]:
        return None
    season = Step("season", SEASONS[found[2]], "", found[0])
    chain = (season,) if year is None else (Step("year", year, "ref", found[0]), season)
    return chain, found.end()


def _within(text: str, i: int, before: Chain) -> tuple[Chain, int] | None:
    """Read what only a larger unit before it makes a time: an edge, 第三周, a lunar day, 31 after 十月."""
    if found := _ORDINAL.match(text, i):
        return _ordinal(found)
    last = before[-1]
    if last.kind in ("month", "lunar") and (found := _LUNAR_DAY.match(text, i)):
        written = found[1] or found[2]
        value = figure(written.replace("廿", "二十").replace("卅", "三十"))
        if found[1] or before[0].name == "农历" or last.kind == "lunar" or not last.name.isascii():
            return (Step("lunarday", value or 0, "", found[0]),), found.end()
    if last.kind == "week" and text[i] == "末":
        return (Step("weekend", 0, "", text[i]),), i + 1
    if last.kind == "week" and text[i] in _MARKS and text[i + 1 : i + 2] not in tuple("共直般定些个批致起切度带年月次家项些届名"):
        return (Step("weekday", min(_MARKS.index(text[i]) + 1, 7), "", text[i]),), i + 1
    if last.kind == "month" and (found := _BARE_DAY.match(text, i)):
        return (Step("day", int(found[1]), "", found[1]),), found.end()
    if rank(last) <= RANK["year"] and text.startswith("同期", i):
        return (Step("same", 0, last.base, "同期"),), i + 2
    if rank(last) <= RANK["week"] and (found := _EDGE.match(text, i)):
        return (Step("edge", 0, "", found[1]),), found.end()
    return None


def _ordinal(found: re.Match[str]) -> tuple[Chain, int] | None:
    value = figure(found[1])
    if value is None:
        return None
    unit = found[2]
    if unit in ("周", "星期", "礼拜"):
        if found[3]:
            return (Step("nthday", value, found[3], found[0]),), found.end()
        return (Step("nthweek", value, "", found[0]),), found.end()
    if found[3]:
        return None
    kind = {"季度": "quarter", "季": "quarter", "月": "month", "天": "nthday", "日": "nthday"}[unit]
    return (Step(kind, value, "", found[0]),), found.end()


def _lead(text: str, i: int, before: Chain) -> tuple[Chain, int] | None:
    """Read 前三季度, 前7个月, 后两个月, 最后3周."""
    found = _LEAD.match(text, i)
    if found is None or (not before and (found[3] in ("周", "星期", "天", "日") or found[1] not in ("前", "头"))):
        return None
    if not before and text[max(0, i - 1) : i] in tuple("目以之提此日先年生大从眼空跟当"):
        return None
    value = figure(found[2])
    if not value or (found[3] == "月" and not before and "个" not in found[0] and found[2].isascii()):
        return None
    unit = {"季": "季度", "星期": "周", "日": "天"}.get(found[3], found[3])
    return (Step("lead", -value if found[1] in ("后", "最后") else value, unit, found[0]),), found.end()


def step(text: str, i: int, before: Chain) -> tuple[Chain, int] | None:
    """Read the next steps of a chain at i; None where nothing there is finer than the steps read before."""
    if i >= len(text):
        return None
    limit = max(map(rank, before), default=-1)
    for read in (
        _word(text, i),
        _lead(text, i, before),
        _number(text, i) if text[i] in _NUMERAL else _relative(text, i),
        _within(text, i, before) if before else None,
    ):
        if read is None:
            continue
        finer = rank(read[0][0])
        if finer > limit and (before or finer >= 0) and not (finer > RANK["edge"] and 0 <= limit < RANK["day"]):
            return read
    return None


def chain(text: str, i: int, before: Chain = ()) -> tuple[Chain, int]:
    """Read steps from large to small at i, after `before`; return all steps and where they end."""
    steps, j = before, i
    lunar = _LUNAR.match(text, i)
    if lunar and not _word(text, i) and step(text, lunar.end(), before):
        steps, j = (*before, Step("mark", 0, "", "农历")), lunar.end()
    while True:
        k = j
        if steps:
            while k < len(text) and text[k] == " " and k - j < 2:
                k += 1
            if text.startswith("的", k) and k > i:
                k += 1
            elif steps[-1].kind == "day" and text.startswith(("，", ","), k) and _WEEKDAY.match(text, k + 1):
                k += 1
            if (lunar := _LUNAR.match(text, k)) is not None:
                k = lunar.end()
                steps = (*steps, Step("mark", 0, "", "农历")) if step(text, k, steps) else steps
        read = step(text, k, steps)
        if read is None or (steps and steps[-1].kind == "vague"):
            return steps, j
        steps, j = (*steps, *read[0]), read[1]
