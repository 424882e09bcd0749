"""Script is converted by OpenCC's rules for where a text comes from."""

from collections.abc import Callable

import pytest
from zhfacts.lang import script

WAYS = [
    (script.from_traditional, "臺灣經濟", "台湾经济"),
    (script.from_taiwan, "這意味著成長", "这意味着成长"),
    (script.from_hong_kong, "衞生署", "卫生署"),
    (script.from_hong_kong, "", ""),
]


@pytest.mark.parametrize(("way", "text", "simple"), WAYS)
def test_traditional_text_becomes_simplified(way: Callable[[str], str], text: str, simple: str) -> None:
    assert way(text) == simple


def test_characters_that_only_simplified_text_has() -> None:
    assert script.only_simplified("湾经济中") == set("湾经济")
