"""The best one-to-one assignment of a weighted bipartite graph, sparse or dense."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Edges = Mapping[tuple[int, int], float]
"""(left, right) -> weight; what is not there weighs nothing."""


def best_assignment(weights: Edges) -> dict[int, int]:
    """Return the one-to-one assignment whose sum of weights (none negative) is greatest: left -> right.

    Shortest augmenting paths with potentials (Jonker and Volgenant 1987), from all rows without a column at once. A
    left that is better left out stays out: each has a column of its own behind the real ones, which weighs nothing.
    """
    if not weights:
        return {}
    pairs = np.array(list(weights), dtype=np.int64)
    (lefts, owners), (rights, columns) = (np.unique(pairs[:, side], return_inverse=True) for side in (0, 1))
    rows, width = len(lefts), len(rights) + len(lefts)
    owners = np.concatenate([owners.ravel(), np.arange(rows)])
    columns = np.concatenate([columns.ravel(), np.arange(len(rights), width)])
    costs = np.concatenate([-np.fromiter(weights.values(), dtype=float), np.zeros(rows)])
    order = np.argsort(owners, kind="stable")
    chosen = _BipartiteGraph(owners[order], columns[order], costs[order], width).cheapest()
    real = chosen < len(rights)
    return dict(zip(lefts[real].tolist(), rights[chosen[real]].tolist(), strict=True))


class _BipartiteGraph:
    """Rows and the columns that they may take, grouped by row: an edge has an owner, a column and a cost.

    A row's price plus a column's never exceeds the cost between them, and is equal to it where one takes the other.
    """

    def __init__(self, owners: Numbers, columns: Numbers, costs: Floats, width: int) -> None:
        self.owners, self.columns, self.costs = owners, columns, costs
        sizes = np.bincount(owners)
        self.sizes, self.starts = sizes, np.cumsum(sizes) - sizes
        self.row_price: Floats = np.minimum.reduceat(costs, self.starts)
        self.column_price = np.zeros(width)
        self.taken = np.full(len(sizes), -1)
        self.taker = np.full(width, -1)

    def cheapest(self) -> Numbers:
        """Return the column of each row, so that the sum of costs is least; each row needs a column that it can take.

        Each round grows shortest paths from all rows that have none at once, and improves along one path of each tree
        that reaches a free column at the least distance. Whole numbers tie often, so rounds are few.
        """
        cheap = np.flatnonzero(self.costs == self.row_price[self.owners])
        for row, column in zip(self.owners[cheap].tolist(), self.columns[cheap].tolist(), strict=True):
            if self.taken[row] < 0 and self.taker[column] < 0:
                self.taken[row], self.taker[column] = column, row
        while len(free := np.flatnonzero(self.taken < 0)):
            self._improve(free)
        return self.taken

    def _improve(self, free: Numbers) -> None:
        """Give at least one of the free rows a column, along shortest paths, and change the prices by their lengths."""
        width = len(self.taker)
        least, before, unseen = np.full(width, np.inf), np.full(width, -1), np.ones(width, dtype=bool)
        reached, root = np.full(len(self.taken), np.inf), np.full(len(self.taken), -1)
        distance, front = 0.0, free
        root[free] = free
        while True:
            reached[front] = distance
            edges = self._edges(front)
            edges = edges[unseen[self.columns[edges]]]
            rows, columns = self.owners[edges], self.columns[edges]
            length = distance + self.costs[edges] - self.row_price[rows] - self.column_price[columns]
            np.minimum.at(least, columns, length)
            nearest = length == least[columns]
            before[columns[nearest]] = rows[nearest]
            waiting = np.where(unseen, least, np.inf)
            distance = float(waiting.min())
            there = np.flatnonzero(waiting == distance)
            ends = there[self.taker[there] < 0]
            if len(ends):
                break
            unseen[there] = False
            front = self.taker[there]
            root[front] = root[before[there]]
        seen = np.isfinite(reached)
        self.row_price[seen] += distance - reached[seen]
        self.column_price[~unseen] -= distance - least[~unseen]
        _, firsts = np.unique(root[before[ends]], return_index=True)
        for end in ends[firsts].tolist():
            self._follow(end, before)

    def _edges(self, rows: Numbers) -> Numbers:
        """Return the numbers of the edges of some rows."""
        sizes = self.sizes[rows]
        return np.repeat(self.starts[rows] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())

    def _follow(self, column: int, before: Numbers) -> None:
        """Let each row on the path that ends at a column take the column by which it was left."""
        while column >= 0:
            row = int(before[column])
            self.taker[column] = row
            self.taken[row], column = column, int(self.taken[row])
