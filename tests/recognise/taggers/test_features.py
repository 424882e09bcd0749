"""Character features and the cutting of texts into pieces."""

import itertools

import numpy as np
import pytest
from zhfacts.recognise.taggers import features

TEXT = "海州市市长林晓云７日在ＡＢ展馆说，订单增长12%。"


def flag(found, place, category, position):
    column = features.CATEGORIES.index(category) * len(features.POSITIONS) + features.POSITIONS.index(position)
    return bool(found.flags[place, column])


def test_one_row_a_character():
    found = features.extract(TEXT)
    assert {len(column) for column in found} == {len(TEXT)}


def test_width_and_digits_are_folded():
    assert features.classed("７Ａ，　").tolist() == features.classed("1A， ").tolist()


def test_divisions_and_words_are_marked():
    found = features.extract("浙江省杭州市市长")
    assert flag(found, 0, "division", "begin") and flag(found, 2, "division", "end")
    assert flag(found, 4, "division", "inside")
    assert flag(found, 6, "noun", "begin") and flag(found, 7, "noun", "end")


def test_longest_word_wins():
    whole, part = features.extract("浙江省"), features.extract("浙江")
    assert whole.begins[0] != part.begins[0] and part.begins[0] > 0


def test_a_piece_is_a_slice():
    found = features.extract(TEXT)
    for column, cut in zip(found, found.piece(3, 9), strict=True):
        assert np.array_equal(column[3:9], cut)


def test_vocabulary_numbers():
    numbers = features.vocabulary("海州")
    got = features.numbered(features.classed("州海龘😀" + features.MASK), numbers)
    assert got.tolist() == [4, 3, features.UNKNOWN, features.UNKNOWN, features.MASKED]


@pytest.mark.parametrize("text", ["", "\n\n", "海州。", TEXT * 20, "无" * 500, "一，" * 300, "甲。\n" + "乙。" * 200])
def test_pieces_hold_the_text_in_order(text):
    cuts = features.pieces(text, 64)
    assert "".join(text[a:b] for a, b in cuts) == text.replace("\n", "")
    assert all(0 < b - a <= 64 for a, b in cuts)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(cuts))


def test_pieces_end_with_sentences():
    text = "".join(f"第{n}届展会在海州开幕，观众很多。" for n in range(20))
    assert all(text[b - 1] == "。" for _, b in features.pieces(text, 64))
