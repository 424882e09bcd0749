"""Cues: which words act on a number, in which direction, how far, and what is none."""

from __future__ import annotations

import pytest
from zhfacts.relate.slots.cues import acting, cues_of, ended

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
