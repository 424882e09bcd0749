import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zhfacts.annotate.judging import RECORDS, document_of, judge
from zhfacts.errors import InputError
from zhfacts.write.gold import gold_article
from zhfacts.write.rules import article_findings

from .made import emoji_article, hostile_article, two_in_one_file

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "annotate.jsonl").read_text(encoding="utf-8").splitlines()
]
SOURCE = emoji_article()


def name(entity):
    return entity.partition(":")[2]


def with_change(case):
    document = document_of(SOURCE)
    if case["layer"] is None:
        return document | case["change"]
    items = [i | case["change"] if i["id"] == case["item"] else i for i in document[case["layer"]]]
    return document | {case["layer"]: items}


@pytest.mark.parametrize("case", CASES, ids=[c["what"] for c in CASES])
def test_what_is_typed(case):
    article, flaws = judge(with_change(case), SOURCE, name)
    assert [f"{f.item} {f.field} {f.code}" for f in flaws] == case["flaws"]
    assert (article is None) == bool(case["flaws"])


@pytest.mark.parametrize(
    "source", [emoji_article(), *two_in_one_file(), hostile_article()], ids=lambda a: a.file + str(a.start)
)
def test_an_article_comes_back_as_it_is(source):
    article, flaws = judge(document_of(source), source, name)
    assert flaws == [] and gold_article(article) == gold_article(source)


def test_places_twice_and_roles_twice():
    document = document_of(SOURCE)
    document["mentions"].append(document["mentions"][0] | {"id": "m9"})
    document["roles"].append(document["roles"][0] | {"id": "r9"})
    flaws = judge(document, SOURCE, name)[1]
    assert [(f.item, f.field, f.code) for f in flaws] == [
        ("mentions/m9", "start", "duplicate"),
        ("roles/r9", "title", "duplicate"),
    ]


def test_facts_stand_in_the_order_of_their_quantities():
    document = document_of(SOURCE)
    document["facts"].reverse()
    article, _ = judge(document, SOURCE, name)
    assert [f.quantity for f in article.facts] == ["q1", "q2", "q3"]


def test_a_subject_gets_its_name():
    document = document_of(SOURCE)
    del document["facts"][0]["subject_text"]
    article, _ = judge(document, SOURCE, lambda entity: "全名")
    assert article.facts[0].subject_text == "全名"


@pytest.mark.parametrize(
    "document", [{"facts": 3}, {"mentions": [1]}, {"times": [{"id": 1}]}, {"title": 3}, {"date": 7}]
)
def test_what_is_no_document(document):
    with pytest.raises(InputError):
        judge(document, SOURCE, name)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 60), st.floats(allow_nan=False), st.text(max_size=6),
    st.sampled_from(["GPE:海州市", "q1", "t2", "2023-01-01", "3.5", "MONEY", "up", "level", "planned", "09:00"]),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.sampled_from(["field", "start", "end"]), st.integers(0, 50), max_size=3),
)  # fmt: skip


FIELDS = [(layer, field) for layer, record in RECORDS.items() for field in sorted(record.model_fields) if field != "id"]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.integers(0, 2), VALUES), max_size=4))
def test_whatever_is_typed_is_judged_and_what_passes_is_valid(changes):
    document = document_of(SOURCE)
    for (layer, field), n, value in changes:
        items = document[layer]
        items[n % len(items)] = items[n % len(items)] | {field: value}
    article, flaws = judge(document, SOURCE, name)
    if article is None:
        assert flaws
    else:
        assert list(article_findings(article)) == []
        assert all(ord(c) < 0x110000 for c in json.dumps(gold_article(article), ensure_ascii=False))
