"""Tables from the file to the facts: the same table in every format gives the same facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import zhfacts
from zhfacts import load
from zhfacts.read import from_text

from .fast import FAST
from .tables import FORMATS, article

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/tables.jsonl").read_text("utf-8").splitlines()]
NONE = [json.loads(line) for line in (Path(__file__).parent / "cases/no_tables.jsonl").read_text("utf-8").splitlines()]


def fits(case: dict[str, Any], form: str) -> bool:
    """Tell whether a table can be written in a format: single blanks part no empty cells and no words of one cell."""
    if form == "words" and (case.get("merged") or any(not c.strip() or " " in c for row in case["rows"] for c in row)):
        return False
    return form not in case.get("skip", ())


RUNS = [(case, form) for case in CASES for form in FORMATS if fits(case, form)]


def facts(found: zhfacts.Article) -> list[dict[str, Any]]:
    """Return the facts of cells with the fields that a case states."""
    quantities = {q.id: q for q in found.quantities}
    times = {t.id: t for t in found.times}
    told = []
    for fact in found.facts:
        quantity, time = quantities[fact.quantity], times.get(fact.time or "")
        dates = (time.start_date, time.end_date) if time else ()
        told.append({
            "subject": (fact.subject or "").partition(":")[2] or None,
            "indicator": fact.indicator,
            "value": format(quantity.value, "f") if quantity.value is not None else None,
            "unit": quantity.unit,
            "time": [day and day.isoformat() for day in dates],
            "aspect": fact.aspect,
            "direction": fact.direction,
            "comparison": fact.comparison,
            "status": fact.status,
        })  # fmt: skip
    return [fact for fact, own in zip(told, found.facts, strict=True) if quantities[own.quantity].rule == "table"]


@pytest.mark.parametrize(("case", "form"), RUNS, ids=[f"{case['name']}-{form}" for case, form in RUNS])
def test_every_cell_is_a_fact(case: dict[str, Any], form: str) -> None:
    wanted = case["facts"]
    told = facts(load(FAST)(article(case, form), date=case.get("date")))
    assert [{key: fact[key] for key in want} for fact, want in zip(told, wanted, strict=True)] == wanted


def test_the_words_behind_a_cell_are_told() -> None:
    case = {
        "title": "2023年湖北省工业投资情况", "lead": "2023年，全省工业平稳增长。",
        "rows": [["市州", "工业投资（亿元）", "比上年增长（%）"], ["襄阳市", "520.3", "12.1"],
                 ["十堰市", "410.8", "-3.4"]],
    }  # fmt: skip
    found = load(FAST)(article(case, "tabs"))
    growth = next(f for f in found.facts if found.text[slice(*_span(found, f))] == "12.1")
    told = {e.field: found.text[e.start : e.end] for e in growth.evidence}
    assert told == {
        "subject": "襄阳市", "indicator": "工业投资", "time": "2023年", "aspect": "比上年增长（%）",
        "direction": "比上年增长（%）", "comparison": "比上年增长（%）", "base_time": "上年",
    }  # fmt: skip


def _span(found: zhfacts.Article, fact: zhfacts.Fact) -> tuple[int, int]:
    quantity = next(q for q in found.quantities if q.id == fact.quantity)
    return quantity.start, quantity.end


@pytest.mark.parametrize("case", NONE, ids=[case["name"] for case in NONE])
def test_what_is_no_table_gives_none(case: dict[str, Any]) -> None:
    assert from_text(case["text"]).tables == []
