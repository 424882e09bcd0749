"""Sheets to learn reading from: where words stand, which pieces they mark, and what the gold says of each quantity."""

from __future__ import annotations

import numpy as np
import pytest
from zhfacts.lang.pieces import Piece, Vocabulary
from zhfacts.model import Span
from zhfacts.relate.decide.passages import Clerk, EncodedPassage, Passage
from zhfacts.train.facts.sheets import ALL_CLASSES, LabelledPassage, examples, located, marked

from .made import TEXT, lesson


@pytest.mark.parametrize(
    ("word", "at"),
    [("产值", 8), ("出口", 14), ("产", 8), ("进口", None), ("", None)],
    ids=["last before", "first behind", "a part", "not there", "no word"],
)
def test_where_words_stand(word: str, at: int | None) -> None:
    text = "产值。去年甲厂，产值5亿元，出口2亿元，出口"
    spans = located(text, Passage([0], 3, len(text)), Span(10, 13), [word])
    assert spans == ([] if at is None else [Span(at, at + len(word))])


def test_pieces_that_spans_touch_are_marked() -> None:
    pieces = [Piece(5, 0, 2), Piece(6, 2, 5), Piece(7, 5, 5), Piece(8, 5, 6)]
    sheet = EncodedPassage([], 0, pieces, {}, starts=np.array([0, 2, 5, 5]), ends=np.array([2, 5, 5, 6]))
    assert marked(sheet, [Span(4, 6)]).tolist() == [0, 1, 0, 1]
    assert marked(sheet, []).tolist() == [0, 0, 0, 0]


@pytest.fixture(scope="module")
def example() -> LabelledPassage:
    """The only sheet of the lesson's first sentence, cut by single characters."""
    pieces = [(p, -1.0) for p in ("<s>", "<pad>", "</s>", "<unk>", *dict.fromkeys("【】;" + TEXT))]
    first, _ = examples([lesson()], Clerk(Vocabulary(pieces, 3)))
    return first


def test_options_and_phrases_have_places_and_goals(example: LabelledPassage) -> None:
    one, other = example.targets
    assert (one.position, other.position) == (0, 1)
    for target in (one, other):
        for places, goals in (*target.options.values(), target.phrases):
            assert len(places) == len(goals) and max(goals) == 1
    places, goals = one.options["subject"]
    name = places[goals.index(1)].name
    assert name is not None and len(range(*name)) == len("绵阳市")


def test_words_and_classes_are_those_of_the_gold(example: LabelledPassage) -> None:
    one, other = example.targets
    text = "".join(TEXT_OF[p.number] for p in example.sheet.pieces)
    for target, words in ((one, {"ind": "新增企业", "sub": "绵阳市"}), (other, {"ind": "关闭企业", "sub": "德阳市"})):
        held = {k: "".join(c for c, m in zip(text, target.words[k], strict=True) if m) for k in words}
        assert held == words and "spk" not in target.words
        assert target.classes["stated"] == ALL_CLASSES["stated"].index(True)
        assert ALL_CLASSES["aspect"][target.classes["aspect"]] == "level"


TEXT_OF = [*"....", *dict.fromkeys("【】;" + TEXT)]
