"""What the encoder reads to find names: windows of a text, each in pieces of a vocabulary and in characters.

The encoder gives a state for every piece; a piece may hold several characters, so every character of a window knows its
piece, its place in it, and what the small tagger's lexicon says of it. Training and running see the same windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...lang.pieces import Vocabulary
from .features import FLAGS, extract, pieces

LIMIT = 240
"""Characters of a window at most: some 160 pieces, a third of what the encoder can hold."""
DEEPEST = 3
"""The last place in a piece that is told apart."""
BEGIN, END = 0, 2
"""Numbers of the pieces that begin and end what the encoder reads, by its vocabulary."""
UNKNOWN_CHARACTER = 1
"""Number of a character that was not seen in training; the others begin behind it."""

Numbers = npt.NDArray[np.int64]


class Window(NamedTuple):
    """A stretch of a text, from `start`.

    pieces: numbers of its pieces between BEGIN and END. For each character: `piece` is the place of its piece in
    `pieces`, `place` its place in the piece, `last` 1 where it ends the piece, `characters` its own number, `flags` the
    kinds of lexicon words that begin, run through or end there (characters, FLAGS).
    """

    start: int
    pieces: Numbers
    piece: Numbers
    place: Numbers
    last: Numbers
    characters: Numbers
    flags: npt.NDArray[np.float32]


def character_numbers(characters: str) -> dict[str, int]:
    """Return the number of each of the characters that a model knows."""
    return {character: n for n, character in enumerate(characters, UNKNOWN_CHARACTER + 1)}


def windows_of(text: str, vocabulary: Vocabulary, numbers: Mapping[str, int]) -> Iterator[Window]:
    """Yield the windows of a reading text: whole sentences of one line, LIMIT characters at most."""
    flags = extract(text).flags.astype(np.float32).reshape(-1, FLAGS)
    for start, end in pieces(text, LIMIT):
        found = vocabulary.cut(text[start:end])
        piece, place, last = (np.zeros(end - start, np.int64) for _ in range(3))
        for number, (_, begin, stop) in enumerate(found, 1):
            piece[begin:stop] = number
            place[begin:stop] = np.minimum(np.arange(stop - begin), DEEPEST)
            if stop > begin:
                last[stop - 1] = 1
        known = np.array([numbers.get(c, UNKNOWN_CHARACTER) for c in text[start:end]], np.int64)
        whole = np.array([BEGIN, *(p.number for p in found), END], np.int64)
        yield Window(start, whole, piece, place, last, known, flags[start:end])
