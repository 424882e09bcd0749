"""The score's weights: a fit that finds what speaks for a fact, and says so in probabilities that hold."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("scipy")

from zhfacts.relate.decide.score import probability
from zhfacts.train.facts.calibration import fit


def test_probabilities_hold() -> None:
    chance = random.Random(0)
    features = [{"bias": 1.0, "sure": float(chance.random() < 0.5)} for _ in range(2000)]
    right = [chance.random() < (0.9 if f["sure"] else 0.3) for f in features]
    weights = fit(features, right)
    for sure, share in ((1.0, 0.9), (0.0, 0.3)):
        assert probability(weights, {"bias": 1.0, "sure": sure}) == pytest.approx(share, abs=0.05)


def test_what_says_nothing_weighs_nothing() -> None:
    features = [{"bias": 1.0, "odd": float(n % 2)} for n in range(400)]
    weights = fit(features, [n % 4 < 2 for n in range(400)])
    assert abs(weights["odd"]) < 0.01 and abs(weights["bias"]) < 0.01


def test_a_feature_that_a_fact_lacks_is_nought() -> None:
    assert fit([{"bias": 1.0}, {"bias": 1.0, "sure": 0.0}], [True, False])["sure"] == 0.0
