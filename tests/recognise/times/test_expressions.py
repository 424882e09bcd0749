"""What is read as a time, where it begins and ends, of which kind it is and on which side it is open."""

from __future__ import annotations

from itertools import pairwise

import pytest
from zhfacts.recognise.times.expressions import scan

from ...rows import cases


@pytest.mark.parametrize("case", cases("expressions.jsonl"))
def test_expressions(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [[text[x.start : x.end], x.kind, x.bound] for x in scan(text, False)] == case["read"]


def test_lengths_that_only_measure_are_read_where_everything_is_asked_for() -> None:
    text = "3小时内送达，比赛用时2小时。"
    assert [text[x.start : x.end] for x in scan(text, True)] == ["3小时内"]
    assert list(scan(text, False)) == []


def test_what_is_read_stands_in_order_and_apart() -> None:
    text = "".join(str(case.values[0]["text"]) for case in cases("expressions.jsonl"))
    assert all(a.end <= b.start for a, b in pairwise(scan(text, True)))
