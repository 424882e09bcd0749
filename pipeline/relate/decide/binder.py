"""Facts: walk an article's quantities in order and bind each to subject, indicator, time and standing."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, cast

from ...model import Aspect, Cluster, Direction, Document, Fact, Status, Time
from ..scene import surroundings, tables
from ..scene.clauses import Frame, Scene
from ..scene.discourse import Discourse, discourses
from ..scene.places import CHINA
from ..scene.surroundings import Left
from ..slots import attributes, indicator_keys, indicators, stated, subjects, times
from ..slots.indicators import Phrase
from ..slots.speakers import Speakers
from . import score
from .ranking import Chain, Choice, Ranker, Step, load

ASPECTS: tuple[Aspect, ...] = ("level", "change", "rate", "share", "rank")
STATUSES: tuple[Status, ...] = ("actual", "planned")
SLOTS = ("stated", "indicator", "aspect", "status")
CHAINS = ("subject", "time")


class Chooser:
    """Takes every decision with trained weights; training puts another in its place."""

    def __init__(self, weights: dict[str, dict[str, float]] | None = None) -> None:
        weights = load() if weights is None else weights
        self.rankers = {slot: Ranker(weights.get(slot, {})) for slot in SLOTS}
        self.chains = {slot: Chain(weights.get(slot, {})) for slot in CHAINS}
        self.certainty = weights.get("score", {})

    def choose(
        self, slot: str, frame: Frame, options: Sequence[Any], features: Sequence[Sequence[str]]
    ) -> tuple[int, list[float]]:
        """Return the position of the chosen option and the probability of each."""
        return self.rankers[slot].choose(features)

    def together(
        self, slot: str, frames: Sequence[Frame], options: Sequence[Any], steps: Sequence[Step]
    ) -> tuple[list[int], list[list[float]]]:
        """Return the position of the chosen option of each frame, chosen together, and the probability of each."""
        return self.chains[slot].choose(steps)

    def score(self, features: dict[str, float]) -> float | None:
        """Return the probability that a fact is right, None where the model has no weights for it."""
        return score.probability(self.certainty, features) if self.certainty else None


class Binder:
    """Binds the quantities of one document."""

    def __init__(self, document: Document, chooser: Chooser) -> None:
        self.document = document
        self.chooser = chooser
        self.scene = Scene(document)
        self.discourses = discourses(self.scene)
        self.clusters = {c.id: c for c in document.clusters}
        self.speakers = Speakers(self.scene)
        self.cells = tables.read(self.scene)
        self.periods = times.periods(self.scene)
        self.known: dict[int, tuple[Phrase, Left]] = {}
        self.last: Fact | None = None
        self.last_sentence = -1
        self.seen: set[str] = set()
        self.choices: dict[str, Choice] = {}
        self.stated: dict[str, dict[str, Choice]] = {}
        self.ease = 0.0

    def facts(self) -> list[Fact]:
        """Return the facts of the document, in the order of their quantities."""
        lefts = self._lefts()
        self.scene.keep(
            [f.quantity for f in self.scene.frames if f.quantity.id in self.cells or self._stated(f, lefts[f.position])]
        )
        stated, lefts = self.scene.frames, self._lefts()
        chosen = self._subjects(stated, lefts)
        dated = self._times(stated)
        found: list[Fact] = []
        self.ease = math.fsum(map(score.log_odds, chosen)) / max(1, len(chosen))
        for frame, subject, time in zip(stated, chosen, dated, strict=True):
            self.choices = {"subject": subject, "time": time, **self.stated.get(frame.quantity.id, {})}
            self.last = self._bind(frame, lefts[frame.position], len(found) + 1)
            self.last_sentence = frame.sentence
            found.append(self.last)
        return found

    def _lefts(self) -> list[Left]:
        """Return the words left of each frame's quantity, taken apart."""
        return [surroundings.read_left(self.scene, f.lead.start, f.lead.end) for f in self.scene.frames]

    def _class(self, slot: str, frame: Frame, options: Sequence[Any], features: list[str]) -> Any:
        """Choose one of several classes on the same features."""
        return self._choice(slot, frame, options, [[f"{option}>{f}" for f in features] for option in options])

    def _choice(self, slot: str, frame: Frame, options: Sequence[Any], features: list[list[str]]) -> Any:
        """Choose one of several options, and keep in mind how sure that was."""
        self.choices[slot] = Choice(options, *self.chooser.choose(slot, frame, options, features))
        return self.choices[slot].chosen

    def _stated(self, frame: Frame, left: Left) -> bool:
        """Tell whether a quantity states something."""
        states = self._class("stated", frame, (True, False), stated.features(self.scene, frame, left, self.seen))
        quantity = frame.quantity
        self.stated[quantity.id] = {"stated": self.choices["stated"]}
        self.seen.update((quantity.text, quantity.text + self.scene.text[quantity.end : quantity.end + 2]))
        return bool(states)

    def _discourse(self, frame: Frame) -> Discourse:
        """Return what the story of a frame is about."""
        at = bisect_right(self.discourses, frame.sentence, key=lambda d: d.first)
        return self.discourses[max(0, at - 1)]

    def _subjects(self, frames: list[Frame], lefts: list[Left]) -> list[Choice]:
        """Choose the subjects of all facts together."""
        before: dict[str, subjects.Candidate] = {}
        options, steps = [], []
        for frame in frames:
            left, discourse = lefts[frame.position], self._discourse(frame)
            before = subjects.candidates(self.scene, discourse, frame, left, before)
            options.append(list(before.values()))
            steps.append(subjects.step(self.scene, discourse, frame, left, before))
        return self._together("subject", frames, options, steps)

    def _times(self, frames: list[Frame]) -> list[Choice]:
        """Choose the times of all facts together."""
        options: list[list[times.Dated]] = []
        sections, spoken = self.discourses[0].sections, self.periods
        for frame in frames:
            cell = self.cells.get(frame.quantity.id)
            if cell and cell.time:
                options.append([times.Dated(cell.time, ["cell"])])
                continue
            options.append(times.candidates(self.scene, frame, options[-1] if options else [], spoken, sections))
        steps = [times.step(self.scene, frame, found) for frame, found in zip(frames, options, strict=True)]
        return self._together("time", frames, options, steps)

    def _together(self, slot: str, frames: list[Frame], options: Sequence[Any], steps: list[Step]) -> list[Choice]:
        """Choose among the options of all frames together."""
        path, odds = self.chooser.together(slot, frames, options, steps)
        return [Choice(*choice) for choice in zip(options, path, odds, strict=True)]

    def _bind(self, frame: Frame, left: Left, number: int) -> Fact:
        """Bind one quantity, for which subject and time are chosen."""
        subject, dated = (self.choices[slot].chosen for slot in CHAINS)
        if frame.sentence != self.last_sentence:
            self.known = {}
        last = self.last if frame.sentence == self.last_sentence else None
        cell = self.cells.get(frame.quantity.id)
        phrase = Phrase(cell.spans, "cell") if cell else self._indicator(frame, left, last)
        aspect = self._aspect(frame, left, last, cell)
        status = self._status(frame, dated.time)
        self.known[frame.position] = (phrase, left)
        before = last.comparison if last else None
        against = (cell.comparison, "cell") if cell else attributes.comparison(self.scene, frame, left, aspect, before)
        said = self.speakers.of(frame)
        text = self._name(subject.entity) if subject.entity else self.document.written(*(subject.phrase or (0, 0)))
        return Fact(
            id=f"f{number}",
            quantity=frame.quantity.id,
            subject=subject.entity,
            subject_text=text or None,
            indicator=surroundings.written(self.scene, phrase.spans) or (None if subject.entity else text or None),
            indicator_key=indicator_keys.key("".join(self.scene.text[slice(*s)] for s in phrase.spans)),
            aspect=aspect,
            direction=_turn(cell) if cell else attributes.direction(self.scene, frame, left, aspect),
            comparison=against[0],
            time=dated.time.id if dated.time else None,
            status=status,
            speaker=said.entity if said else None,
            score=self.chooser.score(score.features(self.choices, self.ease)),
            rule=_rule(
                subject=subject.nominations[0],
                indicator=phrase.source,
                time=dated.features[0],
                aspect="cell" if cell else attributes.aspect_word(self.scene, frame, left, aspect) or "model",
                comparison=(against[1] or "carried") if against[0] else "",
                status=attributes.status_word(self.scene, frame, status) or "model",
                speaker=said.word if said else "",
            ),
        )

    def _aspect(self, frame: Frame, left: Left, last: Fact | None, cell: tables.Cell | None) -> Aspect:
        """Choose the aspect; of a table cell the head of its column gives it."""
        if cell:
            return cell.aspect
        features = attributes.aspect_features(self.scene, frame, left, last.aspect if last else None)
        return cast(Aspect, self._class("aspect", frame, ASPECTS, features))

    def _status(self, frame: Frame, time: Time | None) -> Status:
        """Choose the status."""
        told = self.periods.told
        ahead = bool(time and told and time.end_date and time.end_date > told)
        before = self.last.status if self.last else None
        features = attributes.status_features(self.scene, frame, before, time, ahead)
        return cast(Status, self._class("status", frame, STATUSES, features))

    def _name(self, entity: str) -> str:
        """Return an entity's name; an entity that the article never names becomes a cluster without forms."""
        cluster = self.clusters.get(entity)
        if cluster is None:
            label, _, name = entity.partition(":")
            cluster = Cluster(entity, name, cast(Any, label))
            self.document.clusters.append(cluster)
            self.clusters[entity] = cluster
        return cluster.name

    def _indicator(self, frame: Frame, left: Left, last: Fact | None) -> Phrase:
        """Choose the indicator."""
        found = indicators.candidates(self.scene, frame, left, self.known)
        if not found:
            before = self.known.get(frame.position - 1) if last else None
            return before[0] if before else Phrase((), "none")
        features = indicators.features(self.scene, frame, left, found, last.aspect if last else None)
        return cast(Phrase, self._choice("indicator", frame, found, features))


def _rule(**bound: str) -> str:
    """Return what bound each field as field=rule pairs."""
    return " ".join(f"{name}={rule}" for name, rule in bound.items() if rule)


def _turn(cell: tables.Cell) -> Direction | None:
    """Return where the rate of a table cell goes, by its sign."""
    return None if cell.aspect != "rate" else "down" if cell.down else "up"


def find_facts(document: Document, chooser: Chooser | None = None) -> list[Fact]:
    """Return the facts of a document; an understood subject is added to its clusters."""
    return Binder(document, chooser or Chooser()).facts()


__all__ = ["CHINA", "Binder", "Chooser", "find_facts"]
