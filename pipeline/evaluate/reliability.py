"""Do the scores of facts hold? Of the facts whose score is at least so much, how many are right in all core fields."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .measures import FACT_MEASURES, FactMatch, Sheets

Key = tuple[str, str]
"""Raw file and id of the quantity, unique in the file."""
Scored = tuple[float, bool]
"""The score of a fact, and whether it is right."""

THRESHOLDS = tuple(n / 10 for n in range(2, 10))
BINS = 10


def verdicts(matches: Sequence[FactMatch], gold: Sheets, predicted: Sheets) -> dict[Key, bool]:
    """Return for every predicted fact on the gold's files whether quantity, subject and indicator are right.

    A fact on a quantity that the gold does not have is wrong.
    """
    core = FACT_MEASURES["fact_core"]
    right = {(m.file, m.predicted["quantity"]) for m in matches if m.predicted and m.right.issuperset(core)}
    keys = [(file, fact["quantity"]) for file in gold if file in predicted for fact in predicted[file].facts]
    return {key: key in right for key in keys}


def scored(matches: Sequence[FactMatch], gold: Sheets, predicted: Sheets) -> list[Scored]:
    """Return score and verdict of the predicted facts that have a score, from sure to unsure."""
    right = verdicts(matches, gold, predicted)
    facts = [(file, fact) for file in gold if file in predicted for fact in predicted[file].facts]
    found = [(float(x["score"]), right[file, x["quantity"]]) for file, x in facts if x.get("score") is not None]
    return sorted(found, key=lambda pair: -pair[0])


def calibration_error(pairs: Sequence[Scored]) -> float:
    """Return the expected calibration error: by tenths of the score, how far its mean is from the share that holds."""
    bins: list[list[Scored]] = [[] for _ in range(BINS)]
    for pair in pairs:
        bins[min(BINS - 1, int(pair[0] * BINS))].append(pair)
    return math.fsum(abs(sum(s for s, _ in b) - sum(r for _, r in b)) for b in bins) / max(1, len(pairs))


def rows(pairs: Sequence[Scored]) -> list[list[Any]]:
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
