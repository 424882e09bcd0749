"""Facts: walk an article's quantities in order and bind each to subject, indicator, time and standing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from ..model import Aspect, Cluster, Comparison, Document, Fact, Status, Time
from . import context, indicators, statements, subjects, times
from .clauses import Frame, Scene
from .indicators import Left, Phrase
from .places import CHINA
from .ranking import Ranker, load
from .speakers import Speakers

ASPECTS: tuple[Aspect, ...] = ("level", "change", "rate", "share", "rank")
STATUSES: tuple[Status, ...] = ("actual", "planned")


class Chooser:
    """Takes every decision with the trained rankers; training puts another in its place."""

    def __init__(self, rankers: dict[str, Ranker] | None = None) -> None:
        self.rankers = rankers if rankers is not None else load()

    def choose(
        self, slot: str, frame: Frame, options: Sequence[Any], features: Sequence[Sequence[str]]
    ) -> tuple[int, float]:
        """Return the position of the chosen option and its probability."""
        return self.rankers[slot].choose(features)


class Binder:
    """Binds the quantities of one document."""

    def __init__(self, document: Document, chooser: Chooser) -> None:
        self.document = document
        self.chooser = chooser
        self.scene = Scene(document)
        self.discourse = subjects.Discourse(self.scene)
        self.speakers = Speakers(self.scene)
        self.known: dict[int, tuple[Phrase, Left]] = {}
        self.subjects: list[tuple[str | None, str]] = []
        self.time: Time | None = None
        self.time_sentence = -1
        self.status: str | None = None
        self.aspect: str | None = None
        self.comparison: Comparison | None = None
        self.last_sentence = -1
        self.seen: set[str] = set()

    def facts(self) -> list[Fact]:
        """Return the facts of the document, in the order of their quantities."""
        found: list[Fact] = []
        for frame in self.scene.frames:
            left = indicators.read_left(self.scene, frame.lead.start, frame.lead.end)
            if self._stated(frame, left):
                found.append(self._bind(frame, left, len(found) + 1))
        return found

    def _class(self, slot: str, frame: Frame, options: Sequence[Any], features: list[str]) -> tuple[Any, float]:
        """Choose one of several classes on the same features."""
        each = [[f"{option}>{f}" for f in features] for option in options]
        at, probability = self.chooser.choose(slot, frame, options, each)
        return options[at], probability

    def _stated(self, frame: Frame, left: Left) -> bool:
        """Tell whether a quantity states something."""
        stated, _ = self._class("stated", frame, (True, False), statements.features(self.scene, frame, left, self.seen))
        quantity = frame.quantity
        self.seen.update((quantity.text, quantity.text + self.scene.text[quantity.end : quantity.end + 2]))
        return bool(stated)

    def _bind(self, frame: Frame, left: Left, number: int) -> Fact:
        """Bind one quantity."""
        if frame.sentence != self.last_sentence:
            self.known = {}
        same = frame.sentence == self.last_sentence
        entity, subject_text, subject_rule = self._subject(frame, left)
        phrase = self._indicator(frame, left)
        time, time_rule = self._time(frame, same)
        aspect, _ = self._class(
            "aspect", frame, ASPECTS, context.aspect_features(self.scene, frame, left, self.aspect if same else None)
        )
        date = self.document.date
        ahead = bool(time and date and time.end_date and time.end_date > date)
        features = context.status_features(
            self.scene, frame, self.status if same else None, time.text if time else None, ahead
        )
        status, _ = self._class("status", frame, STATUSES, features)
        comparison = context.comparison(self.scene, frame, left, aspect, self.comparison)
        self.known[frame.position] = (phrase, left)
        self.last_sentence, self.aspect, self.status, self.comparison = frame.sentence, aspect, status, comparison
        self.time = time
        return Fact(
            id=f"f{number}",
            quantity=frame.quantity.id,
            subject=entity,
            subject_text=subject_text or None,
            indicator=indicators.written(self.scene, phrase.spans) or None,
            aspect=cast(Aspect, aspect),
            direction=context.direction(self.scene, frame, left, aspect),
            comparison=comparison,
            time=time.id if time else None,
            status=status,
            speaker=self.speakers.of(frame),
            rule=f"subject={subject_rule} indicator={phrase.source} time={time_rule}",
        )

    def _subject(self, frame: Frame, left: Left) -> tuple[str | None, str, str]:
        """Choose the subject; return its id, its text and what nominated it."""
        found = subjects.candidates(self.scene, self.discourse, frame, left, self.subjects)
        if not found:
            return None, "", "none"
        features = subjects.features(self.scene, self.discourse, frame, left, found)
        at, _ = self.chooser.choose("subject", frame, found, features)
        chosen = found[at]
        if chosen.entity:
            self.discourse.used[chosen.entity] = self.discourse.used.get(chosen.entity, 0) + 1
            text = self._name(chosen.entity)
        elif chosen.phrase:
            text = self.document.written(*chosen.phrase)
        else:
            text = self.subjects[-1][1]
        self.subjects.append((chosen.entity, text))
        return chosen.entity, text, chosen.nominations[0]

    def _name(self, entity: str) -> str:
        """Return an entity's name; an entity that the article never names becomes a cluster without forms."""
        cluster = self.discourse.clusters.get(entity)
        if cluster is None:
            label, _, name = entity.partition(":")
            cluster = Cluster(entity, name, cast(Any, label))
            self.document.clusters.append(cluster)
            self.discourse.clusters[entity] = cluster
        return cluster.name

    def _indicator(self, frame: Frame, left: Left) -> Phrase:
        """Choose the indicator."""
        found = indicators.candidates(self.scene, frame, left, self.known)
        if not found:
            return Phrase((), "none")
        features = indicators.features(self.scene, frame, left, found, self.aspect if frame.previous >= 0 else None)
        at, _ = self.chooser.choose("indicator", frame, found, features)
        return found[at]

    def _time(self, frame: Frame, same: bool) -> tuple[Time | None, str]:
        """Choose the time."""
        found = times.candidates(self.scene, frame, self.time, same)
        at, _ = self.chooser.choose("time", frame, found, [d.features for d in found])
        return found[at].time, found[at].features[0]


def facts(document: Document, chooser: Chooser | None = None) -> list[Fact]:
    """Return the facts of a document; an understood subject is added to its clusters."""
    return Binder(document, chooser or Chooser()).facts()


__all__ = ["CHINA", "Binder", "Chooser", "facts"]
