"""The words of tables as cells write them: blanks and brackets aside, and not inside words that only look so."""

from __future__ import annotations

from zhfacts.lang.table_words import ends_with, has_word, is_named, listed, plain


def test_the_longest_words_come_first() -> None:
    found = listed("rate")
    assert list(found) == sorted(found, key=lambda word: (-len(word), word)) and len(set(found)) == len(found)
    assert listed("no such kind") == ()


def test_blanks_and_brackets_are_plain() -> None:
    assert plain(" 产　量 （万吨） ") == "产量(万吨)"


def test_a_cell_is_a_word_with_what_it_adds_in_brackets() -> None:
    assert is_named("合 计", "total") and is_named("合计（不含市直）", "total")
    assert not is_named("合计数", "total") and is_named("全市", "corner", "total")


def test_words_that_only_look_so_are_none() -> None:
    assert has_word("比上年增长（%）", "rate") and not has_word("工业增加值", "change")


def test_ends() -> None:
    assert ends_with("原煤产量（万吨）", "measure") and not ends_with("产量最高的县", "measure")
