"""Choosing among candidates: a linear model over named features, trained by `scripts/train_relate.py`.

A candidate's score is the sum of the weights of its features; the probability that it is the one meant is the softmax
of the scores (conditional logit, McFadden 1974). The weights are plain numbers in `models/relate.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

MODEL = Path(__file__).parent.parent / "models" / "relate.json"


class Ranker:
    """A linear ranker of candidates that are given as lists of feature names."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def choose(self, candidates: Sequence[Sequence[str]]) -> tuple[int, float]:
        """Return the position of the best candidate and its probability; the first wins a tie. Needs one candidate."""
        get = self.weights.get
        scores = [sum(get(f, 0.0) for f in features) for features in candidates]
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        total = math.fsum(math.exp(max(-60.0, s - scores[best])) for s in scores)
        return best, 1.0 / total


@cache
def load(path: Path = MODEL) -> dict[str, Ranker]:
    """Return the rankers of a model file by slot; an absent file gives rankers without weights."""
    slots = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    names = ("stated", "subject", "indicator", "time", "aspect", "status", "speaker")
    return {name: Ranker(slots.get(name, {})) for name in names}
