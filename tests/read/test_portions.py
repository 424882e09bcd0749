"""Texts too long for one piece of work: portions follow each other without a gap, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from zhfacts.model import Document
from zhfacts.read import Source, pieces
from zhfacts.read.lines import Line
from zhfacts.read.portions import LONGEST, portions_of

SENTENCE = "全市新增企业3200家，同比增长5.2%。"
TIMES = 3 * LONGEST // len(SENTENCE)
HEAD = "绵阳市公布企业数据\n2024-07-15\n"


def read(raw: str) -> list[Document]:
    return list(pieces(Source("a.txt", "a", raw, "utf-8")))


@pytest.mark.parametrize(
    "body",
    [SENTENCE * TIMES, f"{SENTENCE}\n" * TIMES, SENTENCE.replace("。", "").replace("，", "") * TIMES],
    ids=["one line", "many lines", "no mark to cut at"],
)
def test_portions_follow_each_other(body: str) -> None:
    raw = HEAD + body
    found = read(raw)
    assert [d.id for d in found] == [f"a#{n:02}" for n in range(1, len(found) + 1)] and len(found) > 2
    assert "".join(d.raw for d in found) == raw
    assert [d.base + d.end for d in found][:-1] == [d.base for d in found][1:]
    assert {(d.title, str(d.date)) for d in found} == {("绵阳市公布企业数据", "2024-07-15")}
    assert max(len(d.text) for d in found) <= LONGEST


def test_a_long_line_is_cut_behind_sentences() -> None:
    assert all(d.text.endswith("。") for d in read(HEAD + SENTENCE * TIMES))


def test_a_text_of_usual_length_is_one_article() -> None:
    assert [d.id for d in read(HEAD + SENTENCE * 1000)] == ["a"]


def rows(count: int, kind: str | None) -> Iterator[Line]:
    return (Line(n * 11, n * 11 + 10, "四川省 一二三四五", 0, False, kind) for n in range(count))  # type: ignore[arg-type]


def test_a_table_is_rather_not_cut() -> None:
    lines = [*rows(8, None), *rows(4, "table")]
    assert [len(part) for part in portions_of(lines, 110)] == [8, 4]
    assert [len(part) for part in portions_of(list(rows(12, "table")), 110)] == [10, 2]
