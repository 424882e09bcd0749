"""Rankers go on from the weights that there are, and a slot moves only where held-out articles say so."""

from __future__ import annotations

from array import array

import pytest

pytest.importorskip("scipy")
from zhfacts.train.facts.adapting import PULLS, STAY, adapt, best_pulls, held_out_answers
from zhfacts.train.facts.rankers import STRENGTH
from zhfacts.train.facts.teacher import Exercise

NAMES = ["near", "far"]
NEAR, FAR = (array("i", [n]) for n in range(2))
START = {**{slot: {} for slot in STRENGTH}, "indicator": {"near": 2.0}, "score": {"bias": 1.0}}


def lesson(number, slot, goal):
    return Exercise(slot, number, 1.0, [[NEAR, FAR]] * 3, [[array("i")] * 2] * 3, [[-1, -1]] * 3, [list(goal)] * 3)


def found(goals, slot="indicator"):
    return {s: [lesson(n, slot, g) for n, g in enumerate(goals)] if s == slot else [] for s in STRENGTH}


def pulls_of(goals, slot="indicator"):
    fold_of = [n % 4 for n in range(len(goals))]
    return best_pulls(held_out_answers(START, found(goals, slot), NAMES, fold_of))


@pytest.mark.parametrize("slot", ["indicator", "subject"])
def test_a_slot_moves_where_the_articles_agree(slot):
    goals = [(0.0, 1.0)] * 12
    pulls = pulls_of(goals, slot)
    assert pulls[slot] != STAY and all(pulls[other] == STAY for other in STRENGTH if other != slot)
    weights = adapt(START, found(goals, slot), NAMES, pulls)
    assert weights[slot]["far"] > 0 and weights["score"] == {"bias": 1.0}


def test_a_slot_stays_where_they_do_not():
    goals = [(1.0, 0.0), (1.0, 0.0), (1.0, 0.0), (0.0, 1.0)] * 2
    pulls = pulls_of([goals[0]] * 8)
    assert adapt(START, found(goals), NAMES, {"indicator": STAY}) == START
    assert pulls["subject"] == STAY


def test_a_pull_may_be_chosen_without_a_fold():
    told = {"indicator": {**{pull: [4, 4] for pull in PULLS}, STAY: [5, 5], 1.0: [9, 0], 3.0: [6, 6]}}
    assert best_pulls(told) == {"indicator": 3.0}
    assert best_pulls(told, without=1) == {"indicator": 1.0}


def test_a_gain_that_varies_too_much_moves_nothing():
    told = {"indicator": {**{pull: [5, 5, 5] for pull in (STAY, *PULLS)}, 1.0: [19, 4, 4]}}
    assert best_pulls(told) == {"indicator": STAY}
    told["indicator"][3.0] = [6, 7, 6]
    assert best_pulls(told) == {"indicator": 3.0}
