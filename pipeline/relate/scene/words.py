"""The words of statements, read from tables, and the longest-match look-ups on them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ...lang.jieba_dictionary import UNKNOWN, dictionary
from ...lang.tables import table

CLASSES = Path(__file__).parents[2] / "models" / "word_classes.txt"


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
        end = min(end, len(text))
        if start < end and (sizes := self.heads.get(text[start])):
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


def _lengths(words: Iterable[str], place: int) -> dict[str, tuple[int, ...]]:
    """Return, for each character that words have at a place, the lengths of these words, falling."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[place], set()).add(len(word))
    return {character: tuple(sorted(sizes, reverse=True)) for character, sizes in found.items()}


@cache
def words(*kinds: str) -> WordSet:
    """Return the words of some kinds of `statement_words.tsv` with the value of their row."""
    found: dict[str, str] = {}
    for row in table("statement_words.tsv"):
        if row["kind"] in kinds:
            found.setdefault(row["word"], row["value"] or row["kind"])
    return WordSet(found)


@cache
def classes() -> WordSet:
    """Return the words that `scripts/cluster_words.py` sorted into classes, each with the commonest of its class."""
    lines = CLASSES.read_text(encoding="utf-8").splitlines()
    return WordSet({word: line.split(" ", 1)[0] for line in lines for word in line.split()})


def last_class(text: str, start: int, end: int) -> str:
    """Return the class of the longest known word that ends a stretch, an empty string where there is none."""
    known = classes()
    return known.values.get(known.before(text, start, end), "")


def first_class(text: str, start: int, end: int) -> str:
    """Return the class of the longest known word that begins a stretch, an empty string where there is none."""
    known = classes()
    return known.values.get(known.at(text, start, end), "")


def part_of_speech(word: str) -> str:
    """Return the part of speech of a word by jieba's dictionary, an empty string where it has none."""
    return dictionary().get(word, UNKNOWN).tag
