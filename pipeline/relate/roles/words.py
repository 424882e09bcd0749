"""The words of roles, read from `titles.tsv` (the titles) and `role_words.tsv` (what stands around them)."""

from __future__ import annotations

from functools import cache

from ...lang import word_set
from ...lang.tables import table
from ..scene.word_tables import WordSet


@cache
def titles(*kinds: str) -> WordSet:
    """Return the words of some kinds of `titles.tsv`."""
    rows = [r for r in table("titles.tsv") if r["kind"] in kinds]
    return WordSet({r["word"]: r["kind"] for r in rows})


@cache
def cues(*kinds: str) -> WordSet:
    """Return the words of some kinds of `role_words.tsv`, with their kind."""
    rows = [r for r in table("role_words.tsv") if r["kind"] in kinds]
    return WordSet({r["word"]: r["kind"] for r in rows})


def either(*kinds: str) -> str:
    """Return a regular expression, in a group, for any word of some kinds, the longest first."""
    return word_set.either(cues(*kinds).values)


def ordered(kind: str) -> tuple[str, ...]:
    """Return the words of a kind of `role_words.tsv`, the longest first."""
    return tuple(sorted(cues(kind).values, key=lambda word: (-len(word), word)))


@cache
def places_of_offices(kind: str) -> dict[str, str]:
    """Return the words of a kind of `office_places.tsv` with the level of their places."""
    return {r["word"]: r["level"] for r in table("office_places.tsv") if r["kind"] == kind}


HEADS = tuple(cues("head-of").values)
"""How the title of the head of a body ends that takes up the last character of its name (厂|厂长)."""
PROFESSIONS = tuple(cues("profession").values)
"""How titles end that belong to no place."""
