"""Folding: each character stays one, variants of width and script become one form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang import folding
from zhfacts.lang.folding import NARROW, fold_portions, fold_text, fold_width
from zhfacts.read.lines import split_lines

from ..sizes import examples


@settings(max_examples=examples(40), deadline=None)
@given(st.text("aZ09,.:;?!()\"' \n\t\u3000，。（）０Ａ％年萬與", max_size=30))
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(fold_text(text)) == len(text)


@settings(max_examples=examples(40), deadline=None)
@given(st.text("a0,.:;?!()\"\r\n\n\x85 \u3000，。（％萬與/", max_size=40).map(lambda text: f"{text}https://a.cn/,{text}"))
def test_a_long_text_is_folded_in_portions_as_it_is_at_once(text: str) -> None:
    whole, lines = fold_text(text), split_lines(fold_text(text), {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "PORTION", 3)
        assert fold_text(text) == whole
        assert split_lines(fold_portions(text), {}) == lines


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
