"""What was found out about one fact, with the words behind it: its rule and its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...model import Aspect, Comparison, Direction, Evidence, Modality, Span, Status, Time
from ..scene.clauses import Frame, Scene
from ..slots.bases import Base
from ..slots.cues import Cue
from ..slots.options import IndicatorOption, SubjectOption, TimeOption
from ..slots.speakers import Said


@dataclass(slots=True)
class Findings:
    """The fields of one fact, and for each field that has one the cue that speaks for it."""

    frame: Frame
    subject: SubjectOption
    dated: TimeOption
    phrase: IndicatorOption
    aspect: Aspect
    aspect_cue: Cue | None
    direction: Direction | None
    direction_cue: Cue | None
    comparison: Comparison | None
    comparison_cue: Cue | None
    status: Status
    status_cue: Cue | None
    modality: Modality | None
    modality_cue: Cue | None
    base: Base
    said: Said | None

    @property
    def time(self) -> Time | None:
        """The time that dates the statement."""
        return self.dated.time

    def rule(self) -> str:
        """Return what bound each field, as field=rule pairs."""
        bound = {
            "subject": self.subject.nominations[0],
            "indicator": self.phrase.source,
            "time": self.dated.features[0],
            "aspect": _word(self.aspect_cue, "model"),
            "comparison": _word(self.comparison_cue, "carried") if self.comparison else "",
            "status": _word(self.status_cue, "model"),
            "modality": _word(self.modality_cue, ""),
            "speaker": self.said.word if self.said else "",
        }
        return " ".join(f"{name}={rule}" for name, rule in bound.items() if rule)

    def evidence(self, scene: Scene) -> tuple[Evidence, ...]:
        """Return where the words stand that each field rests on, in text order."""
        base = self.base.time
        fields: dict[str, Iterable[Span]] = {
            "subject": of_subject(self.frame, self.subject),
            "indicator": self.phrase.spans,
            "time": [Span(self.time.start, self.time.end)] if self.time else [],
            "aspect": _span(self.aspect_cue),
            "direction": _span(self.direction_cue),
            "comparison": _span(self.comparison_cue),
            "base_time": [Span(base.start, base.end)] if base else [],
            "status": _span(self.status_cue),
            "modality": _span(self.modality_cue),
            "speaker": of_speaker(scene, self.said),
        }
        found = [
            Evidence(field=name, start=s.start, end=s.end)
            for name, spans in fields.items()
            for s in spans
            if s.end > s.start
        ]
        return tuple(sorted(found, key=lambda e: (e.start, e.end, e.field)))


def of_subject(frame: Frame, subject: SubjectOption) -> list[Span]:
    """Return the words that a subject rests on: the mention by which it was offered, else the nearest one before.

    A subject that is only mentioned later rests on its first mention; one that is only understood on none.
    """
    start = frame.quantity.start
    said = list(subject.at or subject.spans)
    before = [s for s in said if s.start < start] or [s for s in subject.spans if s.start < start]
    return before[-1:] or said[:1]


def of_speaker(scene: Scene, said: Said | None) -> list[Span]:
    """Return the word of speech that opens what is said; none where the speaker stands after a quotation."""
    if said is None:
        return []
    span = Span(said.span.start - len(said.word), said.span.start)
    return [span] if scene.text[span.start : span.end] == said.word else []


def _span(cue: Cue | None) -> list[Span]:
    """Return where a cue stands, if there is one."""
    return [cue.span] if cue else []


def _word(cue: Cue | None, otherwise: str) -> str:
    """Return the word of a cue, or what stands for none."""
    return cue.word if cue else otherwise
