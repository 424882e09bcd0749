"""Quantities: cases from news prose, what must hold for every text, and that work grows no faster than the text."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.model import Quantity, Span
from zhfacts.recognise.numbers import quantities

CASES = Path(__file__).parents[2] / "cases"
FIELDS = ("label", "value", "low", "high", "unit", "modifier")
PIECES = (
    "1", "1 ", "1 111 ", "111 ", "$1 ", "| 1 ", "-1~", "一", "万", "1,", "1.", "1,111", "1/", "3-5",
    "一点", "三分之", "一又", "第一", "首", "半", "翻番", "1元", "1亿元至", "1、", "（", "“", "。", "\n1", "|1", "每吨",
    "约", "1年", "约占", "大于1小于", "人民币", "1：", "每股1元，",
)  # fmt: skip


def rows(name: str) -> list[Any]:
    """Return the cases of a file as parameters, known gaps marked."""
    found = [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    gaps = {r["text"]: [pytest.mark.xfail(reason=r["xfail"], strict=True)] for r in found if "xfail" in r}
    return [pytest.param(row, id=row["text"], marks=gaps.get(row["text"], [])) for row in found]


def fields(quantity: Quantity) -> dict[str, object]:
    """Return what a case says of a quantity."""
    return {"text": quantity.text, **{k: v for k in FIELDS if (v := getattr(quantity, k)) is not None}}


def expected(item: dict[str, str]) -> dict[str, object]:
    return {k: Decimal(v) if k in ("value", "low", "high") else v for k, v in item.items()}


@pytest.mark.parametrize("row", rows("quantities.jsonl"))
def test_case(row: dict[str, Any]) -> None:
    assert [fields(q) for q in quantities.find(row["text"])] == [expected(e) for e in row["expect"]]


@pytest.mark.parametrize("row", rows("not_quantities.jsonl"))
def test_no_quantity(row: dict[str, Any]) -> None:
    assert [q.text for q in quantities.find(row["text"])] == []


ALPHABET = (
    "0123456789.,-%/ \n|（）“”、，。第首约超近逾以上下左右至到元美吨家个年月天"
    "万亿百千十一二三两半多余几数成倍分之每人民币大翻番"
)


@given(st.text(ALPHABET, max_size=80), st.booleans())
def test_every_span_is_a_piece_of_the_text(text: str, everything: bool) -> None:
    end = 0
    for n, q in enumerate(quantities.find(text, everything=everything), 1):
        assert q.id == f"q{n}"
        assert end <= q.start < q.end
        assert text[q.start : q.end] == q.text
        end = q.end


@given(st.text(ALPHABET, min_size=1, max_size=60), st.data())
def test_blocked_characters_are_part_of_none(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for q in quantities.find(text, [Span(start, end)]):
        assert q.end <= start or q.start >= end


def test_times_are_left_to_others() -> None:
    text = "2024年3月1日，全市新增企业1.2万家。"
    assert [q.text for q in quantities.find(text, [Span(0, 9)])] == ["1.2万家"]


def test_precision_and_normal_form() -> None:
    (q,) = quantities.find("线路全长4.20万公里。")
    assert (q.precision, q.value_si, q.unit_si) == (Decimal(100), Decimal(42_000_000), "m")
    (q,) = quantities.find("最低气温零下10摄氏度。")
    assert (q.value, q.value_si, q.unit_si) == (Decimal(-10), Decimal("263.15"), "K")


def test_numbers_by_themselves() -> None:
    found = [(n.text, n.value, n.label) for n in quantities.bare_numbers("第一名和第二名相差三双鞋，位于20和30之间")]
    assert found == [
        ("第一", 1, "ORDINAL"), ("第二", 2, "ORDINAL"), ("三", 3, "CARDINAL"), ("20和30", None, "CARDINAL"),
    ]  # fmt: skip


def test_everything_includes_bare_numbers_and_ones() -> None:
    assert [q.text for q in quantities.find("一个编号为42的箱子", everything=True)] == ["一个", "42"]


def steps(text: str) -> int:
    """Count the calls that finding the quantities of a text makes."""
    count = 0

    def tick(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        quantities.find(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_work_is_linear_in_the_length(piece: str) -> None:
    quantities.find(piece * 20)
    short, long = (steps((piece * n)[:n]) for n in (600, 2400))
    assert long < 6 * short + 2000
