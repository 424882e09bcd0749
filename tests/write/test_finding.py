"""One thing of an extract: found by what a person calls it, with its facts in time order."""

import json

import pytest
from zhfacts.errors import InputError, OptionError
from zhfacts.write import find, read_extract, write_extract
from zhfacts.write.load import table_rows
from zhfacts.write.tables import TABLES


@pytest.fixture(scope="module")
def extract(tmp_path_factory, articles, entities):
    """An extract of the gold that no test changes."""
    out = tmp_path_factory.mktemp("found") / "extract"
    write_extract(out, articles, entities)
    return out


def key(words: str) -> str:
    return {"GDP": "地区生产总值"}.get(words, words)


@pytest.mark.parametrize(
    ("thing", "kind", "name"),
    [
        ("GPE:广州市", "entity", "GPE:广州市"),
        ("广州市", "entity", "GPE:广州市"),
        ("000_135348687a66d6a2", "article", "000_135348687a66d6a2"),
        ("000_1353", "article", "000_135348687a66d6a2"),
        ("000_135348687a66d6a2/f1", "fact", "000_135348687a66d6a2/f1"),
        ("GDP", "indicator", "地区生产总值"),
    ],
)
def test_a_thing_is_found_by_what_it_is_called(extract, thing, kind, name):
    found = find(extract, thing, key)
    assert (found.kind, found.name) == (kind, name) and found.facts
    assert find(extract, thing, key, kind=kind) == found
    assert json.loads(json.dumps(found.to_json()))[kind] == found.record


def test_facts_are_in_time_order_and_those_that_the_tables_have(extract):
    read = read_extract(extract)
    for thing in ("GPE:南沙区", "GPE:广州市", "GDP"):
        when = [f["start_date"] or f["end_date"] or f["date"] for f in find(extract, thing, key).facts]
        known = [w for w in when if w]
        assert known == sorted(known) and when[: len(known)] == known
    mine = (read.facts[["subject_id", "speaker_id", "scope_id"]] == "GPE:南沙区").fillna(False).any(axis=1)
    assert {f["id"] for f in find(extract, "南沙区", key).facts} == set(read.facts[mine]["id"])
    keys = read.facts["indicator_key"].fillna("") == "地区生产总值"
    assert {f["id"] for f in find(extract, "GDP", key).facts} == set(read.facts[keys]["id"])


def test_conditions_and_an_indicator_narrow_what_is_told(extract):
    all_of = find(extract, "广州市", key)
    sure = find(extract, "广州市", key, where="status == 'planned'")
    assert 0 < len(sure.facts) < len(all_of.facts) and {f["status"] for f in sure.facts} == {"planned"}
    both = find(extract, "广州市", key, indicator="GDP")
    assert both.facts and {f["indicator_key"] for f in both.facts} == {"地区生产总值"}
    told = {f["id"] for f in both.facts}
    assert all(told.intersection(row["facts"]) for row in both.series)


def test_words_that_no_indicator_is_are_looked_for_in_them(extract):
    assert all("企业" in f["indicator_key"] + f["subject"] for f in find(extract, "企业", key, kind="indicator").facts)


def test_what_is_not_there_is_said_with_what_is_near(extract):
    with pytest.raises(InputError, match=r"no article, entity, fact or indicator '南沙区区'; near: .*南沙区"):
        find(extract, "南沙区区", key)
    with pytest.raises(InputError, match="no fact '南沙区'"):
        find(extract, "南沙区", key, kind="fact")
    with pytest.raises(InputError, match=r"'0' may be .*give one of these ids"):
        find(extract, "0", key, kind="article")
    with pytest.raises(OptionError, match="kind: 'place' is unknown"):
        find(extract, "南沙区", key, kind="place")


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_rows_are_those_of_the_frames(extract, table):
    rows = list(table_rows(extract, table))
    frame = getattr(read_extract(extract), table.name)
    assert [r["id"] for r in rows] == list(frame["id"])
    for column in table.columns:
        filled = frame[column.name].notna()
        assert [r[column.name] is not None for r in rows] == list(filled), column.name
