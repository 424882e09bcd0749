"""Training of all rankers on the exercises of some lessons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ...relate.decide.deciders import CHAINS
from ...relate.decide.ranking import Weights
from .fitting import fit_chain, fit_ranker
from .teacher import Exercise

STRENGTH = {
    "stated": 3.0, "subject": 4.0, "time": 4.0, "indicator": 4.0,
    "aspect": 3.0, "direction": 3.0, "comparison": 3.0, "status": 3.0,
}  # fmt: skip
"""The L2 penalty of each slot's weights, found by folds over articles."""


def mean(weights: Weights, others: Weights, kept: Iterable[str] = ()) -> Weights:
    """Return the weights of `others` with each slot the mean of both, but for the slots `kept`, which stay theirs.

    A feature that one of them lacks counts nothing there. The trust in a reader and the score stay as in `others`.
    """
    found = dict(others)
    for slot in STRENGTH.keys() - set(kept):
        ours, theirs = weights[slot], others[slot]
        found[slot] = {name: (ours.get(name, 0.0) + theirs.get(name, 0.0)) / 2 for name in ours | theirs}
    return found


def train(found: Mapping[str, Sequence[Exercise]], names: Sequence[str], without: Collection[int] = ()) -> Weights:
    """Return the weights of all slots, and of advice where there was any, learned from the exercises by slot.

    `names` are those of the features by number; lessons whose numbers are in `without` are left out.
    """
    weights: Weights = {}
    trust: dict[str, float] = {}
    left_out = frozenset(without)
    for slot, strength in STRENGTH.items():
        used = [e for e in found[slot] if e.lesson not in left_out]
        fit = fit_chain if slot in CHAINS else fit_ranker
        weights[slot], advice = fit(used, names, strength)
        if any(e.advice for e in used):
            trust[slot] = advice
    return {**weights, "advice": trust} if trust else weights
