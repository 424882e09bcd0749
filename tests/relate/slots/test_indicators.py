"""The candidates for an indicator."""

from __future__ import annotations

from zhfacts.model import Span
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.surroundings import read_left, written
from zhfacts.relate.slots.indicators import _once, candidates

from ..markup import document


def test_no_candidate_cuts_a_compound_noun_or_says_a_word_twice():
    scene = Scene(document("智能装备市场规模{1万亿元|MONEY|CNY}"))
    left = read_left(scene, scene.frames[0].lead.start, scene.frames[0].lead.end)
    found = {written(scene, p.spans) for p in candidates(scene, scene.frames[0], left, {})}
    assert "智能装备市场规模" in found and "装备市场规模" not in found
    assert _once(scene, (Span(0, 8), Span(4, 8))) == (Span(0, 8),)
