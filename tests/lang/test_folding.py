"""Folding: each character stays one, variants of width and script become one form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.folding import NARROW, fold_text, fold_width


@settings(max_examples=100, deadline=None)
@given(st.text("aZ09,.:;?!()\"' \n\t\u3000，。（）０Ａ％年萬與", max_size=30))
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(fold_text(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＧＤＰ增长５．２％", "GDP增长5.2%"),
        ("增长,其中(工业)下降;", "增长，其中（工业）下降；"),
        ("「雙碳」目標與就業", "“双碳”目标与就业"),
        ("见https://a.cn/x?y=1,2。", "见https://a.cn/x?y=1,2。"),
        ('他说"好"。', "他说“好”。"),
        ("版本 1,250 (v2)", "版本 1,250 (v2)"),
    ],
)
def test_variants_become_one_form(text: str, folded: str) -> None:
    assert fold_text(text) == folded


def test_marks_that_chinese_writes_wide_stay_wide() -> None:
    assert not NARROW.keys() & set("，：；？！（）")
    assert fold_width("".join(NARROW)) == "".join(NARROW.values())
