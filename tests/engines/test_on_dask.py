"""The Dask engine on real clusters of processes: the same bytes as in this process, also when a worker is killed."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zhfacts import run_corpus
from zhfacts.engines import Engine, Plan, engine
from zhfacts.errors import OptionError

from ..fast import FAST
from ..inputs import files

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
cloudpickle = pytest.importorskip("cloudpickle")
cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers cannot import the tests
ARTICLES = 12


class Double:
    """Twice a number, after a moment; its worker loads nothing."""

    def prepare(self) -> None: ...

    def __call__(self, n: int) -> int:
        time.sleep(0.02)
        return 2 * n


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = "2024年，广州市新增企业{}家，同比增长5.2%。市长王伟介绍，深圳市出口额达35亿元。"
    rows = (json.dumps({"id": f"r{n}", "text": said.format(300 + n)}, ensure_ascii=False) for n in range(ARTICLES))
    file = tmp_path_factory.mktemp("corpus") / "a.jsonl"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def here(corpus: Path) -> dict[str, bytes]:
    run_corpus([corpus], corpus.with_name("here"), FAST)
    return files(corpus.with_name("here"))


@pytest.fixture(scope="module", autouse=True)
def forks() -> Iterator[None]:
    """Let workers, and those that replace them, be forked from a server that has loaded the pipeline."""
    with dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}):
        distributed.utils.get_mp_context().set_forkserver_preload(["distributed", "tests.engines.loaded"])
        yield


@pytest.fixture(scope="module")
def cluster(forks: None) -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def kill_one(cluster: Any) -> int:
    """Kill a worker process; return its number."""
    killed: int = next(worker.pid for worker in cluster.workers.values())
    os.kill(killed, signal.SIGKILL)
    return killed


def test_a_cluster_of_our_own() -> None:
    assert list(engine("dask", Plan(workers=1)).map(Double(), range(5))) == [2 * n for n in range(5)]


def test_an_extract_made_on_a_cluster_has_the_same_bytes(
    corpus: Path, here: dict[str, bytes], cluster: Any, tmp_path: Path
) -> None:
    there = engine("dask", Plan(scheduler=cluster.scheduler_address))
    report = run_corpus([corpus], tmp_path / "there", FAST, engine=there)
    assert (report.counts["articles"], report.failures) == (ARTICLES, [])
    assert files(tmp_path / "there") == here


def test_an_extract_made_in_parts_by_workers_that_are_killed_has_the_same_bytes(
    corpus: Path, here: dict[str, bytes], cluster: Any, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_once(done: int) -> None:
        if not killed:
            killed.append(kill_one(cluster))

    there = engine("dask", Plan(scheduler=cluster.scheduler_address))
    report = run_corpus([corpus], tmp_path / "there", FAST, engine=there, parts=2, progress=kill_once)
    assert killed and report.failures == [] and files(tmp_path / "there") == here


def test_a_killed_worker_of_a_local_cluster_loses_nothing(cluster: Any) -> None:
    there: Engine = engine("dask", Plan(scheduler=cluster.scheduler_address))
    results, killed = [], 0
    for result in there.map(Double(), range(40)):
        results.append(result)
        if len(results) == 3:
            killed = kill_one(cluster)
    assert results == [2 * n for n in range(40)]
    assert killed not in [worker.pid for worker in cluster.workers.values()]


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfacts.engines.on_dask.PATIENCE", 0.3)
    with pytest.raises(OptionError, match=r"tcp://127\.0\.0\.1:9"):
        next(engine("dask", Plan(scheduler="tcp://127.0.0.1:9")).map(None, []))  # type: ignore[arg-type]
