"""Whether a statement is a plan, and what kind of claim it makes: cues and what speaks for a plan."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.sections import sections_of
from zhfacts.relate.slots import status as claims
from zhfacts.relate.slots.status import modality

from ...rows import cases
from ..markup import document, last_frame


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
    cue = claims.cue_of(scene, frame, sections_of(scene), status)
    assert (cue.word if cue else "") == word


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
    assert feature in claims.features(scene, frame, sections_of(scene), None, None, False)


@pytest.mark.parametrize("case", cases("announced.jsonl"))
def test_a_list_of_plans_ends_with_its_items(case):
    scene, frame, _ = last_frame(case["text"])
    opened = sections_of(scene).announced[frame.sentence]
    assert claims.announced(scene, frame, opened, ended=False) == case["planned"]


@pytest.mark.parametrize("case", cases("modality.jsonl"))
def test_modality(case):
    scene = Scene(document(case["text"]))
    found, cue = modality(scene, scene.frames[-1], case.get("status", "planned"))
    assert (found, cue.word if cue else None) == (case["modality"], case.get("cue"))
    assert cue is None or scene.text[slice(*cue.span)] == cue.word
