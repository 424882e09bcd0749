"""Map a task over a stream of items on a Dask cluster: one that runs already, or one of this machine's processes."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Generator, Hashable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import islice
from typing import Any, cast

from ..errors import MissingExtra, OptionError
from .base import Lost, Plan, R, T, Task

try:
    from distributed import Client, KilledWorker, LocalCluster
except ModuleNotFoundError as error:
    raise MissingExtra("engine dask", "dask", str(error.name)) from None

AHEAD = 16
"""Items a worker thread that may be under way before the first of them is done: what the scheduler has to hold. A task
whose items are large says less (`ahead`)."""
PATIENCE = 10
"""Seconds in which a scheduler must answer."""
_ONE_AT_A_TIME = threading.Lock()


class DaskEngine:
    """Run tasks on the cluster at the plan's scheduler, or on a local one with the plan's number of workers.

    Every machine of a cluster needs zhfacts, the same version, and the user's files (--kb, --lexicon) at the same
    paths. A worker that dies is replaced by its nanny and what it was at is done elsewhere. A worker process takes one
    item at a time, whatever its number of threads.
    """

    def __init__(self, plan: Plan) -> None:
        """Refuse what Dask cannot do: end a task that takes too long."""
        if plan.timeout is not None:
            raise OptionError("timeout: Dask cannot end a task that takes too long; it goes with --engine local")
        self.plan = plan
        self._staying: Any = None

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Keep the client, and a cluster of our own, for all maps within the block."""
        with self._client() as client:
            self._staying = client
            try:
                yield
            finally:
                self._staying = None

    def map(self, task: Task[T, R], items: Iterable[T]) -> Generator[R | Lost, None, None]:
        """Yield task(item) for each item, in order; `Lost` where every worker that had it died."""
        with self._client() as client:
            ahead = getattr(task, "ahead", AHEAD) * max(1, sum(client.nthreads().values()))
            waiting: deque[Any] = deque()
            stream = iter(items)
            while True:
                for item in islice(stream, ahead - len(waiting)):
                    waiting.append(client.submit(_done, task, item, pure=False))
                if not waiting:
                    return
                try:
                    result = waiting[0].result()
                except KilledWorker:
                    result = Lost("the worker process died")
                waiting.popleft().release()
                yield result

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """Give a client of the cluster, which is closed afterwards if it is our own."""
        if self._staying is not None:
            yield self._staying
            return
        with ExitStack() as stack:
            if self.plan.scheduler is None:
                start: Any = LocalCluster  # it has no types of its own
                local = start(
                    n_workers=self.plan.workers,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                    memory_limit=0,
                )
                cluster = stack.enter_context(local)
            else:
                cluster = self.plan.scheduler
            connect: Any = Client
            try:
                client = connect(cluster, timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError) as error:
                raise OptionError(f"scheduler: {self.plan.scheduler} does not answer: {error}") from None
            yield stack.enter_context(client)


def _done(task: Task[T, R], item: T) -> R:
    """Do a task in a worker process."""
    with _ONE_AT_A_TIME:
        prepared(cast(Hashable, task))
        return task(item)


@cache
def prepared(task: Any) -> bool:
    """Prepare a task, which can be hashed, once in a process."""
    task.prepare()
    return True
