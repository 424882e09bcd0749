"""The Dask engine on real clusters of processes: the same bytes as in this process, also when a worker is killed."""

import json
import os
import signal
from pathlib import Path

import pytest
from zhfacts import run_corpus
from zhfacts.engines import Engine, Plan, engine
from zhfacts.errors import OptionError

from ..fast import FAST

distributed = pytest.importorskip("distributed")
ARTICLES = 12


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inputs") / "a.jsonl"
    said = "2024年，广州市新增企业{}家，同比增长5.2%。市长王伟介绍，深圳市出口额达35亿元。"
    rows = (json.dumps({"id": f"r{n}", "text": said.format(300 + n) * 3}, ensure_ascii=False) for n in range(ARTICLES))
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_a_killed_worker_of_a_local_cluster_changes_nothing(inputs: Path, tmp_path: Path) -> None:
    run_corpus([inputs], tmp_path / "here", FAST)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        workers = [worker.pid for worker in cluster.workers.values()]

        def kill_one(done: int) -> None:
            if done == 3:
                os.kill(workers[0], signal.SIGKILL)

        there: Engine = engine("dask", Plan(scheduler=cluster.scheduler_address))
        run_corpus([inputs], tmp_path / "there", FAST, engine=there, progress=kill_one)
        assert workers[0] not in [worker.pid for worker in cluster.workers.values()]
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_cluster_of_its_own(inputs: Path, tmp_path: Path) -> None:
    report = run_corpus([inputs], tmp_path / "out", FAST, engine=engine("dask", Plan(workers=1)))
    assert (report.counts["articles"], report.failures) == (ARTICLES, [])


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfacts.engines.on_dask.PATIENCE", 0.3)
    with pytest.raises(OptionError, match=r"tcp://127\.0\.0\.1:9"):
        next(engine("dask", Plan(scheduler="tcp://127.0.0.1:9")).map(None, []))  # type: ignore[arg-type]
