"""Stretches of days, which times are resolved to, and what is known where an expression stands.

What the text does not fix stays None.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from . import calendars

DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days, with the clock times that bound it where they are given."""

    start: dt.date | None
    end: dt.date | None
    grain: str
    begin: str | None = None
    finish: str | None = None
    absolute: bool = False
    """True where nothing but the expression itself was needed."""

    @property
    def known(self) -> bool:
        """Tell whether both days are known."""
        return self.start is not None and self.end is not None


@dataclass(slots=True)
class Context:
    """What is known where an expression stands."""

    today: dt.date | None = None
    """The article's date, or None."""
    now: dt.datetime | None = None
    year: int | None = None
    """The year in which the article was written, as its date or its text fixes it."""
    topic: Stretch | None = None
    """The period under discussion."""
    last: Stretch | None = None
    """The date mentioned last."""
    here: Stretch | None = None
    """The date mentioned last in the same paragraph."""
    said: Stretch | None = None
    """The date mentioned last in the same sentence."""
    day: Stretch | None = None
    """The day mentioned last."""
    period: Stretch | None = None
    """The part of a year mentioned last."""
    reported: int | None = None
    """The year before that of writing, where the title says that the text gives account of it."""
    discussed: int | None = None
    """The year of the statistics under discussion."""
    week: Stretch | None = None
    """The week mentioned last."""
    weekly: dt.date | None = None
    """The day that 本周 counts from where the text says so: 本周（截至5月27日）."""
    plan: Stretch | None = None
    """The five-year plan mentioned last."""
    upto: Stretch | None = None
    """The part of the year that 截至 leads to in the same sentence."""
    forward: bool = False
    """True where days without month or week are looked for after the article's date."""


WITHIN_YEAR = frozenset(("month", "day", "quarter", "half", "months", "xun", "part", "hour", "minute"))
"""The grains of what lies within one year."""
UNKNOWN = Stretch(None, None, "unknown")


def stretch_of(days: calendars.Days | None, grain: str, absolute: bool = False) -> Stretch | None:
    """Return a stretch of calendar days, None for None."""
    return Stretch(*days, grain, absolute=absolute) if days else None


def whole_weeks(stretch: Stretch) -> tuple[dt.date, dt.date]:
    """Return the first Monday within a frame and its last Sunday."""
    assert stretch.start and stretch.end
    return stretch.start + (-stretch.start.weekday() % 7) * DAY, stretch.end - ((stretch.end.weekday() + 1) % 7) * DAY
