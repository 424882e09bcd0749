"""Fitting of weights: conditional logits for questions by themselves, chains for those of a whole article.

Either is fitted by L-BFGS under an L2 penalty that pulls each weight towards a prior: towards 0 where nothing is known,
towards the weights that there were where a model is adapted (the maximum a posteriori under a Gaussian prior, as Chelba
and Acero 2006 adapt a capitaliser).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy import typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from .lattice import Lattice
from .teacher import Exercise

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Prior = Mapping[str, float]
"""Weights by feature from which learning begins and towards which it is pulled."""
NOTHING: Prior = {}
SEEN = 2
"""A feature counts that is seen in so many questions."""
SMALL = 0.005
"""A weight that moved by less is left as it was."""
ROUNDS = 80
"""Steps of L-BFGS at most."""


class Choices:
    """Questions by themselves: a conditional logit (McFadden 1974).

    Where the gold is no option, or there is one option only, nothing is learned. `chosen` are the numbers of the
    features that count, `penalty` how strongly each weight is pulled (the last is that of the advice).
    """

    def __init__(self, found: Sequence[Exercise], names: Sequence[str], prior: Prior) -> None:
        used = [(e, n) for e in found for n, goal in enumerate(e.goals) if max(goal) > 0 and len(goal) > 1]
        self.goals = [e.goals[n] for e, n in used]
        rows = [features for e, n in used for features in e.features[n]]
        self.chosen = _often(rows, [len(e.goals[n]) for e, n in used], names, prior)
        self._x = _matrix(rows, self.chosen, _advised(used))
        self._across = self._x.T.tocsr()
        sizes = np.array([len(e.goals[n]) for e, n in used], dtype=int)
        self._group = np.repeat(np.arange(len(used)), sizes)
        self._starts = np.concatenate(([0], np.cumsum(sizes)[:-1])) if used else sizes
        self._weight = np.array([e.weight for e, _ in used])[self._group] if used else np.zeros(0)
        self._target = np.array([v / sum(e.goals[n]) for e, n in used for v in e.goals[n]]) * self._weight
        self.penalty: Array = np.append(np.ones(len(self.chosen)), 0.0)

    def loss(self, w: Array) -> tuple[float, Array]:
        """Return the negative log-likelihood of the gold under some weights, and its slope."""
        if not len(self._starts):
            return 0.0, np.zeros_like(w)
        scores: Array = self._x @ w
        scores = scores - np.maximum.reduceat(scores, self._starts)[self._group]
        e = np.exp(scores)
        p = e / np.add.reduceat(e, self._starts)[self._group]
        value = -(self._target * np.log(p + 1e-12)).sum()
        return float(value), self._across @ (p * self._weight - self._target)

    def odds(self, w: Array) -> Array:
        """Return a number for each option, question by question, that is greatest for the one that weights choose."""
        scores: Array = self._x @ w
        return scores


class Chains:
    """The questions of whole articles, by conditional likelihood; where the gold is no candidate, any choice may stand.

    The L2 penalty of a feature grows with the root of how often it is seen, so that a rare sign that is clear
    (此次研讨会) is heard beside the many that only say where most articles have their subject.
    """

    def __init__(self, found: Sequence[Exercise], names: Sequence[str], prior: Prior) -> None:
        used = [(e, n) for e in found for n in range(len(e.goals))]
        self.goals = [e.goals[n] for e, n in used]
        own = [features for e, n in used for features in e.features[n]]
        further = [features for e, n in used for features in e.stays[n]]
        both = [array("i", {*a, *b}) for a, b in zip(own, further, strict=True)]
        self.chosen = _often(both, [len(e.goals[n]) for e, n in used], names, prior)
        self._own, self._stay = _matrix(own, self.chosen, _advised(used)), _matrix(further, self.chosen, None)
        self._own_across, self._stay_across = self._own.T.tocsr(), self._stay.T.tocsr()
        self._lattice = Lattice([(e.same, e.goals) for e in found], [e.weight for e in found])
        flat = np.concatenate([np.zeros(0, np.int32), *(np.frombuffer(b, dtype=np.int32) for b in both)])
        counts = np.asarray(np.bincount(flat, minlength=1), dtype=float)
        self.penalty: Array = np.append(np.sqrt(counts[self.chosen]), 0.0)

    def loss(self, w: Array) -> tuple[float, Array]:
        """Return the negative log-likelihood of the gold under some weights, and its slope."""
        own, stay = self._own @ w, self._stay @ w
        free, free_own, free_stay = self._lattice.expected(own, stay, held=False)
        held, held_own, held_stay = self._lattice.expected(own, stay, held=True)
        slope: Array = self._own_across @ (free_own - held_own) + self._stay_across @ (free_stay - held_stay)
        return float(free - held), slope

    def odds(self, w: Array) -> Array:
        """Return the marginal of each option, question by question."""
        _, marginals, _ = self._lattice.expected(self._own @ w, self._stay @ w, held=False)
        return marginals


Likelihood = Choices | Chains


def fit_ranker(
    found: Sequence[Exercise], names: Sequence[str], strength: float, prior: Prior = NOTHING
) -> tuple[dict[str, float], float]:
    """Return the weights of `Choices` by name, and the weight of the advice (0 without any).

    `strength` is that of the penalty. Weights of `prior` of which nothing was learned are returned as they were.
    """
    return _fitted(Choices(found, names, prior), names, strength, prior)


def fit_chain(
    found: Sequence[Exercise], names: Sequence[str], strength: float, prior: Prior = NOTHING
) -> tuple[dict[str, float], float]:
    """Return the weights of `Chains`, as `fit_ranker` does."""
    return _fitted(Chains(found, names, prior), names, strength, prior)


def right(task: Likelihood, names: Sequence[str], weights: Prior) -> float:
    """Return how many questions some weights answer rightly, by the goals of the options that they choose."""
    odds = task.odds(_before(task.chosen, names, weights))
    total, at = 0.0, 0
    for goal in task.goals:
        total += goal[int(odds[at : at + len(goal)].argmax())]
        at += len(goal)
    return total


def _fitted(task: Likelihood, names: Sequence[str], strength: float, prior: Prior) -> tuple[dict[str, float], float]:
    """Return the weights under which loss and penalty are least, sought from the prior on."""
    before, penalty = _before(task.chosen, names, prior), strength * task.penalty

    def loss(w: Array) -> tuple[float, Array]:
        value, slope = task.loss(w)
        pulled = penalty * (w - before)
        return value + 0.5 * float(pulled @ (w - before)), slope + pulled

    w = np.asarray(minimize(loss, before, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x)
    moved = zip(task.chosen.tolist(), w, before, strict=False)
    kept = {**prior, **{names[f]: round(float(v), 4) for f, v, old in moved if abs(v - old) >= SMALL}}
    return dict(sorted(kept.items())), round(float(w[-1]), 4)


def _before(chosen: Numbers, names: Sequence[str], prior: Prior) -> Array:
    """Return the weights that a prior gives to the chosen features, and none for the advice."""
    return np.array([*(prior.get(names[f], 0.0) for f in chosen.tolist()), 0.0])


def _advised(used: Sequence[tuple[Exercise, int]]) -> Array | None:
    """Return the advice on each option, None where there is none."""
    if not any(e.advice for e, _ in used):
        return None
    return np.array([v for e, n in used for v in (e.advice[n] if e.advice else [0.0] * len(e.goals[n]))])


def _often(rows: Sequence[array[int]], sizes: Sequence[int], names: Sequence[str], prior: Prior) -> Numbers:
    """Return the numbers of the features that the prior knows or enough questions show; `sizes`: options of each."""
    seen: Counter[int] = Counter()
    at = 0
    for size in sizes:
        seen.update({f for features in rows[at : at + size] for f in features})
        at += size
    return np.array(sorted(f for f, n in seen.items() if n >= SEEN or names[f] in prior), dtype=np.int64)


def _matrix(rows: Sequence[array[int]], chosen: Numbers, advice: Array | None) -> Any:
    """Return the features of each option as a sparse matrix, one column for each chosen one and a last for advice."""
    flat = np.concatenate([np.frombuffer(r, dtype=np.int32) for r in rows]) if rows else np.zeros(0, dtype=np.int32)
    owner = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    at = np.searchsorted(chosen, flat)
    known = (at < len(chosen)) & (chosen[np.minimum(at, len(chosen) - 1)] == flat) if len(chosen) else flat < 0
    shape = (len(rows), len(chosen) + 1)
    found = csr_matrix((np.ones(int(known.sum())), (owner[known], at[known])), shape=shape)
    if advice is None:
        return found
    last = np.full(len(rows), len(chosen))
    return found + csr_matrix((advice, (np.arange(len(rows)), last)), shape=shape)
