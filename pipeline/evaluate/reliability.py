"""Do the scores of facts hold? Of the facts whose score is at least so much, how many are right in all core fields."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .facts import CORE, FactMatch
from .sheets import Claim

Key = tuple[str, str]
"""Raw file, and article and quantity: ARTICLE/q1."""
Scored = tuple[float, bool]
"""The score of a fact, and whether it is right."""

THRESHOLDS = tuple(n / 10 for n in range(2, 10))
BINS = 10


def core_verdicts(matches: Sequence[FactMatch], predicted: Sequence[Claim]) -> dict[Key, bool]:
    """Return for every predicted fact on the gold's files whether quantity, subject and indicator are right.

    A fact on a quantity that the gold does not have is wrong.
    """
    right = {(m.predicted.file, m.predicted.key) for m in matches if m.predicted and m.exact and m.right >= CORE}
    return {(c.file, c.key): (c.file, c.key) in right for c in predicted}


def scored(matches: Sequence[FactMatch], predicted: Sequence[Claim]) -> list[Scored]:
    """Return score and verdict of the predicted facts that have a score, from sure to unsure."""
    right = core_verdicts(matches, predicted)
    return sorted(((c.score, right[c.file, c.key]) for c in predicted if c.score is not None), key=lambda p: -p[0])


def calibration_error(pairs: Sequence[Scored]) -> float:
    """Return the expected calibration error: by tenths of the score, how far its mean is from the share that holds.

    After Naeini, Cooper and Hauskrecht 2015.
    """
    bins: list[list[Scored]] = [[] for _ in range(BINS)]
    for pair in pairs:
        bins[min(BINS - 1, int(pair[0] * BINS))].append(pair)
    return math.fsum(abs(sum(s for s, _ in b) - sum(r for _, r in b)) for b in bins) / max(1, len(pairs))


def reliability_rows(pairs: Sequence[Scored]) -> list[list[Any]]:
    """Return a row for each threshold and for the upper half: which facts, how many, how many right, their share,

    and the mean score, which should be that share.
    """
    parts = [(f"score >= {t}", [p for p in pairs if p[0] >= t]) for t in THRESHOLDS]
    parts = [("all", list(pairs)), *parts, ("upper half", list(pairs[: len(pairs) // 2]))]
    return [
        [name, len(part), sum(r for _, r in part), _mean([float(r) for _, r in part]), _mean([s for s, _ in part])]
        for name, part in parts
    ]


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / max(1, len(values))
