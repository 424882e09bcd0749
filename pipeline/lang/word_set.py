"""Words of a table, found in a text by the longest match."""

from __future__ import annotations

import re
from collections.abc import Iterable


class WordSet:
    """A set of words with longest match at a position, at the end before a position, or anywhere in a stretch.

    For each first and each last character the lengths of its words are known, the longest first: no other is tried.
    """

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.longest = max(map(len, values), default=0)
        self.heads = _lengths(values, 0)
        self.ends = _lengths(values, -1)

    def at(self, text: str, start: int, end: int) -> str:
        """Return the longest word that begins at `start` and ends by `end`, or an empty string."""
        if start < end and (sizes := self.heads.get(text[start : start + 1])):
            for size in sizes:
                if size <= end - start and (word := text[start : start + size]) in self.values:
                    return word
        return ""

    def before(self, text: str, start: int, end: int) -> str:
        """Return the longest word that ends at `end` and begins at `start` or later, or an empty string."""
        if start < end and (sizes := self.ends.get(text[end - 1])):
            for size in sizes:
                if size <= end - start and (word := text[end - size : end]) in self.values:
                    return word
        return ""

    def first(self, text: str, start: int, end: int) -> tuple[int, str]:
        """Return position and form of the first word in a stretch, (-1, '') where there is none."""
        known = self.heads
        for i in range(start, end):
            if text[i] in known and (word := self.at(text, i, end)):
                return i, word
        return -1, ""

    def last(self, text: str, start: int, end: int) -> tuple[int, str]:
        """Return position and form of the last word in a stretch, (-1, '') where there is none."""
        known = self.ends
        for i in range(end, start, -1):
            if text[i - 1] in known and (word := self.before(text, start, i)):
                return i - len(word), word
        return -1, ""


def either(words: Iterable[str]) -> str:
    """Return a regular expression, in a group, for any of some words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"


def _lengths(words: Iterable[str], place: int) -> dict[str, tuple[int, ...]]:
    """Return, for each character that words have at a place, the lengths of these words, falling."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[place], set()).add(len(word))
    return {character: tuple(sorted(sizes, reverse=True)) for character, sizes in found.items()}
