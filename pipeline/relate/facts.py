"""Facts: walk an article's quantities in order and bind each to subject, indicator, time and standing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from ..model import Aspect, Cluster, Direction, Document, Fact, Status
from . import context, indicator_keys, indicators, statements, subjects, tables, times
from .clauses import Frame, Scene
from .indicators import Left, Phrase
from .places import CHINA
from .ranking import Chain, Ranker, Step, load
from .speakers import Speakers

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

    def choose(
        self, slot: str, frame: Frame, options: Sequence[Any], features: Sequence[Sequence[str]]
    ) -> tuple[int, float]:
        """Return the position of the chosen option and its probability."""
        return self.rankers[slot].choose(features)

    def together(self, slot: str, frames: Sequence[Frame], options: Sequence[Any], steps: Sequence[Step]) -> list[int]:
        """Return the position of the chosen option of each frame, chosen together."""
        return self.chains[slot].choose(steps)


class Binder:
    """Binds the quantities of one document."""

    def __init__(self, document: Document, chooser: Chooser) -> None:
        self.document = document
        self.chooser = chooser
        self.scene = Scene(document)
        self.discourse = subjects.Discourse(self.scene)
        self.speakers = Speakers(self.scene)
        self.cells = tables.read(self.scene)
        self.known: dict[int, tuple[Phrase, Left]] = {}
        self.last: Fact | None = None
        self.last_sentence = -1
        self.seen: set[str] = set()

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
        for frame, subject, time in zip(stated, chosen, dated, strict=True):
            self.last = self._bind(frame, lefts[frame.position], subject, time, len(found) + 1)
            self.last_sentence = frame.sentence
            found.append(self.last)
        return found

    def _lefts(self) -> list[Left]:
        """Return the words left of each frame's quantity, taken apart."""
        return [indicators.read_left(self.scene, f.lead.start, f.lead.end) for f in self.scene.frames]

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

    def _subjects(self, frames: list[Frame], lefts: list[Left]) -> list[subjects.Candidate]:
        """Choose the subjects of all facts together."""
        before: dict[str, subjects.Candidate] = {}
        options, steps = [], []
        for frame in frames:
            left = lefts[frame.position]
            before = subjects.candidates(self.scene, self.discourse, frame, left, before)
            options.append(list(before.values()))
            steps.append(subjects.step(self.scene, self.discourse, frame, left, before))
        path = self.chooser.together("subject", frames, options, steps)
        return [found[at] for found, at in zip(options, path, strict=True)]

    def _times(self, frames: list[Frame]) -> list[times.Dated]:
        """Choose the times of all facts together."""
        options: list[list[times.Dated]] = []
        sections = self.discourse.sections
        for frame in frames:
            cell = self.cells.get(frame.quantity.id)
            if cell and cell.time:
                options.append([times.Dated(cell.time, ["cell"])])
                continue
            options.append(times.candidates(self.scene, frame, options[-1] if options else [], sections))
        steps = [times.step(self.scene, frame, found) for frame, found in zip(frames, options, strict=True)]
        path = self.chooser.together("time", frames, options, steps)
        return [found[at] for found, at in zip(options, path, strict=True)]

    def _bind(self, frame: Frame, left: Left, subject: subjects.Candidate, dated: times.Dated, number: int) -> Fact:
        """Bind one quantity."""
        if frame.sentence != self.last_sentence:
            self.known = {}
        last = self.last if frame.sentence == self.last_sentence else None
        cell = self.cells.get(frame.quantity.id)
        phrase = Phrase(cell.spans, "cell") if cell else self._indicator(frame, left, last)
        aspect, _ = self._class(
            "aspect", frame, ASPECTS, context.aspect_features(self.scene, frame, left, last.aspect if last else None)
        )
        aspect = cell.aspect if cell else aspect
        time, date = dated.time, self.document.date
        ahead = bool(time and date and time.end_date and time.end_date > date)
        features = context.status_features(
            self.scene, frame, self.last.status if self.last else None, time.text if time else None, ahead
        )
        status, _ = self._class("status", frame, STATUSES, features)
        self.known[frame.position] = (phrase, left)
        text = self._name(subject.entity) if subject.entity else self.document.written(*(subject.phrase or (0, 0)))
        return Fact(
            id=f"f{number}",
            quantity=frame.quantity.id,
            subject=subject.entity,
            subject_text=text or None,
            indicator=indicators.written(self.scene, phrase.spans) or (None if subject.entity else text or None),
            indicator_key=indicator_keys.key("".join(self.scene.text[slice(*s)] for s in phrase.spans)),
            aspect=cast(Aspect, aspect),
            direction=_turn(cell) if cell else context.direction(self.scene, frame, left, aspect),
            comparison=cell.comparison
            if cell
            else context.comparison(self.scene, frame, left, aspect, last.comparison if last else None),
            time=time.id if time else None,
            status=status,
            speaker=self.speakers.of(frame),
            rule=f"subject={subject.nominations[0]} indicator={phrase.source} time={dated.features[0]}",
        )

    def _name(self, entity: str) -> str:
        """Return an entity's name; an entity that the article never names becomes a cluster without forms."""
        cluster = self.discourse.clusters.get(entity)
        if cluster is None:
            label, _, name = entity.partition(":")
            cluster = Cluster(entity, name, cast(Any, label))
            self.document.clusters.append(cluster)
            self.discourse.clusters[entity] = cluster
        return cluster.name

    def _indicator(self, frame: Frame, left: Left, last: Fact | None) -> Phrase:
        """Choose the indicator."""
        found = indicators.candidates(self.scene, frame, left, self.known)
        if not found:
            before = self.known.get(frame.position - 1) if last else None
            return before[0] if before else Phrase((), "none")
        features = indicators.features(self.scene, frame, left, found, last.aspect if last else None)
        at, _ = self.chooser.choose("indicator", frame, found, features)
        return found[at]


def _turn(cell: tables.Cell) -> Direction | None:
    """Return where the rate of a table cell goes, by its sign."""
    return None if cell.aspect != "rate" else "down" if cell.down else "up"


def facts(document: Document, chooser: Chooser | None = None) -> list[Fact]:
    """Return the facts of a document; an understood subject is added to its clusters."""
    return Binder(document, chooser or Chooser()).facts()


__all__ = ["CHINA", "Binder", "Chooser", "facts"]
