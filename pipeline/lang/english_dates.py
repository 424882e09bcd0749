"""Dates in English, as crawlers and feeds leave them in Chinese texts: Oct 5, 2024; Wed, 16 Apr 2025 15:16:00 +0800."""

from __future__ import annotations

import datetime as dt
import re

from .tables import table

_MONTHS = {r["word"]: int(r["month"]) for r in table("english_months.tsv")}
_NAME = "|".join(sorted((r["word"] for r in table("english_months.tsv")), key=len, reverse=True))
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = "(?:19|20)[0-9]{2}"
_CLOCK = (
    r"(?:,? [0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?: ?[AaPp]\.?[Mm]\.?)?(?: (?:[-+][0-9]{2}:?[0-9]{2}|GMT|UTC|CST))?)?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
PATTERN = re.compile(
    rf"(?<![A-Za-z]){_WEEKDAY}(?:({_NAME})\.? ({_DAY}),? ({_YEAR})|({_DAY}) ({_NAME})\.?,? ({_YEAR}))(?![0-9]){_CLOCK}"
)
"""A date with weekday and clock time, where they stand beside it."""
INITIALS = frozenset("JFMASONDTW")
"""The letters that the names of months and weekdays begin with."""
OPENING = rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?,? |(?:{_NAME})\.? [0-9]|[0-9]{{1,2}} (?:{_NAME})\b"
"""What such a date begins with, as a regular expression for case as written."""


def date_of(match: re.Match[str]) -> dt.date | None:
    """Return the date that a match of PATTERN means; None where there is no such day (Feb 30, 2024)."""
    month, day, year = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
    try:
        return dt.date(int(year), _MONTHS[month], int(re.sub("[a-z]", "", day)))
    except ValueError:
        return None
