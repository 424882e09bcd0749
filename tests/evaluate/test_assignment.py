"""The best assignment, against all of them and against scipy."""

import itertools
import random

import pytest
from zhfacts.evaluate.assignment import best_assignment


@pytest.mark.parametrize("weights", [{}, {(0, 1): 3}, {(0, 1): 3, (0, 2): 2, (1, 1): 2}])
def test_small_assignments(weights):
    total = sum(weights[pair] for pair in best_assignment(weights).items())
    assert total == {0: 0, 1: 3, 3: 4}[len(weights)]


@pytest.mark.parametrize("rows, columns", [(1, 5), (3, 3), (4, 6), (6, 4), (5, 5)])
def test_an_assignment_is_the_best_of_all(rows, columns):
    """Against every one-to-one assignment of a dense small case."""
    weights = {(a, b): (a * 7 + b * 5 + a * b * 3) % 11 for a in range(rows) for b in range(columns)}
    short, long = sorted((range(rows), range(columns)), key=len)
    best = max(
        sum(weights[(a, b) if rows <= columns else (b, a)] for a, b in zip(short, chosen, strict=True))
        for chosen in itertools.permutations(long, len(short))
    )
    found = best_assignment(weights)
    assert sum(weights[pair] for pair in found.items()) == best
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("size, share, heaviest", [(12, 0.3, 4), (40, 0.1, 9), (40, 0.9, 1), (120, 0.05, 30)])
def test_an_assignment_is_as_good_as_scipys(size, share, heaviest):
    optimize, np = pytest.importorskip("scipy.optimize"), pytest.importorskip("numpy")
    chance = random.Random(size)
    weights = {
        (a, b): chance.randint(1, heaviest)
        for a, b in itertools.product(range(size), range(size + 7))
        if chance.random() < share
    }
    matrix = np.zeros((size, size + 7))
    for pair, weight in weights.items():
        matrix[pair] = weight
    best = matrix[optimize.linear_sum_assignment(matrix, maximize=True)].sum()
    found = best_assignment(weights)
    assert sum(weights[pair] for pair in found.items()) == best
    assert len(set(found.values())) == len(found)
