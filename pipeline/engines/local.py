"""Map a task over a stream of items in this process or in worker processes; the order of the items is kept."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from ..errors import OptionError
from .base import Lost, Plan, R, T, Task
from .workers import WorkerPool


@dataclass(frozen=True)
class LocalEngine:
    """Run tasks in this process, or in the plan's number of worker processes where it wants several or a time limit.

    Memory does not grow with the stream. In worker processes, tasks and items must be picklable.
    """

    plan: Plan = field(default_factory=Plan)

    def __post_init__(self) -> None:
        """Refuse a plan for another engine."""
        if self.plan.scheduler:
            raise OptionError("scheduler: the local engine has none")

    def map(self, task: Task[T, R], items: Iterable[T]) -> Generator[R | Lost, None, None]:
        """Yield task(item) for each item, in order."""
        if self.plan.workers > 1 or self.plan.timeout is not None:
            yield from WorkerPool(task, self.plan.workers, self.plan.timeout).map(items)
            return
        task.prepare()
        yield from map(task, items)
