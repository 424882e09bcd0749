"""Map a function over a stream of items, in this process or in worker processes; the order of the items is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from ..errors import ZhfactsError

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """What `run` asks of an engine."""

    def map(self, task: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield task(item) for each item, in order."""
        ...


@dataclass(frozen=True)
class LocalEngine:
    """Run tasks here (workers=1) or in `workers` processes, `batch` items a message.

    At most four batches a worker are under way at a time, so memory does not grow with the stream. Tasks and items
    must be picklable when workers > 1. Raises ZhfactsError when a worker process dies.
    """

    workers: int = 1
    batch: int = 8

    def map(self, task: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield task(item) for each item, in order."""
        if self.workers <= 1:
            yield from map(task, items)
            return
        stream = iter(items)
        with ProcessPoolExecutor(self.workers) as pool:
            waiting: deque[Future[list[R]]] = deque()
            try:
                while batch := list(islice(stream, self.batch)):
                    waiting.append(pool.submit(_each, task, batch))
                    if len(waiting) >= 4 * self.workers:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            except BrokenProcessPool as error:
                raise ZhfactsError("a worker process died (out of memory?); try fewer --workers") from error


def _each(task: Callable[[T], R], batch: list[T]) -> list[R]:
    return [task(item) for item in batch]
