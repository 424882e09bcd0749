"""Chains of steps from large to small, and where they end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from zhfacts.recognise.times.grammar import chain, step
from zhfacts.recognise.times.vocabulary import rank

from ...rows import cases


@pytest.mark.parametrize("case", cases("chains.jsonl"))
def test_chains(case: dict[str, object]) -> None:
    text = str(case["text"])
    steps, end = chain(text, 0)
    assert [[x.kind, x.value, x.base] for x in steps] == case["steps"]
    assert text[end:] == case["rest"]


@pytest.mark.parametrize("case", cases("chains.jsonl"))
def test_each_step_is_finer_than_the_one_before(case: dict[str, object]) -> None:
    steps, _ = chain(str(case["text"]), 0)
    assert all(rank(a) < rank(b) for a, b in pairwise(s for s in steps if s.kind != "mark"))


def test_a_chain_goes_on_after_given_steps() -> None:
    before, _ = chain("2024年", 0)
    assert [s.kind for s in chain("5月", 0, before)[0]] == ["year", "month"]
    month, _ = chain("5月", 0)
    assert step("2024年", 0, month) is None and step("", 0, ()) is None
