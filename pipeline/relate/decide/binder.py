"""Facts: walk an article's quantities in order and bind each to subject, indicator, time and standing."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any, cast

from ...model import Aspect, Cluster, Comparison, Direction, Document, Fact, Quantity, Status, Time, Unstated
from ..scene import surroundings, tables
from ..scene.clauses import Frame, Scene
from ..scene.discourse import Discourse, discourses
from ..scene.surroundings import Left
from ..slots import attributes, bases, indicators, stated, subjects, times
from ..slots import status as claims
from ..slots.cues import Cue
from ..slots.options import IndicatorOption, Question, SubjectOption, TimeOption, of_classes
from ..slots.speakers import Speakers
from . import score
from .deciders import CHAINS, Decider
from .decisions import Decision
from .findings import Findings
from .games import Games
from .table_facts import TableFacts

ASPECTS: tuple[Aspect, ...] = ("level", "change", "rate", "share", "rank")
STATUSES: tuple[Status, ...] = ("actual", "planned")
DIRECTIONS: tuple[Direction | None, ...] = (None, "up", "down")
SCOPES = ("GPE", "ORG", "LOC", "FAC")
"""Labels of what a noun phrase may hold within."""
LEAST_SCOPE = 0.02
"""An entity that is less likely as the subject is no scope either; found on articles of the training set."""
COMPARISONS: tuple[Comparison | None, ...] = (None, "yoy", "previous", "base")


class Binder:
    """Binds the quantities of one document."""

    def __init__(self, document: Document, decider: Decider) -> None:
        self.document = document
        self.decider = decider
        self.scene = Scene(document)
        self.discourses = discourses(self.scene)
        self.clusters = {c.id: c for c in document.clusters}
        self.speakers = Speakers(self.scene)
        self.cells = tables.read(self.scene)
        self.periods = times.periods(self.scene)
        self.known: dict[int, tuple[IndicatorOption, Left]] = {}
        self.last: Fact | None = None
        self.last_sentence = -1
        self.seen: set[str] = set()
        self.decisions: dict[str, Decision] = {}
        self.games = Games(self.scene)
        self.unstated: list[Unstated] = []
        self.stated: dict[str, Decision] = {}
        self.ease = 0.0

    def facts(self) -> list[Fact]:
        """Return the facts of the document, in the order of their quantities."""
        lefts = self._lefts()
        self.scene.keep(self._stating(lefts))
        frames, lefts = self.scene.frames, self._lefts()
        questions = {"subject": self._subjects(frames, lefts), "time": self._times(frames)}
        self.decider.consider(self.scene, questions)
        subjects_chosen, times_chosen = (self.decider.decide(self.scene, slot, questions[slot]) for slot in CHAINS)
        found: list[Fact] = []
        self.ease = math.fsum(map(score.log_odds, subjects_chosen)) / max(1, len(subjects_chosen))
        for frame, subject, time in zip(frames, subjects_chosen, times_chosen, strict=True):
            self.decisions = {"subject": self.games.side(frame.quantity, subject), "time": time}
            if frame.quantity.id in self.stated:
                self.decisions["stated"] = self.stated[frame.quantity.id]
            self.last = self._fact(self._find(frame, lefts[frame.position]), len(found) + 1)
            self.last_sentence = frame.sentence
            found.append(self.last)
        return self._with_tables(self._told_beside(found, lefts))

    def _with_tables(self, found: list[Fact]) -> list[Fact]:
        """Return the facts with those of tables, in the order of their quantities."""
        reader = TableFacts(self.scene, self.discourses, self._name)
        starts = {q.id: q.start for q in self.document.quantities}
        ordered = sorted([*found, *map(reader.fact, self.cells.values())], key=lambda f: starts[f.quantity])
        return [f.model_copy(update={"id": f"f{n}"}) for n, f in enumerate(ordered, 1)]

    def _lefts(self) -> list[Left]:
        """Return the words left of each frame's quantity, taken apart."""
        return [surroundings.read_left(self.scene, f.lead.start, f.lead.end) for f in self.scene.frames]

    def _decide(self, slot: str, question: Question) -> Any:
        """Answer one question, and keep the decision in mind."""
        (self.decisions[slot],) = self.decider.decide(self.scene, slot, [question])
        return self.decisions[slot].chosen

    def _stating(self, lefts: list[Left]) -> list[Quantity]:
        """Return the quantities outside of tables that state something; say of the others why they do not."""
        heads = tables.heading(self.scene) - self.cells.keys()
        found = []
        for frame in self.scene.frames:
            if frame.quantity.id in heads:
                self.unstated.append(Unstated(quantity=frame.quantity.id, reason="heading", rule="table", score=None))
            elif frame.quantity.id not in self.cells and self._states(frame, lefts[frame.position]):
                found.append(frame.quantity)
        return found

    def _states(self, frame: Frame, left: Left) -> bool:
        """Tell whether a quantity states something."""
        if frame.quantity.id in self.games.sides:
            self.stated[frame.quantity.id] = Decision((True, False), 0, (1.0, 0.0), "score")
            return True
        features = stated.features(self.scene, frame, left, self.seen)
        self._decide("stated", of_classes(frame, (True, False), features, stated.reasons(frame, features)))
        quantity, decision = frame.quantity, self.decisions["stated"]
        self.stated[quantity.id] = decision
        self.seen.update((quantity.text, quantity.text + self.scene.text[quantity.end : quantity.end + 2]))
        if not decision.chosen:
            why, odds = cast(Any, decision.why), round(decision.probability, 3)
            self.unstated.append(Unstated(quantity=quantity.id, reason=why, score=odds, rule=decision.by))
        return bool(decision.chosen)

    def _discourse(self, frame: Frame) -> Discourse:
        """Return what the story of a frame is about."""
        at = bisect_right(self.discourses, frame.sentence, key=lambda d: d.first)
        return self.discourses[max(0, at - 1)]

    def _subjects(self, frames: list[Frame], lefts: list[Left]) -> list[Question]:
        """Return the questions about the subjects of all facts."""
        before: dict[str, SubjectOption] = {}
        questions = []
        for frame in frames:
            left, discourse = lefts[frame.position], self._discourse(frame)
            before = subjects.candidates(self.scene, discourse, frame, left, before)
            questions.append(subjects.question(self.scene, discourse, frame, left, before))
        return questions

    def _times(self, frames: list[Frame]) -> list[Question]:
        """Return the questions about the times of all facts."""
        options: list[list[TimeOption]] = []
        parts, spoken = self.discourses[0].parts, self.periods
        for frame in frames:
            options.append(times.candidates(self.scene, frame, options[-1] if options else [], spoken, parts))
        return [times.question(self.scene, frame, found) for frame, found in zip(frames, options, strict=True)]

    def _find(self, frame: Frame, left: Left) -> Findings:
        """Find out the fields of one quantity's fact, for which subject and time are chosen."""
        subject, dated = (self.decisions[slot].chosen for slot in CHAINS)
        if frame.sentence != self.last_sentence:
            self.known = {}
        last = self.last if frame.sentence == self.last_sentence else None
        phrase = self._indicator(frame, left, last)
        aspect = self._aspect(frame, left, last)
        direction, turn = self._direction(frame, left, aspect)
        status = self._status(frame, dated.time)
        self.known[frame.position] = (phrase, left)
        comparison, against = self._comparison(frame, left, aspect, last)
        modality, claim = claims.modality(self.scene, frame, status)
        return Findings(
            frame=frame,
            subject=subject,
            dated=dated,
            phrase=phrase,
            aspect=aspect,
            aspect_cue=attributes.aspect_cue(self.scene, frame, aspect),
            direction=direction,
            direction_cue=turn,
            comparison=comparison,
            comparison_cue=against,
            status=status,
            status_cue=claims.cue_of(self.scene, frame, self._discourse(frame).parts, status),
            modality=modality,
            modality_cue=claim,
            base=self._base(frame, aspect),
            said=self.speakers.of(frame),
        )

    def _fact(self, found: Findings, number: int) -> Fact:
        """Return what was found as a fact."""
        subject, spans = found.subject, found.phrase.spans
        text = self._name(subject.entity) if subject.entity else self.document.written(*(subject.phrase or (0, 0)))
        return Fact(
            id=f"f{number}",
            quantity=found.frame.quantity.id,
            subject=subject.entity,
            subject_text=text or None,
            scope=self._scope(self.decisions["subject"]),
            indicator=surroundings.written(self.scene, spans)
            or found.phrase.name
            or (None if subject.entity else text or None),
            indicator_key="".join(self.scene.text[slice(*s)] for s in spans) or found.phrase.name,
            aspect=found.aspect,
            direction=found.direction,
            comparison=found.comparison,
            base_value=found.base.value,
            base_time=found.base.time.id if found.base.time else None,
            time=found.time.id if found.time else None,
            status=found.status,
            modality=found.modality,
            speaker=found.said.entity if found.said else None,
            score=self.decider.score(self.decisions, self.ease),
            rule=found.rule(),
            evidence=found.evidence(self.scene),
        )

    def _scope(self, decision: Decision) -> str | None:
        """Return the entity within which a noun phrase holds: the likeliest place or body among the other subjects."""
        if decision.chosen.entity or not decision.chosen.phrase:
            return None
        fit = [
            (odds, option.entity)
            for option, odds in zip(decision.options, decision.odds, strict=True)
            if option.entity and option.label in SCOPES and odds >= LEAST_SCOPE
        ]
        entity: str | None = max(fit, key=lambda pair: pair[0])[1] if fit else None
        if entity:
            self._name(entity)
        return entity

    def _base(self, frame: Frame, aspect: Aspect) -> bases.Base:
        """Return what a statement starts from."""
        base = bases.risen_from(self.scene, frame)
        if base.value is None and aspect in ("change", "rate") and (time := bases.compared_with(self.scene, frame)):
            return bases.Base(None, time)
        return base

    def _told_beside(self, facts: list[Fact], lefts: list[Left]) -> list[Fact]:
        """Return the facts with the numbers of earlier periods that the sentence tells beside them as their bases."""
        for frame in self.scene.frames:
            time = bases.told_beside(self.scene, frame, lefts[frame.position])
            other = bases.number_beside(self.scene, frame) if time else None
            if time and other and facts[other.position].base_value is None:
                found = {"base_value": frame.quantity.value, "base_time": time.id}
                facts[other.position] = facts[other.position].model_copy(update=found)
        return facts

    def _aspect(self, frame: Frame, left: Left, last: Fact | None) -> Aspect:
        """Choose the aspect."""
        features = attributes.aspect_features(self.scene, frame, left, last.aspect if last else None)
        return cast(Aspect, self._decide("aspect", of_classes(frame, ASPECTS, features)))

    def _direction(self, frame: Frame, left: Left, aspect: Aspect) -> tuple[Direction | None, Cue | None]:
        """Choose where a change or rate goes, and return the word that says so."""
        if aspect not in ("change", "rate"):
            return None, None
        by_rule, cue = attributes.direction(self.scene, frame)
        features = attributes.direction_features(self.scene, frame, left, by_rule, cue)
        chosen = self._decide("direction", of_classes(frame, DIRECTIONS, features))
        return chosen, cue if chosen == by_rule else None

    def _comparison(
        self, frame: Frame, left: Left, aspect: Aspect, last: Fact | None
    ) -> tuple[Comparison | None, Cue | None]:
        """Choose what a change or rate is measured against, and return the word that says so."""
        if aspect not in ("change", "rate"):
            return None, None
        before = last.comparison if last else None
        by_rule, cue = attributes.comparison(self.scene, frame, left, aspect, before)
        features = attributes.comparison_features(frame, left, by_rule, cue, before)
        chosen = self._decide("comparison", of_classes(frame, COMPARISONS, features))
        return chosen, cue if chosen == by_rule else None

    def _status(self, frame: Frame, time: Time | None) -> Status:
        """Choose the status."""
        told, end = self.periods.told, self.scene.days(time)[1] if time else None
        ahead = bool(told and end and end > told)
        before = self.last.status if self.last else None
        parts = self._discourse(frame).parts
        over = bool(told and end and end < told)
        if claims.announced(self.scene, frame, parts.announced[frame.sentence], over):
            self.decisions["status"] = Decision(STATUSES, STATUSES.index("planned"), (0.0, 1.0), "announced")
            return "planned"
        features = claims.features(self.scene, frame, parts, before, time, ahead)
        return cast(Status, self._decide("status", of_classes(frame, STATUSES, features)))

    def _name(self, entity: str) -> str:
        """Return an entity's name; an entity that the article never names becomes a cluster without forms."""
        cluster = self.clusters.get(entity)
        if cluster is None:
            label, _, name = entity.partition(":")
            cluster = Cluster(entity, name, cast(Any, label))
            self.document.clusters.append(cluster)
            self.clusters[entity] = cluster
        return cluster.name

    def _indicator(self, frame: Frame, left: Left, last: Fact | None) -> IndicatorOption:
        """Choose the indicator."""
        if points := self.games.indicator(frame.quantity, self.decisions["subject"].chosen.label):
            return points
        found = indicators.candidates(self.scene, frame, left, self.known)
        if not found:
            before = self.known.get(frame.position - 1) if last else None
            return before[0] if before else IndicatorOption((), "none")
        features = indicators.features(self.scene, frame, left, found, last.aspect if last else None)
        return cast(IndicatorOption, self._decide("indicator", Question(frame, found, features)))


def find_facts(document: Document, decider: Decider) -> list[Fact]:
    """Return the facts of a document as `decider` decides.

    An understood subject is added to its clusters; why the other quantities state nothing goes into `unstated`.
    """
    binder = Binder(document, decider)
    facts = binder.facts()
    document.unstated = binder.unstated
    return facts
