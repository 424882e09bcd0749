"""Rankers of all slots from their exercises: what the gold chooses weighs more, advice counts where there was any."""

from __future__ import annotations

from array import array
from typing import Any

import pytest

pytest.importorskip("scipy")
from zhfacts.relate.decide.deciders import SLOTS
from zhfacts.train.facts.rankers import STRENGTH, mean, train
from zhfacts.train.facts.teacher import Exercise

NAMES = ["near", "far"]
NEAR, FAR = (array("i", [n]) for n in range(2))


def exercise(slot: str, lesson: int, goal: tuple[float, float], advice: Any = ()) -> Exercise:
    """Return an exercise of one question with two options."""
    return Exercise(slot, lesson, 1.0, [[NEAR, FAR]], [[array("i")] * 2], [[-1, -1]], [list(goal)], list(advice))


def found(advice: Any = ()) -> dict[str, list[Exercise]]:
    """Return exercises of eight lessons by slot: six prefer what is near, lessons 6 and 7 what is far."""
    goals = [(1.0, 0.0)] * 6 + [(0.0, 1.0)] * 2
    return {slot: [exercise(slot, n, goal, advice) for n, goal in enumerate(goals)] for slot in SLOTS}


def test_every_slot_learns() -> None:
    weights = train(found(), NAMES)
    assert weights.keys() == STRENGTH.keys() == set(SLOTS)
    assert all(weights[slot]["near"] > weights[slot].get("far", 0.0) for slot in SLOTS)


def test_subjects_are_the_mean_of_trainings_on_drawn_articles() -> None:
    once, drawn = train(found(), NAMES), train(found(), NAMES, draws=3)
    assert drawn["subject"]["near"] > drawn["subject"].get("far", 0.0)
    assert drawn["subject"] != once["subject"] and drawn["time"] == once["time"]
    assert drawn == train(found(), NAMES, draws=3)


def test_lessons_left_out_teach_nothing() -> None:
    weights = train(found(), NAMES, without=range(6))
    assert all(weights[slot]["far"] > weights[slot].get("near", 0.0) for slot in SLOTS)
    assert not any(train(found(), NAMES, without=range(8)).values())


def test_advice_is_weighed_where_there_was_any() -> None:
    advised = {**found(), "time": found([[0.0, -2.0]])["time"]}
    assert train(advised, NAMES)["advice"].keys() == {"time"}


def test_the_mean_of_two_trainings() -> None:
    ours, theirs = ({slot: {name: value} for slot in SLOTS} for name, value in (("near", 1.0), ("far", 3.0)))
    found = mean(ours, {**theirs, "own": {"time": 0.3}}, ["time"])
    assert found["subject"] == {"near": 0.5, "far": 1.5}
    assert found["time"] == {"far": 3.0} and found["own"] == {"time": 0.3}
