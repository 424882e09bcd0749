"""Cues of standing that need no model: comparison, direction, and what speaks for a plan."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.sections import sections
from zhfacts.relate.scene.surroundings import read_left
from zhfacts.relate.slots import attributes
from zhfacts.relate.slots import status as claims

from .markup import document


def last_frame(text):
    scene = Scene(document(text))
    frame = scene.frames[-1]
    return scene, frame, read_left(scene, frame.lead.start, frame.lead.end)


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
    ("text", "status", "word"),
    [
        ("计划投资{3亿元|MONEY|CNY}", "planned", "计划投资"),
        ("争取全年增长，达到{3亿元|MONEY|CNY}", "planned", "争取"),
        ("达到{3亿元|MONEY|CNY}的目标", "planned", "的目标"),
        ("五、主要目标\n建成充电站{3座|CARDINAL|座}。", "planned", "主要目标"),
        ("累计投资{3亿元|MONEY|CNY}", "actual", "累计"),
        ("投资{3亿元|MONEY|CNY}", "planned", ""),
    ],
)
def test_status_word(text, status, word):
    scene, frame, _ = last_frame(text)
    cue = claims.cue_of(scene, frame, sections(scene), status)
    assert (cue.word if cue else "") == word


@pytest.mark.parametrize(
    ("text", "direction"),
    [("售价下跌{3%|PERCENT|%}", "down"), ("减幅{3%|PERCENT|%}", "down"), ("多出{3%|PERCENT|%}", "up")],
)
def test_direction(text, direction):
    scene, frame, _ = last_frame(text)
    assert attributes.direction(scene, frame)[0] == direction


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
    assert feature in claims.features(scene, frame, sections(scene), None, None, False)
