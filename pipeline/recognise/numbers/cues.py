"""The words around numbers, by what they tell (data/quantity_cues.tsv), and how far from a number each counts."""

from __future__ import annotations

import re
from functools import cache

from ...lang.tables import table


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    """Return the cues of each kind, the longest first."""
    kinds: dict[str, list[str]] = {}
    for row in table("quantity_cues.tsv"):
        kinds.setdefault(row["kind"], []).append(row["cue"])
    return {kind: tuple(sorted(cues, key=lambda w: (-len(w), w))) for kind, cues in kinds.items()}


def words(kind: str) -> tuple[str, ...]:
    """Return the cues of one kind, the longest first; raise KeyError where there is no such kind."""
    return _cues()[kind]


@cache
def pattern(kind: str) -> str:
    """Return a regular expression that matches any cue of one kind."""
    return "(?:" + "|".join(map(re.escape, words(kind))) + ")"


@cache
def _left(kind: str) -> tuple[re.Pattern[str], int]:
    """Return what finds a cue of a kind that ends before a place, and how far before it one can begin."""
    gap, stops = _scope(kind, "before")
    return re.compile(f"{pattern(kind)}[^{stops}]{{0,{gap}}}$"), gap + len(words(kind)[0])


@cache
def _right(kind: str) -> re.Pattern[str]:
    """Return what finds a cue of a kind that begins behind a place."""
    gap, stops = _scope(kind, "after")
    return re.compile(f"[^{stops}]{{0,{gap}}}{pattern(kind)}")


def _scope(kind: str, side: str) -> tuple[int, str]:
    """Return how many characters may part a cue of a kind from the number, and which may not."""
    row = next(row for row in table("quantity_cue_kinds.tsv") if row["kind"] == kind)
    return int(row[side]), row["stops"] or "\x00"


def stands_before(kind: str, text: str, place: int) -> bool:
    """Tell whether a cue of a kind stands before a place, within the reach of the kind."""
    left, reach = _left(kind)
    return left.search(text, max(0, place - reach), max(0, place)) is not None


def stands_after(kind: str, text: str, place: int) -> bool:
    """Tell whether a cue of a kind stands behind a place, within the reach of the kind."""
    return _right(kind).match(text, place) is not None


def stands_near(kind: str, text: str, start: int, end: int) -> bool:
    """Tell whether a cue of a kind stands before or behind [start, end), within the reach of the kind."""
    return stands_before(kind, text, start) or stands_after(kind, text, end)
