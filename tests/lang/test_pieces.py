"""Pieces: the most probable cut, with every character in exactly one piece."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.lang.pieces import BLANK, Vocabulary

WEIGHTS = {"广州": 2, "广": 4, "州": 4, "州市": 3.5, "市": 3, BLANK: 1, ",": 2, "3": 2, "30": 3, "0": 2.5}
PIECES = [("<s>", 0.0), ("<unk>", 0.0), *((piece, -float(weight)) for piece, weight in WEIGHTS.items())]
VOCABULARY = Vocabulary(PIECES, 1)


def cut(text: str) -> list[str]:
    return [text[p.start : p.end] for p in VOCABULARY.cut(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("广州市", ["广州", "市"]),
        ("广 州，30", ["广", " ", "州", "，", "30"]),
        ("猫猫广州", ["猫猫", "广州"]),
        ("", []),
    ],
)
def test_cut(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_offsets_are_shifted_and_unknown_characters_are_one_piece() -> None:
    assert [tuple(p) for p in VOCABULARY.cut("😀猫市", 7)] == [(1, 7, 9), (6, 9, 10)]


@given(st.text(alphabet="广州市30 ，猫\n　", max_size=12))
def test_pieces_divide_the_text(text: str) -> None:
    pieces = VOCABULARY.cut(text)
    assert "".join(text[p.start : p.end] for p in pieces) == text
    assert all(a.end == b.start for a, b in pairwise(pieces))


def best(text: str) -> float:
    """Return the score of the best cut of a text of known characters by trying all."""
    if not text:
        return 0.0
    scores = {piece: weight for piece, weight in PIECES if not piece.startswith("<")}
    tries = [scores[text[:n]] + best(text[n:]) for n in range(1, 3) if text[:n] in scores]
    return max(tries, default=-math.inf)


@given(st.text(alphabet="广州市30,", max_size=8))
def test_no_cut_is_more_probable(text: str) -> None:
    assert sum(PIECES[p.number][1] for p in VOCABULARY.cut(text)) == pytest.approx(best(text))
