"""Training of all rankers on the exercises of some lessons."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ...relate.decide.deciders import CHAINS
from ...relate.decide.ranking import Weights
from .fitting import fit_chain, fit_ranker
from .teacher import Exercise

STRENGTH = {
    "stated": 3.0, "subject": 4.0, "time": 4.0, "indicator": 4.0,
    "aspect": 3.0, "direction": 3.0, "comparison": 3.0, "status": 3.0,
}  # fmt: skip
"""The L2 penalty of each slot's weights, found by folds over articles."""

DRAWN = ("subject",)
"""The slots whose weights gain by bagging (docs/decisions.md)."""


def _drawn(exercises: Sequence[Exercise], seed: int) -> list[Exercise]:
    """Return the exercises of articles drawn with replacement, each with its weight times how often it was drawn."""
    chance = random.Random(seed)
    articles = sorted({e.lesson for e in exercises})
    times = Counter(chance.choices(articles, k=len(articles)))
    return [replace(e, weight=e.weight * times[e.lesson]) for e in exercises if times[e.lesson]]


def _mean_of(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of some weights; what one lacks counts nothing there."""
    names = sorted({name for weights in found for name in weights})
    return {name: sum(weights.get(name, 0.0) for weights in found) / len(found) for name in names}


def mean(weights: Weights, others: Weights, kept: Iterable[str] = ()) -> Weights:
    """Return the weights of `others` with each slot the mean of both, but for the slots `kept`, which stay theirs.

    A feature that one of them lacks counts nothing there. The trust in a reader and the score stay as in `others`.
    """
    found = dict(others)
    for slot in STRENGTH.keys() - set(kept):
        ours, theirs = weights[slot], others[slot]
        found[slot] = {name: (ours.get(name, 0.0) + theirs.get(name, 0.0)) / 2 for name in ours | theirs}
    return found


def train(
    found: Mapping[str, Sequence[Exercise]], names: Sequence[str], without: Collection[int] = (), draws: int = 0
) -> Weights:
    """Return the weights of all slots, and of advice where there was any, learned from the exercises by slot.

    `names` are those of the features by number; lessons whose numbers are in `without` are left out. With `draws` the
    weights of the slots of `DRAWN` are the mean of so many trainings on articles drawn with replacement (bagging,
    Breiman 1996).
    """
    weights: Weights = {}
    trust: dict[str, float] = {}
    left_out = frozenset(without)
    for slot, strength in STRENGTH.items():
        used = [e for e in found[slot] if e.lesson not in left_out]
        fit = fit_chain if slot in CHAINS else fit_ranker
        weights[slot], advice = fit(used, names, strength)
        if draws and slot in DRAWN:
            weights[slot] = _mean_of([fit(_drawn(used, seed), names, strength)[0] for seed in range(draws)])
        if any(e.advice for e in used):
            trust[slot] = advice
    return {**weights, "advice": trust} if trust else weights
