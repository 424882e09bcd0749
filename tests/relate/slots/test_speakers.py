"""Speakers by cases."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.slots.speakers import Speakers

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("speakers.jsonl"))
def test_speakers(case):
    scene = Scene(document(case["text"]))
    speakers = Speakers(scene)
    found = [speakers.of(frame) for frame in scene.frames]
    assert [said and said.entity.partition(":")[2] for said in found] == case["speakers"]
