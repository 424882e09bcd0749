"""Facts with the shipped model: subject, indicator and time, and the standing of a statement."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from zhfacts.model import Document
from zhfacts.relate import bind, named

from .markup import document

CASES = Path(__file__).parent.parent / "cases"


def cases(name):
    rows = [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line]
    return [
        pytest.param(
            r, id=r["text"][:24], marks=[pytest.mark.xfail(reason=r["xfail"], strict=True)] if "xfail" in r else []
        )
        for r in rows
    ]


def alike(a: str, b: str) -> float:
    x, y = Counter(a.replace(" ", "")), Counter(b.replace(" ", ""))
    return 2 * sum((x & y).values()) / (sum(x.values()) + sum(y.values()))


@pytest.mark.parametrize("case", cases("facts.jsonl"))
def test_facts(case):
    given = document(case["text"], case.get("title"), case.get("date"))
    times = {t.id: t.text for t in given.times}
    facts, _ = bind(given, named("fast"))
    assert [f.subject for f in facts] == [s for s, _, _ in case["facts"]]
    assert all(alike(f.indicator, i) >= 0.6 for f, (_, i, _) in zip(facts, case["facts"], strict=True)), facts
    assert [times.get(f.time) for f in facts] == [t for _, _, t in case["facts"]]


@pytest.mark.parametrize("case", cases("context.jsonl"))
def test_standing(case):
    (fact,), _ = bind(document(case["text"]), named("fast"))
    assert {k: getattr(fact, k) for k in case if k != "text"} == {k: v for k, v in case.items() if k != "text"}


def test_understood_subjects_become_clusters():
    given = document("我国棉花产量{590万吨|QUANTITY|t}。", "我国棉花增产")
    bind(given, named("fast"))
    assert [c.id for c in given.clusters] == ["GPE:中国"]
    assert given.clusters[0].forms == {}


def test_a_document_without_quantities_has_no_facts():
    given = document("[绵阳市|GPE]天气晴好。")
    assert bind(given, named("fast")) == ([], [])


def test_an_empty_document():
    assert bind(document(""), named("fast")) == ([], [])


def test_facts_are_the_same_twice():
    text = "[绵阳市|GPE]建成{26个|CARDINAL|个}充电站，投入{3亿元|MONEY|CNY}。"
    assert bind(document(text), named("fast")) == bind(document(text), named("fast"))
    assert isinstance(document(text), Document)
