"""Character features of the name tagger: what each character of a text is, and which lexicon words cover it.

The lexicon is jieba's installed dictionary plus the project's own tables of divisions and countries; nothing else is
read. The same code serves training and run time.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import ahocorasick
import numpy as np
import numpy.typing as npt

from ...lang import gazetteer
from ...lang.folding import NARROW
from ...lang.jieba_dictionary import dictionary

CATEGORIES = ("noun", "verb", "other", "person", "place", "organisation", "division", "town")
POSITIONS = ("begin", "inside", "end", "long")
BIGRAMS = 32768
WORDS = 32768
FLAGS = len(CATEGORIES) * len(POSITIONS)
PADDING, UNKNOWN, MASKED = 0, 1, 2
MASK = "\ue000"
"""The character that stands for a hidden one while pretraining."""

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint8]

_LONGEST_WORD = 12
_LONG = 4
_PLANE = 0x10000
_HASH_BITS, _LENGTH_BITS = 15, 4


class Features(NamedTuple):
    """Features of a text, one row a character.

    chars: codepoint classes before the vocabulary is applied; bigrams: hash of a character and the next one; flags:
    which kinds of lexicon words begin, run through or end here; begins, ends: hash of the longest word there.
    """

    chars: Ints
    bigrams: Ints
    flags: Flags
    begins: Ints
    ends: Ints

    def piece(self, start: int, end: int) -> Features:
        """Return the rows from start to end."""
        return Features(
            self.chars[start:end],
            self.bigrams[start:end],
            self.flags[start:end],
            self.begins[start:end],
            self.ends[start:end],
        )


def classed(text: str) -> Ints:
    """Return the code points of a text, full-width forms narrowed, blanks and digits each as one class."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32).copy()
    low = points < _PLANE
    points[low] = _classes()[points[low]]
    return points


@cache
def _classes() -> Ints:
    """Return what stands for each code point of the basic plane."""
    points = np.arange(_PLANE, dtype=np.int32)
    for wide, narrow in NARROW.items():
        points[ord(wide)] = ord(narrow)
    points[np.isin(points, (0x3000, 0xA0, 0x09, 0x0A, 0x0D))] = 0x20
    points[(points >= 0x30) & (points <= 0x39)] = 0x30
    return points


def vocabulary(characters: str) -> npt.NDArray[np.int32]:
    """Return the table from code point to character number; the first of `characters` gets MASKED + 1."""
    numbers = np.full(0x10000, UNKNOWN, dtype=np.int32)
    numbers[ord(MASK)] = MASKED
    for n, c in enumerate(characters, MASKED + 1):
        if ord(c) < 0x10000:
            numbers[ord(c)] = n
    return numbers


def numbered(points: Ints, numbers: npt.NDArray[np.int32]) -> Ints:
    """Return the character numbers of code points by a `vocabulary` table."""
    return np.where(points < 0x10000, numbers[points & 0xFFFF], UNKNOWN).astype(np.int32)


def extract(text: str) -> Features:
    """Return the features of a text; `chars` holds code points, to be numbered by the model's vocabulary."""
    points = classed(text)
    following = np.append(points[1:], 0x20).astype(np.uint32)
    mixed = points.astype(np.uint32) * np.uint32(0x9E3779B1) + following * np.uint32(0x85EBCA6B)
    bigrams = ((mixed >> np.uint32(7)) % np.uint32(BIGRAMS - 1) + 1).astype(np.int32)
    plain = points.tobytes().decode("utf-32-le", "surrogatepass")
    return Features(points, bigrams, *_matches(plain))


def _matches(text: str) -> tuple[Flags, Ints, Ints]:
    """Return flags, longest-word hashes by begin and by end, from every lexicon word in the text."""
    n = len(text)
    begins, ends = np.zeros(n, np.int32), np.zeros(n, np.int32)
    found = np.fromiter(chain.from_iterable(_lexicon().iter(text)), dtype=np.int64).reshape(-1, 2)
    last, value = found[:, 0], found[:, 1]
    hashes = (value & ((1 << _HASH_BITS) - 1)).astype(np.int32)
    lengths = value >> _HASH_BITS & ((1 << _LENGTH_BITS) - 1)
    kinds = value >> (_HASH_BITS + _LENGTH_BITS)
    first = last - lengths + 1
    order = np.argsort(lengths, kind="stable")
    begins[first[order]] = hashes[order]
    ends[last[order]] = hashes[order]
    flags = np.zeros((n, len(CATEGORIES), len(POSITIONS)), np.uint8)
    for k in range(len(CATEGORIES)):
        has = (kinds >> k & 1).astype(bool)
        start, stop = first[has], last[has]
        long = lengths[has] >= _LONG
        flags[start, k, 0] = 1
        flags[stop, k, 2] = 1
        flags[:, k, 1] = _covered(n, start + 1, stop)
        flags[:, k, 3] = _covered(n, start[long], stop[long] + 1)
    return flags.reshape(n, FLAGS), begins, ends


def _covered(n: int, starts: npt.NDArray[np.int64], stops: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which of n places lie in one of the half-open ranges; empty ranges cover nothing."""
    steps = np.bincount(starts, minlength=n + 1)[: n + 1] - np.bincount(stops, minlength=n + 1)[: n + 1]
    covered: npt.NDArray[np.bool_] = np.cumsum(steps)[:n] > 0
    return covered


@cache
def _lexicon() -> Any:
    """Return the automaton of all lexicon words; a word's value packs its kinds, its length and its hash."""
    kinds: dict[str, int] = {}
    for word, category in _entries():
        if 2 <= len(word) <= _LONGEST_WORD:
            kinds[word] = kinds.get(word, 0) | 1 << CATEGORIES.index(category)
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for word, bits in kinds.items():
        hashed = zlib.crc32(word.encode("utf-8")) % (WORDS - 1) + 1
        automaton.add_word(word, ((bits << _LENGTH_BITS) + len(word) << _HASH_BITS) + hashed)
    automaton.make_automaton()
    return automaton


def _entries() -> Iterator[tuple[str, str]]:
    """Yield every lexicon word with its category."""
    for word, entry in dictionary().items():
        yield word, _category(entry.tag)
    for division in gazetteer.divisions():
        yield division.name, "town" if division.level == "town" else "division"
        if division.level != "town":
            yield division.short, "division"
    for country in gazetteer.countries():
        for name in (country.name, country.full):
            yield name, "division"


def _category(tag: str) -> str:
    """Return the category of one of jieba's part-of-speech tags."""
    named = {"nr": "person", "ns": "place", "nt": "organisation", "nz": "organisation"}
    if tag[:2] in named:
        return named[tag[:2]]
    return {"n": "noun", "v": "verb"}.get(tag[:1], "other")


_BREAK = re.compile(r"[。！？!?；;…]+[”’」』）)]*|\s{2,}")
_SOFT = re.compile(r"[，,、：:\s]")


def pieces(text: str, limit: int = 128) -> list[tuple[int, int]]:
    """Cut a text into the ranges that are tagged on their own: lines, long ones parted at sentence ends.

    Whole sentences are packed together up to `limit` characters; a longer sentence is parted at its last comma or
    blank before the limit, and where there is none at the limit.
    """
    result: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            result += _packed(text, start, end, limit)
        start = end + 1
    return result


def _packed(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of one line."""
    if end - start <= limit:
        yield start, end
        return
    ends = [m.end() for m in _BREAK.finditer(text, start, end)]
    for stop in _last_fitting(ends, start, end, limit):
        while stop - start > limit:
            commas = [m.end() for m in _SOFT.finditer(text, start + limit // 4, start + limit)]
            cut = commas[-1] if commas else start + limit
            yield start, cut
            start = cut
        if stop > start:
            yield start, stop
        start = stop


def _last_fitting(ends: Sequence[int], start: int, end: int, limit: int) -> Iterator[int]:
    """Yield the sentence ends at which to cut so that each piece is as long as the limit allows."""
    last = start
    for stop in [*ends, end]:
        if stop - start > limit and last > start:
            yield last
            start = last
        last = stop
    yield end
