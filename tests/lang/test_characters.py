"""What a text is written with."""

from __future__ import annotations

import pytest
from zhfacts.lang.characters import only_han


@pytest.mark.parametrize(
    ("text", "only"), [("", True), ("一鿿", True), ("李明", True), ("李a", False), ("，", False), ("〇", False)]
)
def test_only_chinese_characters(text: str, only: bool) -> None:
    assert only_han(text) is only
