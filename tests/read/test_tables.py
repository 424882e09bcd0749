"""Tables as `read` finds them: cells with their rows, columns and heads."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from zhfacts.model import ArticleTable, Document, TableCell
from zhfacts.read import from_text
from zhfacts.read.grids import Tables
from zhfacts.read.lines import split_lines
from zhfacts.read.view import View, table_text

from ..sizes import examples

TABS = """表1 2023年主要产品产量
单位：万吨
产品\t2022年\t2023年
原煤\t12.3\t13.5
#无烟煤\t—\t3.1
二、其他
粗钢\t7.1\t6.8
"""
STACKED = """区县
生产总值（亿元）\t\t工业（亿元）
增速（%）\t增速（%）
甲县\t664.08\t7.6\t33.65\t-0.7
乙县\t211.11\t14.6\t12.61\t4.1
"""


def only(document: Document) -> ArticleTable:
    (table,) = document.tables
    return table


def cell(document: Document, text: str) -> TableCell:
    """Return the first cell that holds a text."""
    return next(c for c in only(document).cells if document.text[c.start : c.end] == text)


def words(document: Document, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [document.text[start:end] for start, end in spans]


def test_rows_columns_and_what_stands_over_them() -> None:
    document = from_text(TABS)
    table = only(document)
    assert words(document, table.captions) == ["表1 2023年主要产品产量"]
    assert words(document, table.measures) == ["单位：万吨"]
    assert words(document, cell(document, "13.5").column_heads) == ["2023年"]
    assert words(document, cell(document, "13.5").row_heads) == ["原煤"]
    assert cell(document, "—").role == "note" and cell(document, "二、其他").role == "group"
    assert words(document, cell(document, "6.8").groups) == ["二、其他"]


def test_heads_of_two_lines_over_unlike_columns() -> None:
    document = from_text(STACKED)
    assert words(document, cell(document, "33.65").column_heads) == ["工业（亿元）"]
    assert words(document, cell(document, "-0.7").column_heads) == ["工业（亿元）", "增速（%）"]
    assert words(document, cell(document, "甲县").column_heads) == ["区县"]


def test_a_file_of_cells_hands_its_table_over() -> None:
    rows = [["地区", "产值（亿元）", ""], ["", "2022年", "2023年"], ["甲市", "1.5", "2.5"], ["乙市", "", "3.5"]]
    text, marks = table_text(rows, {(0, 0): (2, 1), (0, 1): (1, 2)})
    view = View(text, cells=marks)
    (grid,) = Tables(split_lines(text, {}), view).grids
    assert {(b.row, b.column, b.rows, b.columns) for b in grid.boxes if b.row < 2} == {
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
    }  # fmt: skip
    assert [[b.text for b in grid.boxes if b.row == r] for r in (2, 3)] == [["甲市", "1.5", "2.5"], ["乙市", "3.5"]]
    assert all(text[line.start : line.end] == line.text for b in grid.boxes for line in b.lines)


PIECES = ["指标", "单位", "产量（万吨）", "增长（%）", "原煤", "3.5", "-1.2", "—", "2023年", "2023"]
PIECES += ["\t", "\n", "|", "  ", " ", "。"]


@pytest.mark.parametrize("wrap", ["{}", "<table><tr><td>{}</td></tr></table>"])
@settings(max_examples=examples(50), deadline=None)
@example(pieces=["\t", "\t", "\t", "3.5", "\n", "3.5", "指标"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60))
def test_cells_stand_in_the_text_and_never_overlap(wrap: str, pieces: list[str]) -> None:
    text = wrap.format("".join(pieces))
    document = from_text(text.replace("\n", "</td></tr><tr><td>").replace("\t", "</td><td>") if "<" in wrap else text)
    for table in document.tables:
        ends = 0
        for found in table.cells:
            assert ends <= found.start < found.end <= len(document.text)
            ends = found.end


def test_a_rank_that_a_single_blank_parts_from_its_name_is_a_cell() -> None:
    document = from_text("排名如下。\n\n位次 企业 销量（万辆） 同比（%）\n1 甲 汽车 31.3 48.9\n2 乙汽车 15.3 39.1\n")
    assert words(document, cell(document, "15.3").column_heads) == ["销量（万辆）"]
    assert words(document, cell(document, "39.1").column_heads) == ["同比（%）"]
    assert cell(document, "甲 汽车").column == 1
