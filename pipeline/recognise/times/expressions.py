"""Finds the times of a text and resolves them to days: what the grammar reads, filtered by its surroundings, resolved
in text order against the article's date and against the times mentioned before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ...model import Time
from .calendars import FESTIVALS, shift
from .lengths import measured
from .phrases import readings
from .resolution import UNKNOWN, Context, Frame, resolve
from .vocabulary import Chain, Reading, rank
from .year import announced, year_of_text

_TITLE = re.compile("《[^《》\n]{1,60}》")
_COMPARED = ("比", "较", "与", "相比", "高于", "低于", "超过", "对比", "比起", "相较于", "较于", "好于")
_HOLIDAY = ("期间", "假期", "长假", "黄金周")
Certainty = Literal["stated", "resolved", "vague"]
_SENTENCE = re.compile("[。！？；\n]")
_CONTRACT = re.compile("(?:[0-9]{1,2}月)?(?:份)?(?:交割的?)?(?:期货)?合约")
_FINE = frozenset(("part", "clock"))
_TOPICS = frozenset(("year", "half", "quarter", "months", "month", "plan", "day", "xun"))


def find(text: str, date: dt.date | None = None, everything: bool = False) -> list[Time]:
    """Return the times of a reading text in order, with ids t1, t2, ... and offsets in that text.

    `date` is the article's date, or None; a datetime lets hours and minutes be counted from it. `everything` adds what
    the annotation of news leaves out: times of day that stand alone, lengths counted in hours, abbreviated dates; days
    without a week or month then lie ahead.
    """
    found = [r for r in readings(text, everything) if everything or _is_news(text, r)]
    titles = [m.span() for m in _TITLE.finditer(text)]
    found = _outside(found, titles)
    context = _context(text, found, date, everything)
    times: list[Time] = []
    paragraph = 0
    for n, r in enumerate(found):
        if text.find("\n", paragraph, r.start) >= 0:
            context.here = None
        if _SENTENCE.search(text, paragraph, r.start):
            context.upto = None
        paragraph = r.start
        if r.first and r.first[-1].kind == "same" and n + 1 < len(found):
            _look_ahead(text, r, found[n + 1], context)
        frame = _resolved(text, r, context)
        if r.first and text[r.end : r.end + 1] == "（" and n + 1 < len(found) and found[n + 1].start == r.end + 1:
            frame = _explained(text, r, frame, found[n + 1], context)
        times.append(_time(text, r, frame, len(times) + 1))
        _remember(text, r, frame, context)
    return times


def _context(text: str, found: Sequence[Reading], date: dt.date | None, everything: bool) -> Context:
    now = date if isinstance(date, dt.datetime) else None
    today = now.date() if now else date
    year = today.year if today else year_of_text(text, found)
    return Context(today, now, year, forward=everything)


def _outside(found: list[Reading], spans: list[tuple[int, int]]) -> list[Reading]:
    """Return the readings that do not lie within the spans."""
    kept, n = [], 0
    for r in found:
        while n < len(spans) and spans[n][1] <= r.start:
            n += 1
        if n == len(spans) or not spans[n][0] <= r.start < spans[n][1]:
            kept.append(r)
    return kept


def _is_news(text: str, r: Reading) -> bool:
    """Tell whether news annotation marks such a time: not times of day alone, bare days with 号, seasons."""
    if r.kind == "set":
        return True
    if r.first and r.first[-1].kind in ("year", "month") and _CONTRACT.match(text, r.end):
        return False
    if r.kind == "length":
        return r.length is not None and r.length.unit not in ("小时", "钟头", "分钟", "分", "秒", "秒钟")
    kinds = [s.kind for s in r.first if s.kind != "mark"]
    first = r.first[0]
    if kinds == ["part"] and r.kind == "chain":
        before, after = text[r.start - 1 : r.start], text[r.end : r.end + 1]
        return text[r.start] in "至到" or (before in ("在", "于") and after in tuple("，。；、"))
    if kinds == ["clock"]:
        return first.name[0].isascii() or r.kind == "range"
    if kinds == ["day"] and not first.base:
        return not (r.last or r.first)[0].name.endswith("号") and _day_stands(text, r)
    if kinds == ["weekend"]:
        return False
    if kinds in (["season"], ["century"]) and not first.base:
        return bool(r.bound) or (kinds == ["century"] and text[r.end : r.end + 1] in tuple("，。的"))
    return True


def _day_stands(text: str, r: Reading) -> bool:
    """Tell whether a day of the month stands alone as a date: 14日在沪指出, not 第14日, 5日均线, 3日内."""
    before, after = text[max(0, r.start - 1) : r.start], text[r.end : r.end + 1]
    if len(r.first[-1].name) == 2 and not r.first[-1].name[0].isascii():
        return False
    return before not in tuple("第每近共满历约超达逾前后续的期/-~") and after not in tuple("内游行票均之或")


def _resolved(text: str, r: Reading, c: Context) -> Frame:
    if r.kind in ("vague", "set"):
        return UNKNOWN
    if r.length is not None:
        told = r.bound == "later" and r.start and text[r.start - 1] not in "，。；：！？、\n “（" and not c.forward
        return UNKNOWN if told else measured(r.length, r.bound, c)
    if r.first[0].kind == "span" and not _over(c):
        return UNKNOWN
    if r.first[-1].base == "ref" and r.first[-1].name in ("今天", "今日") and text.endswith("的", 0, r.start):
        return UNKNOWN
    first = resolve(_shifted(text, r, c), c)
    if r.first[-1].kind == "festival" and text.endswith(_HOLIDAY, r.start, r.end):
        first = _holiday(r.first[-1].name, first)
    if r.kind == "range":
        return _ranged(r, first, c)
    return _bounded(r, first)


def _over(c: Context) -> bool:
    """Tell whether the period under discussion has ended when the text was written."""
    if c.topic is None or c.topic.end is None:
        return False
    return c.topic.end <= c.today if c.today else c.topic.grain != "year" or c.topic.end.year != c.year


def _holiday(name: str, f: Frame) -> Frame:
    """Return the days off around a festival: 国庆假期 has seven; unknown where the table gives none."""
    length = FESTIVALS[name].holiday
    if not length or not f.start:
        return UNKNOWN
    return Frame(f.start, f.start + dt.timedelta(length - 1), "day")


def _shifted(text: str, r: Reading, c: Context) -> Chain:
    """Count 去年 in a comparison from the year under discussion: 2012年…与去年持平, written in 2013, means 2011."""
    head = r.first[0]
    if head.kind != "year" or head.base != "ref" or head.value != -1 or not _is_compared(text, r):
        return r.first
    t = c.topic
    if t is None or not t.end or not t.absolute or c.year is None or t.end.year != c.year - 1:
        return r.first
    return (head._replace(base="focus"), *r.first[1:])


def _is_compared(text: str, r: Reading) -> bool:
    return text.endswith(_COMPARED, max(0, r.start - 3), r.start)


def _explained(text: str, r: Reading, frame: Frame, inner: Reading, c: Context) -> Frame:
    """Take the date in brackets after a day that is not known, and after a week: 今天（11月11日）, 本周（截至5月27日）.

    今天 and 本周 then are known from here on.
    """
    head = r.first[0]
    if head.base != "ref" or head.kind not in ("day", "week"):
        return frame
    given = _resolved(text, inner, c)
    if head.kind == "day" and frame is UNKNOWN and given.start and given.grain == "day":
        c.today = given.start - dt.timedelta(head.value)
        return given
    if head.kind == "week" and len(r.first) == 1 and given.end and (given.start is None or given.start < given.end):
        c.weekly = given.end - dt.timedelta(7 * head.value)
        week = resolve(r.first, c)
        return Frame(given.start or week.start, given.end, "week")
    return frame


def _look_ahead(text: str, r: Reading, following: Reading, c: Context) -> None:
    """Let 与去年同期相比，今年上半年… count 同期 from the period that follows."""
    head = following.first[0] if following.first else None
    if head is None or (head.kind, head.base, head.value) != ("year", "ref", 0) or len(following.first) == 1:
        return
    if following.start - r.end < 6 and text.startswith("相比", r.end):
        c.topic = resolve(following.first, c)


def _ranged(r: Reading, first: Frame, c: Context) -> Frame:
    """Return the stretch from the first chain to the second, which inherits what it leaves out."""
    head = r.last[0]
    if head.name == "now":
        return Frame(first.start, c.today, "range")
    inherits = head.base not in ("ref", "same", "focus")
    shared = tuple(s for s in r.first if rank(s) < rank(head)) if inherits else ()
    here, day = c.here, c.day
    c.here = first if first.known else here
    if first.begin or first.start == first.end:
        c.day = first if first.known else None
    last = resolve(r.last if r.last[: len(shared)] == shared else (*shared, *r.last), c)
    c.here, c.day = here, day
    if first.start and last.end and first.start.year == last.end.year + 1 and r.first[0].kind == head.kind == "month":
        first = _moved_year(first, -1)
    if first.end and last.start and last.start.year > first.end.year + 1 and r.first[0].kind == "month":
        first = _moved_year(first, last.start.year - first.end.year - 1)
    if first.start and last.end and last.end < first.start and not shared and first.start.year == last.end.year:
        last = _moved_year(last, 1)
    if first.grain == last.grain == "month":
        return Frame(first.start, last.end, "months", absolute=first.absolute)
    return Frame(first.start, last.end, "range" if not last.finish else last.grain, first.begin, last.finish)


def _moved_year(f: Frame, years: int) -> Frame:
    start = shift(f.start, years=years) if f.start else None
    end = shift(f.end, years=years) if f.end else None
    return replace(f, start=start, end=end) if start and end else UNKNOWN


def _bounded(r: Reading, f: Frame) -> Frame:
    """Open the side of a stretch that its bound leaves open."""
    if r.bound in ("until", "before"):
        return Frame(None, f.end, f.grain, None, f.finish)
    if r.bound == "since":
        return Frame(f.start, None, f.grain, f.begin, None)
    if r.bound == "after":
        return Frame(f.end + dt.timedelta(1) if f.end and f.grain == "year" else f.start, None, f.grain, f.begin, None)
    return f


def _time(text: str, r: Reading, f: Frame, number: int) -> Time:
    kinds = {s.kind for s in (*r.first, *r.last)}
    fine = bool(kinds & _FINE) or f.begin is not None
    certainty: Certainty = "vague" if f is UNKNOWN else "stated" if f.absolute else "resolved"
    return Time(
        id=f"t{number}", start=r.start, end=r.end, text=text[r.start : r.end], label="TIME" if fine else "DATE",
        start_date=f.start, end_date=f.end, start_time=f.begin, end_time=f.finish,
        grain=None if f is UNKNOWN else f.grain, certainty=certainty, rule=r.rule,
    )  # fmt: skip


def _remember(text: str, r: Reading, f: Frame, c: Context) -> None:
    """Carry what was mentioned to the times that follow; what a comparison or a date line names is no topic."""
    if f.start is None and f.end is None:
        return
    if r.length is not None:
        c.day = f if f.grain == "day" else c.day
        return
    if f.grain == "plan":
        c.plan = Frame(f.start, resolve(r.first, c).end, "plan")
    if r.bound == "until" and text[r.start] == "截" and f.end and f.grain == "day" and len(r.first) < 4:
        year = dt.date(f.end.year, 1, 1)
        c.upto = Frame(year, f.end, "range")
    if _is_compared(text, r) or any(s.kind == "same" for s in r.first) or _is_line(text, r):
        return
    if announced(text, r) and c.today is None and c.year is None:
        return
    if r.first and r.first[-1].base == "focus" and (r.first[-1].value < 0 or text.endswith("由", 0, r.start)):
        return
    plain = resolve(r.first, c) if r.kind == "chain" else f
    if not plain.known or not plain.end or (r.bound == "until" and text[r.start] == "到"):
        return
    edges = [s.name for s in r.first if s.kind == "edge"]
    c.last = c.here = plain
    c.day = plain if plain.start == plain.end and not edges else c.day
    c.period = plain if plain.grain in ("month", "months", "quarter", "half") else c.period
    told = c.year is None or plain.end.year <= c.year
    if plain.grain not in _TOPICS or r.bound == "since" or not told or "start" in edges:
        return
    if plain.grain == "day" and not edges:
        return
    c.topic = plain
    if (edges or plain.grain not in ("month", "xun")) and (c.year is None or plain.end.year >= c.year - 2):
        c.discussed = plain.end.year


def _is_line(text: str, r: Reading) -> bool:
    """Tell whether a date is written in figures, as a date line is."""
    return text[r.start : r.start + 4].isdigit() and text[r.start + 4 : r.start + 5] in tuple("-/.")
