"""`zhfacts show`: what a person types, and what is printed."""

import json
from pathlib import Path

import pytest
from zhfacts import run_corpus
from zhfacts.run import Settings


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    for year, value in ((2021, "2.8"), (2022, "2.88"), (2023, "3.03")):
        text = f"{year + 1}年2月3日\n\n{year}年，广州市地区生产总值{value}万亿元。\n"
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    run_corpus([folder], folder / "out", Settings(facts="fast", names="lexicon"))
    return folder / "out"


@pytest.mark.parametrize("word", ["GDP", "gdp", "ＧＤＰ", "地區生產總值", "国内生产总值"])
def test_an_indicator_by_any_word_for_it(call, extract: Path, word: str) -> None:
    code, out, err = call("show", extract, word, "--json")
    assert (code, err) == (0, "")
    page = json.loads(out)
    assert (page["kind"], page["indicator"]["key"]) == ("indicator", "地区生产总值")
    assert [f["value"] for f in page["facts"]] == ["2800000000000", "2880000000000", "3030000000000"]


def test_series_are_drawn_as_bars(call, extract: Path) -> None:
    for args in (("GDP",), ("广州市", "GDP"), ("广州市",)):
        code, out, err = call("show", extract, *args)
        assert (code, err) == (0, "")
        lines = out.splitlines()
        at = lines.index("广州市 地区生产总值 (level, CNY)")
        assert [line.split()[0] for line in lines[at + 1 : at + 4]] == ["2021", "2022", "2023"]
        assert lines[at + 3].endswith(f"{'█' * 40} 3,030,000,000,000")


def test_a_fact_and_an_article(call, extract: Path) -> None:
    code, out, _ = call("show", extract, "2022/f1")
    assert code == 0 and "value: 2880000000000\n" in out and "indicator_key: 地区生产总值\n" in out
    code, out, _ = call("show", extract, "2022")
    assert code == 0 and out.startswith("2022: ") and "facts: 1" in out and "2022/f1" in out


def test_conditions_and_kinds(call, extract: Path) -> None:
    code, out, _ = call("show", extract, "GDP", "--where", "value > 2.9e12", "--json")
    assert code == 0 and [f["article"] for f in json.loads(out)["facts"]] == ["2023"]
    code, _, err = call("show", extract, "广州", "--kind", "article")
    assert code == 2 and "no article '广州'" in err and err.count("\n") == 1
    code, _, err = call("show", extract, "广州", "--where", "value >")
    assert code == 2 and "--where" in err and err.count("\n") == 1


def test_nothing_is_cut_off_on_a_narrow_terminal(call, extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfacts.cli.show.PIPE_WIDTH", 90)
    code, out, _ = call("show", extract, "GDP")
    assert code == 0 and "…" not in out and "3,030," in out
