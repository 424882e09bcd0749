"""Rankers and chains learn what decides, from exercises made by hand, and how far to trust advice."""

from __future__ import annotations

from array import array

import pytest

pytest.importorskip("scipy")
from zhfacts.train.facts.fitting import fit_chain, fit_ranker
from zhfacts.train.facts.teacher import Exercise, FeatureIndex

NAMES = ["near", "far", "stay"]
NEAR, FAR, STAY = (array("i", [n]) for n in range(3))
NONE = array("i")


def exercise(goals, advice=(), weight=1.0, lesson=0):
    return Exercise(
        "subject",
        lesson,
        weight,
        features=[[NEAR, FAR] for _ in goals],
        stays=[[NONE, NONE] for _ in goals],
        same=[[-1, -1] for _ in goals],
        goals=[list(g) for g in goals],
        advice=[list(x) for x in advice],
    )


@pytest.mark.parametrize("fit", [fit_ranker, fit_chain])
def test_what_the_gold_chooses_weighs_more(fit):
    weights, trust = fit([exercise([(1.0, 0.0)]) for _ in range(9)], NAMES, 1.0)
    assert weights["near"] > 0 > weights["far"]
    assert trust == 0


@pytest.mark.parametrize("fit", [fit_ranker, fit_chain])
def test_a_lesson_counts_by_its_weight(fit):
    found = [exercise([(1.0, 0.0)], weight=0.1) for _ in range(9)] + [exercise([(0.0, 1.0)]) for _ in range(3)]
    weights, _ = fit(found, NAMES, 1.0)
    assert weights["far"] > weights["near"]


@pytest.mark.parametrize("fit", [fit_ranker, fit_chain])
def test_advice_is_trusted_as_far_as_it_is_right(fit):
    right = [exercise([g], [a]) for g, a in [((1.0, 0.0), (0.0, -2.0)), ((0.0, 1.0), (-2.0, 0.0))] * 9]
    wrong = [exercise([g], [a]) for g, a in [((1.0, 0.0), (-2.0, 0.0)), ((0.0, 1.0), (0.0, -2.0))] * 2]
    _, much = fit(right + wrong, NAMES, 1.0)
    _, little = fit(right + wrong * 4, NAMES, 1.0)
    assert much > little > 0


def test_staying_is_learned():
    chain = exercise([(1.0, 0.0), (1.0, 0.0)])
    other = exercise([(0.0, 1.0), (0.0, 1.0)])
    for e in (chain, other):
        e.same[1], e.stays[1] = [0, 1], [STAY, STAY]
    weights, _ = fit_chain([chain, other] * 5, NAMES, 0.1)
    assert weights["stay"] > 1


@pytest.mark.parametrize("fit", [fit_ranker, fit_chain])
def test_nothing_to_learn_from(fit):
    assert fit([], NAMES, 1.0) == ({}, 0.0)


def test_a_feature_has_one_number():
    vocabulary = FeatureIndex()
    assert list(vocabulary.of(["a", "a"])) == [0]
    assert sorted(vocabulary.of(["b", "a"])) == [0, 1]
    assert vocabulary.names() == ["a", "b"]


@pytest.mark.parametrize("fit", [fit_ranker, fit_chain])
def test_weights_are_pulled_towards_those_that_there_were(fit):
    against = [exercise([(0.0, 1.0)]) for _ in range(4)]
    prior = {"near": 2.0, "far": 0.0, "elsewhere": 1.5}
    weak, strong = (fit(against, NAMES, strength, prior)[0] for strength in (0.1, 1e4))
    assert weak["near"] < strong["near"] == 2.0
    assert weak["elsewhere"] == strong["elsewhere"] == 1.5
    assert fit([], NAMES, 1.0, prior) == (dict(sorted(prior.items())), 0.0)
