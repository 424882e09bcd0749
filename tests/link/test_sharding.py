"""Linking in shares: registries that each see a share end with what one registry over everything ends with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts import link
from zhfacts.model import Cluster, Entity, NameLabel

from ..sizes import examples

FAMILIES = (
    ("台塑", "台塑集团", "台塑科技集团", "臺塑集團"),
    ("云山", "云山科技", "云山科技股份有限公司"),
    ("王伟", "张建国", "张先生", "小王"),
    ("意见", "意见集团", "广州市", "鼓楼区"),
    ("地铁18号线", "广州地铁18号线", "广州市轨道交通18号线", "Apple", "apple"),
)
LABELS: tuple[NameLabel, ...] = ("ORG", "ORG", "PERSON", "GPE", "LAW", "FAC")
CODES = ("", "", "", "", "", "600000", "600001")
Article = list[link.Use]


@st.composite
def clusters(draw: st.DrawFn) -> Cluster:
    family, label = draw(st.sampled_from(FAMILIES)), draw(st.sampled_from(LABELS))
    name, forms = draw(st.sampled_from(family)), draw(st.lists(st.sampled_from(family), max_size=3))
    code, context = draw(st.sampled_from(CODES)), draw(st.lists(st.sampled_from(("ORG:甲", "GPE:乙")), max_size=1))
    told = draw(st.sampled_from(("", "", "(甲)", "(甲)(乙)")))
    external = {"stock": code} if code else {}
    return Cluster(f"{label}:{name}{told}", name, label, dict.fromkeys(forms, 1), external, None, tuple(context))


@st.composite
def corpora(draw: st.DrawFn) -> list[Article]:
    articles = []
    for found in draw(st.lists(st.lists(clusters(), max_size=6, unique_by=lambda c: c.id), max_size=8)):
        articles.append([link.Use(c, c.forms, {c.label: 1} if c.forms else {}) for c in found])
    return articles


def parted(
    kb: link.KnowledgeBase, articles: list[Article], number: int, existing: list[Entity]
) -> list[Entity]:
    """The entities of shares, in the order in which one registry would make them."""
    components = link.Components()
    for half in (articles[::2], articles[1::2]):  # as two workers see them
        own = link.Components()
        for article in half:
            for use in article:
                own.join(link.keys_of(use.cluster))
        components.take(own.pairs())
    for entity in existing:
        components.join(link.keys_of_entity(entity))
    shares = link.Shares(number, components.pairs())
    made: dict[str, tuple[int, int, Entity]] = {}
    for share in range(number):
        begun = [e for e in existing if shares.of(link.keys_of_entity(e)[0]) == share]
        registry, first = link.EntityRegistry(kb, begun), {e.id: (-1, existing.index(e)) for e in begun}
        for n, article in enumerate(articles):
            for k, use in enumerate(article):
                if all(shares.of(key) == share for key in link.keys_of(use.cluster)):
                    identifier = registry.take(f"a{n}", [use])[use.cluster.id]
                    first.setdefault(identifier, (n, k))
        for entity in registry.close().entities:
            assert entity.id not in made
            made[entity.id] = (*first[entity.id], entity)
    return [entity for *_, entity in sorted(made.values(), key=lambda entry: entry[:2])]


def without_articles(entities: list[Entity]) -> list[Entity]:
    """Entities without the number of articles: here each cluster is taken as an article of its own."""
    return [e.model_copy(update={"articles": 0}) for e in entities]


@given(articles=corpora(), number=st.integers(1, 5), before=st.integers(0, 3))
@settings(max_examples=examples(30), deadline=None)
def test_shares_end_as_one_registry_does(
    kb: link.KnowledgeBase, articles: list[Article], number: int, before: int
) -> None:
    older = link.EntityRegistry(kb)
    for n, article in enumerate(articles[:before]):
        older.take(f"b{n}", article)
    existing = list(older.close().entities)
    whole = link.EntityRegistry(kb, existing)
    for n, article in enumerate(articles):
        whole.take(f"a{n}", article)
    there = parted(kb, articles, number, existing)
    assert without_articles(there) == without_articles(list(whole.close().entities))


def test_keys_that_belong_together_have_one_name() -> None:
    components = link.Components()
    for keys in ((9, 4), (7, 5), (4, 5), (2,), (9, 7)):
        components.join(keys)
    assert [components.least(key) for key in (9, 4, 7, 5, 2)] == [4, 4, 4, 4, 2]
    again = link.Components()
    again.take(components.pairs())
    again.join((1, 7))
    assert again.least(9) == 1 and sorted(again.pairs()[:, 0].tolist()) == [4, 5, 7, 9]


@pytest.mark.parametrize("number", [1, 2, 7])
def test_a_component_is_in_one_share(number: int) -> None:
    shares = link.Shares(number, np.array([(30, 3), (31, 3)], np.uint64))
    assert len({shares.of(key) for key in (30, 31, 3)}) == 1 and shares.of(2**64 - 1) == (2**64 - 1) % number
