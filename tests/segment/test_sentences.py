"""Sentences: cases, and that they cover all that is not blank without overlapping."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.segment import sentences

from ..sizes import examples, many

MARKS = "产量增长。！？；…“”（）()《》\"'.!?; \n\t3w:/ab，"
HOSTILE = [piece * many(50000) for piece in ("“", "。", "a.", "www.")]
HOSTILE += ["（“" * many(30000) + "”）" * many(30000)]
CASES = Path(__file__).parents[1] / "cases/sentences.jsonl"


@pytest.mark.parametrize("case", [json.loads(x) for x in CASES.read_text(encoding="utf-8").splitlines()], ids=str)
def test_cases(case: dict) -> None:
    assert [case["text"][s.start : s.end] for s in sentences(case["text"])] == case["sentences"]


@settings(max_examples=examples(40), deadline=None)
@given(st.text(st.sampled_from(MARKS), max_size=120) | st.text(max_size=60))
def test_sentences_cover_the_text(text: str) -> None:
    found = sentences(text)
    covered = set()
    last = 0
    for start, end in found:
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end] and "\n" not in text[start:end]
        covered.update(range(start, end))
        last = end
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_quick(text: str) -> None:
    assert sentences(text)
