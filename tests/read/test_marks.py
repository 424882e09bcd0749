"""Marks of Markdown and LaTeX: what a reader sees of a raw text, and that every character keeps its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.read.marks import marks_in
from zhfacts.read.view import plain_view

from ..sizes import many

CASES = Path(__file__).parents[1] / "cases" / "marks.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[r["raw"] for r in ROWS])
def test_case(row: dict[str, str]) -> None:
    assert plain_view(row["raw"]).text == row["read"]


@given(st.text("$\\%{}^_*`[](),. 0123456789kmsim数元\n", max_size=60))
def test_marks_stand_in_order_and_what_is_read_stands_where_it_says(raw: str) -> None:
    end = 0
    for mark in marks_in(raw):
        assert end <= mark.start < mark.end <= len(raw)
        end = mark.end
    view = plain_view(raw)
    positions = list(view.positions(0, len(view.text)))
    assert positions == sorted(positions)
    assert all(raw[p] == c or p in view.wide for p, c in zip(positions, view.text, strict=True))


@pytest.mark.parametrize("piece", ["$", "$1", "\\(", "`", "*a", "$1\\", "[a](", "{", "|"])
def test_hostile_texts_are_read(piece: str) -> None:
    assert plain_view(piece * many(20_000)).text
