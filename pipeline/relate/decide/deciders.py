"""Who decides: the interface of a decider, the linear one that ships, and the names by which a user chooses one.

A decider is handed frames and options as objects and returns decisions; it knows nothing of how they were found. The
linear one may have an adviser, which sees the article itself and gives each option a score of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from typing import Protocol

from ...errors import OptionError, unknown_choice
from ..scene.clauses import Scene
from ..slots.options import Question
from . import score
from .decisions import Decision
from .ranking import Chain, Ranker, Weights, load, scaled
from .reader import shipped

CHAINS = ("subject", "time")
"""Slots whose questions are answered for a whole article at once."""
CLASSES = ("stated", "aspect", "direction", "comparison", "status")
"""Slots whose options are the same for every quantity."""
SLOTS = (*CHAINS, *CLASSES, "indicator")
GROUP = "zhfacts.deciders"
"""Entry points of other packages that give a decider: functions without arguments."""


class Advice(Protocol):
    """What an adviser has understood of one article."""

    def advise(self, slot: str, questions: Sequence[Question]) -> list[list[float]] | None:
        """Return a log-score for each option of each question of a slot; None where it has nothing to say."""
        ...


class Adviser(Protocol):
    """Reads an article, and scores the options of the questions about it, as a neural reader does."""

    def read(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> Advice:
        """Return what it understands of an article; `questions` are those of `CHAINS`, by slot."""
        ...


class Decider(Protocol):
    """Answers the questions about an article."""

    def consider(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> None:
        """Take note of all questions of `CHAINS`, by slot, before the first of them is answered."""
        ...

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Return a decision for each question of a slot; those of `CHAINS` come for a whole article at once.

        A decision says what was chosen, with which probability, by what and, where the question gives reasons, why.
        """
        ...

    def score(self, decisions: Mapping[str, Decision], article: float) -> float | None:
        """Return the probability that a fact is right by the decisions behind it, None where it cannot be told.

        `article` is the mean log odds of the subjects of the whole article.
        """
        ...


class Rankers:
    """Decides by a linear model over named features, joined with the scores of an adviser where there is one.

    `weights` are those of a model file by slot: of features, and of the score of facts (`score`). Where there is an
    adviser, `advice` says how much it counts in a slot (a slot without takes no advice), `own` how much the features
    then count, and `advised` holds the weights of the score.
    """

    def __init__(self, weights: Weights | None = None, adviser: Adviser | None = None) -> None:
        weights = load() if weights is None else weights
        advised = bool(adviser and weights.get("advice"))
        own = weights.get("own", {}) if advised else {}
        slots = {slot: scaled(weights.get(slot, {}), own.get(slot, 1.0)) for slot in SLOTS}
        self._rankers = {slot: Ranker(found) for slot, found in slots.items() if slot not in CHAINS}
        self._chains = {slot: Chain(slots[slot]) for slot in CHAINS}
        self._certainty = weights.get("advised" if advised and "advised" in weights else "score", {})
        self._trust = weights.get("advice", {})
        self._adviser = adviser
        self._considered: tuple[Scene, Advice] | None = None

    def consider(self, scene: Scene, questions: Mapping[str, Sequence[Question]]) -> None:
        """Let the adviser read the article."""
        if self._adviser is not None and self._trust and any(questions.values()):
            self._considered = (scene, self._adviser.read(scene, questions))

    def decide(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[Decision]:
        """Return the likeliest option of each question; the first of equals. Reasons are the features' alone."""
        advice = self._advice(scene, slot, questions)
        by = "model" if advice is None else "model and reader"
        if slot in CHAINS:
            answers = self._chains[slot].choose(questions, advice)
            return [Decision(q.options, at, odds, by) for q, (at, odds) in zip(questions, answers, strict=True)]
        ranker = self._rankers[slot]
        answers = ranker.choose_each(questions, advice)
        return [
            Decision(q.options, at, odds, by, ranker.why(q, at) if q.reasons else None)
            for q, (at, odds) in zip(questions, answers, strict=True)
        ]

    def score(self, decisions: Mapping[str, Decision], article: float) -> float | None:
        """Return the calibrated probability that a fact is right, None where the model has no weights for it."""
        if not self._certainty:
            return None
        return score.probability(self._certainty, score.features(decisions, article))

    def _advice(self, scene: Scene, slot: str, questions: Sequence[Question]) -> list[list[float]] | None:
        """Return what the adviser adds to the score of each option."""
        trust = self._trust.get(slot, 0.0)
        if self._considered is None or self._considered[0] is not scene or not trust or not questions:
            return None
        found = self._considered[1].advise(slot, questions)
        return found and [[trust * value for value in row] for row in found]


def with_reader(weights: Weights | None = None) -> Rankers:
    """Return the linear decider with the package's reader beside it."""
    return Rankers(weights, shipped())


_SHIPPED: dict[str, Callable[[Weights | None], Decider]] = {"default": with_reader, "fast": Rankers}


def names() -> Iterator[str]:
    """Yield the names of all deciders, those of other packages last."""
    yield from _SHIPPED
    yield from sorted({point.name for point in entry_points(group=GROUP)} - _SHIPPED.keys())


def named(name: str, weights: Weights | None = None) -> Decider:
    """Return the decider of a name: "default", "fast" (no adviser), or one that another package gives.

    `weights` are those of rankers, by default the shipped ones. Raises OptionError for an unknown name, for an entry
    point that cannot be loaded, and for weights that it would not use.
    """
    if name in _SHIPPED:
        return _SHIPPED[name](weights)
    for point in entry_points(group=GROUP, name=name):
        try:
            decider: Decider = point.load()()
        except Exception as error:
            raise OptionError(f"facts: {name!r} of {point.value} cannot be loaded: {error}") from error
        if weights is not None:
            raise OptionError(f"facts: {name!r} does not use the rankers of a model; choose its names by --names")
        return decider
    raise unknown_choice("facts", name, names())
