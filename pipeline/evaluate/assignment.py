"""The best one-to-one assignment of a sparse weighted bipartite graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Edges = Mapping[tuple[int, int], float]
"""(left, right) -> weight; what is not there weighs nothing."""


def best_assignment(weights: Edges) -> dict[int, int]:
    """Return the one-to-one assignment whose sum of weights (none negative) is greatest: left -> right.

    Each connected part of the graph is solved by itself by shortest augmenting paths with potentials (Jonker and
    Volgenant 1987), the columns of a row at a time. A left that is worth nothing anywhere stays out.
    """
    found: dict[int, int] = {}
    for part in _components(weights):
        if len(part) == 1:
            found[part[0][0]] = part[0][1]
        else:
            found |= _solve(part, weights)
    return found


def _components(weights: Edges) -> Iterator[list[tuple[int, int]]]:
    """Yield the edges of each connected part of the graph."""
    at: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for edge in weights:
        for side in (0, 1):
            at[side, edge[side]].append(edge)
    seen: set[tuple[int, int]] = set()
    for edge in weights:
        part, waiting = [], [edge]
        while waiting:
            if (current := waiting.pop()) not in seen:
                seen.add(current)
                part.append(current)
                waiting += at.pop((0, current[0]), []) + at.pop((1, current[1]), [])
        if part:
            yield part


def _solve(part: list[tuple[int, int]], weights: Edges) -> dict[int, int]:
    """Return the best assignment of one part.

    Row r may stay out by a column of its own, r columns behind the real ones, which weighs nothing, so that there is
    always a complete assignment.
    """
    import numpy as np

    lefts, rights = (list(dict.fromkeys(edge[side] for edge in part)) for side in (0, 1))
    column_of = {right: n for n, right in enumerate(rights)}
    own = len(rights)
    by_left: dict[int, list[int]] = defaultdict(list)
    for left, right in part:
        by_left[left].append(right)
    columns = [np.array([*(column_of[x] for x in by_left[a]), own + r]) for r, a in enumerate(lefts)]
    costs = [np.array([*(-weights[a, x] for x in by_left[a]), 0.0]) for a in lefts]
    row_of = _augment(columns, costs, own + len(lefts))
    return {lefts[row]: rights[column] for column, row in enumerate(row_of[:own]) if row >= 0}


def _augment(columns: list[Any], costs: list[Any], width: int) -> list[int]:
    """Return the row of each column, -1 where it has none, so that the sum of costs is least.

    `columns[r]` are the columns that row r may take and `costs[r]` what they cost.
    """
    import numpy as np

    row_of = [-1] * width
    taken = np.full(len(columns), -1)
    free = np.ones(width, dtype=bool)
    column_price, row_price = np.zeros(width), np.zeros(len(columns))
    for start in range(len(columns)):
        least, waiting, before = np.full(width, np.inf), np.full(width, np.inf), np.full(width, -1)
        reached: list[int] = []
        row, distance = start, 0.0
        while True:
            there = columns[row]
            reduced = distance + costs[row] - row_price[row] - column_price[there]
            better = reduced < least[there]
            nearer = there[better]
            least[nearer] = waiting[nearer] = reduced[better]
            before[nearer] = row
            column = _nearest(waiting, free)
            distance = float(waiting[column])
            if free[column]:
                break
            waiting[column] = np.inf
            reached.append(column)
            row = row_of[column]
        row_price[start] += distance
        if reached:
            gains = distance - least[reached]
            row_price[[row_of[c] for c in reached]] += gains
            column_price[reached] -= gains
        free[column] = False
        while column >= 0:
            row = int(before[column])
            row_of[column], taken[row], column = row, column, int(taken[row])
    return row_of


def _nearest(waiting: Any, free: Any) -> int:
    """Return the column at the least distance, a free one where several are there."""
    import numpy as np

    column = int(waiting.argmin())
    if not free[column]:
        ties = np.flatnonzero((waiting == waiting[column]) & free)
        if len(ties):
            return int(ties[0])
    return column
