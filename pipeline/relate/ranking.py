"""Choosing among candidates: a linear model over named features, trained by `scripts/train_relate.py`.

A candidate's score is the sum of the weights of its features; the probability that it is the one meant is the softmax
of the scores (conditional logit, McFadden 1974). The weights are plain numbers in `models/relate.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MODEL = Path(__file__).parent.parent / "models" / "relate.json"


def weigh(weights: dict[str, float], features: Sequence[str]) -> float:
    """Return the sum of the weights of some features; an unknown one weighs nothing."""
    return sum([weights[f] for f in features if f in weights])


class Ranker:
    """A linear ranker of candidates that are given as lists of feature names."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def choose(self, candidates: Sequence[Sequence[str]]) -> tuple[int, float]:
        """Return the position of the best candidate and its probability; the first wins a tie. Needs one candidate."""
        scores = [weigh(self.weights, features) for features in candidates]
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        total = math.fsum(math.exp(max(-60.0, s - scores[best])) for s in scores)
        return best, 1.0 / total


@cache
def load(path: Path = MODEL) -> dict[str, dict[str, float]]:
    """Return the weights of a model file by slot; an absent file gives none."""
    slots: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return slots


@dataclass(slots=True)
class Step:
    """One place of a chain: candidates by key, the features of each, and those added where the step before chose it."""

    keys: list[str]
    features: list[list[str]]
    stays: list[list[str]]


class Chain:
    """A linear chain over steps: who was chosen before counts, and all choices are made together (Viterbi 1967).

    The model is a conditional random field (Lafferty, McCallum and Pereira 2001) whose only transition is to stay.
    """

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def choose(self, steps: Sequence[Step]) -> list[int]:
        """Return the position of the chosen candidate of each step; every step needs one."""
        weights = self.weights
        scores: list[list[float]] = []
        links: list[list[int]] = []
        for n, step in enumerate(steps):
            own = [weigh(weights, features) for features in step.features]
            if n == 0:
                scores.append(own)
                links.append([-1] * len(own))
                continue
            before, keys = scores[-1], {k: i for i, k in enumerate(steps[n - 1].keys)}
            ranked = sorted(range(len(before)), key=lambda i: (-before[i], i))[:2]
            total, back = [], []
            for i, key in enumerate(step.keys):
                same = keys.get(key, -1)
                other = next((r for r in ranked if r != same), -1)
                stay = before[same] + weigh(weights, step.stays[i]) if same >= 0 else -math.inf
                leave = before[other] if other >= 0 else -math.inf
                total.append(own[i] + max(stay, leave))
                back.append(same if stay >= leave else other)
            scores.append(total)
            links.append(back)
        return _trace(scores, links)


def _trace(scores: list[list[float]], links: list[list[int]]) -> list[int]:
    """Return the best path that ends at the best last score."""
    if not scores:
        return []
    at = max(range(len(scores[-1])), key=lambda i: (scores[-1][i], -i))
    path = [at]
    for back in reversed(links[1:]):
        at = back[at]
        path.append(at)
    return path[::-1]
