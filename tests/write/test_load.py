from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from zhfacts.errors import ZhfactsError
from zhfacts.write import read_articles, read_extract
from zhfacts.write.tables import TABLES

DTYPES = {"string": "string", "integer": "Int64", "float": "Float64", "date": "datetime64[s]"} | dict.fromkeys(
    ("number", "array", "object"), object
)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_tables_have_the_declared_dtypes(table, extract):
    frame = getattr(read_extract(extract), table.name)
    assert {c.name: frame[c.name].dtype for c in table.columns} == {c.name: DTYPES[c.type] for c in table.columns}
    assert list(frame.columns) == [c.name for c in table.columns]
    assert frame["id"].is_unique


def test_values_are_exact(extract, articles):
    read = read_extract(extract)
    values = [q.value for a in articles for q in a.quantities]
    assert list(read.quantities["value"]) == values
    assert all(v is None or isinstance(v, Decimal) for v in read.facts["value"])
    assert read.facts["value"].astype(float).sum() > 0
    dates = [t.start_date for a in articles for t in a.times]
    assert [None if pd.isna(d) else d.date() for d in read.times["start_date"]] == dates
    assert read.articles["title"].isna().sum() == sum(a.title is None for a in articles)


def test_keys_join(extract):
    read = read_extract(extract)
    joined = read.facts.merge(read.quantities, left_on="quantity", right_on="id", suffixes=("", "_q"))
    assert len(joined) == len(read.facts)
    assert (joined["quantity_text"] == joined["text"]).all()


def test_the_page_of_an_entity_is_in_time_order(extract, articles):
    page = read_extract(extract).entity("GPE:南沙区")
    assert page.entity.name == "南沙区"
    assert len(page.mentions) == sum(m.entity == "GPE:南沙区" for a in articles for m in a.mentions)
    assert len(page.facts) == sum("GPE:南沙区" in (f.subject, f.speaker) for a in articles for f in a.facts)
    dates = page.mentions["date"].dropna()
    assert len(dates) and dates.is_monotonic_increasing
    when = page.facts["start_date"].fillna(page.facts["end_date"]).fillna(page.facts["date"]).to_numpy()
    known = when[~np.isnat(when)]
    assert (known[:-1] <= known[1:]).all()


def test_an_entity_of_roles(extract):
    page = read_extract(extract).entity("PERSON:张硕辅")
    assert set(page.roles["title"]) == {"常委", "书记"}


def test_what_run_json_says(extract):
    assert read_extract(extract).run["counts"]["articles"] == 14


def test_errors_are_clear(extract, tmp_path):
    with pytest.raises(ZhfactsError, match="is no folder"):
        read_extract(tmp_path / "none")
    with pytest.raises(ZhfactsError, match="is no extract"):
        read_extract(tmp_path)
    with pytest.raises(ZhfactsError, match="no entity 'GPE:月球'"):
        read_extract(extract).entity("GPE:月球")
    (extract / "facts.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ZhfactsError, match=r"facts\.csv: no column article"):
        _ = read_extract(extract).facts
    (extract / "times.csv").unlink()
    with pytest.raises(ZhfactsError, match=r"cannot read .*times\.csv"):
        _ = read_extract(extract).times
    (extract / "articles.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(ZhfactsError, match=r"articles\.jsonl, row 1, id: "):
        list(read_articles(extract))
