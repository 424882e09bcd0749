"""The data of the page: everything of the extract is there, at its place."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.errors import ZhfactsError
from zhfacts.evaluate import compared_facts
from zhfacts.write import read_articles, read_extract
from zhfacts.write.page.data import page_data
from zhfacts.write.page.packing import packed, unpacked
from zhfacts.write.page.vocabulary import NOTHING, StringTable

ROOT = Path(__file__).parents[3]


def opened(folder, compared=None):
    data = page_data(folder, compared)
    parts = [unpacked(part) for part in data.bodies]
    bodies = [dict(zip(part, body, strict=True)) for part in parts for body in zip(*part.values(), strict=True)]
    return unpacked(data.index), bodies


def pieces(text, columns):
    """Return the words at the places of columns, as JavaScript cuts them."""
    written, at, found = text.encode("utf-16-le"), 0, []
    for gap, length in zip(columns["start"], columns["length"], strict=True):
        at += gap
        found.append(written[2 * at : 2 * (at + length)].decode("utf-16-le"))
    return found


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_packing_has_an_inverse_and_nothing_that_html_reads(content):
    text = packed(content)
    assert unpacked(text) == content
    assert text.isascii() and not set(text) & set("&<>\"'` \n")


def test_words_are_numbered_once():
    number = StringTable()
    assert [number(x) for x in ("甲", None, "乙", "甲")] == [0, NOTHING, 1, 0]
    assert number.words == ["甲", "乙"]


def test_every_fact_is_there_with_its_words(extract):
    index, bodies = opened(extract)
    facts, words = read_extract(extract).facts, index["words"]
    for name in ("indicator", "value", "time_text", "unit"):
        told = [words[n] if n >= 0 else "" for n in index["facts"][name]]
        assert told == ["" if pd.isna(x) else str(x) for x in facts[name]]
    assert sum(len(body["facts"]["quantity"]) for body in bodies) == len(facts)


def test_places_cut_the_words_that_the_extract_has(extract):
    _, bodies = opened(extract)
    for article, body in zip(read_articles(extract), bodies, strict=True):
        if article.markup:
            continue
        for layer in ("mentions", "quantities", "times"):
            assert pieces(body["text"], body[layer]) == [x.text for x in getattr(article, layer)]


def test_places_hold_behind_characters_beyond_the_first_plane(hostile):
    _, (body,) = opened(hostile)
    assert pieces(body["text"], body["quantities"]) == ["约35亿元", "12%"]
    assert pieces(body["text"], body["facts"]["evidence"][0]) == ["绿城市", "出口额", "2023年"]


def test_series_conflicts_and_failures(hostile):
    index, _ = opened(hostile)
    assert index["series"]["facts"] == [[0], [1]]
    assert index["conflicts"] == []
    assert len(index["failures"]) == 1


def test_units_are_named_as_the_tables_write_them(hostile):
    index, _ = opened(hostile)
    assert index["units"] == {"CNY": "元"}
    assert index["heads"]["subject"] == "主体"


def test_gold_stands_where_its_quantity_stands(extract):
    rows = compared_facts(ROOT / "annotations", extract)
    index, bodies = opened(extract, rows)
    assert {row["outcome"] for row in index["compared"]} == {"right"}
    for row in index["compared"]:
        text = bodies[row["article"]]["text"].encode("utf-16-le")
        piece = text[2 * row["start"] : 2 * (row["start"] + row["length"])].decode("utf-16-le")
        assert piece == row["text"] or "<" in row["text"]


def test_the_same_extract_gives_the_same_bytes(extract):
    assert page_data(extract) == page_data(extract)


def test_an_extract_that_refers_to_nothing_is_told(extract):
    path = extract / "entities.jsonl"
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
    with pytest.raises(ZhfactsError, match="see zhfacts check"):
        page_data(extract)


def test_a_series_that_names_no_fact_is_told(hostile_article, extract_of):
    out = extract_of([hostile_article])
    path = out / "series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("hostile/f1", "hostile/f9"), encoding="utf-8")
    with pytest.raises(ZhfactsError, match="hostile/f9"):
        page_data(out)
