"""The days that the times of an undated text would have: which of them are days, months or years, and their order.

In which year they lie is not known; whether 8月1日 or 目前 dates a statement is told by what kind of time it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ...model import Time
from .dating import readings, resolved
from .writing_year import latest_told

_NONE = 2020
"""The year that is supposed where a text tells of none: a leap year, so that 2月29日 is a day."""


def supposed(text: str, found: Sequence[Time]) -> dict[int, tuple[dt.date | None, dt.date | None]]:
    """Return the days of times without days, by their starts, as if a text was written at the end of a year.

    It is the latest year that the text tells of. `found` are the text's times, resolved as far as it tells.
    """
    known = {t.start for t in found if t.start_date or t.end_date}
    if len(known) == len(found):
        return {}
    again = readings(text)
    times = resolved(text, again, dt.date(latest_told(text, again) or _NONE, 12, 31))
    return {t.start: (t.start_date, t.end_date) for t in times if t.start not in known and (t.start_date or t.end_date)}
