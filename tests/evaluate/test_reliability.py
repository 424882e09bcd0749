"""Scores of facts against gold."""

from __future__ import annotations

import pytest
from zhfacts.evaluate.measures import Sheet, match_facts
from zhfacts.evaluate.reliability import calibration_error, rows, scored, verdicts

QUANTITIES = [{"id": f"q{n}", "start": n, "end": n + 1, "label": "CARDINAL", "value": "1"} for n in range(3)]


def fact(n, indicator="产量", **more):
    return {"quantity": f"q{n}", "subject": None, "indicator": indicator, "aspect": "level", "status": "actual", **more}


@pytest.fixture
def matched():
    gold = {"a.txt": Sheet(quantities=QUANTITIES, facts=[fact(0), fact(1)])}
    facts = [fact(0, score=0.4), fact(1, "面积", score=0.2), fact(2, score=0.9)]
    predicted = {"a.txt": Sheet(quantities=QUANTITIES, facts=facts)}
    return list(match_facts(gold, predicted)), gold, predicted


def test_a_fact_is_right_where_the_gold_has_it_so(matched):
    assert verdicts(*matched) == {("a.txt", "q0"): True, ("a.txt", "q1"): False, ("a.txt", "q2"): False}
    assert scored(*matched) == [(0.9, False), (0.4, True), (0.2, False)]


def test_facts_without_score_are_left_out(matched):
    matched[2]["a.txt"].facts[0]["score"] = None
    assert scored(*matched) == [(0.9, False), (0.2, False)]


def test_calibration_error():
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False), (0.25, False)]) == 0.05
    assert calibration_error([(1.0, True)]) == 0.0
    assert calibration_error([]) == 0.0


def test_rows():
    found = {row[0]: row[1:] for row in rows([(0.9, True), (0.8, True), (0.6, False), (0.2, False)])}
    assert found["score >= 0.5"] == [3, 2, pytest.approx(2 / 3), pytest.approx(2.3 / 3)]
    assert found["upper half"][:2] == [2, 2]
    assert found["all"][:3] == [4, 2, 0.5]
    assert {row[1] for row in rows([])} == {0}
