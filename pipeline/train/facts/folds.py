"""Cross-validation: every article bound by rankers that learned from the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...placing import finish
from ...relate.decide.binder import find_facts
from ...relate.decide.deciders import Adviser
from ...relate.decide.ranking import Weights
from ...relate.roles.triples import find_roles
from .calibration import Held, Witness
from .lessons import Lesson
from .rankers import train
from .teacher import Exercise


def fold_of(taught: Sequence[Lesson], folds: int) -> dict[str, int]:
    """Return the fold of each file: the files in the order of their names, dealt out one by one."""
    return {file: n % folds for n, file in enumerate(sorted({lesson.file for lesson in taught}))}


def held_out(
    judged: Sequence[Lesson],
    found: Mapping[str, Sequence[Exercise]],
    names: Sequence[str],
    folds: int,
    adviser: Callable[[Lesson], Adviser | None] = lambda lesson: None,
) -> list[Held]:
    """Return the lessons `judged` as rankers bind them that learned from all others but those of their own fold.

    `judged` are the first lessons that the exercises `found` are of, so that their numbers are those of the exercises.
    """
    fold = fold_of(judged, folds)
    result = []
    for number in range(folds):
        out = [n for n, lesson in enumerate(judged) if fold[lesson.file] == number]
        weights = train(found, names, out)
        result += [bound(judged[n], weights, number, adviser(judged[n])) for n in out]
    return result


def bound(lesson: Lesson, weights: Weights, fold: int, adviser: Adviser | None = None) -> Held:
    """Return an article with the facts that the weights give it; those of tables have a score of their own."""
    document, witness = lesson.fresh(), Witness(weights, adviser)
    document.facts = find_facts(document, witness)
    document.roles = find_roles(document)
    asked = [fact for fact in document.facts if fact.score is None]  # a table cell's fact has a score of its own
    features = {fact.id: seen for fact, seen in zip(asked, witness.seen, strict=True)}
    return Held(fold, finish(document).article.model_dump(mode="json"), features)
