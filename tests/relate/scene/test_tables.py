"""What the numbers in the cells of a table say, by its heads: small tables as cases, one cell a value."""

from __future__ import annotations

from typing import Any

import pytest
from zhfacts.model import Document
from zhfacts.read import from_text
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.tables import CellFact, heading, read

from ...rows import cases
from ..markup import document

ROWS = [
    ["年龄", "人口（万人）"],
    ["0至{14岁|QUANTITY|岁|14}", "{52.3|CARDINAL|人|523000}"],
    ["15岁以上", "{20.8|CARDINAL|人|208000}"],
]


def with_table(rows: list[list[str]], over: str = "") -> Document:
    """Return the document of marked lines and rows, its table as `read` finds it."""
    given = from_text(document("\n".join(["统计公报", over, *("\t".join(row) for row in rows)])).text)
    found = document("\n".join(["统计公报", *filter(None, [over]), *(cell for row in rows for cell in row)]))
    assert given.text == found.text and len(given.tables) == 1
    found.tables = given.tables
    return found


def told(case: dict[str, Any]) -> tuple[str, dict[str, CellFact]]:
    """Return the text of a case, and what its cells say by the number as it is written."""
    scene = Scene(with_table(case["rows"], case.get("over", "")))
    return scene.text, {fact.quantity.text: fact for fact in read(scene).values()}


@pytest.mark.parametrize("case", cases("table_cells.jsonl"))
def test_what_cells_say(case: dict[str, Any]) -> None:
    text, facts = told(case)
    for number, (indicator, aspect, direction, comparison) in case["facts"].items():
        fact = facts[number]
        assert " ".join(text[s.start : s.end] for s in fact.spans) == indicator
        assert (fact.aspect, fact.direction, fact.comparison) == (aspect, direction, comparison)
    assert {n: f.time.text for n, f in facts.items() if f.time and n in case.get("times", {})} == case.get("times", {})
    for field, values in (("subject", case.get("subjects", {})), ("status", case.get("statuses", {}))):
        assert {number: getattr(facts[number], field) for number in values} == values


def test_the_words_that_tell_a_field_are_evidence() -> None:
    (case,) = (row.values[0] for row in cases("table_cells.jsonl") if row.values[0]["id"].startswith("places"))
    text, facts = told(case)
    evidence = {field: text[span.start : span.end] for field, span in facts["52.3"].evidence}
    assert evidence == {"indicator": "税收收入", "subject": "云和县"}


def test_numbers_in_heads_state_nothing() -> None:
    scene = Scene(with_table(ROWS))
    (head,) = (q.id for q in scene.quantities if q.text == "14岁")
    assert heading(scene) == {head}
    assert head not in read(scene)


def test_a_document_without_tables() -> None:
    scene = Scene(document("[丽水市|GPE]产值{52.3亿元|MONEY|CNY|5230000000}。"))
    assert read(scene) == {} and heading(scene) == set()
