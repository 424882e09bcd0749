"""What a stretch of text is about: definite nouns (该园区, 项目) and the names that a paragraph keeps to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from ...lang.tables import table
from ...lang.word_set import WordSet
from ...model import Mention, Span
from .clauses import Scene, once
from .word_tables import words

REACH = 1500
"""How far back a definite noun is resolved, in characters."""


class Noun(NamedTuple):
    """What a definite noun may stand for: the ends and the labels of names."""

    ends: tuple[str, ...]
    labels: frozenset[str]


class Definite(NamedTuple):
    """A definite noun that was resolved: the mention that it stands for, and how sure that is."""

    mention: Mention
    how: str


@cache
def nouns() -> tuple[WordSet, dict[str, Noun]]:
    """Return the definite nouns as words and what each may stand for."""
    ends: dict[str, list[str]] = {}
    labels: dict[str, frozenset[str]] = {}
    for row in table("definite_nouns.tsv"):
        ends.setdefault(row["noun"], []).extend([row["end"]] if row["end"] else [])
        labels[row["noun"]] = frozenset(row["labels"].split())
    rows = {noun: Noun(tuple(found), labels[noun]) for noun, found in ends.items()}
    return WordSet(dict.fromkeys(rows, "")), rows


def definites(scene: Scene, start: int, end: int) -> Iterator[Definite]:
    """Yield what the definite nouns of a stretch stand for, the last noun first, at most three.

    A noun counts after a determiner (该, 此次, 这条) or where it opens a clause, never inside a name; that it may only
    modify the noun after it (工程|机械) is left to the ranking.
    """
    known, rows = nouns()
    found = 0
    for i in range(end - 1, start - 1, -1):
        if found == 3:
            return
        if scene.inside[i] or scene.text[i] not in known.heads:
            continue
        word = known.at(scene.text, i, end)
        if not word or not scene.edge(i + len(word)):
            continue
        pointed = bool(words("determiner").before(scene.text, max(start, i - 4), i))
        if not pointed and i > start and scene.text[i - 1] not in "，。；：、 \u3000\n":
            continue
        if meant := _meant(scene, word, rows[word], i):
            found += 1
            same = "same" if meant.text.endswith(word) else "kind"
            yield Definite(meant, f"{'pointed' if pointed else 'bare'}-{same}")


def _meant(scene: Scene, word: str, noun: Noun, at: int) -> Mention | None:
    """Return the nearest name before a place that a noun may stand for: of those that end so, else of its labels."""
    before = [m for m in scene.names(max(0, at - REACH), at) if m.entity and m.label in noun.labels]
    for ends in ((word,), noun.ends):
        for mention in reversed(before):
            if mention.text.endswith(ends):
                return mention
    return before[-1] if before and noun.ends == ("-",) else None


@once
def described(scene: Scene, start: int, end: int) -> Span | None:
    """Return the noun phrase that the last pointed noun of a stretch repeats (该|总部 -> 中铁隧道局全国总部).

    The phrase ends in the noun's own words and adds some before them; one that begins with a name or opens its clause
    goes before a nearer one. None where there is none.
    """
    pointers = words("determiner")
    i = end - 1
    while (found := pointers.last(scene.text, start, i - 1))[1]:
        at, i = found[0], found[0] + len(found[1])
        if scene.inside[i] or not scene.edge(at):
            continue
        stop = next((n for n in range(i + 2, min(i + 6, end) + 1) if scene.edge(n)), 0)
        noun = scene.text[i:stop]
        if noun.isalpha() and not any(scene.inside[i:stop]) and not words("light", "verb").at(noun, 0, stop - i):
            longer = list(islice(_longer(scene, noun, i), 4))
            named = (s for s in longer if s.start in scene.mention_at or not scene.text[s.start - 1].isalnum())
            return next(named, longer[0] if longer else None)
    return None


def _longer(scene: Scene, noun: str, at: int) -> Iterator[Span]:
    """Yield the longer phrases before a place that end in a noun, the nearest first."""
    bar = words("light", "stop", "verb", "preposition", "determiner").values
    ends = {m.end: m.start for m in scene.names(max(0, at - REACH), at)}
    place = scene.text.rfind(noun, max(0, at - REACH), at - 1)
    while place >= 0:
        begin = place
        while begin > 0 and place - begin < 16:
            if begin in ends:
                begin = ends[begin]
                continue
            step = next((n for n in range(begin - 1, max(-1, begin - 7), -1) if scene.edge(n)), begin)
            word = scene.text[step:begin]
            if scene.inside[begin - 1] or not word.isalpha() or word in bar:
                break
            begin = step
        if begin < place:
            yield Span(begin, place + len(noun))
        place = scene.text.rfind(noun, max(0, at - REACH), place)


class Paragraph(NamedTuple):
    """What a paragraph is about: the entity that it names first, and the one named most, two times at least."""

    first: Mention | None
    most: str


def paragraphs(scene: Scene, passing: tuple[str, ...]) -> dict[int, Paragraph]:
    """Return for each paragraph what it is about; names with a passing label (persons) are none of it."""
    spans: dict[int, Span] = {}
    for sentence in scene.sentences:
        start = spans[sentence.paragraph].start if sentence.paragraph in spans else sentence.start
        spans[sentence.paragraph] = Span(start, sentence.end)
    found = {}
    for number, span in spans.items():
        named = [m for m in scene.names(span.start, span.end) if m.entity and m.label not in passing]
        counts = Counter(m.entity for m in named)
        most = max(counts, key=lambda e: counts[e]) if counts else None
        found[number] = Paragraph(named[0] if named else None, most if most and counts[most] > 1 else "")
    return found
