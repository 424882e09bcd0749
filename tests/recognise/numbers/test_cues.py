"""The words around numbers: how far from a number each kind counts, and that no kind is asked for which no row has."""

from __future__ import annotations

import pytest
from zhfacts.recognise.numbers import cues


def test_longer_cues_come_first() -> None:
    lengths = [len(word) for word in cues.words("toll bound")]
    assert lengths == sorted(lengths, reverse=True) and lengths[0] > lengths[-1]


@pytest.mark.parametrize("ask", [cues.words, cues.pattern])
def test_a_kind_without_rows_is_a_mistake(ask: object) -> None:
    with pytest.raises(KeyError):
        ask("no such kind")  # type: ignore[operator]


@pytest.mark.parametrize(("text", "place", "near"), [
    ("红旗村3组", 3, True), ("村里3组", 2, False), ("3组", 0, False),
])  # fmt: skip
def test_a_cue_without_reach_stands_right_before(text: str, place: int, near: bool) -> None:
    assert cues.stands_before("village", text, place) is near


def test_a_cue_with_a_reach_stands_apart_in_its_clause() -> None:
    assert cues.stands_near("at sea", "航速约30节", 3, 6)
    assert not cues.stands_before("at sea", "航速不详，共30节", 6)
