"""Whether a statement is a plan: cues in clause, sentence, heading and introduction; what kind of claim it makes."""

from __future__ import annotations

from typing import get_args

from ...model import Modality, Span, Time
from ..scene.clauses import Frame, Scene
from ..scene.sections import Sections
from ..scene.word_tables import reach, words
from .cues import Cue, acting, backward, ended, forward

MODALITIES: tuple[Modality, ...] = get_args(Modality)


def features(
    scene: Scene, frame: Frame, sections: Sections, previous: str | None, time: Time | None, ahead: bool
) -> list[str]:
    """Return what speaks for a plan: cues in clause and sentence, the fact before, a time that is ahead."""
    text, clause, sentence = scene.text, scene.clauses[frame.clause], scene.sentences[frame.sentence]
    start = frame.quantity.start
    cue, done = forward(scene, "planned", clause.start, start), forward(scene, "actual", clause.start, start)
    word = _future(scene, cue)
    floor = any(word in frame.quantity.text for word in words("floor").values) or frame.quantity.modifier == "at_least"
    found = ["bias", f"clause={word}", f"clause?{bool(word)}", f"floor={floor}|{bool(word)}|{previous}"]
    found.append(f"done={done.word if done else ''}")
    if done and (cue is None or done.span.start > cue.span.start):
        found.append("done-after")
    cue, done = (forward(scene, kind, sentence.start, clause.start) for kind in ("planned", "actual"))
    word = cue.word if cue else ""
    found += [f"sentence={word}", f"sentence?{bool(word)}|{frame.previous >= 0}"]
    later = bool(done and (cue is None or done.span.start > cue.span.start))
    found.append(f"sentence-done={bool(done)}|{bool(word)}|{later}")
    found.append(f"sentence-ended={bool(cue and ended(scene, cue.span.end, start))}|{bool(word)}")
    found.append(f"previous={previous}|{frame.previous >= 0}")
    found.append(f"previous={previous}|{frame.previous >= 0}|{bool(word)}")
    lead = forward(scene, "planned", frame.lead.start, start)
    found += [f"lead={lead.word if lead else ''}", f"lead?{bool(lead)}|{previous}"]
    found += _around(scene, frame, bool(word))
    found.append(f"ahead={ahead}")
    found += _sections(scene, frame, sections, previous, bool(word), ahead)
    if time:
        until = time.start_date is None and time.end_date is not None
        found += [f"time={time.text[:1]}", f"until={until}|{time.text[:1]}"]
    after = backward(scene, "planned", frame.quantity.end, clause.end)
    found.append(f"after={after.word if after else ''}")
    found.append(f"percent={'%' in text[frame.quantity.end : frame.quantity.end + 3]}|{previous}")
    return found


def announced(scene: Scene, frame: Frame, opened: int | None, ended: bool) -> bool:
    """Tell whether a frame is an item of a list of plans that begins at `opened`.

    It is none where its clause says that something is done, but to compare with it (比上年增长), or where the time that
    dates it has `ended`.
    """
    if opened is None or frame.quantity.start < opened or ended:
        return False
    done = forward(scene, "actual", scene.clauses[frame.clause].start, frame.quantity.start)
    return done is None or scene.text[done.span.start - 1] in words("compares").values


def _future(scene: Scene, cue: Cue | None) -> str:
    """Return a cue of plans; 将 before a noun (将成本压缩, in the sense of 把) is told from 将 before a verb."""
    if cue is None or cue.word not in words("object-too").values:
        return cue.word if cue else ""
    verbs = words("verb", "up", "down", "reach", "light")
    return cue.word if verbs.at(scene.text, cue.span.end, cue.span.end + 6) else f"{cue.word}+"


def _sections(
    scene: Scene, frame: Frame, sections: Sections, previous: str | None, cued: bool, ahead: bool
) -> list[str]:
    """Return what the heading and the introduction say above a frame, and whether its clause tells to do something."""
    clause = scene.clauses[frame.clause]
    verb = bool(words("verb").at(scene.text, clause.start, clause.end))
    heading, introduced = sections.standings[frame.sentence], sections.introduced[frame.sentence]
    return [
        f"section={heading}",
        f"section={heading}|{cued}|{verb}",
        f"section={heading}|{ahead}",
        f"introduced={introduced}",
        f"introduced={introduced}|{heading}|{previous}",
        f"imperative={verb}|{previous}",
    ]


def _around(scene: Scene, frame: Frame, cued: bool) -> list[str]:
    """Return how much of the sentence before and of the paragraph's beginning speaks of plans or of the past."""
    sentence = scene.sentences[frame.sentence]
    first = scene.clauses[sentence.clauses[0]]
    opening = forward(scene, "planned", first.start, min(first.end, first.start + reach("opening", "forward")))
    found = [f"opening={opening.word if opening else ''}"]
    if frame.sentence:
        before = scene.sentences[frame.sentence - 1]
        plans = forward(scene, "planned", before.start, before.end) is not None
        done = forward(scene, "actual", before.start, before.end) is not None
        near = before.paragraph == sentence.paragraph
        found += [f"before={plans}|{done}|{near}", f"before={plans}|{done}|{near}|{cued}"]
    own = forward(scene, "actual", sentence.start, frame.quantity.start) is not None
    found.append(f"own={own}|{cued}")
    return found


def cue_of(scene: Scene, frame: Frame, sections: Sections, status: str) -> Cue | None:
    """Return the word that speaks for a status: in the clause, after the number, in the sentence, above the section."""
    clause, sentence = scene.clauses[frame.clause], scene.sentences[frame.sentence]
    start, end = frame.quantity.start, scene.clauses[frame.clause].end
    return (
        forward(scene, status, clause.start, start)
        or backward(scene, status, frame.quantity.end, end)
        or forward(scene, status, sentence.start, clause.start)
        or (_above(scene, frame, sections) if status == "planned" else None)
    )


def _above(scene: Scene, frame: Frame, sections: Sections) -> Cue | None:
    """Return the word of the heading or the introduction above a frame that announces plans."""
    span = sections.cues[frame.sentence]
    return Cue(span, scene.text[span.start : span.end]) if span else None


def modality(scene: Scene, frame: Frame, status: str) -> tuple[Modality | None, Cue | None]:
    """Return what kind of claim a statement makes, and the cue that says so; the cue nearest to the number wins.

    A target is one only of a plan: what was reached is none any more.
    """
    found = [(kind, cue) for kind in MODALITIES if (cue := acting(scene, frame, kind))]
    found = [(kind, cue) for kind, cue in found if kind != "target" or status == "planned"]
    if not found:
        return None, None
    return min(found, key=lambda pair: _distance(pair[1].span, frame))


def _distance(span: Span, frame: Frame) -> int:
    """Return how far a cue stands from a frame's quantity."""
    return frame.quantity.start - span.end if span.end <= frame.quantity.start else span.start - frame.quantity.end
