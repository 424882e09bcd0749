"""The ledger of numerals: what becomes of each, and that none is dropped."""

import hashlib
import json
from html import unescape
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts import load
from zhfacts.model import Article, Mention, Numeral, Quantity, Unstated
from zhfacts.run import Settings, run_corpus
from zhfacts.write import check, read_articles, read_extract
from zhfacts.write.numerals import ledger

from ..fast import FAST
from ..sizes import examples

PATH = Path(__file__).parent.parent / "cases" / "ledger.jsonl"
CASES = [json.loads(line) for line in PATH.read_text(encoding="utf-8").splitlines()]
NUMERALS = "0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千万亿"
PIECES = st.sampled_from([*NUMERALS, *"，,.%年人参", "<b>", "</b>", '<i n="5">', "&#53;", "&amp;"])


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:12] for c in CASES])
def test_what_becomes_of_numerals(case):
    article = load(Settings(facts="fast"))(case["text"], date="2024-07-01")
    assert [[article.text[e.start : e.end], e.became] for e in ledger(article)] == case["ledger"]


def test_why_a_quantity_states_nothing():
    text = "110千伏线路 第三次 五年"
    found = [(0, "110千伏", "QUANTITY"), (8, "第三次", "ORDINAL"), (12, "五年", "DURATION")]
    quantities = [
        Quantity(id=f"q{n}", start=start, end=start + len(word), text=word, label=label)
        for n, (start, word, label) in enumerate(found)
    ]
    unstated = (Unstated(quantity="q0", reason="describes"), Unstated(quantity="q1", reason="order"))
    article = Article(id="a", file="a", start=0, end=14, text=text, quantities=tuple(quantities), unstated=unstated)
    assert [(text[e.start : e.end], e.item, e.why) for e in ledger(article)] == [
        ("110千", "q0", "describes"),
        ("三", "q1", "order"),
        ("五", "q2", None),
    ]


def test_every_quantity_has_a_fact_or_a_reason(tmp_path):
    body = "2024年，绵阳市公布首批企业，新增110千伏线路3条。绵阳市有三大园区，三大园区均已开工。"
    (tmp_path / "a.txt").write_text(body, encoding="utf-8")
    run_corpus([tmp_path / "a.txt"], tmp_path / "out", Settings(facts="fast"))
    rows = read_extract(tmp_path / "out").numerals
    silent = rows[rows["became"] == "quantity"]
    assert len(silent) and silent["why"].notna().all() and rows[rows["became"] != "quantity"]["why"].isna().all()


def tags(text):
    """Return the spans of the tags in a text."""
    starts = [n for n, c in enumerate(text) if c == "<"]
    return tuple((n, text.index(">", n) + 1) for n in starts)


def seen(text):
    """Return the places of the digits and numerals that a reader sees."""
    hidden = {n for start, end in tags(text) for n in range(start, end)}
    places, at = set(), 0
    while at < len(text):
        width = len("&#53;") if text.startswith("&#53;", at) else 1
        if at not in hidden and unescape(text[at : at + width]) in NUMERALS:
            places.add(at)
        at += width
    return places


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(PIECES, max_size=20), st.integers(0, 9), st.data())
def test_each_digit_stands_in_just_one_row(pieces, start, data):
    text = "".join(pieces)
    borders = [0, *accumulate(map(len, pieces))]
    cut = sorted(data.draw(st.lists(st.sampled_from(borders), min_size=4, max_size=4)))
    names = [(a, b) for a, b in (cut[:2], cut[2:]) if a < b]
    article = Article(
        id="a",
        file="a",
        start=start,
        end=start + len(text),
        text=text,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        markup=tuple((a + start, b + start) for a, b in tags(text)),
        mentions=tuple(
            Mention(id=f"m{n}", start=a + start, end=b + start, text=text[a:b], label="ORG")
            for n, (a, b) in enumerate(names)
        ),
        numerals=(Numeral(start=start, end=start + 1, reason="word"),) if text else (),
    )
    rows = list(ledger(article))
    places = [n for e in rows for n in range(e.start - start, e.end - start)]
    assert len(places) == len(set(places))
    assert seen(text) <= set(places)
    assert all(e.start < e.end for e in rows) and rows == sorted(rows)


def test_nothing_of_a_page_is_dropped(tmp_path):
    body = "<p>2024年，绵阳市新增企业3<i>200</i>家，同比增长&#53;.2%，进一步改善就业形势，外贸进出口稳中向好。</p>"
    page = f'<html><body><h1>绵阳市企业</h1><article>{body * 3}</article><p class="n7">备案号12345</p></body></html>'
    (tmp_path / "x.html").write_text(page, encoding="utf-8")
    run_corpus([tmp_path / "x.html"], tmp_path / "out", FAST)
    assert check(tmp_path / "out") == []
    (article,) = read_articles(tmp_path / "out")
    rows = read_extract(tmp_path / "out").numerals
    assert [page[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == list(rows["text"])
    first = list(zip(rows["text"], rows["became"], strict=True))[:4]
    assert first == [("2024", "time"), ("3<i>200", "fact"), ("&#53;.2%", "fact"), ("一", "word")]
    assert rows["id"].is_unique and article.numerals


def test_an_appended_extract_has_the_same_ledger(tmp_path):
    (tmp_path / "a.txt").write_text("绵阳市有3家企业，进一步提升。\n一些人在500强企业。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("绵阳市统一安排一个项目。", encoding="utf-8")
    run_corpus([tmp_path / "a.txt"], tmp_path / "grown", FAST)
    run_corpus([tmp_path / "b.txt"], tmp_path / "grown", FAST, append=True)
    run_corpus([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "whole", FAST)
    grown, whole = ((tmp_path / name / "numerals.csv").read_bytes() for name in ("grown", "whole"))
    assert grown == whole and b",word," in grown
