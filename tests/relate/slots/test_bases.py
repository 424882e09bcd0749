"""What a statement starts from: cases as data."""

from __future__ import annotations

import pytest
from zhfacts.relate import named
from zhfacts.relate.decide.binder import find_facts

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("bases.jsonl"))
def test_bases(case):
    given = document(case["text"])
    fact = find_facts(given, named("fast"))[case["fact"]]
    times = {t.id: t.text for t in given.times}
    found = (None if fact.base_value is None else str(fact.base_value), times.get(fact.base_time))
    assert found == (case["value"], case["time"])
