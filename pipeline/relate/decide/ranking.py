"""Choosing among candidates: a linear model over named features, trained by `zhfacts.train.facts`.

A candidate's score is the sum of the weights of its features; the probability that it is the one meant is the softmax
of the scores (conditional logit, McFadden 1974). The weights are plain numbers in `models/relate.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path

from ..slots.options import Question

MODEL = Path(__file__).parents[2] / "models" / "relate.json"
Weights = dict[str, dict[str, float]]
"""The numbers of a model file by slot and feature."""
Answer = tuple[int, list[float]]
"""The position of the chosen candidate, and the probability of each."""
Advice = Sequence[Sequence[float]]
"""What is added to the score of each candidate of each question, log-scores of another judge."""


def weigh(weights: dict[str, float], features: Sequence[str]) -> float:
    """Return the sum of the weights of some features; an unknown one weighs nothing."""
    return sum(map(weights.get, features, repeat(0.0)))


class Ranker:
    """A linear ranker of candidates that are given as lists of feature names."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def choose_each(self, questions: Sequence[Question], advice: Advice | None = None) -> list[Answer]:
        """Return the answer to each question by itself."""
        if advice is None:
            return [self.choose(q.features) for q in questions]
        return [self.choose(q.features, more) for q, more in zip(questions, advice, strict=True)]

    def choose(self, candidates: Sequence[Sequence[str]], advice: Sequence[float] = ()) -> Answer:
        """Return the position of the best candidate and the probability of each; the first wins a tie.

        Needs one candidate.
        """
        scores = [weigh(self.weights, features) for features in candidates]
        if advice:
            scores = [own + more for own, more in zip(scores, advice, strict=True)]
        return max(range(len(scores)), key=lambda i: (scores[i], -i)), _shares(scores)

    def why(self, question: Question, at: int) -> str | None:
        """Return the reason that speaks most for an option and against the others, None for a question without reasons.

        The log odds of a linear model are a sum over features, so that each reason has its part of them.
        """
        parts: dict[str, float] = {}
        for n, reason in enumerate(question.reasons):
            for option, features in enumerate(question.features):
                share = 1.0 if option == at else -1 / (len(question.features) - 1)
                parts[reason] = parts.get(reason, 0.0) + share * self.weights.get(features[n], 0.0)
        parts.pop("", None)
        return max(parts, key=lambda reason: parts[reason]) if parts else None


def _shares(scores: Sequence[float]) -> list[float]:
    """Return the softmax of some scores."""
    best = max(scores)
    return _scaled([math.exp(max(-60.0, s - best)) for s in scores])


def _scaled(parts: Sequence[float]) -> list[float]:
    """Return some numbers divided by their sum."""
    total = math.fsum(parts)
    return [p / total for p in parts]


def scaled(weights: dict[str, float], factor: float) -> dict[str, float]:
    """Return weights times a factor."""
    return weights if factor == 1 else {name: value * factor for name, value in weights.items()}


@cache
def load(path: Path = MODEL) -> Weights:
    """Return the weights of a model file by slot; an absent file gives none."""
    slots: Weights = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return slots


@dataclass(slots=True)
class _ChainStep:
    """One place of a chain: the score of each candidate, where it stood in the step before (or -1), its bonus there."""

    own: list[float]
    same: list[int]
    stay: list[float]


class Chain:
    """A linear chain over steps: who was chosen before counts, and all choices are made together.

    The model is a conditional random field (Lafferty, McCallum and Pereira 2001) whose only transition is to stay, so
    that the best path (Viterbi 1967) and the marginals (forward-backward) cost no more than the candidates are many.
    """

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def choose(self, questions: Sequence[Question], advice: Advice | None = None) -> list[Answer]:
        """Return the answer to each question on the best path, with the marginal probability of every candidate.

        Every question needs a candidate.
        """
        places = self._places(questions, advice)
        return list(zip(_best_path(places), _marginals(places), strict=True))

    def _places(self, questions: Sequence[Question], advice: Advice | None) -> list[_ChainStep]:
        """Return the questions in numbers."""
        found: list[_ChainStep] = []
        before: dict[str, int] = {}
        for number, question in enumerate(questions):
            same = [before.get(k, -1) for k in question.keys]
            own = [weigh(self.weights, features) for features in question.features]
            if advice is not None:
                own = [score + more for score, more in zip(own, advice[number], strict=True)]
            stay = [self._bonus(f) if at >= 0 else 0.0 for at, f in zip(same, question.stays, strict=True)]
            found.append(_ChainStep(own, same, stay))
            before = {k: i for i, k in enumerate(question.keys)}
        return found

    def _bonus(self, features: Sequence[str]) -> float:
        """Return the weight of staying, within what exp and a difference from 1 can bear."""
        return min(30.0, max(-30.0, weigh(self.weights, features)))


def _best_path(steps: Sequence[_ChainStep]) -> list[int]:
    """Return the best path: at each candidate the best way there stays, or leaves one of the two best before."""
    scores: list[list[float]] = []
    links: list[list[int]] = []
    for step in steps:
        before = scores[-1] if scores else [0.0]
        ranked = sorted(range(len(before)), key=lambda i: (-before[i], i))[:2]
        total, back = [], []
        for own, same, bonus in zip(step.own, step.same, step.stay, strict=True):
            other = next((r for r in ranked if r != same), -1)
            stay = before[same] + bonus if same >= 0 else -math.inf
            leave = before[other] if other >= 0 else -math.inf
            total.append(own + max(stay, leave))
            back.append(same if stay >= leave else other)
        scores.append(total)
        links.append(back)
    return _trace(scores, links)


def _marginals(steps: Sequence[_ChainStep]) -> list[list[float]]:
    """Return the probability of every candidate over all paths (forward-backward, scaled at each step)."""
    alone = [_shares(step.own) for step in steps]
    ahead: list[list[float]] = []
    for odds, step in zip(alone, steps, strict=True):
        before = ahead[-1] if ahead else []
        moves = zip(odds, step.same, step.stay, strict=True)
        ahead.append(_scaled([p * (1 + math.expm1(bonus) * before[at]) if at >= 0 else p for p, at, bonus in moves]))
    found: list[list[float]] = []
    behind = [1.0] * len(ahead[-1]) if ahead else []
    for n in range(len(steps) - 1, -1, -1):
        found.append(_scaled([a * b for a, b in zip(ahead[n], behind, strict=True)]))
        flow = [p * b for p, b in zip(alone[n], behind, strict=True)]
        behind = [math.fsum(flow)] * len(ahead[n - 1])
        for part, at, bonus in zip(flow, steps[n].same, steps[n].stay, strict=True):
            if at >= 0:
                behind[at] += part * math.expm1(bonus)
        behind = _scaled(behind)
    return found[::-1]


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
