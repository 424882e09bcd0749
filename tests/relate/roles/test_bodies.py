"""The bodies of titles: named right before them, understood from the text, and as they fit the title."""

from __future__ import annotations

from typing import Any

import pytest
from zhfacts.relate.roles.bodies import Bodies, tails

from ...rows import cases
from ..markup import document


def found(case: dict[str, Any]) -> tuple[str | None, str]:
    """Return the body that the module finds for a case, and what is left of the title."""
    given = document(case["text"])
    bodies = Bodies(given, given.mentions)
    person = [m for m in given.mentions if m.label == "PERSON"][-1]
    title, word = case["title"], case["word"]
    if case["asked"] == "named":
        body, left = bodies.named(given.mentions[0], title, word)
    elif case["asked"] == "understood":
        body, left = bodies.understood(title, word, person, None, person.start - len(title))
    else:
        left, body = bodies.fit(word, title, case["before"], person)
    assert body is None or body in {c.id for c in given.clusters}
    return (bodies.names[body] if body else None), left


@pytest.mark.parametrize("case", cases("bodies.jsonl"))
def test_bodies(case: dict[str, Any]) -> None:
    assert found(case) == (case["body"], case["left"])


def test_words_for_firms_end_no_body_of_the_state() -> None:
    assert "教育局" in tails().values or "局" in tails().values
    assert not {"公司", "董事会"} & set(tails().values)
