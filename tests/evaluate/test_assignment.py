"""The best assignment, against all of them and against scipy."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.evaluate.assignment import best_assignment


@pytest.mark.parametrize("weights", [{}, {(0, 1): 3}, {(0, 1): 3, (0, 2): 2, (1, 1): 2}])
def test_small_assignments(weights):
    total = sum(weights[pair] for pair in best_assignment(weights).items())
    assert total == {0: 0, 1: 3, 3: 4}[len(weights)]


EDGES = st.tuples(st.integers(0, 5), st.integers(10, 14))
WEIGHTS = st.one_of(st.integers(0, 4), st.floats(0, 9, width=32))


@given(st.dictionaries(EDGES, WEIGHTS, max_size=24))
def test_an_assignment_is_the_best_of_all(weights):
    """Against every choice of a column, or of none, for each row."""
    rows = sorted({left for left, _ in weights})
    choices = [[None, *(right for left, right in weights if left == row)] for row in rows]
    best = 0.0
    for chosen in itertools.product(*choices):
        real = [x for x in chosen if x is not None]
        if len(real) == len(set(real)):
            best = max(best, sum(weights[row, x] for row, x in zip(rows, chosen, strict=True) if x is not None))
    found = best_assignment(weights)
    assert sum(weights[pair] for pair in found.items()) == pytest.approx(best)
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("size, share, heaviest", [(12, 0.3, 4), (40, 0.9, 1), (99, 0.05, 30), (99, 1, 9)])
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
