"""Script is converted as OpenCC converts it."""

from collections.abc import Callable

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang import script
from zhfacts.lang.tables import table

EVERY = [chr(i) for i in range(0x3400, 0xA000)] + [chr(i) for i in range(0xF900, 0xFB00)]
PHRASES = sorted({row["written"] for row in table("script.tsv") if row["step"] != "traditional"})
WAYS = [
    (script.from_traditional, "t2s"),
    (script.from_taiwan, "tw2s"),
    (script.from_hong_kong, "hk2s"),
]


@pytest.mark.parametrize(("way", "name"), WAYS)
def test_every_character_and_phrase_is_converted_as_by_opencc(way: Callable[[str], str], name: str) -> None:
    convert = opencc.OpenCC(name).convert
    text = "\n".join(EVERY + PHRASES)
    assert way(text).split("\n") == convert(text).split("\n")


@given(st.lists(st.one_of(st.sampled_from(PHRASES), st.sampled_from(EVERY), st.text(max_size=3)), max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_text_is_converted_as_by_opencc(pieces: list[str]) -> None:
    text = "".join(pieces).replace("\x00", "")
    for way, name in WAYS:
        assert way(text) == opencc.OpenCC(name).convert(text)


def test_characters_that_only_simplified_text_has() -> None:
    back = opencc.OpenCC("s2t").convert("\n".join(EVERY)).split("\n")
    found = script.only_simplified()
    assert {a for a, b in zip(EVERY, back, strict=True) if a != b} - found <= set(map(chr, range(0xF900, 0xFB00)))
    assert found.intersection(EVERY) <= {a for a, b in zip(EVERY, back, strict=True) if a != b}
