"""How a statement stands: aspect, direction, comparison and status by cues with scope, after medspaCy's ConText."""

from __future__ import annotations

from functools import cache

from ...lang.tables import table
from ...model import Aspect, Comparison, Direction, Quantity, Time
from ..scene.clauses import Frame, Scene
from ..scene.surroundings import Left
from ..scene.words import Words, words


@cache
def cues(kind: str, direction: str) -> Words:
    """Return the cues of one kind and direction from `cues.tsv`."""
    rows = [r for r in table("cues.tsv") if r["kind"] == kind and r["direction"] == direction]
    return Words({row["word"]: row["scope"] for row in rows})


def status_features(scene: Scene, frame: Frame, previous: str | None, time: Time | None, ahead: bool) -> list[str]:
    """Return what speaks for a plan: cues in clause and sentence, the fact before, a time that is ahead."""
    text, clause, sentence = scene.text, scene.clauses[frame.clause], scene.sentences[frame.sentence]
    forward = cues("planned", "forward")
    at, word = forward.last(text, clause.start, frame.quantity.start)
    word = _future(scene, at, word)
    floor = "以上" in frame.quantity.text or frame.quantity.modifier == "at_least"
    features = ["bias", f"clause={word}", f"clause?{bool(word)}", f"floor={floor}|{bool(word)}|{previous}"]
    past, done = cues("actual", "forward").last(text, clause.start, frame.quantity.start)
    features.append(f"done={done}")
    if past > at:
        features.append("done-after")
    at, word = forward.last(text, sentence.start, clause.start)
    features += [f"sentence={word}", f"sentence?{bool(word)}|{frame.previous >= 0}"]
    past, done = cues("actual", "forward").last(text, sentence.start, clause.start)
    features.append(f"sentence-done={bool(done)}|{bool(word)}|{past > at}")
    features.append(f"previous={previous}|{frame.previous >= 0}")
    features.append(f"previous={previous}|{frame.previous >= 0}|{bool(word)}")
    _, lead = forward.last(text, frame.lead.start, frame.quantity.start)
    features += [f"lead={lead}", f"lead?{bool(lead)}|{previous}"]
    features += _around(scene, frame, bool(word))
    features.append(f"ahead={ahead}")
    section = _section(scene, frame)
    verb = bool(words("verb").at(text, clause.start, clause.end))
    features += [f"section={section}", f"section={section}|{bool(word)}|{verb}", f"imperative={verb}|{previous}"]
    if time:
        until = time.start_date is None and time.end_date is not None
        features += [f"time={time.text[:1]}", f"until={until}|{time.text[:1]}"]
    _, after = cues("planned", "backward").first(text, frame.quantity.end, min(clause.end, frame.quantity.end + 8))
    features.append(f"after={after}")
    return features


def _future(scene: Scene, at: int, word: str) -> str:
    """Return a cue of plans; 将 before a noun (将成本压缩, in the sense of 把) is told from 将 before a verb."""
    if word != "将":
        return word
    verbs = words("verb", "up", "down", "reach", "light")
    return word if verbs.at(scene.text, at + 1, at + 7) else "将+"


def _section(scene: Scene, frame: Frame) -> str:
    """Return whether the nearest heading before (a short line without a full stop) speaks of plans or of the past."""
    text, marks = scene.text, words("ahead")
    for number in range(frame.sentence - 1, max(-1, frame.sentence - 40), -1):
        sentence = scene.sentences[number]
        if sentence.end - sentence.start > 30 or text[sentence.end - 1] in "。；！？，":
            continue
        at, word = marks.last(text, sentence.start, sentence.end)
        if at >= 0:
            return marks.values[word]
    return ""


def _around(scene: Scene, frame: Frame, cued: bool) -> list[str]:
    """Return how much of the sentence before and of the paragraph's beginning speaks of plans or of the past."""
    text, forward, past = scene.text, cues("planned", "forward"), cues("actual", "forward")
    sentence = scene.sentences[frame.sentence]
    features = []
    first = scene.clauses[sentence.clauses[0]]
    opening = forward.first(text, first.start, min(first.end, first.start + 12))[1]
    features.append(f"opening={opening}")
    if frame.sentence:
        before = scene.sentences[frame.sentence - 1]
        plans = forward.first(text, before.start, before.end)[0] >= 0
        done = past.first(text, before.start, before.end)[0] >= 0
        near = before.paragraph == sentence.paragraph
        features += [f"before={plans}|{done}|{near}", f"before={plans}|{done}|{near}|{cued}"]
    own = past.first(text, sentence.start, frame.quantity.start)[0] >= 0
    features.append(f"own={own}|{cued}")
    return features


def aspect_features(scene: Scene, frame: Frame, left: Left, previous: str | None) -> list[str]:
    """Return what speaks for level, change, rate, share or rank: label, unit, and the words around the number."""
    quantity, text = frame.quantity, scene.text
    clause = scene.clauses[frame.clause]
    base = f"{quantity.label}|{_kind(quantity)}"
    share_at, share = words("share").last(text, max(clause.start, frame.lead.start - 20), quantity.start)
    _, rank = words("rank").last(text, max(clause.start, frame.lead.start), quantity.start)
    speed = words("speed").before(text, left.bare.start, left.bare.end)
    bare_empty = left.bare.end <= left.bare.start
    tail = text[left.bare.end - 1 : left.bare.end] if not bare_empty else ""
    back = text[quantity.end : quantity.end + 1]
    features = [
        base,
        f"{base}|{left.moved}",
        f"{base}|{left.compared}",
        f"{base}|share={share}",
        f"{base}|speed={bool(speed)}",
        f"{base}|rank={bool(rank)}",
        f"{base}|empty={bare_empty}|{left.moved}|{previous}",
        f"{base}|tail={tail}",
        f"{base}|back={back if back in '的，。、；' else '-'}",
        f"{base}|previous={previous}|gap={(frame.gap or '-')[:3]}",
        f"{base}|light={left.light}",
        f"{base}|moved={left.moved}|light={left.light}",
        f"moved={left.moved}",
        f"share={bool(share)}|{left.moved}",
    ]
    follows = words("up", "down", "share").first(text, quantity.end, min(quantity.end + 6, clause.end))[1]
    number = _kind(quantity) or ("%" if quantity.label == "PERCENT" else "n")
    word = words("up", "down", "speed", "reach").before(text, left.whole.start, left.whole.end)
    features += [
        f"{number}|word={word}",
        f"{number}|{left.moved}|{left.compared}|{bool(word)}",
        f"{number}|share={share}|{left.moved}",
        f"{number}|speed={speed}|{left.moved}",
        f"{number}|tail={text[max(left.bare.start, left.bare.end - 2) : left.bare.end]}",
        f"{number}|after={follows}",
    ]
    gap = frame.gap or ""
    if any(w in gap for w in ("到", "至", "升", "降")):
        features.append(f"{base}|arrow|{previous}")
    _ = share_at
    return features


def _kind(quantity: Quantity) -> str:
    """Return the coarse kind of a unit that matters for the aspect."""
    if quantity.unit in ("%", "pp", "倍", "‰"):
        return quantity.unit
    if "番" in quantity.text or "倍" in quantity.text:
        return "番"
    if quantity.label == "ORDINAL":
        return quantity.text[:1]
    return ""


def direction(scene: Scene, frame: Frame, left: Left, aspect: Aspect) -> Direction | None:
    """Return where a change or rate goes: by the number's sign, the verb before it, a noun of growth, else up."""
    if aspect not in ("change", "rate"):
        return None
    quantity, text = frame.quantity, scene.text
    if quantity.text.startswith(("-", "－", "−", "负")):
        return "down"
    clause = scene.clauses[frame.clause]
    for start in (frame.lead.start, clause.start, scene.sentences[frame.sentence].start):
        at, word = words("up", "down", "speed").last(text, start, quantity.start)
        if at >= 0:
            values = words("up", "down", "speed").values
            return "down" if values[word] == "down" or words("down").before(text, start, at + len(word)) else "up"
    at, word = words("up", "down").first(text, quantity.end, min(clause.end, quantity.end + 8))
    return "down" if words("up", "down").values.get(word) == "down" else "up"


def direction_features(scene: Scene, frame: Frame, left: Left, aspect: Aspect) -> list[str]:
    """Return what speaks for up or down: what the words around the number say."""
    return [f"rule={direction(scene, frame, left, aspect)}"]


def comparison_features(by_rule: Comparison | None, word: str) -> list[str]:
    """Return what speaks for a comparison: what the words before the number say, `by_rule`."""
    return [f"rule={by_rule}", f"rule={by_rule}|{bool(word)}"]


def comparison(
    scene: Scene, frame: Frame, left: Left, aspect: Aspect, before: Comparison | None
) -> tuple[Comparison | None, str]:
    """Return what a change or rate is measured against, and the word that says so; `before` is that of the fact before.

    The word is empty where the comparison is carried on from the fact before in a list.
    """
    if aspect not in ("change", "rate"):
        return None, ""
    text, clause = scene.text, scene.clauses[frame.clause]
    for start in (frame.lead.start, clause.start):
        at, word = words("against").last(text, start, frame.quantity.start)
        while at >= 0 and word[-1] in "增减" and not scene.edge(at + len(word)):
            at, word = words("against").last(text, start, at + len(word) - 1)
        if at >= 0:
            return ("yoy" if words("against").values[word] == "yoy" else "previous"), word
        at, word = cues("base", "forward").last(text, start, frame.quantity.start)
        if at >= 0 and frame.quantity.start - at < 40:
            return "base", word
    listed = frame.gap is not None and len(frame.gap) <= 2
    mean = any(w in text[frame.lead.start : frame.quantity.start] for w in ("平均", "年均"))
    moved = aspect == "rate" and before == "yoy" and left.moved in ("up", "down") and not mean
    return (before if listed or moved else None), ""


def aspect_word(scene: Scene, frame: Frame, left: Left, aspect: Aspect) -> str:
    """Return the word that speaks for an aspect, an empty string where none does."""
    if aspect == "level":
        return ""
    kinds = {"share": ("share",), "rank": ("rank",)}.get(aspect, ("up", "down", "speed", "reach"))
    text, clause, quantity = scene.text, scene.clauses[frame.clause], frame.quantity
    start = max(clause.start, frame.lead.start - 20 * (aspect == "share"))
    _, word = words(*kinds).last(text, start, quantity.start)
    return word or words(*kinds).first(text, quantity.end, min(quantity.end + 6, clause.end))[1]


def status_word(scene: Scene, frame: Frame, status: str) -> str:
    """Return the word that speaks for a status: in the clause, after the number, in the sentence, in the heading."""
    text, clause, sentence = scene.text, scene.clauses[frame.clause], scene.sentences[frame.sentence]
    forward = cues(status, "forward")
    end = min(clause.end, frame.quantity.end + 8)
    return (
        forward.last(text, clause.start, frame.quantity.start)[1]
        or cues(status, "backward").first(text, frame.quantity.end, end)[1]
        or forward.last(text, sentence.start, clause.start)[1]
        or ("heading" if status == "planned" and _section(scene, frame) == status else "")
    )
