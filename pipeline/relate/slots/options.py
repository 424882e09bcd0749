"""What is asked about a quantity: the options for one slot of its fact, and what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...model import Span, Time
from ..scene.clauses import Frame

SPELLED = 1 << 13
"""So many lists of features of a kind are kept once they are spelled out; the same few come back in every article."""
Features = list[str]
"""Names of what speaks for or against an option; the weights of a model give them numbers."""


@dataclass(slots=True)
class SubjectOption:
    """A possible subject: an entity by its id, or a noun phrase by its span.

    `name` is the entity's name or the phrase as it is read. `spans` are where the reading text mentions the entity,
    before and after the quantity alike, or the phrase's own span; empty where an entity is only understood.
    `nominations` are the reasons why it was offered, `at` the mentions by which it was, `details` further features.
    """

    entity: str | None
    phrase: Span | None
    label: str
    nominations: list[str] = field(default_factory=list)
    details: Features = field(default_factory=list)
    at: list[Span] = field(default_factory=list)
    carried: int = 0
    name: str = ""
    spans: Sequence[Span] = ()


@dataclass(slots=True)
class TimeOption:
    """A possible time, by its expression in the reading text (None: the statement is not dated), with its features."""

    time: Time | None
    features: Features


@dataclass(slots=True)
class IndicatorOption:
    """A possible indicator: the spans of its words in the order of saying, and where they come from.

    `name` is what it is called where the text does not say it.
    """

    spans: tuple[Span, ...]
    source: str
    name: str = ""


@dataclass(slots=True)
class Question:
    """One slot of one frame: its options, and the features of each.

    Slots that are chosen for a whole article at once have `keys` too, by which an option is known in the next question,
    and `stays`, the features that an option has besides where it was chosen in the question before. `reasons`, where a
    question has them, say what each feature of an option is a reason for, by position; "" for nothing.
    """

    frame: Frame
    options: Sequence[Any]
    features: list[Features]
    keys: list[str] = field(default_factory=list)
    stays: Sequence[Sequence[str]] = ()
    reasons: Sequence[str] = ()


def of_classes(frame: Frame, classes: Sequence[Any], features: Features, reasons: Sequence[str] = ()) -> Question:
    """Return the question which of several classes holds, where the same features speak for each in its own way."""
    return Question(frame, classes, [[f"{name}>{f}" for f in features] for name in classes], reasons=reasons)
