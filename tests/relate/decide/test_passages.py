"""Passages: every quantity is in one, those of a sentence together, and the stretch holds them."""

from __future__ import annotations

import pytest
from zhfacts.relate.decide.passages import BEFORE, MOST_QUANTITIES, passages_of
from zhfacts.relate.scene.clauses import Scene

from ..markup import document


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("产值{3亿元|MONEY|CNY}，增长{5%|PERCENT|%}。出口{2亿元|MONEY|CNY}。", [[0, 1], [2]]),
        ("产值{3亿元|MONEY|CNY}。", [[0]]),
        ("没有数字。", []),
        ("、".join(f"厂{n}有{{{n}人|CARDINAL|人}}" for n in range(1, 11)) + "。", [list(range(8)), [8, 9]]),
        (f"产值{{3亿元|MONEY|CNY}}，{'连续增长，' * 50}出口{{2亿元|MONEY|CNY}}。", [[0], [1]]),
    ],
    ids=["two sentences", "one", "none", "many", "far apart"],
)
def test_quantities_are_read_together(text: str, groups: list[list[int]]) -> None:
    scene = Scene(document(text))
    found = passages_of(scene)
    assert [p.positions for p in found] == groups and all(len(g) <= MOST_QUANTITIES for g in groups)
    for passage in found:
        for position in passage.positions:
            quantity = scene.document.quantities[position]
            assert passage.start <= quantity.start and quantity.end <= passage.end


def test_what_stands_before_a_sentence_is_shown() -> None:
    (passage,) = passages_of(Scene(document("前文。" * 100 + "产值{3亿元|MONEY|CNY}。")))
    assert passage.start == 300 - BEFORE
