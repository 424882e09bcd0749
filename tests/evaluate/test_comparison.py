"""Facts of gold beside predicted ones, as rows."""

import json
from pathlib import Path

import pytest
from zhfacts.evaluate import compared_facts, measure
from zhfacts.evaluate.comparison import COMPARED

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations"


@pytest.fixture
def damaged(tmp_path):
    """The gold with one fact less, one of another subject and one on a quantity of its own."""
    for path in GOLD.glob("*.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for article in gold["articles"]:
            if len(article["facts"]) > 4 and not (tmp_path / "done").exists():
                (tmp_path / "done").touch()
                first, second, *rest = article["facts"]
                other = {"actual": "planned", "planned": "actual"}[second["status"]]
                article["facts"] = [{**second, "status": other}, *rest]
                assert first["quantity"] != second["quantity"]
        (tmp_path / path.name).write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def outcomes(rows):
    return {name: sum(row["outcome"] == name for row in rows) for name in ("right", "wrong", "missed", "spurious")}


def test_gold_beside_itself_is_right():
    rows = compared_facts(GOLD, GOLD)
    assert {row["outcome"] for row in rows} == {"right"}
    assert len(rows) == measure(GOLD, GOLD, resamples=2).counts["fact"].sum(axis=0)[2]


def test_what_is_missing_wrong_or_too_much(damaged):
    assert outcomes(compared_facts(GOLD, damaged)) == outcomes(compared_facts(GOLD, GOLD)) | {
        "wrong": 1, "missed": 1, "right": outcomes(compared_facts(GOLD, GOLD))["right"] - 2,
    }  # fmt: skip
    assert outcomes(compared_facts(damaged, GOLD))["spurious"] == 1


def test_a_row_says_what_differs(damaged):
    (row,) = (row for row in compared_facts(GOLD, damaged) if row["outcome"] == "wrong")
    assert set(COMPARED) - set(row["right"]) == {"status"}
    assert row["gold"]["status"] != row["predicted"]["status"]
    assert row["fact"].count("/") == 1
