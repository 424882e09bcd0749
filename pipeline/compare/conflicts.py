"""Conflicts: observations of one series, time and status where no number fits both.

Because numbers of different things often come under one name, that counts only between results (forecasts differ
without contradiction) of a time that is over, from articles that each say one thing in a sentence that names the
entity, and whose amounts are of much the same size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product

from .rows import FactRow, Row
from .series import Observation, day

ALIKE = 2
"""Amounts that differ by more than this factor are of different things under one name."""
RIVALS = 4
"""More numbers than these for one time are of different things under one name."""
Side = tuple[Observation, FactRow]
"""One side of a conflict: an observation and the fact that tells it."""


class Magnitudes:
    """The amounts that articles state of one entity and indicator, to tell whether they speak of the same thing."""

    def __init__(self, facts: list[FactRow]) -> None:
        self._stated: dict[str, dict[str | None, dict[str, list[Decimal]]]] = {}
        for f in facts:
            if f.aspect == "level":
                units = self._stated.setdefault(f.when, {})
                units.setdefault(f.unit, defaultdict(list))[f.source].append(sum(f.ends) / Decimal(2))

    def alike(self, one: FactRow, other: FactRow) -> bool:
        """Tell whether two articles may speak of the same thing, by the amounts that they state for the facts' time.

        Where both state some, they must have a unit in common, and much the same size in it.
        """
        units = self._stated.get(one.when, {}).values()
        both = [(a[one.source], a[other.source]) for a in units if one.source in a and other.source in a]
        if not both:
            return not all(any(f.source in a for a in units) for f in (one, other))
        return all(
            any(high <= low * ALIKE for low, high in (sorted((abs(a), abs(b))) for a, b in product(ours, theirs)))
            for ours, theirs in both
        )


def contradictions(cell: list[Observation], magnitudes: Magnitudes) -> Iterator[tuple[Side, Side]]:
    """Yield the pairs of observations of one series, time and status that contradict each other, each with its fact.

    Ranks are left out, for their scope is not known (in the country or the world), and changes against a base that is
    not known; so is an article that tells several numbers itself, its reprints included.
    """
    first = cell[0].facts[0]
    if len(cell) > RIVALS or first.aspect == "rank" or first.comparison == "base":
        return
    numbers = Counter(source for observation in cell for source in observation.sources)
    for one, other in combinations(cell, 2):
        if not all(magnitudes.alike(a, b) for a, b in product(one.facts, other.facts)):
            continue
        ours, theirs = ([f for f in o.facts if f.settled and numbers[f.source] == 1] for o in (one, other))
        if pair := next(((a, b) for a, b in product(ours, theirs) if not a.fits(b, open_ended=True)), None):
            yield (one, pair[0]), (other, pair[1])


def conflict_row(one: Side, other: Side) -> Row:
    """Return a row of conflicts.csv."""
    f = one[1]
    sides = ((t.article, t.quantity_text, t.direction, t.sentence, t.id, o.id) for o, t in (one, other))
    return (
        f.name, f.entity, f.key, f.aspect, f.comparison, f.unit, day(f.start_date), day(f.end_date), f.status,
        *(x for side in sides for x in side), f"{f.id}|{other[1].id}",
    )  # fmt: skip
