"""From tag scores to names: the probability of every span under the conditional random field.

Tags are O and, for each label, B I E S (begin, inside, end, single). A name's score is the exact probability that the
field gives to it, summed over all sequences of tags that hold it (forward-backward, Lafferty et al. 2001).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..names.proposal import Proposal

Floats = npt.NDArray[np.float32]


def tags(labels: Sequence[str]) -> list[str]:
    """Return the tags of labels in the order of the model's scores: O, then B- I- E- S- of each label."""
    return ["O", *(f"{p}-{label}" for label in labels for p in "BIES")]


def allowed_moves(labels: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which tag (column) may follow which (row)."""
    names = tags(labels)
    moves = np.zeros((len(names), len(names)), bool)
    for i, tag in enumerate(names):
        for j, following in enumerate(names):
            if tag[0] in "OES":
                moves[i, j] = following[0] in "OBS"
            else:
                moves[i, j] = following[0] in "IE" and following[1:] == tag[1:]
    return moves


class RandomField:
    """The trained conditional random field: transition scores, and scores of the first and last tag."""

    def __init__(self, labels: Sequence[str], transitions: Floats, first: Floats, last: Floats) -> None:
        self.labels = tuple(labels)
        kinds = np.array([t[0] for t in tags(labels)])
        moves = np.exp(np.clip(transitions, -8, 8)) * allowed_moves(labels)
        self._moves = np.ascontiguousarray(moves, np.float32)
        self._back = np.ascontiguousarray(moves.T, np.float32)
        self._first = (np.exp(first) * np.isin(kinds, list("OBS"))).astype(np.float32)
        self._last = (np.exp(last) * np.isin(kinds, list("OES"))).astype(np.float32)

    def names(self, scores: Floats, lengths: Sequence[int], least: float) -> list[list[Proposal]]:
        """Return, for each row of (rows, places, tags) scores, the names with at least that probability.

        Names may overlap where `least` is below one half; see `settled`.
        """
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        ahead, scale = self._forward(weights)
        behind = self._backward(weights, ahead, scale, lengths)
        return [
            list(self._row(weights[i, :n] / scale[i, :n, None], ahead[i, :n], behind[i, :n], least))
            for i, n in enumerate(lengths)
        ]

    def _forward(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the share of each tag at each place given the text before it, and what it was scaled by."""
        steps = np.ascontiguousarray(weights.swapaxes(0, 1))
        ahead, scale = np.empty_like(steps), np.empty((*steps.shape[:2], 1), np.float32)
        reached = self._first * steps[0]
        for t, step in enumerate(steps):
            if t:
                reached = np.matmul(ahead[t - 1], self._moves)
                reached *= step
            np.add.reduce(reached, -1, out=scale[t], keepdims=True)
            np.divide(reached, scale[t], out=ahead[t])
        return ahead.swapaxes(0, 1), scale[..., 0].T

    def _backward(self, weights: Floats, ahead: Floats, scale: Floats, lengths: Sequence[int]) -> Floats:
        """Return the factor by which the text after each place makes each tag likelier."""
        steps, scales = np.ascontiguousarray(weights.swapaxes(0, 1)), np.ascontiguousarray(scale.T)[..., None]
        behind = np.empty_like(steps)
        ends = _rows_by_end(lengths)
        reached: npt.NDArray[Any] = np.ones_like(steps[0])
        for t in range(len(steps) - 1, -1, -1):
            if t + 1 < len(steps):
                np.multiply(behind[t + 1], steps[t + 1], out=reached)
                reached /= scales[t + 1]
                np.matmul(reached, self._back, out=behind[t])
            else:
                behind[t] = reached
            if rows := ends.get(t):
                behind[t, rows] = self._last / (ahead[rows, t] @ self._last)[:, None]
        return behind.swapaxes(0, 1)

    def _row(self, weights: Floats, ahead: Floats, behind: Floats, least: float) -> Iterator[Proposal]:
        """Yield the names of one row, by their begin; `weights` are scaled."""
        likely = ahead * behind
        for start, n in np.argwhere(likely[:, 4::4] >= least).tolist():
            yield Proposal(start, start + 1, self.labels[n], score=float(likely[start, 4 + 4 * n]))
        for start, n in np.argwhere(likely[:, 1::4] >= least).tolist():
            begin, inside, end = (1 + 4 * n + k for k in range(3))
            mass, tag = float(ahead[start, begin]), begin
            for place in range(start + 1, len(likely)):
                closed = mass * float(self._moves[tag, end] * weights[place, end] * behind[place, end])
                if closed >= least:
                    yield Proposal(start, place + 1, self.labels[n], score=closed)
                mass *= float(self._moves[tag, inside] * weights[place, inside])
                tag = inside
                if mass * float(behind[place, inside]) < least:
                    break


def _rows_by_end(lengths: Sequence[int]) -> dict[int, list[int]]:
    """Return the rows whose last place it is, by place."""
    found: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        found.setdefault(length - 1, []).append(row)
    return found


def settled(names: Sequence[Proposal]) -> list[Proposal]:
    """Return names without overlaps, in text order: the likelier one stays, of equals the earlier and longer.

    Linear in the number of names: only runs of touching names are compared with each other.
    """
    kept: list[Proposal] = []
    run: list[Proposal] = []
    reach = 0
    for name in sorted(names):
        if run and name.start >= reach:
            kept += _parted(run)
            run = []
        run.append(name)
        reach = max(reach, name.end)
    return kept + _parted(run)


def _parted(run: Sequence[Proposal]) -> list[Proposal]:
    """Return the likeliest names of a run that don't overlap."""
    kept: list[Proposal] = []
    for name in sorted(run, key=lambda x: (-x.score, x.start, -x.end)):
        if all(name.end <= k.start or name.start >= k.end for k in kept):
            kept.append(name)
    return sorted(kept)
