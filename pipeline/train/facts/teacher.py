"""A decider that knows the gold: it answers every question rightly and notes down how it was put."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...evaluate.facts import overlap
from ...relate.decide.binder import find_facts
from ...relate.decide.deciders import CLASSES, SLOTS, Advice, Adviser
from ...relate.decide.decisions import Decision
from ...relate.scene.clauses import Scene
from ...relate.scene.surroundings import written
from ...relate.slots.options import IndicatorOption, Question, SubjectOption
from .lessons import LOST, Lesson


class FeatureIndex:
    """The names of all features, each with a number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, features: Sequence[str]) -> array[int]:
        """Return the numbers of some features, each once."""
        return array("i", {self.numbers.setdefault(f, len(self.numbers)) for f in features})

    def names(self) -> list[str]:
        """Return the features by their numbers."""
        return list(self.numbers)


@dataclass(slots=True)
class Exercise:
    """Questions of one slot that are answered together, with features as numbers and how right each option is.

    `goals` are between 0 and 1, all 0 where the gold is no option. `same` is the place of an option in the question
    before (-1: none), `advice` what an adviser adds to each. `lesson` is the number of the article, `weight` its own.
    """

    slot: str
    lesson: int
    weight: float
    features: list[list[array[int]]] = field(default_factory=list)
    stays: list[list[array[int]]] = field(default_factory=list)
    same: list[list[int]] = field(default_factory=list)
    goals: list[list[float]] = field(default_factory=list)
    advice: list[list[float]] = field(default_factory=list)


class Teacher:
    """Answers the questions about one article along its gold, where the gold is an option, and notes them down."""

    def __init__(self, lesson: Lesson, number: int, vocabulary: FeatureIndex, adviser: Adviser | None = None) -> None:
        self.lesson = lesson
        self.number = number
        self.vocabulary = vocabulary
        self.adviser = adviser
        self.reading: Advice | None = None
        self.exercises: list[Exercise] = []
        self.offered: Counter[tuple[str, bool]] = Counter()

    def consider(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> None:
        """Let the adviser read the article."""
        self.reading = self.adviser.read(scene, questions) if self.adviser else None

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Return the gold's answers; the first option where the gold is none."""
        exercise = Exercise(slot, self.number, self.lesson.weight)
        before: dict[str, int] = {}
        for question in questions:
            exercise.goals.append(goals(self.lesson, scene, slot, question))
            exercise.features.append([self.vocabulary.of(f) for f in question.features])
            exercise.stays.append([self.vocabulary.of(f) for f in question.stays])
            exercise.same.append([before.get(key, -1) for key in question.keys])
            before = {key: at for at, key in enumerate(question.keys)}
            self.offered[slot, max(exercise.goals[-1]) > 0] += 1
        if questions:
            exercise.advice = self._advice(slot, questions)
            self.exercises.append(exercise)
        return [
            Decision(q.options, g.index(max(g)), [1 / len(g)] * len(g))
            for q, g in zip(questions, exercise.goals, strict=True)
        ]

    def score(self, decisions: Mapping[str, Decision], article: float) -> None:
        """Give no score."""

    def _advice(self, slot: str, questions: Sequence[Question]) -> list[list[float]]:
        """Return what the adviser says, nothing where there is none."""
        return (self.reading.advise(slot, questions) if self.reading else None) or []


def goals(lesson: Lesson, scene: Scene, slot: str, question: Question) -> list[float]:
    """Return how right each option of a question is by the gold, between 0 and 1."""
    facts = lesson.facts.get(question.frame.quantity.id, ())
    if slot == "stated":
        return [float(option == bool(facts)) for option in question.options]
    return [max((_GOALS[slot](lesson, scene, option, f) for f in facts), default=0.0) for option in question.options]


Goal = Callable[[Lesson, Scene, Any, Mapping[str, Any]], float]


def _class(slot: str) -> Goal:
    """Return how right a class is; a gold without the field says nothing of it."""
    return lambda lesson, scene, option, fact: float(slot in fact and option == fact[slot])


def _time(lesson: Lesson, scene: Scene, option: Any, fact: Mapping[str, Any]) -> float:
    """Return whether a time is the gold's: the same expression, or the same dates."""

    def meant(key: str | None) -> object:
        time = next((t for t in scene.times if t.id == key), None)
        return (time.start_date, time.end_date) if time and (time.start_date or time.end_date) else key

    return float(meant(option.time.id if option.time else None) == meant(fact["time"]) != LOST)


def _indicator(lesson: Lesson, scene: Scene, option: IndicatorOption, fact: Mapping[str, Any]) -> float:
    """Return how near an indicator comes to the gold's, by the characters that they share."""
    value = overlap(written(scene, option.spans), fact["indicator"])
    return value**4 if value >= 0.5 else 0.0


def _subject(lesson: Lesson, scene: Scene, option: SubjectOption, fact: Mapping[str, Any]) -> float:
    """Return whether a subject is the gold's or one of its `also`; of noun phrases, how many characters they share."""
    answers = [fact["subject"] or fact["subject_text"], *fact.get("also", ())]
    return max(_same_subject(lesson, scene, option, answer) for answer in answers)


def _same_subject(lesson: Lesson, scene: Scene, option: SubjectOption, answer: str | None) -> float:
    """Return how right a subject is, given an entity's id or a noun phrase."""
    if answer is None:
        return 1.0
    label, colon, name = answer.partition(":")
    named = bool(colon) and label.isupper()
    text = option.name if option.entity else scene.document.written(*(option.phrase or (0, 0)))
    if not named:
        value = overlap(text, answer)
        return value if value >= 0.5 else 0.0
    if option.entity is None:
        return 1.0 if text == name else 0.5 * (answer not in lesson.names and overlap(text, name) >= 0.5)
    return float(lesson.alias.get(option.entity, option.entity) == answer)


_GOALS: dict[str, Goal] = {
    **{slot: _class(slot) for slot in CLASSES if slot != "stated"},
    "time": _time,
    "indicator": _indicator,
    "subject": _subject,
}


def exercises(
    taught: Sequence[Lesson],
    vocabulary: FeatureIndex,
    adviser: Callable[[Lesson], Adviser | None] = lambda lesson: None,
) -> tuple[dict[str, list[Exercise]], Counter[tuple[str, bool]]]:
    """Return the exercises of some lessons by slot, and how often the gold was among the options or not.

    `adviser` gives what advises on a lesson: one that has not learned from it, lest it be trusted too much.
    """
    found: dict[str, list[Exercise]] = {slot: [] for slot in SLOTS}
    offered: Counter[tuple[str, bool]] = Counter()
    for number, lesson in enumerate(taught):
        teacher = Teacher(lesson, number, vocabulary, adviser(lesson))
        find_facts(lesson.fresh(), teacher)
        offered += teacher.offered
        for exercise in teacher.exercises:
            found[exercise.slot].append(exercise)
    return found, offered
