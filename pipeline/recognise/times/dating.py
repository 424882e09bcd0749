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
from .admission import is_marked
from .calendars import FESTIVALS, shift
from .expressions import scan
from .lengths import measured, moved
from .memory import is_compared, is_line, remember
from .resolution import resolve
from .stretches import UNKNOWN, Context, Stretch
from .vocabulary import CUES, FISCAL_YEARS, Expression, Steps, rank
from .writing_year import announced, year_of_text

_TITLE = re.compile("《[^《》\n]{1,60}》")
Certainty = Literal["stated", "resolved", "vague"]
_SENTENCE = re.compile("[。！？；\n]")
_GOVERNMENT = re.compile("[0-9]{2}[/-][0-9]{2}财政年度")
_SENTENCE_END = re.compile("[。！？\n]")
_PLACE = 200
"""So many characters before a fiscal year, else behind it in its sentence, the place is looked for whose it is."""
_LONG_PAST = 210
"""So many days back a month without a year that is announced lies in the next year."""
_GLOSSARY = 120
"""So many characters after a word is explained its explanation goes on."""
_FINE = frozenset(("part", "clock"))
_DAYS = frozenset(("day", "part", "hour", "minute", "second"))
_WHOLE = frozenset(("year", "half", "quarter", "month"))


def find(text: str, date: dt.date | None = None, everything: bool = False) -> list[Time]:
    """Return the times of a reading text in order, with ids t1, t2, ... and offsets in that text.

    `date` is the article's date, or None; a datetime lets hours and minutes be counted from it. `everything` adds what
    the annotation of news leaves out: times of day that stand alone, lengths counted in hours, abbreviated dates; days
    without a week or month then lie ahead.
    """
    return resolved(text, readings(text, everything), date, everything)


def readings(text: str, everything: bool = False) -> list[Expression]:
    """Return the expressions of a text that are times, in order."""
    found = [expression for expression in scan(text, everything) if everything or is_marked(text, expression)]
    return _outside(found, [m.span() for m in _TITLE.finditer(text)])


def resolved(text: str, found: list[Expression], date: dt.date | None, everything: bool = False) -> list[Time]:
    """Return the times that the readings of a text mean, as in `find`."""
    context = _context(text, found, date, everything)
    times: list[Time] = []
    paragraph = 0
    for n, expression in enumerate(found):
        if text.find("\n", paragraph, expression.start) >= 0:
            context.here = None
        if _SENTENCE.search(text, paragraph, expression.start):
            context.upto = context.said = None
        paragraph = expression.start
        following = found[n + 1] if n + 1 < len(found) else None
        stretch = _dated(text, expression, following, times[-1] if times else None, context)
        times.append(_time(text, expression, stretch, len(times) + 1))
        remember(text, expression, stretch, context)
    return times


def _dated(
    text: str, expression: Expression, following: Expression | None, before: Time | None, context: Context
) -> Stretch:
    """Return the days that an expression means, with what the one right after it and the time right before it tell."""
    if following is not None and expression.first and expression.first[-1].kind == "same":
        _look_ahead(text, expression, following, context)
    date = _weekday_of(text, expression, before)
    if date is not None:
        return Stretch(date, date, "day")
    stretch = _resolved(text, expression, context)
    if expression.given:
        inner = Expression(expression.start, expression.end, "chain", expression.given)
        return _explained(text, expression, stretch, inner, context)
    if following is None or not expression.first or following.start != expression.end + 1:
        return stretch
    apart = text[expression.end] == "，" and expression.first[-1].kind == "weekday"
    return (
        _explained(text, expression, stretch, following, context) if apart or text[expression.end] == "（" else stretch
    )


def _context(text: str, found: Sequence[Expression], date: dt.date | None, everything: bool) -> Context:
    now = date if isinstance(date, dt.datetime) else None
    today = now.date() if now else date
    year = today.year if today else year_of_text(text, found)
    context = Context(today, now, year, forward=everything)
    context.reported = _reported(text, found, year)
    return context


def _reported(text: str, found: Sequence[Expression], year: int | None) -> int | None:
    """Return the year before `year` that the title gives account of: 2025年国民经济和社会发展统计公报."""
    title = text.find("\n") % (len(text) + 1)
    if year is None or not any(cue in text[:title] for cue in CUES["account"]):
        return None
    heads = (expression.first[0] for expression in found if expression.start < title and expression.first)
    return year - 1 if any((s.kind, s.value, s.base) == ("year", year - 1, "") for s in heads) else None


def _outside(found: list[Expression], spans: list[tuple[int, int]]) -> list[Expression]:
    """Return the expressions that do not lie within the spans."""
    kept, n = [], 0
    for expression in found:
        while n < len(spans) and spans[n][1] <= expression.start:
            n += 1
        if n == len(spans) or not spans[n][0] <= expression.start < spans[n][1]:
            kept.append(expression)
    return kept


def _resolved(text: str, expression: Expression, context: Context) -> Stretch:
    if expression.kind == "vague":
        return UNKNOWN
    if expression.kind == "set":
        return _repeated(expression, context)
    if expression.kind == "length" and expression.length is not None:
        told = (
            expression.bound == "later"
            and expression.start
            and text[expression.start - 1] not in "，。；：！？、\n “（"
            and not context.forward
        )
        return UNKNOWN if told else measured(expression.length, expression.bound, context)
    if expression.first[0].kind == "span" and not _over(context):
        return UNKNOWN
    if expression.first[0].kind == "fiscal" and len(expression.first) == 1:
        return _fiscal_year(text, expression)
    if (
        expression.first[-1].base == "ref"
        and expression.first[-1].name in CUES["nowadays"]
        and text.endswith("的", 0, expression.start)
    ):
        return UNKNOWN
    if text.endswith(CUES["routine"], 0, expression.start) or _is_explained_word(text, expression):
        return UNKNOWN
    first = _announced(text, expression, resolve(_shifted(text, expression, context), context), context)
    if expression.first[-1].kind == "festival" and text.endswith(CUES["holiday"], expression.start, expression.end):
        first = _holiday(expression.first[-1].name, first)
    if expression.kind == "range":
        return _ranged(expression, first, context)
    day = context.day if any(step.kind == "clock" for step in expression.first) else context.here
    if day is not None and day.grain in _DAYS and _continues_day(text, expression):
        first = replace(first, start=day.start, end=day.end)
    return _bounded(expression, first)


def _repeated(expression: Expression, context: Context) -> Stretch:
    """Return the hours of a repeated time, which has no days: 每个工作日的下午三点."""
    hours = resolve(tuple(step for step in expression.first if step.kind in ("part", "clock")), context)
    return replace(hours, start=None, end=None) if hours.begin else UNKNOWN


def _fiscal_year(text: str, expression: Expression) -> Stretch:
    """Return a government's fiscal year (2020/21财政年度), where the text before names a place of fiscal_years.tsv."""
    step = expression.first[0]
    before = text[max(0, expression.start - _PLACE) : expression.start]
    behind = _SENTENCE_END.split(text[expression.end : expression.end + _PLACE], maxsplit=1)[0]
    place = max(FISCAL_YEARS, key=before.rfind)
    if before.rfind(place) < 0:
        before, place = behind, max(FISCAL_YEARS, key=behind.rfind)
    if before.rfind(place) < 0 or not _GOVERNMENT.search(step.name):
        return UNKNOWN
    start = dt.date(step.value, FISCAL_YEARS[place], 1)
    end = shift(start, years=1, days=-1)
    return _bounded(expression, Stretch(start, end, "fiscal", absolute=True))


def _continues_day(text: str, expression: Expression) -> bool:
    """Tell whether a clock time alone goes on with the day mentioned last: 11时30分：, not 0时5分、0时20分."""
    kinds = {step.kind for step in expression.first}
    listed = text[expression.start - 1 : expression.start] == "、" or text.startswith("、", expression.end)
    return kinds <= {"clock", "part"} and not expression.bound and not listed


def _is_explained_word(text: str, expression: Expression) -> bool:
    """Tell whether 当天 stands in the explanation of a word, which means no day: 被定义为资金流出。当天两者的差额…"""
    head = expression.first[0]
    if head.kind != "day" or head.base != "same":
        return False
    begin = max(text.rfind("\n", 0, expression.start) + 1, expression.start - _GLOSSARY)
    return any(cue in text[begin : expression.start] for cue in CUES["glossary"])


def _over(context: Context) -> bool:
    """Tell whether the period under discussion has ended when the text was written."""
    if context.topic is None or context.topic.end is None:
        return False
    return (
        context.topic.end <= context.today
        if context.today
        else context.topic.grain != "year" or context.topic.end.year != context.year
    )


def _holiday(name: str, stretch: Stretch) -> Stretch:
    """Return the days off around a festival: 国庆假期 has seven; unknown where the table gives none."""
    length = FESTIVALS[name].holiday
    if not length or not stretch.start:
        return UNKNOWN
    return Stretch(stretch.start, stretch.start + dt.timedelta(length - 1), "day")


def _announced(text: str, expression: Expression, stretch: Stretch, context: Context) -> Stretch:
    """Return the month of next year where one long past is announced: 1月将开通, written in December."""
    bare = expression.kind == "chain" and expression.first[0].kind == "month" and not expression.first[0].base
    past = bare and context.today and stretch.end and (context.today - stretch.end).days > _LONG_PAST
    return _moved_year(stretch, 1) if past and announced(text, expression) else stretch


def _shifted(text: str, expression: Expression, context: Context) -> Steps:
    """Count 去年 in a comparison from the year under discussion: 2012年…与去年持平, written in 2013, means 2011."""
    head = expression.first[0]
    if head.kind != "year" or head.base != "ref" or head.value != -1 or not is_compared(text, expression):
        return expression.first
    t = context.topic
    if t is None or not t.end or not t.absolute or context.year is None or t.end.year != context.year - 1:
        return expression.first
    return (head._replace(base="focus"), *expression.first[1:])


def _explained(text: str, expression: Expression, stretch: Stretch, inner: Expression, context: Context) -> Stretch:
    """Take the date in brackets after a day not known, a weekday or a week: 今天（11月11日）, 本周（截至5月27日）.

    今天 and 本周 then are known from here on.
    """
    head = expression.first[0]
    weekday = expression.first[-1].kind == "weekday"
    if not weekday and (head.base != "ref" or head.kind not in ("day", "week")):
        return stretch
    given = _resolved(text, inner, context)
    if weekday:
        return given if given.grain == "day" and inner.first and inner.first[0].kind in ("month", "year") else stretch
    if head.kind == "day" and stretch.start is None and given.start and given.grain == "day":
        context.today = given.start - dt.timedelta(head.value)
        return _resolved(text, expression, context)
    if (
        head.kind == "week"
        and len(expression.first) == 1
        and given.end
        and (given.start is None or given.start < given.end)
    ):
        context.weekly = given.end - dt.timedelta(7 * head.value)
        week = resolve(expression.first, context)
        return Stretch(given.start or week.start, given.end, "week")
    return stretch


def _weekday_of(text: str, expression: Expression, before: Time | None) -> dt.date | None:
    """Return the date right before a weekday in brackets: 7月19日（星期五）, 6月12日（本周五）."""
    if before is None or expression.first[-1:] == () or expression.first[-1].kind != "weekday":
        return None
    beside = before.end == expression.start - 1 and text[before.end] in "（，"
    return before.start_date if beside and before.start_date == before.end_date else None


def _look_ahead(text: str, expression: Expression, following: Expression, context: Context) -> None:
    """Let 与去年同期相比，今年上半年… count 同期 from the period that follows."""
    head = following.first[0] if following.first else None
    if head is None or (head.kind, head.base, head.value) != ("year", "ref", 0) or len(following.first) == 1:
        return
    if following.start - expression.end < 6 and text.startswith(CUES["compared"], expression.end):
        context.topic = resolve(following.first, context)


def _ranged(expression: Expression, first: Stretch, context: Context) -> Stretch:
    """Return the stretch from the first chain to the second, which inherits what it leaves out."""
    head = expression.last[0]
    if head.name == "now":
        return Stretch(first.start, context.today, "range")
    inherits = head.base not in ("ref", "same", "focus")
    shared = tuple(s for s in expression.first if rank(s) < rank(head)) if inherits else ()
    here, day = context.here, context.day
    context.here = first if first.known else here
    if first.begin or first.start == first.end:
        context.day = first if first.known else None
    last = resolve(
        expression.last if expression.last[: len(shared)] == shared else (*shared, *expression.last), context
    )
    context.here, context.day = here, day
    if (
        first.start
        and last.end
        and first.start.year == last.end.year + 1
        and expression.first[0].kind == head.kind == "month"
    ):
        first = _moved_year(first, -1)
    if first.end and last.start and last.start.year > first.end.year + 1 and expression.first[0].kind == "month":
        first = _moved_year(first, last.start.year - first.end.year - 1)
    if first.start and last.end and last.end < first.start and not shared and first.start.year == last.end.year:
        last = _moved_year(last, 1)
    if first.grain == last.grain == "month":
        return Stretch(first.start, last.end, "months", absolute=first.absolute)
    return Stretch(first.start, last.end, "range" if not last.finish else last.grain, first.begin, last.finish)


def _moved_year(stretch: Stretch, years: int) -> Stretch:
    start = shift(stretch.start, years=years) if stretch.start else None
    end = shift(stretch.end, years=years) if stretch.end else None
    return replace(stretch, start=start, end=end) if start and end else UNKNOWN


def _bounded(expression: Expression, stretch: Stretch) -> Stretch:
    """Open the side of a stretch that its bound leaves open."""
    if (
        expression.bound == "before"
        and stretch.start
        and stretch.grain in _WHOLE
        and expression.first[-1].kind != "edge"
    ):
        return Stretch(None, stretch.start - dt.timedelta(1), stretch.grain, absolute=stretch.absolute)
    if expression.bound == "until" and expression.length and stretch.end:
        start = moved(stretch.end + dt.timedelta(1), expression.length, -1)
        return Stretch(start, stretch.end, "range", absolute=stretch.absolute)
    if expression.bound in ("until", "before"):
        return Stretch(None, stretch.end, stretch.grain, None, stretch.finish)
    if expression.bound == "since":
        return Stretch(stretch.start, None, stretch.grain, stretch.begin, None)
    if expression.bound == "after":
        return Stretch(
            stretch.end + dt.timedelta(1) if stretch.end and stretch.grain == "year" else stretch.start,
            None,
            stretch.grain,
            stretch.begin,
            None,
        )
    return stretch


def _time(text: str, expression: Expression, stretch: Stretch, number: int) -> Time:
    kinds = {s.kind for s in (*expression.first, *expression.last)}
    fine = (bool(kinds & _FINE) or stretch.begin is not None) and not _is_stamp(text, expression)
    certainty: Certainty = "vague" if stretch is UNKNOWN else "stated" if stretch.absolute else "resolved"
    return Time(
        id=f"t{number}",
        start=expression.start,
        end=expression.end,
        text=text[expression.start : expression.end],
        label="TIME" if fine else "DATE",
        start_date=stretch.start,
        end_date=stretch.end,
        start_time=stretch.begin,
        end_time=stretch.finish,
        grain=None if stretch is UNKNOWN else stretch.grain,
        certainty=certainty,
        rule=expression.rule,
    )


def _is_stamp(text: str, expression: Expression) -> bool:
    """Tell whether a date in figures with a clock time opens or ends its line: an article's date line is a day."""
    opens = expression.start == 0 or text[expression.start - 1] == "\n"
    closes = expression.end == len(text) or text[expression.end] == "\n"
    return expression.kind == "chain" and (opens or closes) and is_line(text, expression)
