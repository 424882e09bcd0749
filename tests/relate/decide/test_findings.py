"""Where the words stand that the fields of a fact rest on: cases as data."""

from __future__ import annotations

import pytest
from zhfacts.relate import named
from zhfacts.relate.decide.binder import find_facts

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("evidence.jsonl"))
def test_evidence(case):
    given = document(case["text"])
    fact = find_facts(given, named("fast"))[case["fact"]]
    found: dict[str, list[str]] = {}
    for e in fact.evidence:
        found.setdefault(e.field, []).append(given.text[e.start : e.end])
    assert {field: found.get(field) for field in case["evidence"]} == case["evidence"]
    assert list(fact.evidence) == sorted(fact.evidence, key=lambda e: (e.start, e.end, e.field))
