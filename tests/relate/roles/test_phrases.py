"""The words of a title: which are its own, and which belong to the sentence before it."""

from __future__ import annotations

import pytest
from zhfacts.relate.roles.phrases import is_plain, own_words, whole_word, without_naming, without_office_verb


@pytest.mark.parametrize(
    ("title", "own"), [("随后董事长", "董事长"), ("令主帅", "主帅"), ("副总经理", "副总经理"), ("", "")]
)
def test_words_of_the_sentence_are_left_out(title: str, own: str) -> None:
    assert own_words(title) == own


@pytest.mark.parametrize(
    ("title", "word", "plain"),
    [("基金经理", "经理", True), ("财务负责人", "负责人", True), ("经理", "经理", False), ("很快经理", "经理", False)],
)
def test_short_noun_phrases_stand_as_they_are(title: str, word: str, plain: bool) -> None:
    assert is_plain(title, word) == plain


@pytest.mark.parametrize(("title", "word", "found"), [("书画家", "画家", "书画家"), ("某公司经理", "经理", "经理")])
def test_a_word_that_ends_in_a_title_is_one(title: str, word: str, found: str) -> None:
    assert whole_word(title, word) == found


@pytest.mark.parametrize(
    ("title", "bare"), [("创始人是一名叫", "创始人"), ("主教练叫", "主教练"), ("主教练", "主教练")]
)
def test_words_between_a_title_and_its_holder_are_left_out(title: str, bare: str) -> None:
    assert without_naming(title) == bare


@pytest.mark.parametrize(
    ("title", "bare"), [("担任副首席投资官", "副首席投资官"), ("担任", "担任"), ("董事长", "董事长")]
)
def test_a_verb_of_office_is_no_part_of_a_title(title: str, bare: str) -> None:
    assert without_office_verb(title) == bare
