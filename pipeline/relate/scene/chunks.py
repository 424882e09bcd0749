"""Noun phrases wherever they stand in a clause: runs of nominal words between verbs, particles and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ...lang.words import words_of
from ...model import Span
from .clauses import Frame, Scene, once
from .word_tables import words

NOMINAL = ("n", "vn", "an", "j", "s", "eng", "l", "i", "g")
"""How the tags of words begin that may end a noun phrase; a word that the dictionary lacks may too."""
MODIFIER = ("a", "b", "z", "h", "k", "f")
"""How the tags of words begin that may stand before a noun or between two, and end none."""
LONGEST = 16
"""Characters of the longest noun phrase that is offered."""
BEFORE, AFTER = 3, 2
"""How many phrases are offered of the clause before a number, and behind the number."""
CLAUSES = 3
"""How many clauses before that of the number are looked at."""


@cache
def _barred() -> frozenset[str]:
    """Return the words that no noun phrase holds: verbs of statements, light words, pronouns, words of speech."""
    kinds = ("np-bar", "verb", "up", "down", "light", "stop", "speech", "opener", "np-not-end", "reach", "determiner")
    return frozenset(words(*kinds).values)


@once
def phrases_in(scene: Scene, start: int, end: int) -> tuple[Span, ...]:
    """Return the noun phrases of a stretch in its order, each without the measured thing that it may end in."""
    return tuple(filter(None, (_kept(scene, span) for span in _runs(scene, start, end))))


def _runs(scene: Scene, start: int, end: int) -> Iterator[Span]:
    """Yield the longest runs of nominal words of a stretch that end in a noun.

    A verb belongs to a run only where it stands before a noun at the head of the stretch, behind 的 or a number, or
    between nouns (批发|零售业, 受访|企业): there it modifies.
    """
    begin = last = -1
    may_open = True
    for at, stop, kind in _units(scene, start, end):
        if kind == "noun":
            begin, last, may_open = (at if begin < 0 else begin), stop, True
        elif kind == "modifier" or (kind == "verb" and (begin >= 0 or may_open)):
            begin = at if begin < 0 else begin
            may_open = kind == "modifier"
        else:
            if last > begin >= 0:
                yield Span(begin, last)
            begin = last = -1
            may_open = kind == "gap"
    if last > begin >= 0:
        yield Span(begin, last)


def _units(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield names, numbers, times and words of a stretch with their kind: noun, modifier, verb, gap (的, a number)."""
    whole = words_of(scene.text)
    barred = _barred()
    at = start
    while at < end:
        if mention := scene.mention_at.get(at):
            yield at, mention.end, "noun"
            at = mention.end
            continue
        if scene.inside[at]:
            stop = at + 1
            while stop < end and scene.inside[stop] and stop not in scene.mention_at:
                stop += 1
            yield at, stop, "gap"
            at = stop
            continue
        number = whole.at(at)
        stop = min(whole.ends[number], end)
        stop = next((i for i in range(at + 1, stop) if scene.inside[i]), stop)
        word, tag = scene.text[at:stop], whole.tags[number] if whole.starts[number] == at else ""
        yield at, stop, _kind(word, tag, barred)
        at = stop


def _kind(word: str, tag: str, barred: frozenset[str]) -> str:
    """Return what a word is in a noun phrase."""
    if word in words("np-gap").values or tag in ("m", "q", "mq"):
        return "gap"
    if word in barred or tag == "w" or not word.isalnum():
        return "break"
    if tag.startswith(NOMINAL) or (not tag and len(word) > 1):
        return "noun"
    if tag.startswith(MODIFIER):
        return "modifier"
    return "verb" if tag.startswith("v") and len(word) > 1 else "break"


def _kept(scene: Scene, span: Span) -> Span | None:
    """Return a run without the measured things at its end, or None where nothing is left but a name or a measure."""
    text, heads, end = scene.text, words("head", "per-head"), span.end
    while end > span.start and not scene.inside[end - 1] and (head := heads.before(text, span.start, end)):
        end -= len(head)
    if not 1 < end - span.start <= LONGEST or text[end - 1] in words("np-trim").values:
        return None
    mention = scene.mention_at.get(span.start)
    return None if mention and mention.end >= end else Span(span.start, end)


def nearby(scene: Scene, frame: Frame) -> Iterator[tuple[str, Span]]:
    """Yield the noun phrases around a number, each with where it stands to it."""
    clause, sentence = scene.clauses[frame.clause], scene.sentences[frame.sentence]
    for rank, span in enumerate(reversed(phrases_in(scene, clause.start, frame.quantity.start)[-BEFORE:])):
        yield f"np-chunk-own{rank}", span
    for rank, span in enumerate(phrases_in(scene, frame.quantity.end, clause.end)[:AFTER]):
        yield f"np-chunk-after{rank}", span
    for back in range(1, CLAUSES + 1):
        number = frame.clause - back
        if number < sentence.clauses[0]:
            break
        other = scene.clauses[number]
        found = phrases_in(scene, other.start, other.end)
        for rank, span in enumerate(found[:1] + (found[1:][-1:] if back == 1 else ())):
            yield f"np-chunk-clause{back}-{rank}", span
