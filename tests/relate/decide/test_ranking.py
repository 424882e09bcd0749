"""The chain finds the best path and true marginals, and the ranker the best candidate."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zhfacts.relate.decide.decisions import Decision
from zhfacts.relate.decide.ranking import Chain, Ranker
from zhfacts.relate.slots.options import Question, of_classes

weight = st.integers(-9, 9).map(float)
step = st.lists(st.tuples(st.sampled_from("abcd"), weight, weight), min_size=1, max_size=4, unique_by=lambda x: x[0])
chains = st.lists(step, min_size=1, max_size=4)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def chain(rows):
    """Return a chain with the given keys and weights, and its steps."""
    weights, steps = {}, []
    for n, row in enumerate(rows):
        for key, own, stay in row:
            weights[f"{n}{key}"], weights[f"{n}{key}s"] = own, stay
        keys = [k for k, _, _ in row]
        steps.append(Question(None, keys, [[f"{n}{k}"] for k in keys], keys, [[f"{n}{k}s"] for k in keys]))
    return Chain(weights), steps


def paths(rows):
    return list(product(*(range(len(r)) for r in rows)))


def value(rows, path):
    total = 0.0
    for n, at in enumerate(path):
        total += rows[n][at][1]
        if n and rows[n][at][0] == rows[n - 1][path[n - 1]][0]:
            total += rows[n][at][2]
    return total


@patient
@given(chains)
def test_viterbi_is_exact(rows):
    model, steps = chain(rows)
    path = tuple(at for at, _ in model.choose(steps))
    assert value(rows, path) == max(value(rows, p) for p in paths(rows))


@patient
@given(chains)
def test_marginals_are_exact(rows):
    model, steps = chain(rows)
    odds = [p for _, p in model.choose(steps)]
    weights = {p: math.exp(value(rows, p)) for p in paths(rows)}
    total = math.fsum(weights.values())
    for n, found in enumerate(odds):
        true = [math.fsum(w for p, w in weights.items() if p[n] == at) / total for at in range(len(found))]
        assert found == pytest.approx(true, abs=1e-6)


@patient
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("ab"), *[st.floats(-1e3, 1e3)] * 2), min_size=1, max_size=2), max_size=9
    )
)
def test_marginals_sum_to_one_whatever_the_weights(rows):
    rows = [list({key: (key, own, stay) for key, own, stay in row}.values()) for row in rows]
    model, steps = chain(rows)
    assert [math.fsum(p) for _, p in model.choose(steps)] == pytest.approx([1.0] * len(rows))


def test_no_steps():
    assert Chain({}).choose([]) == []


def test_the_ranker_gives_probabilities():
    at, odds = Ranker({"a": 1.0, "b": 1.0}).choose([["a"], ["b"], ["c"]])
    assert at == 0
    assert odds == pytest.approx([0.422, 0.422, 0.155], abs=1e-3)
    assert Decision("xyz", at, odds).chosen == "x"


def test_the_reason_that_speaks_most_is_told():
    ranker = Ranker({"no>a": 1.0, "no>b": 0.4, "no>c": 0.4, "yes>c": -0.4, "no>d": 9.0})
    asked = of_classes(None, ("yes", "no"), ["a", "b", "c", "d"], ["one", "two", "two", ""])
    assert ranker.why(asked, 1) == "two"
    assert ranker.why(asked, 0) == "one"
    assert ranker.why(of_classes(None, ("yes", "no"), ["a"]), 1) is None
