"""HTML: the article's text without boilerplate, every span true in the source."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.model import Document
from zhfacts.read import documents, from_text
from zhfacts.read.inputs import Source

from ..sizes import examples, many

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>江滨港吞吐量创新高_江滨新闻网</title>
<meta name="pubdate" content="2024-07-09 10:00"><style>p{color:red}</style></head>
<body><div class="nav"><a href="/">首页</a> | <a href="/n">新闻</a> | <a href="/e">经济</a></div>
<div class="main"><h1>江滨港吞吐量创新高</h1>
<script>var x="<p>假的段落，共100万元。</p>";</script>
<!-- <p>旧的段落，共200万元。</p> -->
<p>　　记者从<strong>江滨港</strong>集团获悉，上半年货物吞吐量达1.3亿吨，
   同比增长&#32422;6.5%，其中集装箱吞吐量320万标箱。</p>
<p>　　董事长王明表示，全年力争完成2.7亿吨，新开航线12条，总投资超过<span>30</span>亿元。</p>
<table><tr><td>指标</td><td>数量</td></tr><tr><td>吞吐量</td><td>1.3亿吨</td></tr></table></div>
<div class="rel"><a href="1">江滨水果节下月举行</a><a href="2">江滨茶叶出口增长</a></div>
<footer>版权所有 江滨新闻网</footer></body></html>
"""


@pytest.fixture(scope="module")
def page() -> Document:
    (document,) = documents(Source("page.html", "page", PAGE, "utf-8"))
    return document


def test_title_date_and_text(page: Document) -> None:
    assert (page.title, page.date) == ("江滨港吞吐量创新高", dt.date(2024, 7, 9))
    assert page.text.split("\n")[:3] == [
        "江滨港吞吐量创新高",
        "记者从江滨港集团获悉，上半年货物吞吐量达1.3亿吨，同比增长约6.5%，其中集装箱吞吐量320万标箱。",
        "董事长王明表示，全年力争完成2.7亿吨，新开航线12条，总投资超过30亿元。",
    ]
    for unwanted in ("首页", "水果节", "版权", "100万元", "200万元", "color"):
        assert unwanted not in page.text


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("江滨港集团", "江滨港</strong>集团"),
        ("约6.5%", "&#32422;6.5%"),
        ("320万标箱", "320万标箱"),
        ("30亿元", "30</span>亿元"),
        ("亿吨，同比", "亿吨，\n   同比"),
    ],
)
def test_spans_count_in_the_source(page: Document, read: str, written: str) -> None:
    at = page.text.index(read)
    span = page.raw_span(at, at + len(read))
    assert span is not None and PAGE[span.start : span.end] == written


def test_what_is_written_has_no_markup(page: Document) -> None:
    at = page.text.index("约6.5%")
    assert page.written(at - 4, at + 5) == "同比增长约6.5%"


def test_cells_of_a_table_are_blocks(page: Document) -> None:
    cells = [page.text[b.start : b.end] for b in page.blocks if b.kind == "table"]
    assert cells == ["指标", "数量", "吞吐量", "1.3亿吨"]


def test_a_piece_of_html() -> None:
    raw = "<p>产值<b>增长</b>5%。</p><p>投资&lt;5亿元。<br>出口下降。</p>"
    assert from_text(raw).text == "产值增长5%。\n投资<5亿元。\n出口下降。"


PIECES_OF_TAGS = ("<", "<p ", "<!--", "<a '", "<p>", "</p>", "&#", "<script>", "<head>", "<p>产")
PIECES_OF_TABLES = ("<table>", "<td>1", "<table><td>1", "<td rowspan=99>1", "<tr><td>增速")
HOSTILE = [piece * many(10000) for piece in (*PIECES_OF_TAGS, *PIECES_OF_TABLES)]
PIECES = ["<p>", "</p>", "<b>", "</b>", "<br/>", "<", ">", "&", "&amp;", "&#24635;", "产值", "增长5%。", "<!--", "-->"]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_read(raw: str) -> None:
    from_text("<html><body>" + raw + "产值增长5%。")


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "<a x='>", "'", '"', "\n"])))
def test_any_markup_gives_true_offsets(pieces: list[str]) -> None:
    raw = "<html><p>" + "".join(pieces)
    document = from_text(raw)
    assert len(document.text) == len(document.offsets)
    assert all(0 <= position < len(raw) for position in document.offsets)
