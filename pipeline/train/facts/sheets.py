"""Sheets to learn reading from: the passages of annotated articles, with what the gold says of each quantity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ...lang.folding import fold_text
from ...model import Span
from ...relate.decide.binder import find_facts
from ...relate.decide.passages import (
    MOST_PIECES,
    Clerk,
    EncodedPassage,
    Passage,
    PhrasePlace,
    Place,
    passages_of,
    place_of_phrase,
    place_of_subject,
    place_of_time,
)
from ...relate.decide.reader import CLASSES
from ...relate.scene.clauses import Scene
from ...relate.slots.options import Question
from .lessons import Lesson
from .teacher import FeatureIndex, Teacher, goals

Floats = npt.NDArray[np.float32]
ALL_CLASSES: Mapping[str, tuple[Any, ...]] = {**CLASSES, "stated": (True, False)}
"""The classes that are learned: whether a quantity states something is learned besides, for the sake of the states."""
WORD_KINDS = ("ind", "sub", "spk")
"""What words are marked as: the indicator; subject and speaker are learned besides."""


@dataclass(slots=True)
class Target:
    """What is to be learned of a quantity: places and goals of its options and of its indicators (`phrases`), marked
    words, numbers of classes.

    A goal is between 0 and 1; a class of -1 and a missing mark are unknown.
    """

    position: int
    options: dict[str, tuple[list[Place], list[float]]] = field(default_factory=dict)
    phrases: tuple[list[PhrasePlace], list[float]] = field(default_factory=lambda: ([], []))
    words: dict[str, Floats] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class LabelledPassage:
    """A sheet with the targets of its quantities."""

    sheet: EncodedPassage
    targets: list[Target]


class Scribe:
    """An adviser that gives no advice and writes down what could be learned from each article that it reads."""

    def __init__(self, clerk: Clerk, lesson: Lesson) -> None:
        self._clerk, self._lesson = clerk, lesson
        self.examples: list[LabelledPassage] = []
        self._scene: Scene | None = None
        self._asked: dict[str, tuple[EncodedPassage, Target]] = {}

    def read(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> Scribe:
        """Write down the sheets of an article."""
        self._scene, document = scene, scene.document
        at = {quantity.id: n for n, quantity in enumerate(document.quantities)}
        asked = {slot: {at[q.frame.quantity.id]: q for q in of} for slot, of in questions.items()}
        subjects = {n: q.options for n, q in asked["subject"].items()}
        times = {n: q.options for n, q in asked["time"].items()}
        for passage in passages_of(scene):
            sheet = self._clerk.sheet(document, passage, subjects, times)
            if len(sheet.numbers) <= MOST_PIECES:
                targets = [self._target(scene, sheet, passage, n, asked) for n in passage.positions]
                self.examples.append(LabelledPassage(sheet, targets))
                self._asked |= {document.quantities[t.position].id: (sheet, t) for t in targets}
        return self

    def advise(self, slot: str, questions: Sequence[Question]) -> None:
        """Say nothing; write down the indicators in question."""
        if slot != "indicator" or self._scene is None:
            return
        for question in questions:
            quantity = question.frame.quantity
            if quantity.id in self._asked:
                sheet, target = self._asked[quantity.id]
                places = [place_of_phrase(sheet, quantity, o) for o in question.options]
                target.phrases = (places, goals(self._lesson, self._scene, slot, question))

    def _target(
        self,
        scene: Scene,
        sheet: EncodedPassage,
        passage: Passage,
        position: int,
        asked: Mapping[str, Mapping[int, Question]],
    ) -> Target:
        """Return what is to be learned of one quantity."""
        quantity = scene.document.quantities[position]
        facts = self._lesson.facts.get(quantity.id, ())
        target = Target(position, classes={"stated": ALL_CLASSES["stated"].index(bool(facts))})
        for slot, place in (("subject", place_of_subject), ("time", place_of_time)):
            question = asked[slot].get(position)
            if question:
                places = [place(sheet, passage, quantity, o) for o in question.options]  # type: ignore[operator]
                target.options[slot] = (places, goals(self._lesson, scene, slot, question))
        if facts:
            self._say(scene, sheet, passage, target, facts[0])
            question = asked["subject"].get(position)
            right = zip(question.options, target.options["subject"][1], strict=True) if question else ()
            spans = [Span(*s) for option, goal in right if goal >= 0.5 and option.entity for s in option.spans]
            target.words["sub"] = np.maximum(target.words["sub"], marked(sheet, spans))
        return target

    def _say(
        self, scene: Scene, sheet: EncodedPassage, passage: Passage, target: Target, fact: Mapping[str, Any]
    ) -> None:
        """Add classes and marked words of a fact."""
        target.classes |= {
            slot: names.index(fact[slot]) for slot, names in CLASSES.items() if slot in fact and fact[slot] in names
        }
        quantity = scene.document.quantities[target.position]
        around = (scene.text, passage, Span(quantity.start, quantity.end))
        indicator = located(*around, fold_text(fact["indicator"] or "").split())
        if indicator:
            target.words["ind"] = marked(sheet, indicator)
        subject = (fact["subject"] or "").partition(":")[2] or fact["subject_text"] or ""
        target.words["sub"] = marked(sheet, located(*around, [fold_text(subject)]))
        if "speaker" in fact:
            speaker = (fact["speaker"] or "").partition(":")[2]
            target.words["spk"] = marked(sheet, located(*around, [fold_text(speaker)]))


def located(text: str, passage: Passage, quantity: Span, words: Iterable[str]) -> list[Span]:
    """Return where words stand in a passage: last before the quantity, else first behind it, else last in all."""
    found = []
    for word in filter(None, words):
        at = text.rfind(word, passage.start, quantity.start)
        at = at if at >= 0 else text.find(word, quantity.end, passage.end)
        at = at if at >= 0 else text.rfind(word, passage.start, passage.end)
        if at >= 0:
            found.append(Span(at, at + len(word)))
    return found


def marked(sheet: EncodedPassage, spans: Iterable[Span]) -> Floats:
    """Return 1 for each piece of a sheet's text that spans touch, else 0."""
    marks = np.zeros(len(sheet.pieces), np.float32)
    for span in spans:
        marks[sheet.touched(span)] = 1
    return marks


def examples(taught: Iterable[Lesson], clerk: Clerk) -> Iterator[LabelledPassage]:
    """Yield the examples of some lessons, in order."""
    for lesson in taught:
        scribe = Scribe(clerk, lesson)
        find_facts(lesson.fresh(), Teacher(lesson, 0, FeatureIndex(), scribe))
        yield from scribe.examples
