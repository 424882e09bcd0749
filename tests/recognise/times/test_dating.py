"""Times resolved to days against the article's date and against the times before them."""

from __future__ import annotations

import datetime as dt

import pytest
from zhfacts.recognise.times.dating import find, readings, resolved

from ...rows import cases


def shown(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("case", cases("dating.jsonl"))
def test_dating(case: dict[str, str]) -> None:
    found = find(case["text"], dt.date.fromisoformat(case["date"]))
    assert [[t.text, shown(t.start_date), shown(t.end_date), t.label, t.certainty] for t in found] == case["times"]


@pytest.mark.parametrize("case", cases("dating.jsonl"))
def test_what_is_read_is_resolved_whatever_the_date(case: dict[str, str]) -> None:
    found = readings(case["text"])
    for date in (None, dt.date(1, 1, 1), dt.date(9998, 12, 31)):
        assert [(t.start, t.end) for t in resolved(case["text"], found, date)] == [(x.start, x.end) for x in found]


def test_a_title_in_its_marks_holds_no_time() -> None:
    assert readings("《2024年的夏天》上映。") == [] and len(readings("2024年的夏天上映。")) == 1
