"""Engines on tasks that are slow, kill their worker or hang."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from zhfacts.engines import LocalEngine, Lost, Plan, engine
from zhfacts.errors import OptionError


class Double:
    """Twice a number; kills its worker at `fatal`, always or the first time, and hangs at `endless`."""

    def __init__(self, fatal: int = -1, endless: int = -1, once: Path | None = None) -> None:
        self.fatal, self.endless, self.once = fatal, endless, once

    def prepare(self) -> None: ...

    def __call__(self, n: int) -> int:
        if n == self.fatal and not (self.once and self.once.exists()):
            if self.once:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if n == self.endless:
            time.sleep(60)
        return 2 * n


class Swell(Double):
    def __call__(self, item: bytes) -> bytes:
        return item * 2


@pytest.mark.parametrize("plan", [Plan(), Plan(2), Plan(3, timeout=10), Plan(1, timeout=10)])
def test_order_is_kept(plan: Plan) -> None:
    assert list(LocalEngine(plan).map(Double(), range(300))) == [2 * n for n in range(300)]


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    results = list(LocalEngine(Plan(2)).map(Double(fatal=7, once=tmp_path / "died"), range(20)))
    assert results == [2 * n for n in range(20)]


def test_an_item_that_kills_its_worker_each_time_costs_itself_only() -> None:
    results = list(LocalEngine(Plan(2)).map(Double(fatal=7), range(20)))
    assert results[7] == Lost("the worker process died (SIGKILL)")
    assert results[:7] + results[8:] == [2 * n for n in range(20) if n != 7]


def test_an_item_that_hangs_costs_itself_only() -> None:
    results = list(LocalEngine(Plan(2, timeout=0.5)).map(Double(endless=3), range(20)))
    assert results[3] == Lost("took longer than 0.5 seconds")
    assert results[:3] + results[4:] == [2 * n for n in range(20) if n != 3]


def test_large_items_and_results_do_not_block_each_other() -> None:
    items = [bytes(3_000_000)] * 12
    assert [len(x) for x in LocalEngine(Plan(2)).map(Swell(), items)] == [6_000_000] * 12  # type: ignore[arg-type]


def test_a_stream_is_read_no_further_than_needed() -> None:
    read = []
    results = LocalEngine(Plan(2)).map(Double(), (read.append(n) or n for n in range(10_000)))
    assert [next(results) for _ in range(5)] == [0, 2, 4, 6, 8]
    assert len(read) < 400
    results.close()


ORPHANS = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from test_local import Double
from zhfacts.engines import LocalEngine, Plan
import multiprocessing
results = LocalEngine(Plan(2)).map(Double(endless=5), range(100))
next(results)
print(*(p.pid for p in multiprocessing.active_children()), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_workers_end_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ORPHANS, str(Path(__file__).parent)], stdout=subprocess.PIPE)
    workers = parent.stdout.readline().split()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(workers) == 2
    left = set(workers)
    for _ in range(100):
        left = {pid for pid in left if Path("/proc", pid.decode()).is_dir()}
        if len(left) <= 1:  # the one that hangs ends with what it is at
            break
        time.sleep(0.1)
    for pid in left:
        os.kill(int(pid), signal.SIGKILL)
    assert len(left) <= 1


@pytest.mark.parametrize(
    ("name", "plan", "said"),
    [
        ("steam", Plan(), "'steam' is unknown; known are local, dask"),
        ("local", Plan(scheduler="tcp://127.0.0.1:1"), "scheduler"),
        ("local", Plan(timeout=0), "timeout"),
        ("dask", Plan(timeout=1), "timeout"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_named(name: str, plan: Plan, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        engine(name, plan)
