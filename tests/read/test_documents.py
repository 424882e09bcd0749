"""Titles, dates, splitting, reading text and its offsets, by cases and by properties."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.lang.folding import fold_text, fold_width, simplify
from zhfacts.read import documents, from_text, sources
from zhfacts.read.inputs import Source
from zhfacts.read.lines import split_lines

from ..sizes import examples, many

ROOT = Path(__file__).parents[2]


def cases(topic: str) -> list[dict]:
    lines = (ROOT / "tests/cases" / f"{topic}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def text_source(raw: str) -> Source:
    return Source("text.txt", "text", raw, "utf-8")


@pytest.mark.parametrize("case", cases("articles"), ids=lambda case: case["note"])
def test_articles_titles_and_dates(case: dict) -> None:
    found = documents(text_source(case["raw"]))
    stated = [{"title": d.title, "date": d.date and d.date.isoformat()} for d in found]
    assert stated == case["articles"]


@pytest.mark.parametrize("case", cases("reading"), ids=lambda case: case["note"])
def test_reading_text(case: dict) -> None:
    assert from_text(case["raw"]).text == case["text"]


@pytest.mark.parametrize("gold", sorted((ROOT / "annotations").glob("*.json")), ids=lambda path: path.stem)
def test_corpus_articles_are_those_of_the_gold(gold: Path) -> None:
    expected = json.loads(gold.read_text(encoding="utf-8"))
    (source,) = sources([ROOT / "corpus" / expected["file"]])
    assert isinstance(source, Source)
    found = [(d.start, d.end, d.title, d.date and d.date.isoformat()) for d in documents(source)]
    assert found == [(a["start"], a["end"], a["title"], a["date"]) for a in expected["articles"]]


def test_ids_count_the_articles_of_a_file() -> None:
    (source,) = (s for s in sources([ROOT / "corpus"]) if s.file.startswith("004"))
    assert [d.id for d in documents(source)][:2] == [f"{source.id}#01", f"{source.id}#02"]
    assert len(documents(source)) == 10


def test_captions_stand_after_the_sentence_and_part_no_span() -> None:
    (source,) = (s for s in sources([ROOT / "corpus"]) if s.file.startswith("002"))
    (document,) = documents(source)
    at = document.text.index("打造广州科技创新轴")
    assert document.raw_span(at, at + 9) is None
    assert document.raw_span(at, at + 8) is not None
    captions = [document.text[b.start : b.end] for b in document.blocks if b.kind == "caption"]
    assert captions == ["广州开发区科技企业孵化器", "广州南站交通枢纽", "从化米埗小镇美丽乡村", "繁忙的南沙港码头"]


def test_blocks_cover_the_text_and_are_parted_by_line_ends() -> None:
    for source in sources([ROOT / "corpus"]):
        for document in documents(source):
            pieces = [document.text[b.start : b.end] for b in document.blocks]
            assert "\n".join(pieces) == document.text
            assert all(piece.strip() == piece and "\n" not in piece for piece in pieces)


def test_a_span_over_a_broken_line_counts_in_the_raw_text() -> None:
    raw = "据悉，该园区位于江滨新区东部，占地约12万平方米，规划建筑面积约40万平方米，计划总投\n\n资30亿元，预计达产。"
    document = from_text(raw)
    at = document.text.index("总投资")
    span = document.raw_span(at, at + 3)
    assert span is not None and raw[span.start : span.end] == "总投\n\n资"


def test_character_references_count_whole() -> None:
    document = from_text("江滨市&#24635;产值增长。")
    span = document.raw_span(3, 6)
    assert span is not None and document.raw[span.start : span.end] == "&#24635;产值"
    assert document.text[3:6] == "总产值"


def test_given_title_and_date_are_used() -> None:
    document = from_text("江滨市总产值增长5%。", dt.date(2024, 5, 6), "江滨快讯")
    assert (document.title, document.date, document.id) == ("江滨快讯", dt.date(2024, 5, 6), "text")


@pytest.mark.parametrize("raw", ["", " ", "\n\n", "\u3000", "\ufeff"])
def test_blank_text_is_an_empty_document(raw: str) -> None:
    document = from_text(raw)
    assert document.text == "" and document.end == len(raw)


def test_one_long_line_is_quick() -> None:
    raw = "江滨市第" + "一季度生产总值达１２３．４亿元,同比增长（可比价)5.2%；" * many(60000)
    (document,) = documents(text_source(raw))
    assert len(document.text) == len(raw) and "123.4亿元，同比" in document.text[:60]


LONG = [
    "-\n短讯\n" * many(20000),
    "相关阅读\n" * many(20000),
    "2024-05-06\n" * many(20000),
    "![" * many(50000),
    "[产值](" * many(30000),
    "&#" * many(50000),
    "（" * many(100000),
    "1、产值\n" * many(20000),
    "产值增长，\n" * many(20000),
    "产值\n\n" * many(20000),
    "3.5\n" * many(20000),
    ">\n" * many(20000),
    "标题：快讯\n产值达三亿元，同比增长一成五。\n" * many(5000),
    "产" * many(500000),
    "|" * many(200000),
    "| 产量 " * many(50000),
    "|产量|1|\n" * many(20000),
    "|\n" * many(50000),
    "\t" * many(300000) + "产",
    "产\t" * many(100000),
    "产\t量\n" * many(30000),
    "产\t1\n\n产量\n" * many(20000),
    "产  量  1\n" * many(20000),
    "产 1 2\n" * many(20000),
    "产 量\n产 1\n" * many(20000),
    "增速\n1\n" * many(20000),
    "增速\n" * many(20000) + "1\n" * many(20000),
    "增速\n增速\n1\n1\n" * many(20000),
    " " * many(500000) + "产",
]


@pytest.mark.parametrize("raw", LONG, ids=range(len(LONG)))
def test_hostile_text_is_read_whole(raw: str) -> None:
    """Quadratic work would hold the suite up for minutes; the time itself is a benchmark's business."""
    for document in documents(text_source(raw)):
        assert len(document.text) == len(document.offsets)


NEWS = "江滨市广州产值增长5１２．％,.;:!?()（），。；“”\"'《》-—=#*|&<> \t\n\r\u3000年月日臺灣總額①：来源记者摄2024"
TEXT = st.text(st.sampled_from(NEWS), max_size=200) | st.text(max_size=100)


@settings(max_examples=examples(40), deadline=None)
@given(TEXT)
def test_every_character_of_the_reading_text_is_its_raw_character_folded(raw: str) -> None:
    for document in [*documents(text_source(raw)), from_text(raw)]:
        assert len(document.text) == len(document.offsets)
        assert 0 <= document.start <= document.end <= len(raw)
        for position in document.offsets:
            assert document.start <= position < document.end
        plain = not document.markup
        for character, position in zip(document.text, document.offsets, strict=True) if plain else ():
            same = {raw[position], *fold_width(raw[position]), *simplify(raw[position])}
            assert character in same or character in "，；：？！（）。“”\n " or not raw[position].isascii()


@settings(max_examples=examples(40), deadline=None)
@given(TEXT)
def test_folding_keeps_the_length(raw: str) -> None:
    assert len(fold_width(raw)) == len(raw)
    assert len(simplify(raw)) == len(raw)


@settings(max_examples=examples(40), deadline=None)
@given(TEXT)
def test_no_visible_character_of_a_single_plain_article_is_lost(raw: str) -> None:
    document = from_text(raw)
    left_out = any(line.navigation or line.separator for line in split_lines(fold_text(raw), {}))
    if not (document.markup or left_out) and document.text:
        visible = [i for i, c in enumerate(raw[document.start : document.end], document.start) if not c.isspace()]
        kept = set(document.offsets)
        assert all(i in kept or raw[i] in "\u200b\u200c\u200d\u2060\ufeff\u00ad" for i in visible)
