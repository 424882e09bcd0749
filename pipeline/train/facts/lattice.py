"""Forward-backward over many chains at once, side by side and padded, for the fitting of chains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FAR = -1e9
"""The score of a place that is only padding."""
MOST = 30.0
"""What a bonus for staying is bounded by, as in `relate.decide.ranking`."""


class Lattice:
    """Chains of questions; each option knows its place in the question before and how right it is.

    `chains` are (places in the question before, goals) by question and option; `weights` say how much each counts.
    Scores come as one row an option, in the order of chains, questions and options.
    """

    def __init__(
        self, chains: Sequence[tuple[Sequence[Sequence[int]], Sequence[Sequence[float]]]], weights: Sequence[float]
    ) -> None:
        order = sorted(range(len(chains)), key=lambda i: -len(chains[i][1]))
        starts, row = [], 0
        for _, goals in chains:
            starts.append(row)
            row += sum(map(len, goals))
        self.rows = row
        length = len(chains[order[0]][1]) if chains else 0
        width = max((len(goal) for _, goals in chains for goal in goals), default=0)
        self.row = np.full((length, len(chains), width), -1)
        self.same = np.full((length, len(chains), width), -1)
        self.gold = np.zeros((length, len(chains), width))
        self.weight = np.array([weights[i] for i in order], dtype=float).reshape(-1, 1)
        self.active = [sum(len(goals) > t for _, goals in chains) for t in range(length)]
        for b, i in enumerate(order):
            at = starts[i]
            for t, (same, goal) in enumerate(zip(*chains[i], strict=True)):
                n = len(goal)
                self.row[t, b, :n] = np.arange(at, at + n)
                self.same[t, b, :n] = same
                self.gold[t, b, :n] = goal if max(goal) > 0 else 1.0
                at += n

    def expected(self, own: Array, stay: Array, held: bool) -> tuple[float, Array, Array]:
        """Return the log-partition and the expected counts of options and stays, `held` to the gold or free.

        `own` and `stay` are the score of each option and its bonus where the question before chose it too.
        """
        total, alphas, parts, moves = self._forward(own, stay, held)
        found_own, found_stay = np.zeros(self.rows), np.zeros(self.rows)
        beta = np.ones_like(alphas[-1]) if alphas else np.ones((0, 0))
        for n in range(len(self.active) - 1, -1, -1):
            active = self.active[n]
            if beta.shape[0] < active:
                beta = np.vstack([beta, np.ones((active - beta.shape[0], beta.shape[1]))])
            row, same, weight = self.row[n, :active], self.same[n, :active], self.weight[:active]
            used = row >= 0
            found_own[row[used]] = (alphas[n] * beta * weight)[used]
            if n:
                flow = parts[n] * beta
                before = np.take_along_axis(alphas[n - 1][:active], np.maximum(same, 0), axis=1)
                stays = np.where(same >= 0, flow * before * (1.0 + moves[n]), 0.0)
                found_stay[row[used]] = (stays * weight)[used]
                beta = _back(flow, same, moves[n])
        return total, found_own, found_stay

    def _forward(self, own: Array, stay: Array, held: bool) -> tuple[float, list[Array], list[Array], list[Array]]:
        """Return the log-partition, and by question the scaled forward values, own factors and factors of staying."""
        total = 0.0
        alphas: list[Array] = []
        parts: list[Array] = []
        moves: list[Array] = []
        for n, active in enumerate(self.active):
            row, same = self.row[n, :active], self.same[n, :active]
            score = np.where(row >= 0, own[row], FAR)
            top = score.max(axis=1, keepdims=True)
            part = np.exp(score - top) * (self.gold[n, :active] if held else 1.0)
            alpha, move = part, np.zeros_like(part)
            if n:
                before = np.take_along_axis(alphas[-1][:active], np.maximum(same, 0), axis=1)
                move = np.where(same >= 0, np.expm1(np.clip(stay[row], -MOST, MOST)), 0.0)
                alpha = part * (1.0 + move * before)
            scale = alpha.sum(axis=1, keepdims=True) + 1e-300
            total += float(((np.log(scale) + top) * self.weight[:active]).sum())
            alphas.append(alpha / scale)
            parts.append(part / scale)
            moves.append(move)
        return total, alphas, parts, moves


def _back(flow: Array, same: NDArray[np.int64], move: Array) -> Array:
    """Return the backward values of the question before, from those of this one times its own factors."""
    back = np.repeat(flow.sum(axis=1, keepdims=True), flow.shape[1], axis=1)
    lines, columns = np.nonzero(same >= 0)
    np.add.at(back, (lines, same[lines, columns]), (flow * move)[lines, columns])
    return back
