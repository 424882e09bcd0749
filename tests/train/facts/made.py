"""A lesson made by hand: an article of one sentence, and what its gold says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhfacts.relate.decide.deciders import CHAINS
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.slots.options import Question
from zhfacts.train.facts.lessons import Lesson

from ...relate.markup import document

TEXT = (
    "<2023年|2023-01-01|2023-12-31>，[绵阳市|GPE]新增企业{3.2万家|CARDINAL|家|32000}，"
    "[德阳市|GPE]关闭企业{500家|CARDINAL|家|500}。全年见第{2页|CARDINAL|页|2}。"
)


def fact(quantity: str, subject: str, indicator: str) -> Mapping[str, Any]:
    """Return a fact as gold holds it."""
    return {"quantity": quantity, "subject": subject, "subject_text": subject.partition(":")[2], "indicator": indicator,
            "aspect": "level", "direction": None, "comparison": None, "time": "t1", "status": "actual"}  # fmt: skip


FACTS = (fact("q1", "GPE:绵阳市", "新增企业"), fact("q2", "GPE:德阳市", "关闭企业"))


def lesson(facts: Sequence[Mapping[str, Any]] = FACTS, file: str = "a.txt", weight: float = 1.0) -> Lesson:
    """Return the lesson of the text with some facts."""
    names = frozenset(("GPE:绵阳市", "GPE:德阳市"))
    return Lesson(file, document(TEXT), {f["quantity"]: [f] for f in facts}, names, weight=weight)


class Adviser:
    """Advises on all slots but `stated`: `sure` for the options that the gold says, 0 for others."""

    def __init__(self, taught: Lesson, sure: float) -> None:
        self._lesson, self._sure = taught, sure
        self._scene: Scene | None = None

    def read(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> Adviser:
        assert questions.keys() == set(CHAINS)
        self._scene = scene
        return self

    def advise(self, slot: str, questions: Sequence[Question]) -> list[list[float]] | None:
        from zhfacts.train.facts.teacher import goals

        if slot == "stated" or self._scene is None:
            return None
        right = [goals(self._lesson, self._scene, slot, q) for q in questions]
        return [[self._sure * (goal == max(found) > 0) for goal in found] for found in right]
