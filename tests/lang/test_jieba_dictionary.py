"""The tokenizer divides every text as jieba's own does."""

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.jieba_dictionary import tokenizer

WORDS = "广州市 统计局 3200 家 同比 增长 。 ， GDP 研究生命起源 𠮷 乒乓球拍卖完了 5.2% 强"
PIECES = [*WORDS.split(), "\n", " "]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_words_are_those_of_jieba(text: str) -> None:
    for guess in (True, False):
        assert list(tokenizer().cut(text, HMM=guess)) == list(jieba.cut(text, HMM=guess))


@pytest.mark.parametrize("text", ["", "一", "南京市长江大桥", "他来到了网易杭研大厦"])
def test_texts(text: str) -> None:
    assert list(tokenizer().cut(text)) == list(jieba.cut(text))
