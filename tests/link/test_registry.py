"""Linking over articles: one entity for one thing, two for two, the same in one run and in two."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from zhfacts import link
from zhfacts.errors import ZhfactsError
from zhfacts.model import Document, Entity, Fact, NameLabel

from ..rows import read
from .build import document


def linked(kb: link.KnowledgeBase, *articles: tuple[str, dict[str, NameLabel]]) -> list[Document]:
    documents = [document(text, labels, id=f"a{n}") for n, (text, labels) in enumerate(articles)]
    for doc in documents:
        link.resolve(doc, kb)
    return documents


def run(kb: link.KnowledgeBase, documents: Iterable[Document], existing: Iterable[Entity] = ()) -> link.Links:
    registry = link.EntityRegistry(kb, existing)
    for doc in documents:
        registry.add(doc)
    return registry.close()


def by_id(links: link.Links) -> dict[str, Entity]:
    return {e.id: e for e in links.entities}


def test_aliases_counts_and_articles(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"广州": "GPE", "穗": "GPE"}
    entity = by_id(run(kb, linked(kb, ("广州与穗企，广州。", names), ("广州发展。", names))))["GPE:广州市"]
    assert entity.aliases == ("广州", "穗")
    assert entity.alias_counts == (3, 1)
    assert (entity.mentions, entity.articles, entity.parent) == (4, 2, "GPE:广东省")
    assert entity.external_ids == {"gb2260": "440100"}


def test_places_above_are_entities_without_mentions(kb: link.KnowledgeBase) -> None:
    entities = by_id(run(kb, linked(kb, ("番禺区增长。", {"番禺区": "GPE"}))))
    assert entities["GPE:中国"].mentions == entities["GPE:广东省"].articles == 0


def test_the_country_is_no_entity_where_nothing_means_it(kb: link.KnowledgeBase) -> None:
    assert set(by_id(run(kb, linked(kb, ("云山科技发布产品。", {"云山科技": "ORG"}))))) == {"ORG:云山科技"}


def test_a_subject_that_no_article_names_is_an_entity(kb: link.KnowledgeBase) -> None:
    (doc,) = linked(kb, ("我国出口增长5%。", {}))
    doc.facts = [Fact(id="f1", quantity="q1", subject=kb.country, aspect="rate", status="actual")]
    entity = by_id(run(kb, [doc]))["GPE:中国"]
    assert (entity.mentions, entity.articles, entity.external_ids) == (0, 0, {"iso3166": "CHN"})


def test_namesakes_among_places(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"南京市": "GPE", "福州市": "GPE", "鼓楼区": "GPE"}
    entities = by_id(run(kb, linked(kb, ("南京市鼓楼区。", names), ("福州市鼓楼区。", names), ("鼓楼区。", names))))
    found = {i: e.mentions for i, e in entities.items() if e.name == "鼓楼区"}
    assert found == {"GPE:鼓楼区(320106)": 1, "GPE:鼓楼区(350102)": 1, "GPE:鼓楼区": 1}


def test_namesakes_among_persons(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"云山科技": "ORG", "江北医院": "ORG", "王伟": "PERSON"}
    articles = ("云山科技董事长王伟说。", names), ("王伟是江北医院院长。", names), ("云山科技王伟表示。", names)
    entities = by_id(run(kb, linked(kb, *articles)))
    assert {i: e.mentions for i, e in entities.items() if e.label == "PERSON"} == {
        "PERSON:王伟": 2,
        "PERSON:王伟(江北医院)": 1,
    }
    assert entities["PERSON:王伟(江北医院)"].name == "王伟"


def test_a_rare_name_is_one_person_wherever(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"广州市委": "ORG", "广东省委": "ORG", "邬砚秋": "PERSON"}
    entities = run(kb, linked(kb, ("广州市委书记邬砚秋说。", names), ("广东省委常委邬砚秋说。", names))).entities
    assert [e.mentions for e in entities if e.label == "PERSON"] == [2]


def test_a_person_known_by_the_surname_only_is_another_in_another_article(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"张先生": "PERSON"}
    entities = run(kb, linked(kb, ("张先生说。", names), ("张先生到访，张先生说。", names))).entities
    assert [(e.id, e.name, e.mentions) for e in entities] == [
        ("PERSON:张先生(a0)", "张先生", 1),
        ("PERSON:张先生(a1)", "张先生", 2),
    ]


def test_local_names_belong_to_the_city(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"广州": "GPE", "洛阳": "GPE", "人民公园": "FAC"}
    articles = ("广州举行活动，广州人民公园开放。", names), ("洛阳举行活动，洛阳人民公园。", names)
    entities = by_id(run(kb, linked(kb, *articles)))
    assert {i for i, e in entities.items() if e.name == "人民公园"} == {"FAC:人民公园(广州市)", "FAC:人民公园(洛阳市)"}


def test_label_is_voted(kb: link.KnowledgeBase) -> None:
    documents = linked(kb, ("云山港扩建。", {"云山港": "ORG"}), ("云山港增长，云山港扩建。", {"云山港": "FAC"}))
    (entity,) = run(kb, documents).entities
    assert (entity.id, entity.label, entity.label_counts) == ("ORG:云山港", "FAC", {"FAC": 2, "ORG": 1})


def test_a_short_name_learned_in_one_article_holds_in_the_next(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"云帆睿生物": "ORG", "云帆睿": "ORG"}
    (entity,) = run(kb, linked(kb, ("云帆睿生物融资，云帆睿称。", names), ("云帆睿公布。", names))).entities
    assert (entity.name, entity.aliases, entity.articles) == ("云帆睿生物", ("云帆睿", "云帆睿生物"), 2)


def test_an_article_counts_once_for_an_entity_that_it_names_in_two_ways(kb: link.KnowledgeBase) -> None:
    both: dict[str, NameLabel] = {"云帆睿生物": "ORG", "云帆睿": "ORG"}
    person: dict[str, NameLabel] = {"云帆睿": "PERSON", "云帆睿生物": "ORG"}
    documents = linked(kb, ("云帆睿生物融资，云帆睿称。", both), ("云帆睿公布，云帆睿生物与云帆睿。", person))
    assert all(e.articles <= 2 and e.articles <= e.mentions for e in run(kb, documents).entities)


def test_a_fuller_name_that_comes_later_renames_and_keeps_the_id(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"云帆睿生物": "ORG", "云帆睿": "ORG"}
    (entity,) = run(kb, linked(kb, ("云帆睿公布。", names), ("云帆睿生物融资，云帆睿称。", names))).entities
    assert (entity.id, entity.name, entity.mentions) == ("ORG:云帆睿", "云帆睿生物", 3)


def test_one_stock_code_is_one_company(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"云帆睿": "ORG", "睿帆股份": "ORG"}
    (entity,) = run(kb, linked(kb, ("云帆睿（688999.SH）公告。", names), ("睿帆股份（688999）公告。", names))).entities
    assert entity.external_ids == {"stock": "688999.SH"}


def test_both_scripts_are_one_entity(kb: link.KnowledgeBase) -> None:
    (first,) = linked(kb, ("云龙电子扩产，云龙电子招工。", {"云龙电子": "ORG"}))
    second = document("云龙电子扩产。", {"云龙电子": "ORG"}, id="b")
    second.raw = "雲龍電子擴產。"
    link.resolve(second, kb)
    assert [c.name for c in second.clusters if c.label == "ORG"] == ["雲龍電子"]
    (entity,) = run(kb, [first, second]).entities
    assert (entity.id, entity.name, entity.aliases) == ("ORG:云龙电子", "云龙电子", ("云龙电子", "雲龍電子"))


def test_two_runs_over_halves_end_as_one_run_over_the_whole(kb: link.KnowledgeBase) -> None:
    documents = [
        document(c["text"], c["mentions"], id=f"a{n}", title=c.get("title"), from_=c.get("occurrence"))
        for n, c in enumerate(read("links.jsonl") + read("links.jsonl")[::2])
    ]
    for doc in documents:
        link.resolve(doc, kb)
    whole = run(kb, documents)
    for cut in (len(documents) // 3, len(documents) // 2):
        first = run(kb, documents[:cut])
        second = run(kb, documents[cut:], first.entities)
        assert list(second.entities) == list(whole.entities)
        assert first.ids | second.ids == whole.ids


def test_a_bare_document_name_means_one_in_each_article(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"意见": "LAW"}
    entities = run(kb, linked(kb, ("《意见》提出目标。", names), ("《意见》明确任务。", names))).entities
    assert [e.id for e in entities] == ["LAW:意见(a0)", "LAW:意见(a1)"]


def test_a_metro_line_has_one_name_and_every_city_its_own(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"广州地铁18号线": "FAC", "广州市轨道交通18号线": "FAC", "深圳地铁18号线": "FAC"}
    articles = ("广州地铁18号线开通。", names), ("广州市轨道交通18号线延长，深圳地铁18号线规划。", names)
    assert [e.name for e in run(kb, linked(kb, *articles)).entities] == ["广州市轨道交通18号线", "深圳地铁18号线"]


def test_a_place_that_no_article_names_is_no_namesake_of_one_that_it_does(kb: link.KnowledgeBase) -> None:
    names: dict[str, NameLabel] = {"鞍山市": "GPE", "铁西区": "GPE", "平西乡": "GPE"}
    entities = by_id(run(kb, linked(kb, ("平西乡举办活动。鞍山市铁西区评选。", names))))
    assert entities["GPE:平西乡"].parent == "GPE:铁西区(220302)"
    assert {i: e.mentions for i, e in entities.items() if e.name == "铁西区"} == {
        "GPE:铁西区(220302)": 0,
        "GPE:铁西区(210303)": 1,
    }
    assert all(e.parent in entities for e in entities.values() if e.parent)


def test_an_article_with_a_reference_to_nothing_is_not_taken_in(kb: link.KnowledgeBase) -> None:
    (good, bad) = linked(kb, ("云山科技发布产品。", {"云山科技": "ORG"}), ("云山科技增长。", {"云山科技": "ORG"}))
    bad.facts = [Fact(id="f1", quantity="q1", subject="ORG:无", aspect="rate", status="actual")]
    registry = link.EntityRegistry(kb)
    registry.add(good)
    with pytest.raises(ZhfactsError, match="ORG:无"):
        registry.add(bad)
    assert [e.mentions for e in registry.close().entities] == [1]
