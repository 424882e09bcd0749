"""Numbers in the cells of tables."""

from __future__ import annotations

from decimal import Decimal

from zhfacts.recognise.numbers import quantities

LINES = (
    "单位：亿元\n指标\n指标值\n同比增长（±%）\n工业\n153.6\n9.8\n建筑业\n78.5\n-5.3\n"
    "以上为初步核算数，最终数据另行公布。\n12\n13"
)
PIPES = "指标|年末数（万人）|比重（%）|常住人口|1213.34|100.00|城镇|880.32|72.55|"
ROWS = "项目\n数量\n大牲畜（万头）\n96.9\n奶牛\n60.2\n家禽（万只）\n1914.1"


def read(text: str) -> list[tuple[str, Decimal | None, str | None, str]]:
    return [(q.text, q.value, q.unit, q.label) for q in quantities.find(text)]


def test_the_unit_over_the_table_and_in_its_heads() -> None:
    assert read(LINES) == [
        ("153.6", Decimal(15_360_000_000), "CNY", "MONEY"), ("9.8", Decimal("9.8"), "%", "PERCENT"),
        ("78.5", Decimal(7_850_000_000), "CNY", "MONEY"), ("-5.3", Decimal("-5.3"), "%", "PERCENT"),
    ]  # fmt: skip


def test_cells_that_bars_part() -> None:
    assert read(PIPES) == [
        ("1213.34", Decimal(12_133_400), "人", "CARDINAL"), ("100.00", Decimal(100), "%", "PERCENT"),
        ("880.32", Decimal(8_803_200), "人", "CARDINAL"), ("72.55", Decimal("72.55"), "%", "PERCENT"),
    ]  # fmt: skip


def test_the_unit_in_the_name_of_a_row_holds_for_the_rows_below() -> None:
    assert read(ROWS) == [
        ("96.9", Decimal(969_000), "头", "CARDINAL"), ("60.2", Decimal(602_000), "头", "CARDINAL"),
        ("1914.1", Decimal(19_141_000), "只", "CARDINAL"),
    ]  # fmt: skip


def test_numbers_in_lines_without_a_stated_unit_are_left_alone() -> None:
    assert read("目录\n第一部分\n12\n第二部分\n35") == []
