"""Runs that are broken off, by kills, a full disk, Ctrl-C, workers that die or hang: nothing that was done is lost."""

import multiprocessing
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from zhfacts import ZhfactsError, check, run_corpus
from zhfacts.engines import LocalEngine, Plan
from zhfacts.model import Document
from zhfacts.run import Pipeline

from .fast import FAST, OPTIONS
from .forked import Forked, program
from .inputs import files, write_inputs

ARTICLES = 20
KEPT = 15
PLACES = "广州市", "深圳市", "佛山市", "东莞市", "铁西区", "平西乡"


def text(n: int) -> str:
    place, other = PLACES[n % 6], PLACES[(n + 1) % 6]
    told = f"2024年，{place}新增企业{300 + n}家，同比增长{n % 9 + 1}.2%。"
    said = f"{told}市长王伟{'强' * (n % 3)}介绍，{other}出口额达{n + 2}亿元。"
    return said * 3


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ({"id": f"r{n}", "text": text(n)} for n in range(ARTICLES))
    return write_inputs(tmp_path_factory.mktemp("inputs"), rows, text(99))


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    run_corpus([inputs], out, FAST)
    return files(out)


def slowly(inputs: Path, out: Path, *options: str) -> None:
    """Run the command line with a pause before each article, long enough for a signal to come in between."""
    annotate = Pipeline.annotate
    Pipeline.annotate = lambda *given, **named: time.sleep(0.05) or annotate(*given, **named)  # type: ignore[method-assign]
    program("run", inputs, "-o", out, *OPTIONS, *options)


def started(inputs: Path, out: Path, articles: int, *options: str) -> Forked:
    """A run, when its journal holds so many articles."""
    child = Forked(slowly, inputs, out, *options)
    journal = out.with_name(f".{out.name}.zhfacts-journal")
    while child.running and not (journal.exists() and journal.read_bytes().count(b"\n") > articles):
        time.sleep(0.002)
    return child


def go_on(inputs: Path, out: Path) -> None:
    report = run_corpus([inputs], out, FAST, resume=True)
    assert [f.file for f in report.failures] == ["empty.txt"]
    assert [p.name for p in out.parent.iterdir()] == [out.name] and check(out) == []


def interrupt(done: int) -> None:
    if done == KEPT:
        raise KeyboardInterrupt


@pytest.mark.parametrize(("articles", "workers"), [(9, "2"), (ARTICLES, "1")])
def test_a_killed_run_goes_on(
    inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path, articles: int, workers: str
) -> None:
    child = started(inputs, tmp_path / "out", articles, "--workers", workers)
    child.send(signal.SIGKILL)
    child.ended()
    assert not (tmp_path / "out").exists()
    go_on(inputs, tmp_path / "out")
    assert files(tmp_path / "out") == undisturbed


def test_what_was_done_is_not_done_again(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt, match=f"{KEPT} articles? kept"):
        run_corpus([inputs], tmp_path / "out", FAST, progress=interrupt)
    again, annotate = [], Pipeline.annotate

    def counted(self: Pipeline, document: Document, ask: bool = True) -> Document:
        again.append(document.id)
        return annotate(self, document, ask)

    monkeypatch.setattr(Pipeline, "annotate", counted)
    run_corpus([inputs], tmp_path / "out", FAST, resume=True)
    assert [i for i in again if i != "text"] == [*(f"r{n}" for n in range(KEPT, ARTICLES)), "z"]


def test_ctrl_c_says_what_is_kept_and_how_to_go_on(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    child = started(inputs, tmp_path / "out", 5, "--workers", "2")
    child.send(signal.SIGINT)
    code, _, said = child.ended()
    assert code == 130
    assert said.startswith("zhfacts: interrupted; ") and "--resume" in said and said.count("\n") == 1
    go_on(inputs, tmp_path / "out")
    assert files(tmp_path / "out") == undisturbed


def test_a_killed_worker_changes_nothing(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    workers: list[int] = []

    def kill_one(done: int) -> None:
        if done == 3:
            workers.extend(child.pid for child in multiprocessing.active_children() if child.pid)
            os.kill(workers[0], signal.SIGKILL)

    report = run_corpus([inputs], tmp_path / "out", FAST, workers=2, progress=kill_one)
    assert len(workers) == 2 and [f.file for f in report.failures] == ["empty.txt"]
    assert files(tmp_path / "out") == undisturbed


def test_an_article_that_kills_or_hangs_its_worker_costs_itself(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate = Pipeline.annotate

    def poisoned(self: Pipeline, document: Document, ask: bool = True) -> Document:
        if document.id == "r7":
            os.kill(os.getpid(), signal.SIGKILL)
        if document.id == "r9":
            time.sleep(60)
        return annotate(self, document, ask)

    with monkeypatch.context() as patch:
        patch.setattr(Pipeline, "annotate", poisoned)
        report = run_corpus([inputs], tmp_path / "out", FAST, engine=LocalEngine(Plan(2, timeout=2)))
    assert [(f.file, f.reason) for f in report.failures] == [
        ("a.jsonl#8", "the worker process died (SIGKILL)"),
        ("a.jsonl#10", "took longer than 2 seconds"),
        ("empty.txt", "empty file"),
    ]
    assert report.counts["articles"] == ARTICLES - 1 and check(tmp_path / "out") == []


def test_other_settings_are_no_way_to_go_on(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_corpus([inputs], tmp_path / "out", FAST, progress=interrupt)
    (tmp_path / "kb.csv").write_text("name,label\n绿城市,GPE\n", encoding="utf-8")
    with pytest.raises(ZhfactsError, match="resume"):
        run_corpus([inputs], tmp_path / "out", replace(FAST, kb=tmp_path / "kb.csv"), resume=True)
    assert (tmp_path / ".out.zhfacts-journal").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", disk]).returncode:
        pytest.skip("only root can mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_keeps_what_was_done(inputs: Path, undisturbed: dict[str, bytes], small_disk: Path) -> None:
    out = small_disk / "out"
    code, _, said = Forked(program, "run", inputs, "-o", out, *OPTIONS).ended()
    assert code == 2 and said.startswith(f"zhfacts: cannot write {out}: No space left on device")
    assert "--resume" in said and said.count("\n") == 1
    subprocess.run(["mount", "-o", "remount,size=16m", small_disk], check=True)
    go_on(inputs, out)
    assert files(out) == undisturbed


def test_the_last_check_leaves_out_what_breaks_the_rules(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhfacts import link

    close = link.EntityRegistry.close

    def broken(self: link.EntityRegistry) -> link.Links:
        links = close(self)
        entities = [e.model_copy(update={"parent": "GPE:无"}) if e.id == "GPE:佛山市" else e for e in links.entities]
        return links._replace(entities=[e for e in entities if e.id != "GPE:平西乡"])

    monkeypatch.setattr(link.EntityRegistry, "close", broken)
    report = run_corpus([inputs], tmp_path / "out", FAST)
    assert report.failures and all("entit" in f.reason for f in report.failures if f.file != "empty.txt")
    assert 0 < report.counts["articles"] < ARTICLES and check(tmp_path / "out") == []
