"""Scores of games: whose the sides are, and what they measure."""

from __future__ import annotations

from typing import Any

import pytest
from zhfacts.relate import bind, named

from ...rows import cases
from ..markup import document

CALLED = ("得分", "比分", "总比分", "战绩")


@pytest.mark.parametrize("case", cases("games.jsonl"))
def test_games(case: dict[str, Any]) -> None:
    given = document(case["text"])
    given.quantities = [q.model_copy(update={"rule": None if q.unit else "ratio"}) for q in given.quantities]
    texts = {q.id: q.text for q in given.quantities}
    facts, _ = bind(given, named("fast"))
    assert [[texts[f.quantity], f.subject_text, f.indicator] for f in facts if f.indicator in CALLED] == case["facts"]
