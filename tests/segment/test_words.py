"""Words: cases, and that they partition the text and never cut a protected span."""

from __future__ import annotations

import json
from array import array
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.model import Document, Span
from zhfacts.read import from_text
from zhfacts.segment import words

from ..sizes import examples

CASES = Path(__file__).parents[1] / "cases/words.jsonl"


def document(text: str) -> Document:
    """Return a text as it is, read character by character."""
    return Document("a", "a.txt", text, 0, len(text), text, array("L", range(len(text))))


@pytest.mark.parametrize("case", [json.loads(x) for x in CASES.read_text(encoding="utf-8").splitlines()], ids=str)
def test_cases(case: dict) -> None:
    text = case["text"]
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in case["protected"]]
    ends = list(accumulate(words(document(text), spans), initial=0))
    assert [text[a:b] for a, b in pairwise(ends)] == case["words"]


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4))
def test_words_partition_the_text(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span(a, b) for a, b in pairs]
    lengths = words(document(text), spans)
    assert sum(lengths) == len(text) and all(length > 0 for length in lengths)
    ends = set(accumulate(lengths, initial=0))
    kept = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if kept <= span.start < span.end <= len(text):
            assert span.start in ends and span.end in ends
            assert not ends & set(range(span.start + 1, span.end))
            kept = span.end


def test_what_the_reading_text_leaves_out_stands_apart() -> None:
    """A tag and a line end inside a word part it; a character reference stays whole."""
    raw = "<p>广州市投资增长，经济\n平稳，<b>消费</b>回暖&#24924;。</p>"
    found = from_text(raw)
    ends = list(accumulate(words(found), initial=found.start))
    pieces = [raw[a:b] for a, b in pairwise(ends)]
    assert "".join(pieces) == raw[found.start : found.end]
    assert {"广州市", "投资", "消费", "&#24924;"} <= {*pieces}
