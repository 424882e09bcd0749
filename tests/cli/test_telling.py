"""What long commands tell: nothing in a pipe, a bar with an end on a terminal, lines, a log, a summary."""

import io
import logging
import re
from pathlib import Path

import pytest
from rich.console import Console
from zhfacts.cli import telling
from zhfacts.model import Failure
from zhfacts.streaming import SCORE_BANDS, RunReport, score_band

TEXTS = ["2024年，绿城市新增企业3200家。\n", "2023年，广州市新增企业2800家，同比增长5.2%。\n"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A terminal of 100 columns in place of stderr."""
    shown = io.StringIO()
    monkeypatch.setattr(telling, "STDERR", Console(file=shown, force_terminal=True, width=100, soft_wrap=True))
    return shown


def plain(terminal: io.StringIO) -> str:
    """Return what was shown on a terminal without its control sequences."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())


def test_a_pipe_gets_the_result_alone(call, texts: Path, tmp_path: Path) -> None:
    code, out, err = call("run", texts, "-o", tmp_path / "out", "--fast")
    assert (code, err, len(out.splitlines())) == (1, "", 2)


def test_a_terminal_gets_a_bar_with_an_end_and_a_summary(call, texts: Path, tmp_path: Path, terminal) -> None:
    code, _, _ = call("run", texts, "-o", tmp_path / "out", "--fast")
    shown = plain(terminal)
    assert code == 1 and re.search(r"articles .*\b2/2\b", shown)
    assert "articles: 2\n" in shown and "facts by score: " in shown and "failures: 1, " in shown
    assert f"zhfacts view {tmp_path / 'out'}" in shown


def test_quiet_leaves_bar_and_summary_out(call, texts: Path, tmp_path: Path, terminal) -> None:
    code, out, _ = call("run", texts, "-o", tmp_path / "out", "--fast", "--quiet")
    assert (code, terminal.getvalue(), len(out.splitlines())) == (1, "", 2)


def test_verbose_says_each_step_on_stderr(call, texts: Path, tmp_path: Path) -> None:
    code, out, err = call("run", texts, "-o", tmp_path / "out", "--fast", "-v")
    assert (code, len(out.splitlines())) == (1, 2)
    for line in ("a0: 1 quantity, 1 fact", "failed empty.txt: ", "articles: 2", "facts by score: "):
        assert line in err, line


def test_a_log_keeps_what_was_done_and_what_went_wrong(call, texts: Path, tmp_path: Path) -> None:
    log = tmp_path / "my.log"
    assert call("run", texts, "-o", tmp_path / "out", "--fast", "--log", log)[2] == ""
    lines = log.read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING) ", line) for line in lines)
    assert any("WARNING failed empty.txt: " in line for line in lines)
    call("run", tmp_path / "nowhere", "-o", tmp_path / "out", "--log", log)
    more = log.read_text(encoding="utf-8").splitlines()
    assert more[: len(lines)] == lines and "ERROR" in more[-1] and "nowhere" in more[-1]
    assert logging.getLogger("zhfacts").handlers[1:] == []


@pytest.mark.parametrize("command", ["run", "export", "evaluate", "train"])
def test_what_cannot_be_followed_is_refused(call, command: str, tmp_path: Path) -> None:
    rest = {"run": ["-o", "out"], "export": ["--to", "csv"], "evaluate": ["out"], "train": ["-o", "out"]}[command]
    code, out, err = call(command, tmp_path, *rest, "--quiet", "--verbose")
    assert (code, out, err) == (2, "", "zhfacts: --verbose and --quiet exclude each other\n")
    code, out, err = call(command, tmp_path, *rest, "--log", tmp_path)
    assert (code, out) == (2, "") and err.startswith(f"zhfacts: {tmp_path}: ") and err.count("\n") == 1


def test_an_export_tells_how_many_articles_it_has_gone_through(call, texts: Path, tmp_path: Path, terminal) -> None:
    call("run", texts, "-o", tmp_path / "out", "--fast", "--quiet")
    code, out, _ = call("export", tmp_path / "out", "--to", "csv", "--target", tmp_path / "x.csv")
    assert (code, out) == (0, f"{tmp_path / 'x.csv'}\n") and re.search(r"\b2/2\b", plain(terminal))


def test_the_summary_counts_kinds_of_failures_and_bands_of_scores() -> None:
    reasons = ["article a#1: KeyError: 'x'", "article b#2: KeyError: 'y'", "row 3: no text", "row 14: no text", "empty"]
    failures = [Failure(file=f"{n}.txt", reason=reason) for n, reason in enumerate(reasons)]
    counts = {"articles": 20, "conflicts": 3}
    report = RunReport(Path("my out"), counts, failures, undated=4, scores={"of 0.9 and above": 7, "below 0.5": 2})
    lines = list(telling.summary(report))
    assert lines[0] == "articles: 20" and lines[1].startswith("undated: 4;")
    assert lines[2] == "facts by score: 7 of 0.9 and above, 2 below 0.5"
    assert lines[3].startswith("conflicts: 3, in ") and lines[4].startswith("failures: 5, ")
    assert lines[5:8] == ["  2 KeyError: ...", "  2 row ...: no text", "  1 empty"]
    assert "zhfacts view 'my out'" in lines[8]


@pytest.mark.parametrize(("score", "band"), [(1.0, 0), (0.9, 0), (0.8999, 1), (0.5, 2), (0.0, 3), (None, 4)])
def test_every_score_is_in_a_band(score: float | None, band: int) -> None:
    assert score_band(score) == list(SCORE_BANDS)[band]
