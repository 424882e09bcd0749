import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.errors import OptionError
from zhfacts.write import read_extract
from zhfacts.write.query import fitting
from zhfacts.write.selection import Selection, part_of, shares
from zhfacts.write.tables import BY_NAME

CASES = Path(__file__).parents[1] / "cases" / "conditions.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def facts(written):
    return read_extract(written).facts


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["where"])
def test_conditions(row, facts):
    if "error" in row:
        with pytest.raises(OptionError, match=row["error"]) as raised:
            fitting(facts, row["where"])
        assert str(raised.value).startswith("--where")
    else:
        assert len(fitting(facts, row["where"])) == row["facts"]


def test_a_condition_keeps_facts_and_the_articles_that_tell_them(extract):
    facts = read_extract(extract).facts
    wanted = fitting(facts, "unit == 'CNY'")
    selection = Selection(extract).where("unit == 'CNY'")
    assert [f"{a.id}/{f.id}" for a in selection.articles() for f in a.facts] == list(wanted["id"])
    assert {a.id for a in selection.articles()} == set(wanted["article"])
    rows = Counter(name for name, _ in selection.rows())
    assert rows["facts"] == len(wanted)
    assert rows["numerals"] == sum(read_extract(extract).numerals["article"].isin(set(wanted["article"])))


def test_every_reference_of_a_selection_is_in_it(extract):
    for selection in (Selection(extract).where("unit == 'CNY'"), *Selection(extract).parts(shares("50/50")).values()):
        ids, referred = {}, []
        for name, row in selection.rows():
            columns = [c.name for c in BY_NAME[name].columns]
            ids.setdefault(name, set()).add(row[columns.index("id")])
            referred += [(r.target, row[columns.index(r.column)]) for r in BY_NAME[name].references]
        assert [(t, i) for t, i in referred if i is not None and i not in ids.get(t, ())] == []


def test_parts_hold_every_article_once_and_are_always_the_same(extract, articles):
    parts = Selection(extract).parts(shares("60/20/20"))
    held = [a.id for part in parts.values() for a in part.articles()]
    assert sorted(held) == sorted(a.id for a in articles)
    again = Selection(extract).parts(shares("60/20/20"))
    assert {n: p.kept_articles for n, p in parts.items()} == {n: p.kept_articles for n, p in again.items()}


def test_reprints_go_with_their_original(tmp_path, articles, entities):
    from zhfacts.write import write_extract

    other = articles[1].model_copy(update={"id": "reprint", "duplicate_of": articles[0].id})
    known = [e.model_copy(update={"mentions": 0, "articles": 0}) for e in entities]
    bare = [a.model_copy(update={"mentions": (), "facts": (), "roles": ()}) for a in (articles[0], articles[1], other)]
    write_extract(tmp_path / "out", bare, known)
    for split in ("50/50", "10/90", "30/30/40"):
        parts = Selection(tmp_path / "out").parts(shares(split)).values()
        (part,) = (p for p in parts if articles[0].id in p.kept_articles)
        assert "reprint" in part.kept_articles


@settings(deadline=None)
@given(st.text(), st.integers(0, 100))
def test_a_larger_share_only_takes_in_more(text, share):
    if part_of(text, {"train": share, "test": 100 - share}) == "train":
        assert part_of(text, {"train": min(100, share + 10), "test": max(0, 90 - share)}) == "train"


@pytest.mark.parametrize("split", ["80", "80/30", "a/b", "-10/110", "80/10/5/5", "", "８０/20"])
def test_shares_that_do_not_make_100_are_refused(split):
    with pytest.raises(OptionError, match="--split"):
        shares(split)
