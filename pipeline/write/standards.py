"""What an extract says in the vocabularies of others: units, times, and the place in the source.

Units are UCUM (https://ucum.org/ucum) and ISO 4217, times EDTF (Library of Congress, now ISO 8601-2) and ISO 8601
intervals, places selectors of the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache
from typing import Any

from ..lang.tables import table
from ..model import Article, Located, Time

CONTEXT = 32
"""Characters before and after a quotation, as Hypothesis and Apache Annotator take them."""
_CURRENCY = re.compile(r"[A-Z]{3}")


def currency(unit: str | None) -> str | None:
    """Return the ISO 4217 code of an amount of money, else None."""
    return unit if unit is not None and unit in _currencies() else None


@cache
def _currencies() -> frozenset[str]:
    return frozenset(row["code"] for row in table("currencies.tsv") if _CURRENCY.fullmatch(row["code"]))


@cache
def _codes() -> dict[str, str]:
    """Return the UCUM expression of every code of units.tsv, "" where there is none."""
    ours = {row["code"]: row["ucum"] for row in table("unit_codes.tsv")}
    return {row["code"]: ours.get(row["code"], row["code"]) for row in table("units.tsv") if row["code"]} | ours


def ucum(unit: str | None) -> str | None:
    """Return the UCUM code of a unit: 1 for a count (家, 个, or nothing), None for money and for what UCUM lacks.

    A rate is put together from its sides; 台/d is 1/d.
    """
    if unit is None:
        return "1"
    if unit in _codes():
        return _codes()[unit] or None
    above, slash, below = unit.partition("/")
    if slash:
        over, under = ucum(above), ucum(below)
        return f"{over}/{under}" if over and under and under != "1" else None
    return None if currency(unit) else "1"


def edtf(start: dt.date | None, end: dt.date | None, vague: bool = False) -> str | None:
    """Return a period in EDTF, as short as it can be said: 2020, 2020-09, 2020-09-03, 2020-01/2020-03, ../2020-12-31.

    An end that is None is open; `vague` marks what is approximate (~). None where both are.
    """
    if start is None and end is None:
        return None
    about = "~" if vague else ""
    if start is None:
        return f"../{end}{about}"
    if end is None:
        return f"{start}{about}/.."
    first, last = _shortened(start, end)
    return f"{first}{about}" if first == last else f"{first}{about}/{last}{about}"


def _shortened(start: dt.date, end: dt.date) -> tuple[str, str]:
    """Return both ends as years, months or days, whichever is the largest that they fill."""
    if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
        return f"{start:%Y}".zfill(4), f"{end:%Y}".zfill(4)
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return start.isoformat()[:7], end.isoformat()[:7]
    return start.isoformat(), end.isoformat()


def time_edtf(time: Time) -> str | None:
    """Return what a time expression means in EDTF; None where it places nothing."""
    return edtf(time.start_date, time.end_date, time.certainty == "vague")


def interval(start: dt.date | None, end: dt.date | None) -> str | None:
    """Return a period as an ISO 8601 interval of days, both inclusive, .. for an open end; None where both are open."""
    if start is None and end is None:
        return None
    return f"{start or '..'}/{end or '..'}"


def selectors(article: Article, item: Located) -> list[dict[str, Any]]:
    """Return where a span stands, in two ways: by its words and those around them, and by its place.

    Positions count Unicode code points of the decoded raw file, as the model asks for; ends are exclusive.
    """
    start, end = item.start - article.start, item.end - article.start
    quote = {
        "type": "TextQuoteSelector",
        "exact": item.text,
        "prefix": article.text[max(0, start - CONTEXT) : start],
        "suffix": article.text[end : end + CONTEXT],
    }
    return [quote, {"type": "TextPositionSelector", "start": item.start, "end": item.end}]
