"""The words of a text are jieba's, with its guesses and without, and cover the text."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.words import cut, words_of

from ..sizes import examples

WORDS = "广州市 统计局 3200 家 同比 增长 。 ， GDP 研究生命起源 𠮷 乒乓球拍卖完了 5.2% 强 T恤 A+ 杭研 营收 ．"
texts = st.lists(st.one_of(st.sampled_from([*WORDS.split(), "\n", " "]), st.text(max_size=6)), max_size=30).map("".join)


@settings(max_examples=examples(40), deadline=None)
@given(texts)
def test_words_are_those_of_jieba(text: str) -> None:
    found = cut(text)
    assert found.words == list(jieba.cut(text, HMM=False))
    assert found.guessed.words == list(jieba.cut(text))


@settings(max_examples=examples(40), deadline=None)
@given(texts)
def test_words_cover_the_text(text: str) -> None:
    found = cut(text)
    assert "".join(found.words) == text
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == found.words
    assert [i for i, edge in enumerate(found.edge) if edge] == [*found.starts, len(text)]


@pytest.mark.parametrize(
    ("start", "end", "numbers"), [(0, 4, [0, 1]), (1, 4, [1]), (2, 3, [1]), (4, 4, []), (5, 6, [])]
)
def test_the_words_that_begin_in_a_stretch(start: int, end: int, numbers: list[int]) -> None:
    assert list(cut("增长平稳运行").between(start, end)) == numbers


def test_a_text_is_cut_once() -> None:
    assert words_of("经济运行平稳") is words_of("经济运行平稳")


def test_parts_of_speech() -> None:
    found = cut("广州，𠮷")
    assert (found.tags, [n > 0 for n in found.seen]) == (["ns", "w", ""], [True, False, False])


def test_altogether_stands_before_what_is_produced() -> None:
    assert cut("全厂一共产煤和一共产党员").words[1:4] == ["一共", "产", "煤"]
