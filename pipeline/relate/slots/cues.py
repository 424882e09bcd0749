"""Cues of how a statement stands, found with direction, scope, terminators and pseudo-cues.

The model is ConText (Harkema et al. 2009) as medspaCy has it: a cue acts forward or backward within its scope, unless a
terminator stands between it and the number; a longer word that only contains a cue (设计院, 计划生育) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ...lang.characters import HAN
from ...lang.tables import table
from ...lang.word_set import WordSet
from ...model import Span
from ..scene.clauses import Frame, Scene, once
from ..scene.word_tables import either

SCOPES = ("clause", "sentence")
"""Scopes with a name; any other is a number of characters."""


_FIRM = re.compile(
    f"(?!{either('firm-not-open')})[{HAN}]{{2,6}}(?<!{either('firm-not-close')}){either('firm-noun')}"
)
"""The rest of a firm's name, whose first word could be a cue."""


class Cue(NamedTuple):
    """A word that decides something, and where it stands."""

    span: Span
    word: str


@cache
def cues_of(kind: str, direction: str) -> WordSet:
    """Return the cues of one kind and direction from `cues.tsv`, each with its scope."""
    rows = [r for r in table("cues.tsv") if r["kind"] == kind and r["direction"] == direction]
    return WordSet({row["word"]: row["scope"] for row in rows})


@once
def forward(scene: Scene, kind: str, start: int, end: int) -> Cue | None:
    """Return the last cue of a kind in a stretch that acts on what stands at its end, None where there is none."""
    known, number = cues_of(kind, "forward"), end
    while True:
        at, word = known.last(scene.text, start, end)
        if at < 0:
            return None
        if _reaches(known.values[word], number - at) and _counts(scene, at, at + len(word)):
            return Cue(Span(at, at + len(word)), word)
        end = at + len(word) - 1


def backward(scene: Scene, kind: str, start: int, end: int) -> Cue | None:
    """Return the first cue of a kind in a stretch that acts on what stands before it, None where there is none."""
    known, number = cues_of(kind, "backward"), start
    end = min(end, number + _farthest(kind))
    while True:
        at, word = known.first(scene.text, start, end)
        if at < 0:
            return None
        if _reaches(known.values[word], at + len(word) - number) and _counts(scene, at, at + len(word)):
            return Cue(Span(at, at + len(word)), word)
        start = at + 1


def acting(scene: Scene, frame: Frame, kind: str) -> Cue | None:
    """Return the cue of a kind that reaches a frame's quantity: in its clause, right behind it, or in its sentence."""
    clause, sentence = scene.clauses[frame.clause], scene.sentences[frame.sentence]
    at = frame.quantity
    for found in (
        forward(scene, kind, clause.start, at.start),
        backward(scene, kind, at.end, clause.end),
        _reaching(scene, kind, sentence.start, clause.start),
    ):
        if found and not ended(scene, found.span.end, at.start):
            return found
    return None


def ended(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a terminator stands in a stretch: a cue before it does not reach what stands behind it."""
    return forward(scene, "terminator", start, end) is not None


@cache
def _farthest(kind: str) -> int:
    """Return how far the backward cues of a kind reach, the farthest of them."""
    return max(map(int, cues_of(kind, "backward").values.values()), default=0)


def _reaches(scope: str, distance: int) -> bool:
    """Tell whether a cue with a scope acts on a number whose distance from its far end is so many characters."""
    return scope in SCOPES or distance <= int(scope)


def _reaching(scene: Scene, kind: str, start: int, end: int) -> Cue | None:
    """Return the last cue of a stretch whose scope is the sentence."""
    known = cues_of(kind, "forward").values
    while cue := forward(scene, kind, start, end):
        if known[cue.word] == "sentence":
            return cue
        end = cue.span.start
    return None


def _counts(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a word at a place is a cue: not in a name, not the inside of a word, not part of a pseudo-cue."""
    if scene.inside[start] or not (scene.edge(start) or scene.edge(end)) or _names_firm(scene.text, end):
        return False
    return not any(first <= start and end <= last for first, last in _pseudo(scene, start, end))


def _names_firm(text: str, end: int) -> bool:
    """Tell whether a word that ends at a place opens the name of a firm: 未来|食品公司, not 未来三年公司."""
    return _FIRM.match(text, end) is not None


def _pseudo(scene: Scene, start: int, end: int) -> Iterator[Span]:
    """Yield the pseudo-cues that begin around a word."""
    known = cues_of("pseudo", "forward")
    for at in range(max(0, start - known.longest), end):
        if word := known.at(scene.text, at, min(len(scene.text), at + known.longest)):
            yield Span(at, at + len(word))
