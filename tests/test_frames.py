"""pandas frames as inputs: columns found or named, rows that give no article listed, what is wrong told in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from zhfacts import ZhfactsError, check, read_articles, read_extract
from zhfacts.run import Settings, load, run_corpus

from .fast import FAST

TEXTS = ["2024年，广州市新增企业3200家，同比增长5.2%。", "", "去年，深圳市出口额达35亿元。"]
DATES = [pd.Timestamp("2025-01-20"), pd.NaT, pd.Timestamp("2025-02-03")]
NEWS = pd.DataFrame({"正文": TEXTS, "Publish_Time": DATES, "来源": ["甲报", None, "乙报"]}, index=["x", "y", "z"])


def test_facts_of_a_frame_stand_under_the_index_of_their_article() -> None:
    facts = load(FAST).frame(NEWS)
    found = facts[["subject", "value", "unit"]].itertuples(name=None)
    assert [(i, s, str(v), u) for i, s, v, u in found] == [
        ("x", "广州市", "3200", "家"),
        ("x", "广州市", "5.2", "%"),
        ("z", "深圳市", "3500000000", "CNY"),
    ]
    assert list(facts["date"].dt.strftime("%Y-%m-%d")) == ["2025-01-20", "2025-01-20", "2025-02-03"]
    assert facts.attrs["failures"] == [{"file": "frame#2", "reason": "no text in column '正文'"}]


def test_a_frame_is_an_input_of_a_run(tmp_path: Path) -> None:
    renamed = NEWS.rename(columns={"正文": "b", "Publish_Time": "d"})
    report = run_corpus(renamed, tmp_path / "out", Settings(**vars(FAST) | {"text_column": "b", "date_column": "d"}))
    assert (report.counts["articles"], len(report.failures)) == (2, 1)
    assert check(tmp_path / "out") == []
    articles = list(read_articles(tmp_path / "out"))
    assert [(a.file, str(a.date), a.meta) for a in articles] == [
        ("frame#1", "2025-01-20", {"来源": "甲报"}),
        ("frame#3", "2025-02-03", {"来源": "乙报"}),
    ]
    (given,) = read_extract(tmp_path / "out").run["inputs"]
    assert (given["path"], given["encoding"], len(given["file_sha256"])) == ("frame", "pandas", 64)


@pytest.mark.parametrize(
    ("frame", "named", "message"),
    [
        ([1], {}, "frame: expected a pandas DataFrame, got list"),
        (NEWS, {"text": "body"}, "text: the frame has no column 'body'; there are: 正文, Publish_Time, 来源"),
        (NEWS[["来源"]], {}, "text: no column of the frame has a usual name of texts; name it; there are: 来源"),
    ],
)
def test_what_is_no_frame_of_texts_is_told(frame: Any, named: dict[str, str], message: str) -> None:
    with pytest.raises(ZhfactsError, match=message):
        load(FAST).frame(frame, **named)


@pytest.mark.parametrize("given", [3, [3]])
def test_what_is_no_input_is_told(given: Any, tmp_path: Path) -> None:
    with pytest.raises(ZhfactsError, match="inputs: expected paths or a pandas DataFrame, got int"):
        run_corpus(given, tmp_path / "out", FAST)


def test_a_frame_without_rows_is_a_failure(tmp_path: Path) -> None:
    report = run_corpus(NEWS[:0], tmp_path / "out", FAST)
    assert [(f.file, f.reason) for f in report.failures] == [("frame", "no rows")]
