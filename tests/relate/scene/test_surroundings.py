"""The words left of a quantity: what is cut off at their edges, and what is not."""

from __future__ import annotations

import pytest
from zhfacts.model import Span
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.surroundings import read_left, read_right, written

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("sides.jsonl"))
def test_edges(case):
    scene = Scene(document(case["text"]))
    left = read_left(scene, scene.frames[0].lead.start, scene.frames[0].lead.end)
    assert scene.text[slice(*left.whole)] == case["left"]
    assert scene.text[slice(*left.bare)] == case["bare"]


@pytest.mark.parametrize(
    ("text", "phrase"), [("“长江”产量", "“长江”产量"), ("“长江产量", "长江产量"), ("产量”", "产量"), ("（产量", "产量")]
)
def test_written_phrases_are_balanced(text, phrase):
    assert written(Scene(document(text)), (Span(0, len(text)),)) == phrase


def test_a_bracket_right_of_a_quantity_is_no_noun():
    scene = Scene(document("{3%|PERCENT|%}（按可比价格计算）"))
    noun, rest, _ = read_right(scene, scene.frames[0].tail.start, scene.frames[0].tail.end)
    assert noun.start == noun.end and rest.start == rest.end
