"""The chain finds the best path, and the ranker the best candidate."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from zhfacts.relate.ranking import Chain, Ranker, Step

weight = st.integers(-9, 9).map(float)
step = st.lists(st.tuples(st.sampled_from("abcd"), weight, weight), min_size=1, max_size=4, unique_by=lambda x: x[0])


@given(st.lists(step, min_size=1, max_size=4))
def test_viterbi_is_exact(rows):
    weights, steps = {}, []
    for n, row in enumerate(rows):
        for key, own, stay in row:
            weights[f"{n}{key}"], weights[f"{n}{key}s"] = own, stay
        steps.append(Step([k for k, _, _ in row], [[f"{n}{k}"] for k, _, _ in row], [[f"{n}{k}s"] for k, _, _ in row]))

    def value(path):
        total = 0.0
        for n, at in enumerate(path):
            total += rows[n][at][1]
            if n and rows[n][at][0] == rows[n - 1][path[n - 1]][0]:
                total += rows[n][at][2]
        return total

    best = max(value(p) for p in product(*(range(len(r)) for r in rows)))
    assert value(Chain(weights).choose(steps)) == best


def test_no_steps():
    assert Chain({}).choose([]) == []


def test_the_ranker_gives_a_probability():
    at, probability = Ranker({"a": 1.0, "b": 1.0}).choose([["a"], ["b"], ["c"]])
    assert at == 0
    assert 0.4 < probability < 0.5
