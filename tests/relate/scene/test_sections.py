"""Sections: which headings and introductions announce plans, and by which word."""

from __future__ import annotations

import pytest
from zhfacts.model import Span
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.sections import sections_of

from ..markup import document


@pytest.mark.parametrize(
    ("text", "standings", "introduced"),
    [
        ("一、去年工作回顾\n产值增长。\n二、今年工作安排\n产值增长。", ["actual"] * 2 + ["planned"] * 2, [""] * 4),
        ("二、今年工作安排\n（一）稳增长\n产值增长。", ["planned"] * 3, [""] * 3),
        ("今年主要预期目标为：产值增长。\n出口增长。", [""] * 2, ["planned"] * 2),
        ("[规划研究院|ORG]开放\n产值增长。", [""] * 2, [""] * 2),
    ],
)
def test_sections_announce(text, standings, introduced):
    found = sections_of(Scene(document(text)))
    assert (found.standings, found.introduced) == (standings, introduced)


def test_the_word_that_announces():
    scene = Scene(document("五、主要目标\n产值增长。"))
    assert sections_of(scene).cues == [Span(2, 6)] * 2


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("一、[襄阳市|GPE]\n产值增长。\n主要指标\n产值增长。", ["GPE:襄阳市"] * 4),
        ("一、[襄阳市|GPE]\n产值增长。\n二、展望\n产值增长。", ["GPE:襄阳市"] * 2 + [None] * 2),
        ("[襄阳市|GPE]开放\n产值增长。", [None] * 2),
    ],
    ids=["a caption is no heading", "the next number ends it", "no number"],
)
def test_the_place_of_the_last_numbered_heading(text, places):
    assert sections_of(Scene(document(text))).places == places
