"""Scores of facts against gold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from zhfacts.evaluate.facts import FactMatch
from zhfacts.evaluate.reliability import calibration_error, core_verdicts, reliability_rows, scored
from zhfacts.evaluate.sheets import Amount

from .test_facts import claim

CORE = frozenset({"quantity", "subject", "indicator"})


def fact(n, score):
    amount = Amount(Decimal(n), None, None, None, True)
    return claim(None, "产量", key=f"a/q{n}", start=n, end=n + 1, amount=amount, score=score)


@pytest.fixture
def matched():
    predicted = [fact(0, 0.4), fact(1, 0.2), fact(2, 0.9)]
    matches = [
        FactMatch(fact(0, None), predicted[0], CORE),
        FactMatch(fact(1, None), predicted[1], frozenset({"quantity"})),
    ]
    return matches, predicted


def test_a_fact_is_right_where_the_gold_has_it_so(matched):
    assert core_verdicts(*matched) == {("a.txt", "a/q0"): True, ("a.txt", "a/q1"): False, ("a.txt", "a/q2"): False}
    assert scored(*matched) == [(0.9, False), (0.4, True), (0.2, False)]


def test_facts_without_score_are_left_out(matched):
    matches, predicted = matched
    assert scored(matches[1:], [fact(0, None), *predicted[1:]]) == [(0.9, False), (0.2, False)]


def test_calibration_error():
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False), (0.25, False)]) == 0.05
    assert calibration_error([(1.0, True)]) == 0.0
    assert calibration_error([]) == 0.0


def test_rows():
    found = {row[0]: row[1:] for row in reliability_rows([(0.9, True), (0.8, True), (0.6, False), (0.2, False)])}
    assert found["score >= 0.5"] == [3, 2, pytest.approx(2 / 3), pytest.approx(2.3 / 3)]
    assert found["upper half"][:2] == [2, 2]
    assert found["all"][:3] == [4, 2, 0.5]
    assert {row[1] for row in reliability_rows([])} == {0}
