"""Runs in parts: the bytes of a run in one piece, whatever the parts and the engine, also when workers are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zhfacts import check, run_corpus
from zhfacts.engines import LocalEngine, Plan
from zhfacts.errors import OptionError, OutputError
from zhfacts.model import Document
from zhfacts.parts import folder_of
from zhfacts.run import Pipeline

from ..fast import FAST, OPTIONS
from ..forked import Forked, program
from ..inputs import files, write_inputs

PLACES = "广州市", "深圳市", "鼓楼区", "东莞市", "铁西区", "平西乡"
FIRMS = "台塑集团", "台塑", "云山科技股份有限公司", "云山科技"
ARTICLES = 20


def text(n: int) -> str:
    place, firm = PLACES[n % 6], FIRMS[n % 4]
    told = f"2024年，{place}新增企业{300 + n // 2}家，同比增长{n % 9 + 1}.2%。{firm}营业收入{n + 2}亿元。"
    said = f"{place}市长王伟{'强' * (n % 3)}介绍，全国出口额达{n % 5}.5亿元。张先生对{firm}董事长王伟说，今年增长3%。"
    return told + said


def row(n: int) -> dict[str, Any]:
    return {"id": f"r{n % 17}", "text": text(0) if n == 13 else text(n), "date": "2024-05-06" if n % 2 else None}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty rows, among them a reprint and ids that are there twice, an empty file, a text."""
    return write_inputs(tmp_path_factory.mktemp("inputs"), map(row, range(ARTICLES)), text(99))


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("whole") / "out"
    run_corpus([inputs], out, FAST)
    return files(out)


def killing(monkeypatch: pytest.MonkeyPatch, wanted: str, once: Path | None = None) -> None:
    """Let an article kill its worker, always or the first time."""
    annotate = Pipeline.annotate

    def fatal(self: Pipeline, document: Document, ask: bool = True) -> Document:
        if document.id == wanted and not (once and once.exists()):
            if once:
                once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return annotate(self, document, ask)

    monkeypatch.setattr(Pipeline, "annotate", fatal)


@pytest.mark.parametrize("size", [1, 6, 100])
def test_parts_of_any_size_end_in_the_same_bytes(
    inputs: Path, whole: dict[str, bytes], tmp_path: Path, size: int
) -> None:
    report = run_corpus([inputs], tmp_path / "out", FAST, parts=size)
    assert [f.file for f in report.failures] == ["empty.txt"] and report.counts["articles"] == ARTICLES + 1
    assert files(tmp_path / "out") == whole and check(tmp_path / "out") == []
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_killed_worker_changes_nothing(
    inputs: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killing(monkeypatch, "r9", tmp_path / "died")
    run_corpus([inputs], tmp_path / "out", FAST, parts=6, workers=2)
    assert (tmp_path / "died").exists() and files(tmp_path / "out") == whole


def test_an_article_that_kills_its_worker_costs_itself(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killing(monkeypatch, "r9")
    report = run_corpus([inputs], tmp_path / "out", FAST, parts=6, workers=2)
    assert [(f.file, f.reason) for f in report.failures] == [
        ("a.jsonl#10", "the worker process died"),
        ("empty.txt", "empty file"),
    ]
    assert report.counts["articles"] == ARTICLES and check(tmp_path / "out") == []


def test_a_broken_off_run_goes_on(
    inputs: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate, done = Pipeline.annotate, []

    def slow(self: Pipeline, document: Document, ask: bool = True) -> Document:
        if document.id == "r9" and len(done) < 100:
            raise KeyboardInterrupt
        done.append(document.id)
        return annotate(self, document, ask)

    with monkeypatch.context() as patch:
        patch.setattr(Pipeline, "annotate", slow)
        with pytest.raises(KeyboardInterrupt, match=r"9 articles kept; .* --resume"):
            run_corpus([inputs], tmp_path / "out", FAST, parts=6)
        with pytest.raises(OptionError, match="add --parts"):
            run_corpus([inputs], tmp_path / "out", FAST, resume=True)
        done.extend([""] * 100)
        run_corpus([inputs], tmp_path / "out", FAST, parts=6, resume=True)
    again = [*(f"r{n}" for n in range(9, 17)), "r0~2", "r1~2", "r2~2", "z"]
    assert [d for d in done[done.index("") :] if d not in ("", "text")] == again
    assert files(tmp_path / "out") == whole and [p.name for p in tmp_path.iterdir()] == ["out"]


def slowly(inputs: Path, out: Path) -> None:
    """Run the command line in parts, with a pause before each article."""
    annotate = Pipeline.annotate
    Pipeline.annotate = lambda *given, **named: time.sleep(0.05) or annotate(*given, **named)  # type: ignore[method-assign]
    program("run", inputs, "-o", out, *OPTIONS, "--parts", "4", "--workers", "2")


def test_a_killed_run_goes_on(inputs: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = Forked(slowly, inputs, out)
    done = folder_of(out) / "done"
    while child.running and len(list(done.glob("*.jsonl"))) < 2:
        time.sleep(0.002)
    child.send(signal.SIGKILL)
    child.ended()
    assert not out.exists() and done.exists()
    run_corpus([inputs], out, FAST, parts=4, resume=True)
    assert files(out) == whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", disk]).returncode:
        pytest.skip("only root can mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_keeps_what_was_done(inputs: Path, whole: dict[str, bytes], small_disk: Path) -> None:
    out = small_disk / "out"
    with pytest.raises(OutputError, match=r"No space left on device; \d+ articles kept; .* --resume"):
        run_corpus([inputs], out, FAST, parts=4)
    assert not out.exists()
    subprocess.run(["mount", "-o", "remount,size=16m", small_disk], check=True)
    run_corpus([inputs], out, FAST, parts=4, resume=True)
    assert files(out) == whole


def test_an_article_that_breaks_the_rules_is_left_out(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhfacts import link

    take = link.EntityRegistry.take

    def broken(self: link.EntityRegistry, article: str, uses: list[link.Use]) -> dict[str, str]:
        final = take(self, article, uses)
        for identifier in final.values():
            if identifier == "ORG:台塑集团":
                self.records[identifier].parent = "GPE:无"
        return final

    monkeypatch.setattr(link.EntityRegistry, "take", broken)
    report = run_corpus([inputs], tmp_path / "out", FAST, parts=6)
    assert report.failures and all("no entity 'GPE:无'" in f.reason for f in report.failures if f.file != "empty.txt")
    assert 0 < report.counts["articles"] < ARTICLES and check(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"parts": 0}, "parts: 0"),
        ({"parts": 2, "append": True}, "append"),
        ({"parts": 2, "engine": LocalEngine(Plan(1, timeout=3))}, "timeout"),
    ],
)
def test_what_does_not_go_in_parts_is_named(inputs: Path, tmp_path: Path, options: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        run_corpus([inputs], tmp_path / "out", FAST, **options)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of texts in several Parquet files, one of them broken."""
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    folder = tmp_path_factory.mktemp("table")
    for number in range(3):
        rows = [row(n) for n in range(number * 5, number * 5 + 7)]
        rows[0]["text"] = " "
        rows[1]["id"] = None
        (folder / f"month={number}").mkdir()
        parquet.write_table(pa.Table.from_pylist(rows), folder / f"month={number}" / "part.parquet")
    (folder / "broken.parquet").write_bytes(b"PAR1 no")
    return folder


def test_files_of_parquet_are_read_by_workers(table: Path, tmp_path: Path) -> None:
    one = run_corpus([table], tmp_path / "one", FAST)
    parted = run_corpus([table], tmp_path / "parted", FAST, parts=100)
    assert one.failures == parted.failures and len(one.failures) == 4
    assert files(tmp_path / "parted") == files(tmp_path / "one")


def test_the_tables_as_partitioned_parquet(table: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    from zhfacts import export

    run_corpus([table], tmp_path / "out", FAST, parquet=tmp_path / "tables")
    export(tmp_path / "out", "parquet", tmp_path / "whole")
    for name in ("articles", "facts", "mentions", "numerals"):
        assert len(list((tmp_path / "tables" / name).iterdir())) == 4
    for file in (tmp_path / "whole").glob("*.parquet"):
        there = parquet.ParquetDataset(tmp_path / "tables" / file.stem).read().to_pylist()
        key = lambda cells: cells["id"]  # noqa: E731
        assert sorted(there, key=key) == sorted(parquet.read_table(file).to_pylist(), key=key)


def test_a_folder_that_is_not_ours_is_kept(table: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="mine holds other files"):
        run_corpus([table], tmp_path / "out", FAST, parts=9, parquet=tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]
