"""Figures from counts by article: micro and macro averages, bootstrap intervals, and paired tests of two extracts."""

from __future__ import annotations

from typing import Any, NamedTuple

INTERVAL = (2.5, 97.5)
"""Percentiles of a 95 % interval."""


class Score(NamedTuple):
    """A figure: precision, recall, F1 over all items (micro), the counts behind them, the 95 % interval of F1, and the

    means of the three over the articles that have something to count (macro). Of an accuracy all three are the same.
    `tp` counts hits over the gold; B-cubed adds up parts of hits.
    """

    p: float
    r: float
    f: float
    tp: float
    pred: int
    gold: int
    low: float | None = None
    high: float | None = None
    macro_p: float = 0.0
    macro_r: float = 0.0
    macro_f: float = 0.0


class Difference(NamedTuple):
    """F1 of two extracts: second minus first with its 95 % interval (paired bootstrap), the share of resamples where

    the second is better, and the probability of so great a difference by chance (approximate randomisation).
    """

    first: float
    second: float
    difference: float
    low: float | None
    high: float | None
    better: float
    p_value: float


class Resamples:
    """Resamples of the gold's articles, the same for all measures and each time.

    `draws[k, u]` is how often article u is in resample k (percentile bootstrap, Efron 1979); `swaps[k, u]` is 1 where
    trial k exchanges the two extracts on article u (approximate randomisation, Noreen 1989). Where one article is all
    there is, there are none.
    """

    def __init__(self, units: int, number: int, seed: int) -> None:
        import numpy as np

        chance = np.random.RandomState(seed)  # its stream is the same in all versions of numpy
        number = number if units > 1 else 0
        self.units = units
        self.draws = np.zeros((number, units))
        for row in self.draws:
            row[:] = np.bincount(chance.randint(0, units, units), minlength=units)
        self._chance = chance
        self._number = number
        self._swaps: Any = None

    @property
    def swaps(self) -> Any:
        """Return the exchanges, made when they are first asked for."""

        if self._swaps is None:
            self._swaps = self._chance.randint(0, 2, (self._number, self.units)).astype(float)
        return self._swaps

    def score(self, counts: Any) -> Score:
        """Return the figure of counts of shape (units, 4), see `Tally`; empty resamples are left out."""
        total = counts.sum(axis=0)
        p, r, f = (float(x[0]) for x in figures(total[None]))
        drawn = self.draws @ counts
        low, high = _percentiles(figures(drawn[drawn[:, 2:].any(axis=1)])[2])
        macro = (float(x.mean()) if len(x) else 0.0 for x in figures(counts[counts[:, 2:].any(axis=1)]))
        return Score(p, r, f, float(total[1]), int(total[2]), int(total[3]), low, high, *macro)

    def difference(self, first: Any, second: Any) -> Difference:
        """Return the difference of the F1 of two extracts, both as counts of shape (units, 4)."""
        a, b = (float(figures(x.sum(axis=0)[None])[2][0]) for x in (first, second))
        one, other = self.draws @ first, self.draws @ second
        counted = (one + other)[:, 2:].any(axis=1)
        apart = figures(other[counted])[2] - figures(one[counted])[2]
        better = float((apart > 0).mean()) if len(apart) else float(b > a)
        moved = self.swaps @ (second - first)
        chance = abs(figures(second.sum(axis=0) - moved)[2] - figures(first.sum(axis=0) + moved)[2])
        as_great = int((chance >= abs(b - a) - 1e-9).sum())
        return Difference(a, b, b - a, *_percentiles(apart), better, (as_great + 1) / (len(chance) + 1))


def figures(counts: Any) -> tuple[Any, Any, Any]:
    """Return precision, recall and F1 of counts of shape (n, 4), see `Tally`; 0 for 0/0."""
    import numpy as np

    hits, recalled, predicted, gold = np.asarray(counts, dtype=float).T
    p, r = (np.divide(a, b, out=np.zeros_like(a), where=b > 1e-9) for a, b in ((hits, predicted), (recalled, gold)))
    return p, r, np.divide(2 * p * r, p + r, out=np.zeros_like(p), where=p + r > 0)


def _percentiles(values: Any) -> tuple[float | None, float | None]:
    import numpy as np

    if not len(values):
        return None, None
    low, high = np.percentile(values, INTERVAL)
    return float(low), float(high)
