"""The commands as a user types them: what they print, where, and their exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from zhfacts import __version__

from ..fast import OPTIONS

TEXT = "2024年，绿城市新增企业3200家，同比增长5.2%。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def one_line(message: str) -> bool:
    return message.startswith("zhfacts: ") and message.count("\n") == 1 and "Traceback" not in message


def test_run_check_export(call, text: Path, tmp_path: Path) -> None:
    code, out, err = call("run", text, "-o", tmp_path / "out", *OPTIONS)
    assert (code, err) == (0, "")
    assert out.startswith(f"{tmp_path / 'out'}: 1 article (1 undated),")
    assert call("check", tmp_path / "out") == (0, f"{tmp_path / 'out'}: valid\n", "")
    code, out, err = call("export", tmp_path / "out", "--to", "sqlite", "--target", tmp_path / "x.sqlite")
    assert (code, err) == (0, "") and (tmp_path / "x.sqlite").exists()


@pytest.mark.parametrize("parts", [(), ("--parts", "1")])
def test_the_summary_counts_what_is_passed_by(call, text: Path, tmp_path: Path, parts: tuple[str, ...]) -> None:
    for name in ("a.png", "b.png", "c.css", "d.txt~"):
        (text.parent / name).write_bytes(b"x")
    code, out, _ = call("run", text.parent, "-o", tmp_path / "out", "--fast", *parts)
    told = "passed by 4 files (pictures, scripts and the like): 1 .css, 2 .png, 1 hidden"
    assert (code, out.splitlines()[1]) == (0, told)


def test_a_name_that_is_no_utf8_is_shown_in_the_record_of_the_run(call, text: Path, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    os.rename(text, os.fsencode(folder) + b"/" + "新闻.txt".encode("gbk"))
    code, _, err = call("run", folder, "-o", tmp_path / "out", *OPTIONS)
    assert (code, err) == (0, "")
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["inputs"][0]["path"].endswith("/新闻.txt")
    code, out, _ = call("run", tmp_path / "out", "-o", tmp_path / "other", *OPTIONS)
    assert code == 1 and "an extract of zhfacts, no news" in out


def test_a_date_for_what_states_none(call, text: Path, tmp_path: Path) -> None:
    code, out, _ = call("run", text, "-o", tmp_path / "out", "--date", "2025-03-01", *OPTIONS)
    assert (code, "undated" in out) == (0, False)
    assert json.loads((tmp_path / "out" / "articles.jsonl").read_text("utf-8"))["date"] == "2025-03-01"
    code, _, err = call("run", text, "-o", tmp_path / "other", "--date", "1 March", *OPTIONS)
    assert code == 2 and one_line(err) and "--date: '1 March' is no date" in err


def test_failures_are_listed_and_the_rest_is_written(call, text: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = call("run", tmp_path, "-o", tmp_path / "out", *OPTIONS)
    assert code == 1
    assert "failed empty.txt: " in out + err
    assert json.loads((tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8"))["file"] == "empty.txt"
    assert len((tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["run", "nowhere.txt", "-o", "out"], "nowhere.txt"),
        (["run", "{text}"], "--out"),
        (["run", "{text}", "-o", "out", "--workers", "0"], "--workers"),
        (["run", "{text}", "-o", "out", "--wrong"], "--wrong"),
        (["run", "{text}", "-o", "out", "--names", "oracle"], "oracle"),
        (["run", "{text}", "-o", "out", "--names", "spacy:nowhere"], "nowhere"),
        (["run", "{text}", "-o", "out", "--names", "hanlp:nowhere"], "hanlp"),
        (["run", "{text}", "-o", "out", "--names", "zhfacts:nowhere"], "nowhere"),
        (["run", "{text}", "-o", "out", "--kb", "nowhere.csv"], "nowhere.csv"),
        (["run", "{text}", "-o", "out", "--lexicon", "nowhere.tsv"], "nowhere.tsv"),
        (["run", "{text}", "-o", "{text}"], "a.txt"),
        (["sing"], "sing"),
        (["check", "nowhere"], "nowhere"),
        (["export", "nowhere", "--to", "parquet"], "nowhere"),
        (["export", "nowhere", "--to", "sdmx"], "sdmx"),
        (["export", "nowhere", "--to", "csv", "--heads", "fr"], "--heads"),
        (["import", "nowhere", "--from", "brat", "-o", "gold"], "nowhere"),
        (["import", "{text}", "--from", "labelstudio", "-o", "gold"], "a.txt"),
        (["import", "{text}", "--from", "word", "-o", "gold"], "word"),
        (["evaluate", "nowhere", "nowhere"], "nowhere"),
    ],
)
def test_errors_are_one_line(call, text: Path, args: list[str], named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(text.parent)
    code, out, err = call(*(str(text) if a == "{text}" else a for a in args))
    assert code == 2 and out == ""
    assert one_line(err) and named in err, err
    assert not (text.parent / "out").exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["run", "{text}", "-o", "out", "--engine", "bad"], "zhfacts: --engine: 'bad' is unknown"),
        (["run", "{text}", "-o", "out", "--ask", "http://localhost:1/v1"], "zhfacts: --ask: name the server's model"),
        (["train", "{text}", "-o", "model", "--what", "bad"], "zhfacts: --what: 'bad' is unknown"),
        (["run", "{text}", "-o", "out", "--workers", "0"], "zhfacts: --workers: should be greater than or equal to 1"),
        (["run", "{text}", "-o", "out", "--timeout", "x"], "zhfacts: --timeout: should be a valid number\n"),
        (["show", "out", "GDP", "--kind", "bad"], "zhfacts: --kind: 'bad' is not one of 'article', 'entity'"),
    ],
)
def test_options_are_named_as_they_are_written(call, text: Path, args: list[str], told: str) -> None:
    code, _, err = call(*(str(text) if a == "{text}" else a for a in args))
    assert code == 2 and err.startswith(told)


def test_training_asks_for_torch_where_it_is_missing(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    code, out, err = call("train", tmp_path, "-o", tmp_path / "model")
    assert (code, out) == (2, "") and one_line(err) and "zhfacts[train]" in err


def test_unknown_format_is_named(call, text: Path, tmp_path: Path) -> None:
    call("run", text, "-o", tmp_path / "out", *OPTIONS)
    code, _, err = call("export", tmp_path / "out", "--to", "tin")
    assert code == 2 and one_line(err) and "tin" in err and "sqlite" in err


def test_a_broken_extract_is_described(call, text: Path, tmp_path: Path) -> None:
    call("run", text, "-o", tmp_path / "out", *OPTIONS)
    path = tmp_path / "out" / "articles.jsonl"
    article = json.loads(path.read_text(encoding="utf-8"))
    article["quantities"][0]["start"] += 1
    path.write_text(json.dumps(article, ensure_ascii=False) + "\n", encoding="utf-8")
    code, _, err = call("check", tmp_path / "out")
    assert code == 2
    assert "articles.jsonl" in err and "quantities" in err and "Traceback" not in err


def test_show_an_entity_by_id_name_or_alias(call, text: Path, tmp_path: Path) -> None:
    text.write_text("2024年，广州市新增企业3200家。2023年，广州新增企业2800家。", encoding="utf-8")
    call("run", text, "-o", tmp_path / "out", *OPTIONS)
    pages = [call("show", tmp_path / "out", name, "--json") for name in ("GPE:广州市", "广州市", "广州")]
    assert pages[0] == pages[1] == pages[2]
    page = json.loads(pages[0][1])
    assert [(f["value"], f["end_date"]) for f in page["facts"]] == [("2800", "2023-12-31"), ("3200", "2024-12-31")]
    code, out, err = call("show", tmp_path / "out", "广州")
    assert (code, err) == (0, "") and "GPE:广东省" in out and "新增企业" in out
    code, _, err = call("show", tmp_path / "out", "无名氏")
    assert code == 2 and one_line(err) and "无名氏" in err


def test_version_and_help(call) -> None:
    assert call("--version") == (0, f"zhfacts {__version__}\n", "")
    code, out, _ = call("run", "--help")
    assert code == 0 and "--append" in out


def test_evaluate_prints_tables_and_json(call, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    call("run", root / "corpus" / "001_c7edc609af1a7025.txt", "-o", tmp_path / "out", *OPTIONS)
    code, out, err = call("evaluate", root / "annotations", tmp_path / "out", "--json")
    assert (code, err) == (0, "") and json.loads(out)
    code, out, err = call("evaluate", root / "annotations", tmp_path / "out", "--errors", "2")
    assert (code, err) == (0, "") and "fact_core" in out


def test_nothing_but_the_result_in_a_pipe(text: Path, tmp_path: Path) -> None:
    program = "from zhfacts.cli import main; main()"
    command = [sys.executable, "-c", program, "run", str(text), "-o", str(tmp_path / "out"), *OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "zhfacts", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("zhfacts ")
