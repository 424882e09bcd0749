"""Adapts rankers to a user's own articles: learning goes on from the weights that there are, which pull it back.

The articles behind the shipped weights are not there any more, so the weights stand for them: what the new articles do
not speak against stays. How strongly the old weights pull is found slot by slot, by what is answered rightly on
articles held out. Their likelihood would not do: on a new kind of text the old weights are too sure of themselves, and
whatever makes them less sure is rewarded, right or wrong.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence

from ...relate.decide.deciders import CHAINS
from ...relate.decide.ranking import Weights
from .fitting import Chains, Choices, Likelihood, Prior, fit_chain, fit_ranker, right
from .rankers import STRENGTH
from .teacher import Exercise

PULLS = (1.0, 3.0, 10.0, 30.0, 100.0)
"""How many times as strong as the penalty of a first training the pull may be."""
STAY = 0.0
"""Stands for leaving a slot as it was."""
Exercises = Mapping[str, Sequence[Exercise]]
Answers = Mapping[str, Mapping[float, Sequence[float]]]
"""How many questions are answered rightly, by slot, pull and fold."""
Told = Callable[[int, int], None]
"""Told the steps done and all steps."""


def adapt(start: Weights, found: Exercises, names: Sequence[str], pulls: Mapping[str, float]) -> Weights:
    """Return the weights `start` adapted to exercises, each slot with its pull; what is no slot stays as it was."""
    return {**start, **{slot: _slot(slot, start, found[slot], names, pull) for slot, pull in pulls.items()}}


def held_out_answers(
    start: Weights, found: Exercises, names: Sequence[str], fold_of: Sequence[int], progress: Told = lambda n, of: None
) -> Answers:
    """Return how many questions of each fold are answered rightly by weights that were adapted to the other folds.

    `fold_of` gives the fold of each lesson by its number.
    """
    folds = sorted(set(fold_of))
    result: dict[str, dict[float, list[float]]] = {slot: {p: [] for p in (STAY, *PULLS)} for slot in STRENGTH}
    steps = [(slot, fold) for slot in STRENGTH for fold in folds]
    for done, (slot, fold) in enumerate(steps):
        progress(done, len(steps))
        held = [e for e in found[slot] if fold_of[e.lesson] == fold]
        rest = [e for e in found[slot] if fold_of[e.lesson] != fold]
        for pull, values in result[slot].items():
            values.append(_right(slot, held, names, _slot(slot, start, rest, names, pull)))
    progress(len(steps), len(steps))
    return result


def best_pulls(found: Answers, without: int | None = None) -> dict[str, float]:
    """Return the pull of each slot by which most more is right for sure on what is held out; the strongest of equals.

    What counts is the sum of the gains of all folds less its standard error, so that a few articles that happen to
    agree move nothing. `without` leaves a fold out, so that a pull may be judged by an article that did not choose it.
    """

    def sure(slot: str, pull: float) -> float:
        pairs = zip(found[slot][STAY], found[slot][pull], strict=True)
        gains = [after - before for fold, (before, after) in enumerate(pairs) if fold != without]
        spread = statistics.stdev(gains) if len(gains) > 1 else 0.0
        return sum(gains) - spread * math.sqrt(len(gains))

    return {slot: max((STAY, *reversed(PULLS)), key=lambda pull: sure(slot, pull)) for slot in found}


def _slot(slot: str, start: Weights, found: Sequence[Exercise], names: Sequence[str], pull: float) -> dict[str, float]:
    """Return the weights of one slot adapted to its exercises."""
    prior = start.get(slot, {})
    if pull == STAY or not found:
        return prior
    fit = fit_chain if slot in CHAINS else fit_ranker
    return fit(found, names, pull * STRENGTH[slot], prior)[0]


def _right(slot: str, found: Sequence[Exercise], names: Sequence[str], weights: Prior) -> float:
    """Return how many questions of some exercises are answered rightly."""
    asked: Likelihood = Chains(found, names, weights) if slot in CHAINS else Choices(found, names, weights)
    return right(asked, names, weights)
