"""Traditional and simplified script: OpenCC's conversions by its own tables; its code is not needed.

What comes out is what OpenCC 1.4.2 writes, to the last character: the tests hold it against OpenCC.
"""

from __future__ import annotations

import re
from functools import cache

from .tables import table


@cache
def _step(step: str) -> dict[str, str]:
    """Return what a step of a conversion writes for a phrase or character."""
    return {row["written"]: row["becomes"] for row in table("script.tsv") if row["step"] == step}


@cache
def _phrases(step: str) -> re.Pattern[str]:
    """Return the pattern of a step's phrases, the longest first."""
    return re.compile("(" + "|".join(map(re.escape, sorted(_step(f"{step} phrase"), key=len, reverse=True))) + ")")


@cache
def _characters(step: str) -> dict[int, str]:
    return {ord(written): becomes for written, becomes in _step(step).items()}


def _converted(text: str, step: str) -> str:
    """Return a text with the phrases of a step replaced, and the characters that stand in none."""
    phrases, characters = _step(f"{step} phrase"), _characters(step)
    pieces = _phrases(step).split(text)
    return "".join(phrases[piece] if n % 2 else piece.translate(characters) for n, piece in enumerate(pieces))


def _simplified(text: str, *steps: str) -> str:
    """Return a text after some steps, each within the segments that the phrases of simplified script make of it."""
    segments = _phrases("simplified").split(text.translate(_characters("compatible")))
    for step in steps:
        segments = [_converted(segment, step) for segment in segments]
    return "".join(segments)


def from_traditional(text: str) -> str:
    """Return Traditional text in simplified script (OpenCC's t2s)."""
    return _simplified(text, "simplified")


def from_taiwan(text: str) -> str:
    """Return text in the written forms of Taiwan in simplified script: 意味著 -> 意味着 (OpenCC's tw2s)."""
    return _simplified(text, "taiwan", "simplified")


def from_hong_kong(text: str) -> str:
    """Return text in the written forms of Hong Kong in simplified script: 衞生 -> 卫生 (OpenCC's hk2s)."""
    return _simplified(text, "hong kong", "simplified")


def only_simplified() -> frozenset[str]:
    """Return the characters that Traditional script writes otherwise."""
    return frozenset(written for written, becomes in _step("traditional").items() if written != becomes)
