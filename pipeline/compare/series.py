"""Series: facts of one entity, indicator, aspect, comparison and unit, as observations in time.

Facts of a series with the same time and status whose numbers are equal within rounding are one observation, however
many articles tell it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from .rows import FactRow, Row


@dataclass(slots=True)
class Observation:
    """One number of a series at one time, with the facts that tell it, the most exact one first."""

    facts: list[FactRow] = field(default_factory=list)
    id: str = ""

    @property
    def sources(self) -> list[str]:
        """The articles that tell it; a reprint and its original are one."""
        return list(dict.fromkeys(f.source for f in self.facts))


def observations(facts: list[FactRow]) -> list[Observation]:
    """Return the observations among the facts of one series, time and status, those with most sources first.

    A fact joins the first observation whose most exact fact it fits: the finest numbers come first, hedged ones last.
    """
    found: list[Observation] = []
    for fact in sorted(facts, key=lambda f: (f.modifier is not None, f.value is None, f.precision or 0)):
        known = next((o for o in found if o.facts[0].fits(fact)), None)
        if known is None:
            found.append(known := Observation())
        known.facts.append(fact)
    return sorted(found, key=lambda o: -len(o.sources))


def series_row(observation: Observation, times: int, rivals: int) -> Row:
    """Return a row of series.csv: an observation, at how many times its series has one, and how many rivals it has."""
    f = observation.facts[0]
    return (
        f.series, f.name, f.entity, f.key, f.aspect, f.comparison, f.unit, day(f.start_date), day(f.end_date),
        f.value, f.low, f.high, f.modifier, f.direction, f.status, len(observation.sources), times, rivals,
        tuple(x.id for x in observation.facts), observation.id,
    )  # fmt: skip


def day(written: str | None) -> dt.date | None:
    """Return the date of YYYY-MM-DD."""
    return dt.date.fromisoformat(written) if written else None
