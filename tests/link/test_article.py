"""Linking inside an article, by cases."""

from __future__ import annotations

from typing import Any

import pytest
from zhfacts import link

from ..rows import cases
from .build import document


@pytest.mark.parametrize("case", cases("links.jsonl"))
def test_case(case: dict[str, Any], kb: link.KnowledgeBase) -> None:
    doc = document(case["text"], case["mentions"], title=case.get("title"), from_=case.get("occurrence"))
    link.resolve(doc, kb)
    clusters = {c.id: c for c in doc.clusters}
    found = {m.text: clusters[m.entity or ""] for m in doc.mentions}
    assert {text: found[text].name for text in case["names"]} == case["names"]
    assert {text: found[text].id for text in case.get("ids", {})} == case.get("ids", {})
    assert {text: found[text].external_ids for text in case.get("external", {})} == case.get("external", {})


def test_every_mention_has_a_cluster_and_forms_count_mentions(kb: link.KnowledgeBase) -> None:
    doc = document("广州、广州市与番禺区。", {"广州": "GPE", "广州市": "GPE", "番禺区": "GPE"})
    link.resolve(doc, kb)
    forms = {c.id: c.forms for c in doc.clusters}
    assert all(m.entity in forms for m in doc.mentions)
    assert forms["GPE:广州市"] == {"广州": 1, "广州市": 1}


def test_the_place_that_an_article_is_about(kb: link.KnowledgeBase) -> None:
    doc = document("番禺区出口增长，番禺区投资也增长。", {"番禺区": "GPE"})
    link.resolve(doc, kb)
    assert {c.id: c.parent for c in doc.clusters} == {"GPE:番禺区": "GPE:广州市"}
    assert doc.place == "GPE:番禺区"


def test_place_of_an_article_that_names_parts_only(kb: link.KnowledgeBase) -> None:
    doc = document("全省港口中，大连、盘锦、营口增长较快。", {"大连": "GPE", "盘锦": "GPE", "营口": "GPE"})
    link.resolve(doc, kb)
    assert doc.place == "GPE:辽宁省"


def test_an_article_without_names(kb: link.KnowledgeBase) -> None:
    doc = document("我国出口增长5%。", {})
    link.resolve(doc, kb)
    assert (doc.clusters, doc.place) == ([], None)
