"""Worker processes that may die or hang: each has a pipe of its own, so that it is known what it was at.

A worker that dies is replaced and its item tried once more; one that takes too long over an item is killed. Nothing
else is lost by either.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, Generic

from .base import Lost, R, T, Task

DEPTH = 2
"""Items that a worker has at a time: the one that it is at and the next, so that it need not wait for this process."""
AHEAD = 64
"""Items a worker that may be under way before the first of them is done."""
WATCH = 1.0
"""Seconds between two looks of a worker for its parent."""
TRIES = 2
"""A worker may die of something else than its item; this often is the item's own doing."""


class WorkerPool(Generic[T, R]):
    """Worker processes for one task. `timeout`: seconds that an item may take, None for any."""

    def __init__(self, task: Task[T, R], workers: int, timeout: float | None = None) -> None:
        self._task = task
        self._size = workers
        self._timeout = timeout
        forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        self._context = multiprocessing.get_context("fork" if forks else "spawn")
        self._forks = forks

    def map(self, items: Iterable[T]) -> Iterator[R | Lost]:
        """Yield the result of each item, in order."""
        if self._forks:
            self._task.prepare()  # the workers share the memory of what is loaded before
        workers = [_Worker(self._context, self._task) for _ in range(self._size)]
        try:
            yield from self._run(workers, _Items(items, AHEAD * self._size))
        finally:
            for worker in workers:
                worker.kill()

    def _run(self, workers: list[_Worker], items: _Items) -> Iterator[R | Lost]:
        while True:
            for depth in range(DEPTH):
                for worker in workers:
                    if len(worker.given) <= depth and (entry := items.next()):
                        worker.give(entry)
            yield from items.in_order()
            busy = {worker.connection: worker for worker in workers if worker.given}
            if not busy:
                if items.all_done:
                    return
                continue
            for connection in wait(list(busy), self._patience(busy.values())):
                worker = busy[connection]  # type: ignore[index]
                if not worker.collect(items):
                    self._replace(workers, worker, items, f"the worker process died ({worker.died_of()})", TRIES)
            for worker in busy.values():
                if worker in workers and self._late(worker) and not worker.connection.poll():
                    self._replace(workers, worker, items, f"took longer than {self._timeout:g} seconds", 1)

    def _patience(self, busy: Iterable[_Worker]) -> float | None:
        """Return how long the workers can be waited for before one of them is late."""
        if self._timeout is None:
            return None
        oldest = min((worker.since for worker in busy if worker.ready), default=time.monotonic())
        return max(0.0, oldest + self._timeout - time.monotonic()) + 0.01

    def _late(self, worker: _Worker) -> bool:
        at_work = worker.ready and bool(worker.given)
        return self._timeout is not None and at_work and time.monotonic() - worker.since > self._timeout

    def _replace(self, workers: list[_Worker], worker: _Worker, items: _Items, reason: str, tries: int) -> None:
        """Put a new worker in the place of one; the item that it was at is lost after so many tries."""
        worker.kill()
        items.take_back(worker.given, reason, tries)
        workers[workers.index(worker)] = _Worker(self._context, self._task)


class _Items:
    """The items of a stream by number: which come next, which are done, which are to be tried again."""

    def __init__(self, items: Iterable[Any], ahead: int) -> None:
        self._stream = enumerate(items)
        self._ahead = ahead
        self._again: deque[tuple[int, Any]] = deque()
        self._done: dict[int, Any] = {}
        self._deaths: Counter[int] = Counter()
        self._yielded = self._read = 0
        self._ended = False

    def next(self) -> tuple[int, Any] | None:
        """Return the next item with its number, None where none may be begun now."""
        if self._again:
            return self._again.popleft()
        if self._ended or self._read - self._yielded >= self._ahead:
            return None
        entry = next(self._stream, None)
        if entry is None:
            self._ended = True
        else:
            self._read += 1
        return entry

    def finish(self, number: int, result: Any) -> None:
        """Take the result of an item."""
        self._done[number] = result

    def take_back(self, given: Iterable[tuple[int, Any]], reason: str, tries: int) -> None:
        """Take back what a worker had that is no more: it was at the first of them, which is lost after some tries."""
        first, *rest = given
        self._deaths[first[0]] += 1
        if self._deaths[first[0]] >= tries:
            self._done[first[0]] = Lost(reason)
            self._again.extendleft(reversed(rest))
        else:
            self._again.extendleft(reversed([first, *rest]))

    def in_order(self) -> Iterator[Any]:
        """Yield the results whose turn it is."""
        while self._yielded in self._done:
            result = self._done.pop(self._yielded)
            self._yielded += 1
            yield result

    @property
    def all_done(self) -> bool:
        """Whether every item of the stream has been yielded."""
        return self._ended and not self._again and self._yielded == self._read


class _Worker:
    """A worker process as its parent sees it: what it has been given, and since when it is at the first of that."""

    def __init__(self, context: Any, task: Task[Any, Any]) -> None:
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.connection, task), daemon=True)
        self.process.start()
        theirs.close()
        self.given: deque[tuple[int, Any]] = deque()
        self.since = time.monotonic()
        self.ready = False

    def give(self, entry: tuple[int, Any]) -> None:
        """Hand it an item; that it has died meanwhile shows when its results are collected."""
        if not self.given:
            self.since = time.monotonic()
        self.given.append(entry)
        with suppress(OSError):
            self.connection.send(entry[1])

    def collect(self, items: _Items) -> bool:
        """Take in one message; return False where the worker has died."""
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            return False
        self.since = time.monotonic()
        if self.ready:
            number, _ = self.given.popleft()
            items.finish(number, message)
        self.ready = True
        return True

    def died_of(self) -> str:
        """Return what ended the process: the name of a signal, or its exit code."""
        self.process.join(5)
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection, parents: Connection, task: Task[Any, Any]) -> None:
    """Work in a worker process: items come in order, so do results; ends when the parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    parents.close()
    inbox: SimpleQueue[tuple[Any] | None] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    threading.Thread(target=_watch, daemon=True).start()
    with suppress(OSError):
        task.prepare()
        connection.send(None)
        while entry := inbox.get():
            connection.send(task(entry[0]))


def _watch() -> None:
    """End this worker when its parent is gone.

    The pipe alone does not tell: a worker that was forked later holds this one's end of the parent's, and may hang.
    """
    parent = multiprocessing.parent_process()
    while parent and os.getppid() == parent.pid:
        time.sleep(WATCH)
    os._exit(1)


def _receive(connection: Connection, inbox: SimpleQueue[tuple[Any] | None]) -> None:
    """Read items as they come, so that the parent never waits for a worker that waits for it."""
    with suppress(EOFError, OSError):
        while True:
            inbox.put((connection.recv(),))
    inbox.put(None)
