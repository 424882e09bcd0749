"""Fitting of weights: conditional logits for questions by themselves, chains for those of a whole article."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy import typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from .lattice import Lattice
from .teacher import Exercise

Array = npt.NDArray[np.float64]
SEEN = 2
"""A feature counts that is seen in so many questions."""
SMALL = 0.005
"""Weights below this are left out of the model."""
ROUNDS = 80
"""Steps of L-BFGS at most."""


def fit_ranker(found: Sequence[Exercise], names: Sequence[str], strength: float) -> tuple[dict[str, float], float]:
    """Fit a conditional logit (McFadden 1974) with L2 penalty by L-BFGS.

    Returns the weights of the features by name, and the weight of the advice (0 without any). Where the gold is no
    option, or there is one option only, nothing is learned.
    """
    used = [(e, n) for e in found for n, goal in enumerate(e.goals) if max(goal) > 0 and len(goal) > 1]
    if not used:
        return {}, 0.0
    rows = [features for e, n in used for features in e.features[n]]
    chosen = _often(rows, [len(e.goals[n]) for e, n in used])
    x = _matrix(rows, chosen, _advised(used))
    sizes = np.array([len(e.goals[n]) for e, n in used])
    group = np.repeat(np.arange(len(used)), sizes)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    weight = np.array([e.weight for e, _ in used])[group]
    target = np.array([value / sum(e.goals[n]) for e, n in used for value in e.goals[n]]) * weight
    penalty: Array = np.full(x.shape[1], strength)
    penalty[-1] = 0.0
    transposed = x.T.tocsr()

    def loss(w: Array) -> tuple[float, Array]:
        scores: Array = x @ w
        scores = scores - np.maximum.reduceat(scores, starts)[group]
        e = np.exp(scores)
        p = e / np.add.reduceat(e, starts)[group]
        value = -(target * np.log(p + 1e-12)).sum() + 0.5 * (penalty @ w**2)
        slope: Array = transposed @ (p * weight - target) + penalty * w
        return float(value), slope

    return _kept(_minimum(loss, x.shape[1]), chosen, names)


def fit_chain(found: Sequence[Exercise], names: Sequence[str], strength: float) -> tuple[dict[str, float], float]:
    """Fit a chain by maximum conditional likelihood; where the gold is no candidate, any choice may stand.

    The L2 penalty of a feature grows with the root of how often it is seen, so that a rare sign that is clear
    (此次研讨会) is heard beside the many that only say where most articles have their subject. Returns the weights of
    the features by name, and the weight of the advice (0 without any).
    """
    if not found:
        return {}, 0.0
    used = [(e, n) for e in found for n in range(len(e.goals))]
    own = [features for e, n in used for features in e.features[n]]
    further = [features for e, n in used for features in e.stays[n]]
    sizes = [len(e.goals[n]) for e, n in used]
    both = [array("i", {*a, *b}) for a, b in zip(own, further, strict=True)]
    chosen = _often(both, sizes)
    unary, stay = _matrix(own, chosen, _advised(used)), _matrix(further, chosen, None)
    lattice = Lattice([(e.same, e.goals) for e in found], [e.weight for e in found])
    counts = np.asarray(np.bincount(np.concatenate([np.frombuffer(b, dtype=np.int32) for b in both])), dtype=float)
    penalty: Array = np.append(strength * np.sqrt(counts[chosen]), 0.0)
    unary_t, stay_t = unary.T.tocsr(), stay.T.tocsr()

    def loss(w: Array) -> tuple[float, Array]:
        u, t = unary @ w, stay @ w
        free, free_own, free_stay = lattice.expected(u, t, held=False)
        held, held_own, held_stay = lattice.expected(u, t, held=True)
        value = free - held + 0.5 * (penalty @ w**2)
        slope: Array = unary_t @ (free_own - held_own) + stay_t @ (free_stay - held_stay) + penalty * w
        return float(value), slope

    return _kept(_minimum(loss, unary.shape[1]), chosen, names)


def _advised(used: Sequence[tuple[Exercise, int]]) -> Array | None:
    """Return the advice on each option, None where there is none."""
    if not any(e.advice for e, _ in used):
        return None
    return np.array([v for e, n in used for v in (e.advice[n] if e.advice else [0.0] * len(e.goals[n]))])


def _often(rows: Sequence[array[int]], sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the numbers of the features that are seen in enough questions; `sizes` are the options of each."""
    seen: Counter[int] = Counter()
    at = 0
    for size in sizes:
        seen.update({f for features in rows[at : at + size] for f in features})
        at += size
    return np.array(sorted(f for f, n in seen.items() if n >= SEEN), dtype=np.int64)


def _matrix(rows: Sequence[array[int]], chosen: npt.NDArray[np.int64], advice: Array | None) -> Any:
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


def _minimum(loss: Callable[[Array], tuple[float, Array]], size: int) -> Array:
    """Return where a loss is least."""
    best = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(best.x)


def _kept(w: Array, chosen: npt.NDArray[np.int64], names: Sequence[str]) -> tuple[dict[str, float], float]:
    """Return the weights that matter by name, rounded, and that of the advice."""
    kept = {names[f]: round(float(v), 4) for f, v in zip(chosen.tolist(), w, strict=False) if abs(v) >= SMALL}
    return dict(sorted(kept.items())), round(float(w[-1]), 4)
