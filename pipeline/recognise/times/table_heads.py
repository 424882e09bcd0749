"""Times in the heads of tables: bare years, and periods that the heads over them or the caption complete."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator

from ...model import ArticleTable, Document, Span, Time
from .dating import find
from .vocabulary import BEFORE_REPUBLIC, CUES

_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_OF_REPUBLIC = re.compile(r"(1[0-2]\d)年(?:度|底|末)?")
"""111年 over a column, as Taiwan counts its years; nothing lasts so long in the head of a table."""

_REACH = 20
"""How many times before a table are looked at for its year."""
_RELATIVE = frozenset((*CUES["this_period"], *CUES["year_ago"], *CUES["to_date"]))


def dated(document: Document, found: list[Time]) -> list[Time]:
    """Return the times of a document with the bare years that head its tables.

    What heads columns or rows without a year of its own (1-5月, 上年同期) is dated by the heads over it, else by the
    caption; 本报告期（1-6月） by what stands beside it, and so is what the table compares with it.
    """
    text, tables = document.text, document.tables
    taken = {t.start for t in found}
    spans = [s for t in tables for s in _bare_years(text, t) if s.start not in taken]
    bare = [_resolved(_full_year(text[s.start : s.end]), s, text[s.start : s.end]) for s in spans]
    found = sorted([*found, *(t for t in bare if t)], key=lambda t: t.start)
    by_start = {t.start: n for n, t in enumerate(found)}
    for article_table in tables:
        reported: Time | None = None
        for over, below in _stacked(article_table):
            year = next((y for span in over if (y := _year(text, span, found, by_start))), None)
            year = year or _before(found, article_table)
            inside = [by_start[at] for at in range(below.start, below.end) if at in by_start]
            for n in inside:
                if year and not _YEAR.match(found[n].text):
                    found[n] = _again(found[n], reported if reported and found[n].text in CUES["year_ago"] else year)
            if len(inside) > 1 and (this := [n for n in inside if found[n].text in CUES["this_period"]]):
                reported = next((found[n] for n in inside if found[n].text not in _RELATIVE), reported)
                if reported:
                    for n in this:
                        found[n] = _again(found[n], reported)
    return found


def _stacked(article_table: ArticleTable) -> Iterator[tuple[tuple[Span, ...], Span]]:
    """Yield each head, group or name that may hold a period, with what stands over it, the nearest first."""
    above = tuple(reversed(article_table.captions))
    seen: set[Span] = set()
    for cell in article_table.cells:
        stacks = [(cell.column_heads, above), ((*cell.groups, *cell.row_heads), above)] if cell.role == "datum" else []
        for spans, over in stacks:
            for n, span in enumerate(spans):
                if span not in seen:
                    seen.add(span)
                    yield (*reversed(spans[:n]), *over), span


def _year(text: str, span: Span, found: list[Time], by_start: dict[int, int]) -> Time | None:
    """Return the first time with a year in a stretch."""
    for at in range(span.start, span.end):
        if at in by_start and _YEAR.match(found[by_start[at]].text):
            return found[by_start[at]]
    return None


def _before(found: list[Time], article_table: ArticleTable) -> Time | None:
    """Return the last time with a year before a table."""
    start = min((cell.start for cell in article_table.cells), default=0)
    last = bisect_left(found, start, key=lambda t: t.start)
    return next((t for t in reversed(found[max(0, last - _REACH) : last]) if _YEAR.match(t.text)), None)


def _again(time: Time, year: Time) -> Time:
    """Return a time read again as of the year, or the period, of another."""
    if time.text in CUES["year_ago"]:
        start, end = (_year_before(d) for d in (year.start_date, year.end_date))
        moved = {"start_date": start, "end_date": end, "grain": year.grain}
        return time.model_copy(update={**moved, "certainty": "resolved"})
    if time.text in CUES["this_month"] and year.grain == "months" and year.end_date:
        first = year.end_date.replace(day=1)
        moved = {"start_date": first, "end_date": year.end_date, "grain": "month"}
        return time.model_copy(update={**moved, "certainty": "resolved"})
    if time.text in CUES["this_period"]:
        same = {name: getattr(year, name) for name in ("start_date", "end_date", "grain")}
        return time.model_copy(update={**same, "certainty": "resolved"})
    if time.text in CUES["to_date"] and year.end_date:
        start = dt.date(year.end_date.year, 1, 1)
        return time.model_copy(update={"start_date": start, "end_date": year.end_date, "certainty": "resolved"})
    written = _YEAR.match(year.text)
    again = _resolved(_full_year(written[0]) + time.text, Span(time.start, time.end), time.text) if written else None
    return again or time


def _year_before(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _resolved(written: str, span: Span, text: str) -> Time | None:
    """Return the time at a span that reads as `written` does, None where that is no time as a whole."""
    found = find(written)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(written)):
        return None
    return found[0].model_copy(update={"start": span.start, "end": span.end, "text": text, "rule": "table"})


def _bare_years(text: str, article_table: ArticleTable) -> Iterator[Span]:
    """Yield the bare years, and the years of the Republic, that head columns or rows."""
    for cell in article_table.cells:
        written = text[cell.start : cell.end]
        if cell.role in ("head", "group", "label") and (
            _YEAR.fullmatch(written) or _YEAR_OF_REPUBLIC.fullmatch(written)
        ):
            yield Span(cell.start, cell.end)


def _full_year(written: str) -> str:
    """Return the head of a column that is a year with its 年, years of the Republic as ones of our era."""
    republic = _YEAR_OF_REPUBLIC.fullmatch(written)
    if republic:
        return f"{int(republic[1]) + BEFORE_REPUBLIC}{written[republic.end(1) :]}"
    return f"{written}年"
