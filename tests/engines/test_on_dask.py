"""The Dask engine on real clusters of processes: the same bytes as in this process, also when a worker is killed."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from zhfacts import run_corpus
from zhfacts.engines import Engine, Plan, engine
from zhfacts.errors import OptionError

from ..fast import FAST

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


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_a_killed_worker_of_a_local_cluster_loses_nothing() -> None:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        killed = next(worker.pid for worker in cluster.workers.values())
        there: Engine = engine("dask", Plan(scheduler=cluster.scheduler_address))
        results = []
        for result in there.map(Double(), range(40)):
            results.append(result)
            if len(results) == 3:
                os.kill(killed, signal.SIGKILL)
        assert killed not in [worker.pid for worker in cluster.workers.values()]
    assert results == [2 * n for n in range(40)]


def test_an_extract_made_on_a_cluster_has_the_same_bytes(tmp_path: Path) -> None:
    said = "2024年，广州市新增企业{}家，同比增长5.2%。市长王伟介绍，深圳市出口额达35亿元。"
    rows = (json.dumps({"id": f"r{n}", "text": said.format(300 + n)}, ensure_ascii=False) for n in range(ARTICLES))
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    run_corpus([tmp_path / "a.jsonl"], tmp_path / "here", FAST)
    report = run_corpus([tmp_path / "a.jsonl"], tmp_path / "there", FAST, engine=engine("dask", Plan(workers=1)))
    assert (report.counts["articles"], report.failures) == (ARTICLES, [])
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfacts.engines.on_dask.PATIENCE", 0.3)
    with pytest.raises(OptionError, match=r"tcp://127\.0\.0\.1:9"):
        next(engine("dask", Plan(scheduler="tcp://127.0.0.1:9")).map(None, []))  # type: ignore[arg-type]
