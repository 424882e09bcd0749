import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from zhfacts.write import export, read_extract, write_extract
from zhfacts.write.formats.excel import digits, exact, places
from zhfacts.write.tables import BY_NAME

from ...sizes import examples


def sheet(path, name):
    """Return a sheet as rows by head."""
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def made(tmp_path_factory, written):
    """The workbook of an extract of the gold, which is only read."""
    return export(written, "excel", tmp_path_factory.mktemp("made") / "made.xlsx")


@pytest.fixture(scope="module")
def book(made):
    return openpyxl.load_workbook(made)


def test_facts_have_types(made, written):
    rows = sheet(made, "facts")
    facts = read_extract(written).facts
    assert [r["value"] for r in rows] == [float(v) if v is not None else "" for v in facts["value"]]
    assert [r["start"] for r in rows] == list(facts["start"])
    days = [d.date() if str(d) != "NaT" else "" for d in facts["start_date"]]
    assert [r["start_date"] for r in rows] == days and any(isinstance(d, dt.date) for d in days)
    assert [r["indicator"] for r in rows] == list(facts["indicator"].fillna(""))


def test_heads_are_frozen_and_filtered_and_explained(book, written):
    assert book.sheetnames == ["facts", "series", "sources", "columns"]
    for name, table in (("facts", "facts"), ("series", "series"), ("sources", "articles")):
        assert book[name].freeze_panes == "A2"
        rows = len(read_extract(written).table(table)) + 1
        assert book[name].auto_filter.ref.endswith(str(rows))
    explained = {(r[0].value, r[1].value): r[3].value for r in book["columns"].iter_rows(min_row=2)}
    assert explained["facts", "value"] == next(c.description for c in BY_NAME["facts"].columns if c.name == "value")


def test_heads_in_chinese(small):
    path = export(small, "excel", heads="zh")
    assert CalamineWorkbook.from_path(path).sheet_names == ["事实", "序列", "来源", "列说明"]
    rows = sheet(path, "事实")
    assert {"主体", "指标", "数值", "单位", "时间", "状态", "说话人", "可信度", "原文"} <= set(rows[0])


def test_the_same_extract_makes_the_same_bytes(small, tmp_path):
    first, second = (export(small, "excel", tmp_path / name) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.builds(str.__add__, st.sampled_from(["=", "+1", "@", "{=1+1}", "http://a", ""]), st.text(max_size=9)))
def test_no_text_becomes_a_formula(text, tmp_path_factory, articles, entities):
    out = tmp_path_factory.mktemp("any")
    facts = tuple(f.model_copy(update={"indicator": text}) for f in articles[4].facts)
    write_extract(out / "x", [articles[4].model_copy(update={"facts": facts})], entities_of(articles[4], entities))
    book = openpyxl.load_workbook(export(out / "x", "excel"))
    column = [c.value for c in book["facts"][1]].index("indicator")
    for row in book["facts"].iter_rows(min_row=2):
        assert row[column].data_type in ("s", "inlineStr", "n") and row[column].data_type != "f"
        assert row[column].hyperlink is None


def entities_of(article, entities):
    counts = {e.id: sum(m.entity == e.id for m in article.mentions) for e in entities}
    return [e.model_copy(update={"mentions": counts[e.id], "articles": min(1, counts[e.id])}) for e in entities]


@pytest.mark.parametrize(("value", "held"), [("74.2", True), ("123456789012345", True), ("1234567890123456", False)])
def test_a_number_that_excel_cannot_hold_stays_text(value, held):
    assert exact(Decimal(value)) is held


@pytest.mark.parametrize(
    ("value", "shown"),
    [("170000000000", "#,##0"), ("74.20", "#,##0.0"), ("1E+3", "#,##0"), ("0.0625", "#,##0.0000"), ("-3", "#,##0")],
)
def test_a_number_is_shown_with_all_its_digits(value, shown):
    assert digits(places(Decimal(value))) == shown


def test_values_have_such_a_format_and_offsets_have_not(book):
    formats = {
        h.value: {c.number_format for c in column if c.value is not None} for h, *column in book["facts"].columns
    }
    assert "#,##0" in formats["value"] and "General" not in formats["value"]
    assert formats["start"] == {"General"}
