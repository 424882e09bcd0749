"""Names of ordinary words that a verb introduces (举办重大项目融资对接会, 实施自贸区提升战略)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import ahocorasick

from ...lang.tables import table
from ...lang.words import PUNCTUATION
from .lexicon import listed, ordered
from .proposal import Proposal
from .words import TaggedWords

STOPS = PUNCTUATION - frozenset("“”—")


class IntroducedKind(NamedTuple):
    """One row of the table: the label, how long the name may be, and the endings of names after these verbs."""

    label: str
    length: int
    endings: tuple[str, ...]


@cache
def _verbs() -> ahocorasick.Automaton:
    """Return the automaton of verbs with the patterns that each introduces."""
    patterns: dict[str, list[IntroducedKind]] = {}
    endings: dict[str, list[str]] = {}
    for row in table("introduced_names.tsv"):
        if row["part"] == "ending":
            endings.setdefault(row["group"], []).append(row["word"])
    for row in table("introduced_names.tsv"):
        if row["part"] == "verb":
            longest_first = tuple(sorted(endings[row["group"]], key=lambda e: (-len(e), e)))
            pattern = IntroducedKind(row["label"], int(row["length"]), longest_first)
            patterns.setdefault(row["word"], []).append(pattern)
    automaton = ahocorasick.Automaton()
    for verb, rows in patterns.items():
        automaton.add_word(verb, tuple(rows))
    automaton.make_automaton()
    return automaton


def introduced(words: TaggedWords) -> list[Proposal]:
    """Return the candidates that begin behind a verb and end with an ending that belongs to it."""
    found = []
    for last, patterns in _verbs().iter(words.text):
        start = last + 1
        for pattern in patterns:
            candidate = _read(words, start, pattern)
            if candidate is not None:
                found.append(candidate)
    return found


def _read(words: TaggedWords, start: int, pattern: IntroducedKind) -> Proposal | None:
    """Return the name behind a verb that ends at `start`, or None."""
    text = words.text
    stop = start
    while stop < len(text) and stop - start < pattern.length and text[stop] not in STOPS:
        stop += 1
    window = text[start:stop]
    if not words.edge[start] or not window or window.startswith(ordered("name_grammar.tsv", "weak_start")):
        return None
    if window[0].isdigit() and not window[:4].isdigit():
        return None
    if any(True for _ in _verbs().iter(window[:4])):
        return None
    best: tuple[int, int] | None = None
    for ending in pattern.endings:
        at = window.find(ending)
        if at >= 2 and (best is None or at < best[0] or (at == best[0] and at + len(ending) > best[1])):
            best = (at, at + len(ending))
    if best is None or not listed("name_grammar.tsv")["not_introduced"].isdisjoint(window[: best[1]]):
        return None
    name = window[: best[1]]
    if pattern.label == "EVENT" and len(name) < 7:
        return None
    if name.count("“") != name.count("”") or not words.edge[start + best[1]]:
        return None
    return Proposal(start, start + best[1], pattern.label, f"introduced:{pattern.label.lower()}", 1)
