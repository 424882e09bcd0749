"""The words of statements, read from tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ...lang import word_set
from ...lang.jieba_dictionary import UNKNOWN, dictionary
from ...lang.tables import table
from ...lang.word_set import WordSet as WordSet

CLASSES = Path(__file__).parents[2] / "models" / "word_classes.txt"


@cache
def words(*kinds: str) -> WordSet:
    """Return the words of some kinds of `statement_words.tsv` with the value of their row."""
    found: dict[str, str] = {}
    for row in table("statement_words.tsv"):
        if row["kind"] in kinds:
            found.setdefault(row["word"], row["value"] or row["kind"])
    return WordSet(found)


@cache
def reach(kind: str, direction: str) -> int:
    """Return how far the words of a kind act in a direction, in characters, from `word_scopes.tsv`."""
    rows = table("word_scopes.tsv")
    return next(int(r["scope"]) for r in rows if (r["kind"], r["direction"]) == (kind, direction))


@cache
def titles() -> WordSet:
    """Return the titles of persons, each with its kind."""
    return WordSet({row["word"]: row["kind"] for row in table("titles.tsv")})


def either(*kinds: str) -> str:
    """Return a regular expression, in a group, for any word of some kinds, the longest first."""
    return word_set.either(words(*kinds).values)


def beside(kind: str, character: str) -> str:
    """Return the character beside something where it is one of a kind that features tell, or none; "-" for others."""
    return character if not character or character in words(kind).values else "-"


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
