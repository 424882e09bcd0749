"""How a statement stands: its aspect, where a change goes, and what it is measured against."""

from __future__ import annotations

from ...lang.tables import table
from ...model import Aspect, Comparison, Direction, Quantity, Span
from ..scene.clauses import Frame, Scene
from ..scene.surroundings import Left
from ..scene.word_tables import beside, reach, words
from .cues import Cue, forward

MULTIPLES = tuple(words("multiple").values)
"""Words of a number that say how many times more; the first stands for all."""
PART = "占"
"""The word of shares that 年度计划 before a percentage stands for."""
SIGNS = tuple(row["char"] for row in table("numerals.tsv") if row["kind"] == "sign")
"""What a number begins with that falls."""


def aspect_features(scene: Scene, frame: Frame, left: Left, previous: str | None) -> list[str]:
    """Return what speaks for level, change, rate, share or rank: label, unit, and the words around the number."""
    quantity, text = frame.quantity, scene.text
    clause = scene.clauses[frame.clause]
    base = f"{quantity.label}|{_kind(quantity)}"
    share = _share(scene, frame)
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
        f"{base}|back={beside('behind-amount', back)}",
        f"{base}|previous={previous}|gap={(frame.gap or '-')[:3]}",
        f"{base}|light={left.light}",
        f"{base}|moved={left.moved}|light={left.light}",
        f"moved={left.moved}",
        f"share={bool(share)}|{left.moved}",
    ]
    follows = words("up", "down", "share").first(text, quantity.end, _following(scene, frame))[1]
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
    if any(w in gap for w in words("arrives", "moves").values):
        features.append(f"{base}|arrow|{previous}")
    return features


def _share(scene: Scene, frame: Frame) -> str:
    """Return the word before a number by which it is a part of something, PART behind a plan as a whole, else ""."""
    start, text = frame.quantity.start, scene.text
    whole = frame.quantity.label == "PERCENT" and words("whole").before(text, frame.lead.start, start)
    return words("share").last(text, _sharing(scene, frame), start)[1] or (PART if whole else "")


def _kind(quantity: Quantity) -> str:
    """Return the coarse kind of a unit that matters for the aspect."""
    if quantity.unit in ("%", "pp", "倍", "‰"):
        return quantity.unit
    if any(word in quantity.text for word in MULTIPLES):
        return MULTIPLES[0]
    if quantity.label == "ORDINAL":
        return quantity.text[:1]
    return ""


def _sharing(scene: Scene, frame: Frame) -> int:
    """Return from where on a word of shares speaks for a frame's number."""
    return max(scene.clauses[frame.clause].start, frame.lead.start - reach("share", "forward"))


def _following(scene: Scene, frame: Frame) -> int:
    """Return up to where behind a frame's number a word of its aspect may stand."""
    return min(frame.quantity.end + reach("aspect", "backward"), scene.clauses[frame.clause].end)


def direction(scene: Scene, frame: Frame) -> tuple[Direction, Cue | None]:
    """Return where a change or rate goes, and by which word.

    The number's own sign tells, else the verb before it, a noun of growth, the verb behind it; else it goes up.
    """
    quantity, text = frame.quantity, scene.text
    if quantity.text.startswith(SIGNS):
        return "down", Cue(Span(quantity.start, quantity.start + 1), quantity.text[:1])
    clause = scene.clauses[frame.clause]
    moves = words("up", "down", "speed")
    for start in (frame.lead.start, clause.start, scene.sentences[frame.sentence].start):
        at, word = moves.last(text, start, quantity.start)
        if at >= 0:
            falls = moves.values[word] == "down" or words("down").before(text, start, at + len(word))
            return "down" if falls else "up", Cue(Span(at, at + len(word)), word)
    at, word = words("up", "down").first(text, quantity.end, min(clause.end, quantity.end + reach("move", "backward")))
    if at < 0:
        return "up", None
    return "down" if words("up", "down").values[word] == "down" else "up", Cue(Span(at, at + len(word)), word)


def direction_features(scene: Scene, frame: Frame, left: Left, by_rule: Direction, cue: Cue | None) -> list[str]:
    """Return what speaks for up or down: what the words around the number say, `by_rule`, and by which."""
    word = cue.word if cue else ""
    behind = bool(cue and cue.span.start > frame.quantity.start)
    own = bool(cue and cue.span.start >= frame.lead.start)
    return [
        f"rule={by_rule}",
        f"rule={by_rule}|{bool(word)}|{behind}|{own}",
        f"word={word}",
        f"moved={left.moved}|{by_rule}",
        f"unit={frame.quantity.unit}|{by_rule}|{own}",
    ]


def comparison(
    scene: Scene, frame: Frame, left: Left, aspect: Aspect, before: Comparison | None
) -> tuple[Comparison | None, Cue | None]:
    """Return what a change or rate is measured against, and the word that says so; `before` is that of the fact before.

    There is no word where the comparison is carried on from the fact before in a list.
    """
    text, clause = scene.text, scene.clauses[frame.clause]
    against = words("against")
    for start in (frame.lead.start, clause.start):
        at, word = against.last(text, start, frame.quantity.start)
        while at >= 0 and word[-1] in words("opens-growth").values and not scene.edge(at + len(word)):
            at, word = against.last(text, start, at + len(word) - 1)
        if at >= 0:
            return ("yoy" if against.values[word] == "yoy" else "previous"), Cue(Span(at, at + len(word)), word)
        cue = forward(scene, "base", start, frame.quantity.start)
        if cue:
            return "base", cue
    listed = frame.gap is not None and len(frame.gap) <= 2
    mean = words("mean").first(text, frame.lead.start, frame.quantity.start)[0] >= 0
    moved = aspect == "rate" and before == "yoy" and left.moved in ("up", "down") and not mean
    return (before if listed or moved else None), None


def comparison_features(
    frame: Frame, left: Left, by_rule: Comparison | None, cue: Cue | None, before: Comparison | None
) -> list[str]:
    """Return what speaks for a comparison: what the words before the number say, `by_rule`, and the fact before."""
    same = frame.previous >= 0
    return [
        f"rule={by_rule}",
        f"rule={by_rule}|{cue is not None}",
        f"word={cue.word if cue else ''}",
        f"before={before}|{same}|{cue is not None}",
        f"before={before}|{left.moved}|{cue is not None}",
        f"rule={by_rule}|{left.moved}|{frame.quantity.label}",
    ]


def aspect_cue(scene: Scene, frame: Frame, aspect: Aspect) -> Cue | None:
    """Return the word that speaks for an aspect, None where none does."""
    if aspect == "level":
        return None
    kinds = {"share": ("share",), "rank": ("rank",)}.get(aspect, ("up", "down", "speed", "reach"))
    text, quantity = scene.text, frame.quantity
    nearest = max(scene.clauses[frame.clause].start, frame.lead.start)
    start = _sharing(scene, frame) if aspect == "share" else nearest
    at, word = words(*kinds).last(text, start, quantity.start)
    if at < 0:
        at, word = words(*kinds).first(text, quantity.end, _following(scene, frame))
    return Cue(Span(at, at + len(word)), word) if at >= 0 else None
