"""Facts with the shipped model: subject, indicator and time, and the standing of a statement."""

from __future__ import annotations

from collections import Counter

import pytest
from zhfacts.model import Document
from zhfacts.relate import bind, named
from zhfacts.relate.decide.binder import find_facts

from ...rows import cases
from ..markup import document
from .first_options import FirstOptions


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


def test_a_noun_phrase_holds_within_the_likeliest_entity():
    class Phrases(FirstOptions):
        def decide(self, scene, slot, questions):
            found = super().decide(scene, slot, questions)
            if slot == "subject":
                for decision in found:
                    decision.at = next(n for n, o in enumerate(decision.options) if o.phrase)
                    decision.odds = [
                        0.5 if o.phrase else 0.3 if o.entity == "GPE:绵阳市" else 0.1 for o in decision.options
                    ]
            return found

    given = document("[云山厂|ORG]在[绵阳市|GPE]。移动游戏用户达{300万人|CARDINAL|人}。", "绵阳市移动游戏")
    (fact,) = find_facts(given, Phrases())
    assert (fact.subject, fact.subject_text, fact.scope) == (None, "移动游戏用户", "GPE:绵阳市")


def test_an_entity_needs_no_scope():
    (fact,) = find_facts(document("[绵阳市|GPE]产值达{3亿元|MONEY|CNY}。"), named("fast"))
    assert (fact.subject, fact.scope) == ("GPE:绵阳市", None)
