"""How a statement stands, as far as it needs no model: aspect, direction and comparison by their cues."""

from __future__ import annotations

import pytest
from zhfacts.relate.slots import attributes

from ..markup import last_frame


@pytest.mark.parametrize(
    ("text", "before", "comparison", "word"),
    [
        ("产量比上年增长{3%|PERCENT|%}", None, "yoy", "比上年"),
        ("产量比2009年增长{3%|PERCENT|%}", None, "base", "比"),
        ("出口增长{3%|PERCENT|%}", "yoy", "yoy", ""),
        ("出口年均增长{3%|PERCENT|%}", "yoy", None, ""),
        ("出口增长{3%|PERCENT|%}", None, None, ""),
        ("产量环比下降{3%|PERCENT|%}", None, "previous", "环比"),
    ],
)
def test_comparison(text, before, comparison, word):
    found, cue = attributes.comparison(*last_frame(text), "rate", before)
    assert (found, cue.word if cue else "") == (comparison, word)


@pytest.mark.parametrize(
    ("text", "aspect", "word"),
    [
        ("产量比上年增长{3%|PERCENT|%}", "rate", "增长"),
        ("产量占比达{3%|PERCENT|%}", "share", "占比"),
        ("产量位居全国{第一|ORDINAL}", "rank", "位居"),
        ("出口{3%|PERCENT|%}的增长", "rate", "增长"),
        ("出口{3%|PERCENT|%}", "rate", ""),
        ("出口增长到{3亿元|MONEY|CNY}", "level", ""),
    ],
)
def test_aspect_word(text, aspect, word):
    scene, frame, _ = last_frame(text)
    cue = attributes.aspect_cue(scene, frame, aspect)
    assert (cue.word if cue else "") == word
    assert cue is None or scene.text[slice(*cue.span)] == word


@pytest.mark.parametrize(
    ("text", "direction"),
    [("售价下跌{3%|PERCENT|%}", "down"), ("减幅{3%|PERCENT|%}", "down"), ("多出{3%|PERCENT|%}", "up")],
)
def test_direction(text, direction):
    scene, frame, _ = last_frame(text)
    assert attributes.direction(scene, frame)[0] == direction
