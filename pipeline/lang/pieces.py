"""Text into the pieces of a unigram vocabulary (Kudo 2018), each with its characters: the input of the reader.

The cut is the most probable one by the pieces' log-probabilities, found by dynamic programming over an automaton of all
pieces; it equals that of the library `tokenizers` (tests/lang/test_pieces.py) without its dependencies.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import ahocorasick

BLANK = "\u2581"
"""How a vocabulary of SentencePiece writes a blank."""
UNKNOWN_PENALTY = 10.0
"""An unknown character costs so much more than the least probable piece (`kUnkPenalty` of SentencePiece)."""


UNKNOWN = 3
"""Number of the piece that stands for an unknown character, by the shipped encoder's vocabulary."""
PIECES = "pieces.json"
"""The file of a model folder that holds its vocabulary."""
EMBEDDINGS = "embeddings.bin"
"""The file of a model folder with the vectors of the pieces in eight bits: ONNX's external data of all its encoders."""


class Piece(NamedTuple):
    """A piece of a text: its number in the vocabulary, and its characters, half-open."""

    number: int
    start: int
    end: int


class _Width(dict[int, str]):
    """Each character as the vocabulary knows it: NFKC where that is one character, blanks as BLANK."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = BLANK if folded.isspace() else folded if len(folded) == 1 else chr(code)
        return self[code]


_WIDTH = _Width()


class Vocabulary:
    """A unigram vocabulary: pieces with their log-probabilities, in the order of their numbers.

    `unknown` is the number of the piece that stands for a character that no piece holds.
    """

    def __init__(self, pieces: Sequence[tuple[str, float]], unknown: int) -> None:
        self.pieces = pieces
        self.unknown = unknown
        self.numbers = {piece: number for number, (piece, _) in enumerate(pieces)}

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for number, (piece, weight) in enumerate(self.pieces):
            if not piece.startswith("<"):
                automaton.add_word(piece, (len(piece), number, weight))
        automaton.make_automaton()
        return automaton

    @cached_property
    def _penalty(self) -> float:
        return min(weight for _, weight in self.pieces) - UNKNOWN_PENALTY

    def cut(self, text: str, offset: int = 0) -> list[Piece]:
        """Return the pieces of `text`; `offset` is added to their characters. Unknown neighbours are one."""
        folded = text.translate(_WIDTH)
        size = len(folded)
        best = [0.0] + [-float("inf")] * size
        back = [(0, self.unknown)] * (size + 1)
        ending: list[list[tuple[int, int, float]]] = [[] for _ in range(size)]
        for last, found in self._automaton.iter(folded):
            ending[last].append(found)
        for end in range(1, size + 1):
            for length, number, weight in ending[end - 1]:
                score = best[end - length] + weight
                if score > best[end]:
                    best[end], back[end] = score, (end - length, number)
            score = best[end - 1] + self._penalty
            if score > best[end]:
                best[end], back[end] = score, (end - 1, self.unknown)
        return self._traced(back, size, offset)

    def _traced(self, back: list[tuple[int, int]], end: int, offset: int) -> list[Piece]:
        """Return the pieces of the best path that ends at `end`."""
        pieces: list[Piece] = []
        while end > 0:
            start, number = back[end]
            if pieces and number == self.unknown == pieces[-1].number:
                pieces[-1] = Piece(number, start + offset, pieces[-1].end)
            else:
                pieces.append(Piece(number, start + offset, end + offset))
            end = start
        return pieces[::-1]


def read_pieces(folder: Path) -> Vocabulary:
    """Return the vocabulary of a model folder, `pieces.json`: a list of pieces with their log-probabilities.

    Raises OSError or ValueError where there is none.
    """
    content = json.loads((folder / PIECES).read_text(encoding="utf-8"))
    return Vocabulary([(piece, float(weight)) for piece, weight in content["pieces"]], UNKNOWN)


def write_pieces(pieces: Sequence[tuple[str, float]], folder: Path) -> None:
    """Write the vocabulary of a model folder."""
    text = json.dumps({"pieces": [list(piece) for piece in pieces]}, ensure_ascii=False, indent=0)
    (folder / PIECES).write_text(text + "\n", encoding="utf-8")
