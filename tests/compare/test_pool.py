"""What facts of several articles say together."""

import csv
import json
import random
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from zhfacts.compare.pool import FIELDS, Pool
from zhfacts.run import run_corpus
from zhfacts.write import check, export, read_extract
from zhfacts.write.tables import BY_NAME, cell

from ..fast import FAST

PATH = Path(__file__).parent.parent / "cases" / "series.jsonl"
CASES = [json.loads(line) for line in PATH.read_text(encoding="utf-8").splitlines()]
FACT = {
    "subject_id": "GPE:绵阳市", "subject": "绵阳市", "indicator_key": "常住人口", "aspect": "level", "unit": "人",
    "start_date": "2024-01-01", "end_date": "2024-12-31", "status": "actual", "precision": 1, "sentence": "绵阳有5家。",
}  # fmt: skip
NUMBERS = ("value", "low", "high", "precision")


def rows(facts):
    """Return facts, given by what is special in them, as rows of facts.csv."""
    for number, given in enumerate(facts, 1):
        fact = dict.fromkeys(FIELDS) | FACT | given
        fact |= {n: Decimal(str(fact[n])) for n in NUMBERS if fact[n] is not None}
        fact |= {"id": f"{fact['article']}/f{number}", "quantity_text": "5家"}
        yield tuple(fact.values())


def found(facts):
    """Return the rows that a pool makes of facts, as mappings by table."""
    made = {"series": [], "conflicts": []}
    with Pool(FIELDS) as pool:
        for row in facts:
            pool.add(row)
        for name, row in pool.rows():
            made[name].append(dict(zip((c.name for c in BY_NAME[name].columns), row, strict=True)))
    return made


@pytest.mark.parametrize("case", CASES, ids=[c["case"] for c in CASES])
def test_series_and_conflicts(case):
    made = found(rows(case["facts"]))
    assert [[cell(r["value"]), r["sources"]] for r in made["series"]] == case["series"]
    assert len(made["conflicts"]) == case["conflicts"]


def test_the_order_of_facts_changes_nothing():
    for case in CASES:
        facts = list(rows(case["facts"]))
        shuffled = random.Random(0).sample(facts, len(facts))
        assert found(facts) == found(shuffled)


def test_ids_are_readable_and_unique():
    made = found(rows([{"article": "a", "value": 500}, {"article": "b", "value": 520}]))
    first = "GPE:绵阳市|常住人口|level||人@2024-01-01/2024-12-31"
    ids = [first, f"{first}~2"]
    assert [r["id"] for r in made["series"]] == ids
    (conflict,) = made["conflicts"]
    assert (conflict["id"], conflict["observation"], conflict["other_observation"]) == ("a/f1|b/f2", *ids)


TEXTS = {
    "a": "绵阳市统计公报\n2025-03-01\n2024年，绵阳市实现地区生产总值1200亿元，同比增长5.2%。",
    "b": "绵阳市经济运行\n2025-03-02\n2024年，绵阳市GDP达1200.3亿元，同比增长5.2%。",
    "c": "绵阳市发布会\n2025-03-03\n2024年，绵阳市地区生产总值1200亿元，同比增长5.8%。",
}


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """The folder of the raw texts."""
    folder = tmp_path_factory.mktemp("news")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(news, tmp_path_factory):
    """The extract of them."""
    out = tmp_path_factory.mktemp("whole") / "out"
    run_corpus([news], out, FAST)
    return out


def test_three_articles_make_series_and_a_conflict(whole):
    assert check(whole) == []
    extract = read_extract(whole)
    level, *rates = extract.series.to_dict("records")
    assert (level["series"], str(level["value"]), level["sources"]) == (
        "GPE:绵阳市|地区生产总值|level||CNY", "120030000000", 3,
    )  # fmt: skip
    assert [(str(r["value"]), r["sources"], r["rivals"]) for r in rates] == [("5.2", 2, 1), ("5.8", 1, 1)]
    (conflict,) = extract.conflicts.to_dict("records")
    assert (conflict["article"], conflict["other_article"]) == ("a", "c")
    assert conflict["quantity_text"] == "5.2%" and "5.8%" in conflict["other_sentence"]


def test_exporters_follow(whole, tmp_path):
    with closing(sqlite3.connect(export(whole, "sqlite", tmp_path / "x.sqlite"))) as database:
        joins = "conflicts c JOIN facts f ON f.id = c.fact JOIN series s ON s.id = c.other_observation"
        assert database.execute(f"SELECT f.article, s.sources FROM {joins}").fetchall() == [("a", 1)]
    series = pd.read_parquet(export(whole, "parquet", tmp_path / "parquet") / "series.parquet")
    assert [list(f) for f in series["facts"]] == [["b/f1", "a/f1", "c/f1"], ["a/f2", "b/f2"], ["c/f2"]]


def test_an_appended_extract_has_the_same(news, whole, tmp_path):
    run_corpus([news / "b.txt"], tmp_path / "grown", FAST)
    run_corpus([news], tmp_path / "grown", FAST, append=True)
    for name in ("series", "conflicts"):
        assert table(tmp_path / "grown", name) == table(whole, name)


def test_a_changed_row_is_named(whole, tmp_path):
    out = copytree(whole, tmp_path / "out")
    path = out / "series.csv"
    path.write_bytes(path.read_bytes().replace(b"120030000000", b"120040000000"))
    assert any(str(p).startswith("series.csv, row 2, value: is '120040000000'") for p in check(out))
