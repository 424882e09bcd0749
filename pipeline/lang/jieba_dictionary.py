"""jieba's dictionary, which the package brings: what it says of a word, and how it divides a text.

The words are those of jieba 0.42.1, to the last: the tests hold them against it. Its code is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import log
from typing import NamedTuple

from .tables import table


class Tag(NamedTuple):
    """What jieba's dictionary says of a word: its part of speech and how often it was seen."""

    tag: str
    seen: int


UNKNOWN = Tag("", 0)
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+)")
"""What jieba's words are made of; all other characters stand alone."""
_ALONE = re.compile(r"\r\n|[\s\S]")
_CHINESE = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_LETTER = re.compile(r"[a-zA-Z0-9]")
_NEVER = -3.14e100


class _Dictionary(NamedTuple):
    """The words with their tags; how often each was seen, 0 for the beginning of one; the logarithm of the sum."""

    tags: dict[str, Tag]
    seen: dict[str, int]
    total: float


@cache
def _dictionary() -> _Dictionary:
    """Read the dictionary; words of the same frequency and tag share a Tag."""
    text = (files(__package__.rpartition(".")[0]) / "data/jieba_dictionary.txt").read_text(encoding="utf-8")
    pool: dict[str, Tag] = {}
    tags: dict[str, Tag] = {}
    seen: dict[str, int] = {}
    total = 0
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        found = pool.get(rest)
        if found is None:
            count, tag = rest.split(" ")
            found = pool[rest] = Tag(tag, int(count))
        tags[word] = found
        seen[word] = found.seen
        total += found.seen
        for end in range(len(word) - 1, 0, -1):
            if word[:end] in seen:  # and so is what is shorter
                break
            seen[word[:end]] = 0
    return _Dictionary(tags, seen, log(total))


def dictionary() -> dict[str, Tag]:
    """Return jieba's dictionary: word -> tag and frequency."""
    return _dictionary().tags


def frequencies() -> tuple[dict[str, int], float]:
    """Return how often words were seen (0: no word, but the beginning of one), and the logarithm of their sum."""
    return _dictionary().seen, _dictionary().total


@cache
def _weights() -> dict[int, float]:
    """Return the log-probability of a word by its frequency, of those that were asked for."""
    return {}


def divide(text: str) -> Iterator[str]:
    """Yield the likeliest words of a text by the dictionary, as `jieba.cut(text, HMM=False)` does; they cover it."""
    for n, block in enumerate(_BLOCK.split(text)):
        yield from _likeliest(block) if n % 2 else _ALONE.findall(block)


def _likeliest(block: str) -> Iterator[str]:
    """Yield the words of a block; letters and digits that stand for themselves are one word."""
    ends = _ends(block)
    at, letters = 0, ""
    while at < len(block):
        word = block[at : ends[at]]
        at += len(word)
        if len(word) == 1 and _LETTER.match(word):
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters


def _ends(block: str) -> list[int]:
    """Return, for each character, where the word ends that begins the likeliest division from there on."""
    dictionary = _dictionary()
    seen, weights, unknown = dictionary.seen.get, _weights(), -dictionary.total
    length = len(block)
    scores, ends = [0.0] * (length + 1), [0] * length
    for start in range(length - 1, -1, -1):
        best, last, end = None, start + 1, start + 1
        frequency = seen(block[start])
        while frequency is not None:  # 0: no word, but the beginning of one
            if frequency:
                if frequency not in weights:
                    weights[frequency] = log(frequency) + unknown
                score = weights[frequency] + scores[end]
                if best is None or score >= best:
                    best, last = score, end
            if end == length:
                break
            end += 1
            frequency = seen(block[start:end])
        scores[start] = unknown + scores[start + 1] if best is None else best
        ends[start] = last
    return ends


@cache
def _states() -> dict[str, dict[str, float]]:
    """Return how likely (logarithm) a character begins a word (B), is inside (M), ends (E) or is one (S)."""
    rows = table("jieba_states.tsv")
    return {state: {row["character"]: float(row[state]) for row in rows if row[state]} for state in "BMES"}


_FIRST = {"B": -0.26268660809250016, "E": _NEVER, "M": _NEVER, "S": -1.4652633398537678}
_BEFORE = {
    "B": (("E", -0.5897149736854513), ("S", -0.7211965654669841)),
    "M": (("M", -1.2603623820268226), ("B", -0.916290731874155)),
    "E": (("B", -0.510825623765990), ("M", -0.33344856811948514)),
    "S": (("S", -0.6658631448798212), ("E", -0.8085250474669937)),
}
"""State -> the states that may stand before it, and how likely (logarithm) it is to follow them."""


def guess(run: str) -> Iterator[str]:
    """Yield the words of a run that the dictionary lacks, by jieba's hidden Markov model (`finalseg.cut`)."""
    for n, block in enumerate(_CHINESE.split(run)):
        yield from _guessed(block) if n % 2 else filter(None, _LATIN.split(block))


def _guessed(block: str) -> Iterator[str]:
    states = _states()
    scores = {state: _FIRST[state] + states[state].get(block[0], _NEVER) for state in "BMES"}
    paths = {state: state for state in "BMES"}
    for character in block[1:]:
        found = {}
        for state in "BMES":
            here = states[state].get(character, _NEVER)
            found[state] = max((scores[before] + change + here, before) for before, change in _BEFORE[state])
        paths = {state: paths[before] + state for state, (_, before) in found.items()}
        scores = {state: score for state, (score, _) in found.items()}
    path = paths[max((scores[state], state) for state in "ES")[1]]
    begin = 0
    for n, state in enumerate(path):
        if state == "B":
            begin = n
        elif state in "ES":
            yield block[begin if state == "E" else n : n + 1]
