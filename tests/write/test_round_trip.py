import hashlib
import sqlite3
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zhfacts.model import Article, Entity, Evidence, Fact, Mention, Quantity, Role
from zhfacts.write import check, export, read_articles, read_extract, write_extract

from ..sizes import examples

CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HARD = ('"', ",", "\r", "\n", "\r\n", "\u2028", "\x85", "\x00", "=1+1", "NA", "null", "\ufeff", "😀", " ", "南")
AWKWARD = st.sampled_from(HARD)
TEXTS = st.lists(st.one_of(CHARACTERS, AWKWARD), min_size=1, max_size=12).map("".join).filter(bool)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**18), max_value=10**18)


@st.composite
def one_article(draw):
    """An article of any characters, its mention and quantity at random places, every other text as hard."""
    text, start = draw(TEXTS), draw(st.integers(0, 10**6))
    spans = []
    for _ in range(2):
        first = draw(st.integers(0, len(text) - 1))
        last = draw(st.integers(first + 1, len(text)))
        spans.append({"start": start + first, "end": start + last, "text": text[first:last]})
    entity = draw(TEXTS)
    fact = {"subject_text": draw(TEXTS), "indicator": draw(TEXTS), "aspect": "level", "status": "actual"}
    fact |= {"scope": draw(st.none() | st.just(entity)), "base_value": draw(st.none() | NUMBERS)}
    fact |= {"modality": draw(st.none() | st.just("target"))}
    seen = Evidence(field="indicator", start=start, end=start + len(text))
    return Article(
        id=draw(TEXTS),
        file=draw(TEXTS),
        start=start,
        end=start + len(text),
        title=draw(st.none() | TEXTS),
        date=draw(st.none() | st.dates()),
        meta=draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        text=text,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        mentions=(Mention(id="m1", label="ORG", entity=entity, **spans[0]),),
        quantities=(Quantity(id="q1", label="CARDINAL", value=draw(st.none() | NUMBERS), **spans[1]),),
        facts=(Fact(id="f1", quantity="q1", subject=entity, evidence=(seen,), **fact),),
        roles=(Role(person=entity, title=draw(TEXTS)),),
    )


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(article=one_article(), name=TEXTS)
def test_any_characters_come_back(article, name, tmp_path_factory):
    out = tmp_path_factory.mktemp("any") / "out"
    entity = Entity(id=article.mentions[0].entity, name=name, label="ORG", aliases=(name,), mentions=1, articles=1)
    write_extract(out, [article], [entity])
    assert check(out) == []
    assert list(read_articles(out)) == [article]
    read = read_extract(out)
    (mention,), (fact,), (role,) = (f.to_dict("records") for f in (read.mentions, read.facts, read.roles))
    assert mention["text"] == article.mentions[0].text
    assert (fact["subject"], fact["indicator"]) == (name, article.facts[0].indicator)
    assert (fact["value"], fact["base_value"]) == (article.quantities[0].value, article.facts[0].base_value)
    assert fact["meta"] == read.articles["meta"][0] == article.meta
    assert fact["scope_id"] == article.facts[0].scope or pd.isna(fact["scope_id"])
    assert (None if pd.isna(fact["date"]) else fact["date"].date()) == article.date
    assert (role["person"], role["title"]) == (name, article.roles[0].title)
    assert read.entities["aliases"][0] == [name]


@pytest.mark.parametrize("form", ["parquet", "sqlite"])
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(article=one_article(), name=TEXTS)
def test_any_characters_survive_an_export(form, article, name, tmp_path_factory):
    out = tmp_path_factory.mktemp("any") / "out"
    entity = Entity(id=article.mentions[0].entity, name=name, label="ORG", mentions=1, articles=1)
    write_extract(out, [article], [entity])
    target = export(out, form)
    if form == "parquet":
        row = pq.read_table(target / "facts.parquet").to_pylist()[0]
        found = (row["subject"], row["quantity_text"], row["value"])
    else:
        database = sqlite3.connect(target)
        subject, text, value = database.execute("SELECT subject, quantity_text, value FROM facts").fetchone()
        database.close()
        found = (subject, text, None if value is None else Decimal(value))
    assert found == (name, article.quantities[0].text, article.quantities[0].value)
