"""Cues: which words act on a number, in which direction, how far, and what is none."""

from __future__ import annotations

import pytest
from zhfacts.lang.tables import table
from zhfacts.relate.scene.word_tables import reach
from zhfacts.relate.slots.cues import SCOPES, acting, cues_of, ended, forward

from ..markup import last_frame


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("计划投资{3亿元|MONEY|CNY}", "planned", "计划投资"),
        ("计划开工，投资{3亿元|MONEY|CNY}", "planned", "计划"),
        ("投资{3亿元|MONEY|CNY}，工厂计划开工", "planned", None),
        ("计划生育家庭{3户|CARDINAL|户}", "planned", None),
        ("达到{3亿元|MONEY|CNY}的目标", "planned", "的目标"),
    ],
)
def test_which_cue_acts(text: str, kind: str, word: str | None) -> None:
    scene, frame, _ = last_frame(text)
    cue = acting(scene, frame, kind)
    assert (cue and cue.word) == word
    assert cue is None or scene.text[slice(*cue.span)] == cue.word


def test_a_terminator_ends_the_reach_of_a_cue() -> None:
    word = min(cues_of("terminator", "forward").values, key=lambda w: (-len(w), w))
    scene, frame, _ = last_frame(f"计划推进，{word}投资{{3亿元|MONEY|CNY}}")
    assert ended(scene, 0, frame.quantity.start)


def test_every_cue_has_a_scope() -> None:
    for row in table("cues.tsv"):
        assert row["scope"].isdecimal() or (row["scope"] in SCOPES and row["direction"] == "forward"), row


@pytest.mark.parametrize(("between", "acts"), [("", True), ("左右", True), ("左右这样一个宏伟", False)])
def test_a_backward_cue_acts_within_its_scope(between: str, acts: bool) -> None:
    scene, frame, _ = last_frame(f"达到{{3亿元|MONEY|CNY}}{between}的目标")
    assert (acting(scene, frame, "planned") is not None) == acts


@pytest.mark.parametrize(("size", "acts"), [(10, True), (38, True), (39, False)])
def test_a_forward_cue_acts_within_its_scope(size: int, acts: bool) -> None:
    scene, frame, _ = last_frame(f"产量比{'甲' * size}{{3%|PERCENT|%}}")
    assert (forward(scene, "base", 0, frame.quantity.start) is not None) == acts


def test_how_far_words_act_is_told_by_their_table() -> None:
    rows = table("word_scopes.tsv")
    assert len({(row["kind"], row["direction"]) for row in rows}) == len(rows)
    assert all(reach(row["kind"], row["direction"]) == int(row["scope"]) > 0 and row["note"] for row in rows)
