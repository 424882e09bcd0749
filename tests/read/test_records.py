"""Tables of texts: columns by their usual names, dates in many forms, broken rows that cost themselves only."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.model import Failure
from zhfacts.read import Columns, Source, sources
from zhfacts.read.records import ANY, column_of, day_of

TEXT = "江滨市统计局昨日公布，一季度全市地区生产总值达320亿元，同比增长6.5%。"
DAY = dt.date(2024, 5, 6)


def read(path: Path, columns: Columns = ANY) -> tuple[dict[str, Source], dict[str, str]]:
    found = list(sources([path], columns))
    good = {s.file: s for s in found if isinstance(s, Source)}
    return good, {f.file: f.reason for f in found if isinstance(f, Failure)}


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("text", ["text", "Content", "正文", "full_text", "Article Body"]),
        ("title", ["TITLE", "标题", "news-title"]),
        ("date", ["publish_time", "pubDate", "ctime", "发布时间", "Publish Date", "date"]),
        ("id", ["ID", "doc_id", "编号"]),
    ],
)
def test_columns_are_found_by_their_usual_names(field: str, names: list[str]) -> None:
    for name in names:
        assert column_of(field, None, {"other": 1, name: 2}) == name
    assert column_of(field, None, {"other": 1}) is None
    assert column_of(field, "other", {"other": 1, names[0]: 2}) == "other"
    assert column_of(field, "another", {names[0]: 2}) is None


@pytest.mark.parametrize(
    "written",
    [
        *("2024-05-06", "2024-05-06T23:30:00+08:00", "2024-05-06 10:11:12.5", "20240506", "2024.5.6", "2024/5/6 9:00"),
        *(
            "Mon, 06 May 2024 23:30:00 +0800",
            "May 6, 2024",
            "2024年5月6日",
            "２０２４年５月６日 08:00",
            "二〇二四年五月六日",
        ),
        *("1714960800", 1714960800, 1714960800.0, 1714960800000, "1714960800000", "1714960800000000", DAY),
        *("2024-05-05T16:00:00Z", "2024-05-06T15:59:59.999Z", "Sun, 05 May 2024 18:00:00 GMT", "20240506083000"),
        *("Mon May 06 08:30:00 +0800 2024", "06-May-2024", "民国113年5月6日"),
        dt.datetime(2024, 5, 6, 23, 0),
        dt.datetime(2024, 5, 5, 16, 0, tzinfo=dt.UTC),
        dt.datetime(2024, 5, 6, 23, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    ],
)
def test_a_date_is_read(written: Any) -> None:
    assert day_of(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"), [("13/5/2024", 13), ("5/13/2024", 13), ("05/05/2024", 5), ("5/6/2024", None)]
)
def test_a_day_before_its_year_is_read_where_it_is_sure(written: str, day: int | None) -> None:
    assert day_of(written) == (dt.date(2024, 5, day) if day else None)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.dates(), st.binary()))
def test_any_cell_has_a_date_or_none(cell: Any) -> None:
    assert day_of(cell) is None or isinstance(day_of(cell), dt.date)


def test_other_columns_are_carried_along(tmp_path: Path) -> None:
    row = {
        "Content": TEXT,
        "Title": "快讯",
        "ctime": 1714960800,
        "url": "http://example.com/1",
        "tags": ["经济"],
        "x": None,
    }
    (tmp_path / "t.jsonl").write_text(json.dumps(row), encoding="utf-8")
    good, bad = read(tmp_path / "t.jsonl")
    (source,) = good.values()
    assert (source.title, source.date) == ("快讯", DAY) and not bad
    assert source.meta == {"url": "http://example.com/1", "tags": '["经济"]'}


def test_columns_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"甲,乙,丙,丁\n{TEXT},快讯,2024/5/6,n1\n", encoding="utf-8")
    good, bad = read(tmp_path / "t.csv", Columns("甲", "乙", "丙", "丁"))
    (source,) = good.values()
    assert (source.raw, source.title, source.date, source.id, source.meta) == (TEXT, "快讯", DAY, "n1", {}) and not bad
    assert read(tmp_path / "t.csv", Columns("甲", title="戊"))[1] == {
        "t.csv#1": "no column '戊'; there are: 甲, 乙, 丙, 丁"
    }


def test_a_date_that_is_not_understood_is_told_and_the_article_kept(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "date": date} for date in ("昨天", "2024-13-45", "", None, "2024-05-06")]
    (tmp_path / "t.json").write_text(json.dumps(rows), encoding="utf-8")
    good, bad = read(tmp_path / "t.json")
    assert [s.date for s in good.values()] == [None, None, None, None, DAY]
    assert bad == {
        "t.json#1": "the date '昨天' is not understood; the article is read without it",
        "t.json": "1 more rows: the date is not understood; the articles are read without it (#2)",
    }


def test_rows_without_the_column_are_one_line_and_a_count(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n" + "1,2\n" * 2000, encoding="utf-8")
    good, bad = read(tmp_path / "t.csv")
    told, named = "no column 'text'; there are: a, b", ", ".join(f"#{n}" for n in range(2, 12))
    assert not good and bad == {"t.csv#1": told, "t.csv": f"1999 more rows: {told} ({named}, ...)"}


@pytest.mark.parametrize("after", ['2,"乙，\n乙。"\n3,丙\n', "2,乙\n3,丙\n", '2,"乙"\n3,"丙"\n'])
def test_a_quote_that_is_not_closed_costs_its_row(tmp_path: Path, after: str) -> None:
    (tmp_path / "t.csv").write_text(f'id,text\n0,甲\n1,"坏\n{after}', encoding="utf-8")
    good, bad = read(tmp_path / "t.csv")
    assert [s.id for s in good.values()] == ["0", "2", "3"]
    assert bad == {"t.csv#2": "line 3: a quote is not closed, or stands inside a cell and is not doubled"}


def test_a_row_with_too_many_cells_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,text\n1,甲,乙\n2,丙,,\n", encoding="utf-8")
    good, bad = read(tmp_path / "t.csv")
    assert [s.raw for s in good.values()] == ["丙"] and bad == {"t.csv#1": "line 2: 3 cells, the header has 2"}


def test_another_mark_between_cells(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"id;正文\n7;{TEXT}\n", encoding="utf-8")
    assert [(s.id, s.raw) for s in read(tmp_path / "t.csv")[0].values()] == [("7", TEXT)]


def test_a_lone_surrogate_costs_one_character(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "产值\\ud800达320亿元", "id": "a"}\n{"text": "乙"}\n', encoding="utf-8")
    good, bad = read(tmp_path / "t.jsonl")
    assert [s.raw for s in good.values()] == ["产值\ufffd达320亿元", "乙"]
    assert bad == {"t.jsonl#1": "1 lone surrogates, read as U+FFFD; the rest is kept"}


def test_a_few_bad_bytes_cost_those_characters(tmp_path: Path) -> None:
    rows = "".join(f'{{"text": "{TEXT}"}}\n' for _ in range(20)).encode()
    (tmp_path / "t.jsonl").write_bytes(rows.replace("地区".encode(), b"\xff\xe5", 1))
    good, bad = read(tmp_path / "t.jsonl")
    assert len(good) == 20 and list(bad) == ["t.jsonl"] and "not valid utf-8, read as U+FFFD: 2" in bad["t.jsonl"]


def test_the_list_in_an_object(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps({"total": 1, "data": [{"text": TEXT}]}), encoding="utf-8")
    assert list(read(tmp_path / "t.json")[0]) == ["t.json#1"]
