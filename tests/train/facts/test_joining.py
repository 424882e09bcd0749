"""How far an adviser is trusted: by what is likeliest on articles that neither it nor the rankers learned from."""

from __future__ import annotations

import pytest

pytest.importorskip("scipy")
from zhfacts.relate.decide.deciders import Rankers
from zhfacts.train.facts.joining import ADVICE, OWN, Trial, joined

from .made import Adviser, lesson

SLOTS = {"subject", "time", "indicator", "aspect", "status"}


def trial(sure: float) -> Trial:
    """Return a trial that has tried an adviser who gives the right options `sure` more than the others."""
    taught = lesson()
    found = Trial({}, Adviser(taught, sure))
    found.learn(taught)
    return found


def test_good_advice_is_trusted_most() -> None:
    pairs = trial(3.0).best()
    assert pairs.keys() >= SLOTS and "stated" not in pairs
    assert all(pairs[slot][1] == max(ADVICE) for slot in SLOTS)


def test_bad_advice_is_not_trusted() -> None:
    assert all(trial(-3.0).best()[slot][1] == 0 for slot in SLOTS)


def test_every_pair_is_tried_on_every_question() -> None:
    found = trial(3.0)
    assert all(set(found.likelihood[slot]) == {(own, advice) for own in OWN for advice in ADVICE} for slot in SLOTS)
    assert found.asked["subject"] == 2
    assert found.right["subject"][1.0, 1.5] == 2


def test_pairs_go_into_the_model() -> None:
    weights = {"subject": {"near": 2.0}}
    model = joined(weights, {"subject": (0.5, 1.5), "time": (0.3, 0.0)})
    assert model == {**weights, "own": {"subject": 0.5, "time": 0.3}, "advice": {"subject": 1.5}}
    together = Rankers(model, Adviser(lesson(), 1.0))
    assert together._chains["subject"].weights == {"near": 1.0}
