"""Training on a user's own articles: what it refuses, and what its report says."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("scipy")
from zhfacts.errors import InputError
from zhfacts.train.facts.own import OwnLesson
from zhfacts.train.facts.rankers import STRENGTH
from zhfacts.train.facts.user import FactsReport, adapted, train

from .made import FACTS, lesson

REPORT = FactsReport(
    3, 7, {"subject": 3.0, "time": 0.0}, {"fact_core": 0.5, "fact_full": 0.4}, {"fact_core": 0.6, "fact_full": 0.45}
)


def own(files: str, facts: tuple[object, ...] = FACTS) -> list[OwnLesson]:
    """Return the lesson once for each file, annotated with facts alone."""
    return [OwnLesson(lesson(file=file), {"facts": list(facts)}) for file in files]


@pytest.mark.parametrize(("files", "facts", "why"), [("ab", (), "no facts"), ("aa", FACTS, "a single file")])
def test_what_teaches_nothing_is_refused(files: str, facts: tuple[object, ...], why: str) -> None:
    with pytest.raises(InputError, match=why):
        train({}, own(files, facts), 1, None, lambda done, of: None)


def test_too_few_articles_move_nothing() -> None:
    start = {slot: {} for slot in STRENGTH} | {"score": {"bias": 1.0}}
    weights, pulls = adapted(start, own("a"))
    assert weights == start and not any(pulls.values())


def test_articles_that_agree_move_a_slot() -> None:
    start = {slot: {} for slot in STRENGTH}
    weights, pulls = adapted(start, own("abcdefgh"))
    assert any(pulls.values())
    assert all(bool(weights[slot]) == bool(pull) for slot, pull in pulls.items())


def test_the_report() -> None:
    assert not REPORT.worse and replace(REPORT, after={"fact_core": 0.5, "fact_full": 0.3}).worse
    assert "3 articles with 7 facts, 1 of 2 slots moved" in REPORT.line() and "0.500 -> 0.600" in REPORT.line()
    assert REPORT.described()["f1_before_after"] == {"fact_core": [0.5, 0.6], "fact_full": [0.4, 0.45]}
    card = REPORT.card()
    assert "subject 3, time as it was" in card and "| fact_full | 0.400 | 0.450 |" in card
