"""Every text is divided as jieba itself does, in half the time, by its dictionary."""

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.jieba_dictionary import dictionary, divide

from ..sizes import examples

WORDS = "广州市 统计局 3200 家 同比 增长 。 ， GDP 研究生命起源 𠮷 乒乓球拍卖完了 5.2% 强"
PIECES = [*WORDS.split(), "\n", " "]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30).map("".join))
@settings(max_examples=examples(40), deadline=None)
def test_words_are_those_of_jieba(text: str) -> None:
    assert list(divide(text)) == list(jieba.cut(text, HMM=False))


@pytest.mark.parametrize("text", ["", "一", "南京市长江大桥", "他来到了网易杭研大厦", "a\r\nb", "A\u3000\r\n\nb c-1+"])
def test_texts(text: str) -> None:
    assert list(divide(text)) == list(jieba.cut(text, HMM=False))


def test_the_dictionary_is_jiebas() -> None:
    jieba.initialize()
    assert dictionary()["广州"].tag == "ns" and len(dictionary()) == sum(map(bool, jieba.dt.FREQ.values()))
