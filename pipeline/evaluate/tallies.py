"""Tallies: the counts of a measure by article, so that the same counts give figures, intervals and tests."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ..model import Article


class Tally:
    """Counts of one measure by unit: hits over the predicted, hits over the gold, predicted, gold.

    The two kinds of hits differ where parts of hits are added up (B-cubed) and where several gold facts stand on one
    quantity.
    """

    def __init__(self) -> None:
        self.cells: dict[int, list[float]] = {}

    def add(self, unit: int, hits: float, predicted: float, gold: float) -> None:
        """Count hits, which are both over the predicted and over the gold."""
        cell = self.cells.setdefault(unit, [0.0, 0.0, 0.0, 0.0])
        cell[0] += hits
        cell[1] += hits
        cell[2] += predicted
        cell[3] += gold

    def predicted(self, unit: int, hit: float = 0.0) -> None:
        """Count something predicted."""
        cell = self.cells.setdefault(unit, [0.0, 0.0, 0.0, 0.0])
        cell[0] += hit
        cell[2] += 1

    def gold(self, unit: int, hit: float = 0.0) -> None:
        """Count something in the gold."""
        cell = self.cells.setdefault(unit, [0.0, 0.0, 0.0, 0.0])
        cell[1] += hit
        cell[3] += 1

    def matrix(self, units: int) -> Any:
        """Return the counts as an array of shape (units, 4)."""
        import numpy as np

        counts = np.zeros((units, 4))
        if self.cells:
            counts[list(self.cells)] = list(self.cells.values())
        return counts


Tallies = defaultdict[str, Tally]
"""Name of a measure -> its counts."""


class Units:
    """The articles of the gold as units of resampling, numbered; what stands between two belongs to the one before."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._places: dict[str, tuple[list[int], int]] = {}

    def enter(self, file: str, articles: Sequence[Article]) -> None:
        """Number the articles of a raw file."""
        ordered = sorted(articles, key=lambda a: a.start)
        self._places[file] = [a.start for a in ordered], len(self.names)
        self.names += [a.id for a in ordered] or [file]

    def of(self, file: str, position: int) -> int:
        """Return the number of the unit in which a position of a raw file lies."""
        starts, first = self._places[file]
        return first + max(0, bisect_right(starts, position) - 1)
