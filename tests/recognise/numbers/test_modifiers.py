"""Words that bound a number: before it, parted from it by other words, behind it."""

from __future__ import annotations

import pytest
from zhfacts.recognise.numbers import modifiers

BEFORE = [
    ("投资约", "about", "约"),
    ("达到近 ", "near", "近"),
    ("新增超过", "over", "超过"),
    ("资金不足", "under", "不足"),
    ("产量", None, ""),
    ("", None, ""),
]
"""What stands before a number, what it says of it, and the word that does."""
PARTED = [("约占全国的", "about"), ("至少有", "at_least"), ("全国共有", None)]
AFTER = [("左右", False, "about"), ("以上", False, "at_least"), (" 以上", False, "at_least"), ("内", False, None)]
"""What stands behind a number, whether that is a length, and what it says."""


@pytest.mark.parametrize(("text", "modifier", "word"), BEFORE)
def test_before_a_number(text: str, modifier: str | None, word: str) -> None:
    found = modifiers.before(text, len(text), bare=False)
    assert (found and found.modifier) == modifier
    assert found is None or text[found.edge :].strip() == word


@pytest.mark.parametrize(("text", "modifier"), PARTED)
def test_parted_from_a_number(text: str, modifier: str | None) -> None:
    assert modifiers.parted(text, len(text)) == modifier


@pytest.mark.parametrize(("text", "length", "modifier"), AFTER)
def test_behind_a_number(text: str, length: bool, modifier: str | None) -> None:
    found = modifiers.after(text, 0, length)
    assert (found and found.modifier) == modifier


def test_only_a_length_has_an_inside() -> None:
    assert modifiers.after("内", 0, length=True) is not None


def test_a_verb_of_going_is_no_bound() -> None:
    assert modifiers.before("他去过", 3, bare=False) is None
    assert modifiers.before("产值过", 3, bare=False, large=True) is not None
