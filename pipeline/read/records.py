"""Rows of tables of texts to texts: which column holds what, dates as cells state them, all else carried along."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ..lang.folding import fold_text
from ..lang.tables import table
from .dates import parse_date
from .registry import Fault, Row, Text

_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)(?!\d)")
_MOMENT = re.compile(r"((?:19|20)\d{6})(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
_POSTED = re.compile(
    r"(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2})[ -](\d{1,2})[ -](?:.* )?(\d{4})|(\d{1,2})-([A-Z][a-z]{2})-(\d{4})"
)
_SERIAL = re.compile(r"([3-5]\d{4})(?:\.\d+)?")
"""The number of a day in a sheet, from 1982 to 2064."""
_FIRST_DAY = dt.date(1899, 12, 30)
_BEIJING = dt.timezone(dt.timedelta(hours=8))
_UNMEANT = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of texts that a user names; None where they are found by their usual names."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    id: str | None = None


ANY = Columns()
"""All columns are found by their usual names."""


@cache
def _usual(field: str) -> dict[str, int]:
    names = [row["name"] for row in table("column_names.tsv") if row["field"] == field]
    return {name: rank for rank, name in enumerate(names)}


def column_of(field: str, given: str | None, cells: Mapping[str, Any]) -> str | None:
    """Return the column of a row that holds a field (text, title, date, id): the given one, or the usual one."""
    if given is not None:
        return given if given in cells else next((name for name in cells if _key(name) == _key(given)), None)
    usual = _usual(field)
    ranked = [(usual[key], n, name) for n, name in enumerate(cells) if (key := _key(name)) in usual]
    return min(ranked)[2] if ranked else None


def _key(name: object) -> str:
    return _UNMEANT.sub("", str(name)).casefold()


def day_of(value: Any) -> dt.date | None:
    """Return the day that a cell states, None where it states none that is sure.

    A date or time as such, one of universal time by Beijing's clock, as are seconds since 1970 (10 digits, or with 3, 6
    or 9 more); ISO, RFC 822, Chinese and slashed dates with the year first, or with it last where one of the others can
    be no month; 20240709083000, Tue Jul 09 08:30:00 +0800 2024, 09-Jul-2024 and the number of a day in a sheet (45482).
    """
    if isinstance(value, dt.datetime):
        return (value if value.utcoffset() else value.astimezone(_BEIJING)).date() if value.tzinfo else value.date()
    if isinstance(value, dt.date):
        return value
    written = fold_text(_string(value)).strip()
    if epoch := _EPOCH.fullmatch(written):
        return dt.datetime.fromtimestamp(int(epoch[1]), _BEIJING).date()
    if moment := _MOMENT.fullmatch(written):
        return parse_date(moment[1])
    if (found := parse_date(written)) is not None:
        return found
    if posted := _POSTED.fullmatch(written):
        month, day, year = posted.group(1, 2, 3) if posted[1] else posted.group(5, 4, 6)
        return parse_date(f"{month} {day}, {year}")
    if serial := _SERIAL.fullmatch(written):
        return _FIRST_DAY + dt.timedelta(days=int(serial[1]))
    if last := _DAY_FIRST.match(written):
        days = {_day(last[3], last[1], last[2]), _day(last[3], last[2], last[1])} - {None}
        return days.pop() if len(days) == 1 else None
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _string(value: Any) -> str:
    """Return a cell as a string: "" for an empty one, a whole number without its .0, nested values as JSON."""
    if value is None or (isinstance(value, float | Decimal) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if str(value) == "NaT" else str(value)


def described(cells: Mapping[str, Any], columns: Columns = ANY) -> tuple[str | None, Any, dict[str, str]]:
    """Return the title and the date, as it is written, that cells state, and all other cells that are not empty."""
    title = column_of("title", columns.title, cells)
    date = column_of("date", columns.date, cells)
    rest = {str(k): s for k, v in cells.items() if k not in (title, date) and (s := _string(v).strip())}
    stated = cells[date] if date else None
    return (_string(cells[title]).strip() or None) if title else None, stated if _string(stated).strip() else None, rest


def text_of(row: Row, columns: Columns) -> tuple[Text, str | None, int] | Fault:
    """Return the text of a row, its id where it has one, and how many lone surrogates in it became U+FFFD.

    A Fault where a column that the user names, or one for the text, is not there, or the text is empty.
    """
    names = {f: column_of(f, getattr(columns, f), row.cells) for f in ("text", "title", "date", "id")}
    for field, name in names.items():
        wanted = getattr(columns, field)
        if name is None and (wanted or field == "text"):
            there = ", ".join(str(name)[:40] for name in list(row.cells)[:12])
            reason = f"no column {wanted or field!r}; there are: {there or 'none'}"
            return Fault(reason, kind=f"rows: {reason}")
    text, ident = names["text"], names["id"]
    assert text is not None
    raw = _running(row.cells[text])
    if not isinstance(raw, str) or not raw.strip():
        return Fault(f"no text in column {text!r}", kind=f"rows: no text in column {text!r}")
    rest = {key: value for key, value in row.cells.items() if key not in (text, ident)}
    title, date, meta = described(rest, columns)
    lone = sum(len(_SURROGATE.findall(s)) for s in (raw, title or "", *meta, *meta.values()))
    meta = {_whole(key): _whole(value) for key, value in meta.items()}
    found = Text(_whole(raw), row.encoding, row.number, True, _whole(title) if title else None, date, meta)
    return found, (_whole(_string(row.cells[ident])).strip() or None) if ident else None, lone


def _running(value: Any) -> Any:
    """Return the text of a cell; paragraphs that are the strings of a list follow each other."""
    several = isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)
    return "\n".join(value) if several else value


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)
