"""The teacher answers along the gold and notes down every question: how right each option is, and its features."""

from __future__ import annotations

from typing import Any

import pytest
from zhfacts.model import Span
from zhfacts.relate.decide.binder import find_facts
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.slots.options import IndicatorOption, Question, SubjectOption, TimeOption, of_classes
from zhfacts.train.facts.lessons import LOST, Lesson
from zhfacts.train.facts.teacher import FeatureIndex, Teacher, exercises, goals

from .made import FACTS, Adviser, lesson


def goal(slot: str, options: Any, taught: Lesson | None = None, quantity: int = 0) -> list[float]:
    """Return how right options of a slot are for a quantity of the lesson."""
    taught = taught or lesson()
    scene = Scene(taught.fresh())
    frame = scene.frames[quantity]
    question = of_classes(frame, options, []) if slot == "aspect" else Question(frame, options, [[] for _ in options])
    return goals(taught, scene, slot, question)


def named(entity: str | None, name: str) -> SubjectOption:
    return SubjectOption(entity, None if entity else Span(6, 9), "GPE", name=name)


def test_what_states_something() -> None:
    assert [goal("stated", (True, False), quantity=n) for n in range(3)] == [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("option", "right"),
    [(named("GPE:绵阳市", "绵阳市"), 1), (named("GPE:德阳市", "德阳市"), 0), (named(None, "绵阳市"), 1)],
    ids=["the entity", "another", "its name as a phrase"],
)
def test_subjects(option: SubjectOption, right: float) -> None:
    assert goal("subject", [option]) == [right]


def test_other_answers_of_the_gold_are_right_too() -> None:
    either = lesson([{**FACTS[0], "also": ["GPE:德阳市"]}])
    assert goal("subject", [named("GPE:德阳市", "德阳市")], either) == [1.0]


def test_an_entity_goes_by_the_name_of_the_gold() -> None:
    taught = lesson()
    other = Lesson(taught.file, taught.document, taught.facts, taught.names, {"ORG:绵阳": "GPE:绵阳市"})
    assert goal("subject", [named("ORG:绵阳", "绵阳")], other) == [1.0]


def test_the_nearer_an_indicator_the_righter() -> None:
    found = goal("indicator", [IndicatorOption((Span(*s),), "left") for s in ((9, 13), (11, 13), (0, 2))])
    assert found[0] == 1 > found[1] > found[2] == 0


def test_times() -> None:
    taught = lesson()
    (time,) = taught.document.times
    options = [TimeOption(time, []), TimeOption(None, [])]
    assert goal("time", options) == [1.0, 0.0]
    assert goal("time", options, lesson([{**FACTS[0], "time": None}])) == [0.0, 1.0]
    assert goal("time", options, lesson([{**FACTS[0], "time": LOST}])) == [0.0, 0.0]


def test_a_field_that_the_gold_lacks_says_nothing() -> None:
    bare = {name: value for name, value in FACTS[0].items() if name != "aspect"}
    assert goal("aspect", ("level", "rate")) == [1.0, 0.0]
    assert goal("aspect", ("level", "rate"), lesson([bare])) == [0.0, 0.0]


def test_the_teacher_binds_as_the_gold_does() -> None:
    taught = lesson()
    found = find_facts(taught.fresh(), Teacher(taught, 0, FeatureIndex()))
    assert [(f.quantity, f.subject, f.indicator, f.time) for f in found] == [
        (f["quantity"], f["subject"], f["indicator"], f["time"]) for f in FACTS
    ]


def test_exercises_of_some_lessons() -> None:
    vocabulary = FeatureIndex()
    taught = [lesson(), lesson(weight=0.3)]
    found, offered = exercises(taught, vocabulary, lambda one: Adviser(one, 2.0))
    assert offered["subject", True] == 4 and offered["stated", True] == 6
    for slot, of in found.items():
        for exercise in of:
            assert (exercise.slot, exercise.weight) == (slot, (1.0, 0.3)[exercise.lesson])
            assert [len(f) for f in exercise.features] == [len(g) for g in exercise.goals]
            assert bool(exercise.advice) == (slot != "stated")
    numbers = {n for of in found.values() for e in of for q in e.features for option in q for n in option}
    assert numbers <= set(range(len(vocabulary.names())))
    (chain, _) = found["subject"]
    options = len(chain.goals[0])
    assert chain.same[0] == [-1] * options and max(chain.same[1]) >= 0
