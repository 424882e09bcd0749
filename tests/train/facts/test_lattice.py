"""Forward-backward over padded chains against the enumeration of all paths."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")
np = pytest.importorskip("numpy")
from zhfacts.train.facts.lattice import Lattice  # noqa: E402

score = st.integers(-5, 5).map(float)
option = st.tuples(st.sampled_from("abc"), score, score, st.sampled_from([0.0, 0.5, 1.0]))
question = st.lists(option, min_size=1, max_size=3, unique_by=lambda x: x[0])
chains = st.lists(
    st.tuples(st.lists(question, min_size=1, max_size=4), st.sampled_from([1.0, 0.3])), min_size=1, max_size=3
)


def places(chain):
    """Return the place of each option in the question before."""
    before, found = {}, []
    for row in chain:
        found.append([before.get(key, -1) for key, *_ in row])
        before = {key: n for n, (key, *_) in enumerate(row)}
    return found


def enumerated(chain, held):
    """Return the log-partition and the expected counts of options and of stays, by enumeration."""
    same = places(chain)
    total, own, stay = 0.0, [[0.0] * len(r) for r in chain], [[0.0] * len(r) for r in chain]
    for path in product(*(range(len(r)) for r in chain)):
        value, kept = 1.0, []
        for n, at in enumerate(path):
            _, mine, bonus, _ = chain[n][at]
            value *= math.exp(mine)
            if held and any(g for *_, g in chain[n]):
                value *= chain[n][at][3]
            if n and same[n][at] == path[n - 1]:
                value *= math.exp(bonus)
                kept.append((n, at))
        total += value
        for n, at in enumerate(path):
            own[n][at] += value
        for n, at in kept:
            stay[n][at] += value
    return math.log(total), [[x / total for x in r] for r in own], [[x / total for x in r] for r in stay]


@settings(deadline=None)
@given(chains, st.booleans())
def test_expected_counts_are_those_of_all_paths(rows, held):
    lattice = Lattice([(places(c), [[g for *_, g in r] for r in c]) for c, _ in rows], [w for _, w in rows])
    flat = [o for c, _ in rows for r in c for o in r]
    total, own, stay = lattice.expected(np.array([o[1] for o in flat]), np.array([o[2] for o in flat]), held)
    true = [(*enumerated(c, held), w) for c, w in rows]
    assert total == pytest.approx(sum(t * w for t, _, _, w in true), abs=1e-6)
    assert list(own) == pytest.approx([x * w for _, o, _, w in true for r in o for x in r], abs=1e-6)
    assert list(stay) == pytest.approx([x * w for _, _, s, w in true for r in s for x in r], abs=1e-6)
