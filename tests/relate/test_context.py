"""Cues of standing that need no model: comparison, direction, and what speaks for a plan."""

from __future__ import annotations

import pytest
from zhfacts.relate import context
from zhfacts.relate.clauses import Scene
from zhfacts.relate.indicators import read_left

from .markup import document


def last_frame(text):
    scene = Scene(document(text))
    frame = scene.frames[-1]
    return scene, frame, read_left(scene, frame.lead.start, frame.lead.end)


@pytest.mark.parametrize(
    ("text", "before", "comparison"),
    [
        ("产量比上年增长{3%|PERCENT|%}", None, "yoy"),
        ("产量比2009年增长{3%|PERCENT|%}", None, "base"),
        ("出口增长{3%|PERCENT|%}", "yoy", "yoy"),
        ("出口年均增长{3%|PERCENT|%}", "yoy", None),
        ("出口增长{3%|PERCENT|%}", None, None),
        ("产量环比下降{3%|PERCENT|%}", None, "previous"),
    ],
)
def test_comparison(text, before, comparison):
    assert context.comparison(*last_frame(text), "rate", before) == comparison


@pytest.mark.parametrize(
    ("text", "direction"),
    [("售价下跌{3%|PERCENT|%}", "down"), ("减幅{3%|PERCENT|%}", "down"), ("多出{3%|PERCENT|%}", "up")],
)
def test_direction(text, direction):
    assert context.direction(*last_frame(text), "rate") == direction


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("将成本压缩{3%|PERCENT|%}", "clause=将+"),
        ("将建成充电站{3座|CARDINAL|座}", "clause=将"),
        ("五、主要目标\n建成充电站{3座|CARDINAL|座}。", "section=planned"),
        ("一、去年工作回顾\n建成充电站{3座|CARDINAL|座}。", "section=actual"),
        ("建成充电站{3座以上|CARDINAL|座}。", "floor=True|False|None"),
    ],
)
def test_plans(text, feature):
    scene, frame, _ = last_frame(text)
    assert feature in context.status_features(scene, frame, None, None, False)
