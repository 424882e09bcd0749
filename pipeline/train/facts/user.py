"""Trains the rankers of facts further on a user's own annotations: the facts of `zhfacts train`. Needs scipy, no torch.

Every article is held out once: it is bound by rankers that were adapted to the others, with pulls that the others
chose. What is handed out is adapted to all of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ...lang.english_counts import counted
from ...relate.decide.deciders import Adviser
from ...relate.decide.ranking import Weights
from .adapting import adapt, best_pulls, held_out_answers
from .own import OwnLesson
from .teacher import FeatureIndex, exercises
from .trial import Scores, bound_each, scores

MOST_FOLDS = 5
Told = Callable[[int, int], None]
"""Told the steps done and all steps."""


@dataclass(frozen=True)
class FactsReport:
    """What a training of facts learned from, and F1 on held-out articles before and after.

    `pulls` says how strongly the old weights pulled each slot, 0 where it stayed as it was.
    """

    articles: int
    facts: int
    pulls: dict[str, float]
    before: Scores
    after: Scores

    @property
    def worse(self) -> bool:
        """Tell whether facts are less right than before, core and full together."""
        return sum(self.after.values()) < sum(self.before.values())

    def line(self) -> str:
        """Return the report as a plain line."""
        found = ", ".join(f"{name} {self.before[name]:.3f} -> {self.after[name]:.3f}" for name in self.before)
        moved = sum(pull > 0 for pull in self.pulls.values())
        told = f"facts: learned from {counted(self.articles, 'articles')} with {counted(self.facts, 'facts')}"
        return f"{told}, {moved} of {len(self.pulls)} slots moved; F1 on each held out by folds {found}"

    def described(self) -> dict[str, Any]:
        """Return what model.json says of it."""
        f1 = {name: [round(self.before[name], 4), round(self.after[name], 4)] for name in self.before}
        return {"articles": self.articles, "facts": self.facts, "pulls": self.pulls, "f1_before_after": f1}

    def card(self) -> str:
        """Return its section of the model card, in Markdown."""
        rows = [f"| {name} | {self.before[name]:.3f} | {self.after[name]:.3f} |" for name in self.before]
        pulls = ", ".join(f"{slot} {pull:g}" if pull else f"{slot} as it was" for slot, pull in self.pulls.items())
        return "\n\n".join(
            [
                "## Rankers of facts (`relate.json`)",
                f"{counted(self.articles, 'articles')} with {counted(self.facts, 'facts')}. "
                f"How strongly the old weights pull in each slot, in times the penalty of a first training: {pulls}.",
                "F1 on all articles, each bound by rankers that were adapted to the others:",
                "\n".join(["| measure | before | after |", "| --- | --- | --- |", *rows]),
            ]
        )


def adapted(start: Weights, own: Sequence[OwnLesson], seed: int = 1) -> tuple[Weights, dict[str, float]]:
    """Return weights adapted to all lessons, and the pull of each slot as the folds chose it."""
    training = _FoldTraining(start, own, seed)
    return training.final()


def train(
    start: Weights, own: Sequence[OwnLesson], seed: int, adviser: Adviser | None, progress: Told
) -> tuple[Weights, FactsReport]:
    """Return weights adapted from `start` to the lessons, and how right they are on articles held out.

    `adviser` reads the articles beside the rankers where they are measured. `progress` is told steps of all steps.
    Raises InputError where the lessons hold no facts, or are all of one file.
    """
    facts = sum(len(item.annotated["facts"]) for item in own)
    if not facts:
        raise InputError("no facts to learn from")
    training = _FoldTraining(start, own, seed, progress)
    if len(training.folds) < 2:
        raise InputError("a single file teaches no facts: none could be held out")
    weights, pulls = training.final()
    before = scores(own, bound_each(own, lambda number: start, adviser))
    by_fold = [training.without(fold) for fold in training.folds]
    after = scores(own, bound_each(own, lambda number: by_fold[training.fold_of[number]], adviser))
    return weights, FactsReport(len(own), facts, pulls, before, after)


class _FoldTraining:
    """Exercises of a user's lessons, dealt out to folds, and what the others' weights answer rightly in each."""

    def __init__(
        self, start: Weights, own: Sequence[OwnLesson], seed: int, progress: Told = lambda done, of: None
    ) -> None:
        vocabulary = FeatureIndex()
        self.start = start
        self.found, _ = exercises([item.lesson for item in own], vocabulary)
        self.names = vocabulary.names()
        files = sorted({item.lesson.file for item in own})
        random.Random(seed).shuffle(files)
        fold = {file: n % min(MOST_FOLDS, len(files)) for n, file in enumerate(files)}
        self.fold_of = [fold[item.lesson.file] for item in own]
        self.folds = sorted(set(self.fold_of))
        self.answers = held_out_answers(start, self.found, self.names, self.fold_of, progress) if len(files) > 1 else {}

    def final(self) -> tuple[Weights, dict[str, float]]:
        """Return the weights adapted to all lessons; nothing is adapted where no article could be held out."""
        pulls = best_pulls(self.answers)
        return adapt(self.start, self.found, self.names, pulls), pulls

    def without(self, fold: int) -> Weights:
        """Return the weights adapted to all but one fold, with pulls that the others chose."""
        rest = {slot: [e for e in of if self.fold_of[e.lesson] != fold] for slot, of in self.found.items()}
        return adapt(self.start, rest, self.names, best_pulls(self.answers, fold))
