"""How far the rankers trust the reader: two numbers a slot, found on articles that neither has learned from.

An option's score is `own` times what the rankers give it plus `advice` times what the reader says. Of a few values of
both that pair is taken under which the gold is likeliest. Jointly fitted weights would trust a reader too much that has
learned from the same articles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from ...relate.decide.binder import find_facts
from ...relate.decide.deciders import CHAINS, SLOTS, Advice, Adviser
from ...relate.decide.decisions import Decision
from ...relate.decide.ranking import Answer, Chain, Ranker, Weights, scaled
from ...relate.scene.clauses import Scene
from ...relate.slots.options import Question
from .lessons import Lesson
from .teacher import goals

OWN = (0.3, 0.5, 0.7, 1.0)
ADVICE = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
LEAST = 1e-4
"""The least probability that a right option is given, so that one hopeless case does not decide."""
Pair = tuple[float, float]


class Trial:
    """A decider that tries all pairs on each question, and walks on along the gold."""

    def __init__(self, weights: Weights, adviser: Adviser) -> None:
        self._judges = {
            (slot, own): (Chain if slot in CHAINS else Ranker)(scaled(weights.get(slot, {}), own))
            for slot, own in product(SLOTS, OWN)
        }
        self._adviser = adviser
        self._lesson: Lesson | None = None
        self._reading: Advice | None = None
        self.likelihood: dict[str, Counter[Pair]] = {slot: Counter() for slot in SLOTS}
        self.right: dict[str, Counter[Pair]] = {slot: Counter() for slot in SLOTS}
        self.asked: Counter[str] = Counter()

    def learn(self, lesson: Lesson) -> None:
        """Try all pairs on an article."""
        self._lesson, self._reading = lesson, None
        find_facts(lesson.fresh(), self)

    def consider(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> None:
        """Let the adviser read the article."""
        self._reading = self._adviser.read(scene, questions)

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Try all pairs on the questions of a slot; return the gold's answers."""
        assert self._lesson is not None
        right = [goals(self._lesson, scene, slot, q) for q in questions]
        advice = self._reading.advise(slot, questions) if self._reading and slot != "stated" else None
        if advice is not None:
            self.asked[slot] += sum(max(g) > 0 for g in right)
            for own, trust in product(OWN, ADVICE):
                said = [[trust * x for x in row] for row in advice]
                self._count(slot, (own, trust), self._answers(slot, own, questions, said), right)
        return [
            Decision(q.options, g.index(max(g)), [1 / len(g)] * len(g)) for q, g in zip(questions, right, strict=True)
        ]

    def _answers(self, slot: str, own: float, questions: Sequence[Question], said: list[list[float]]) -> list[Answer]:
        judge: Any = self._judges[slot, own]
        answers: list[Answer] = (judge.choose if slot in CHAINS else judge.choose_each)(questions, said)
        return answers

    def _count(self, slot: str, pair: Pair, answers: Sequence[Answer], right: Sequence[Sequence[float]]) -> None:
        for (at, odds), goal in zip(answers, right, strict=True):
            best = max(goal)
            if best > 0:
                mass = math.fsum(p for p, g in zip(odds, goal, strict=True) if g >= 0.99 * best)
                self.likelihood[slot][pair] += math.log(max(LEAST, mass))  # type: ignore[assignment]
                self.right[slot][pair] += goal[at] >= 0.5

    def score(self, decisions: Mapping[str, Decision], article: float) -> None:
        """Give no score."""

    def best(self) -> dict[str, Pair]:
        """Return the likeliest pair of each slot that was advised."""
        return {slot: max(found, key=lambda p: (found[p], p)) for slot, found in self.likelihood.items() if found}


def joined(weights: Weights, pairs: Mapping[str, Pair]) -> Weights:
    """Return the weights of all slots with what the pairs say of rankers (`own`) and adviser (`advice`)."""
    own = {slot: own for slot, (own, _) in pairs.items()}
    return {**weights, "own": own, "advice": {slot: trust for slot, (_, trust) in pairs.items() if trust}}
