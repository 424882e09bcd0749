"""What an engine is, and the registry of engines by name: ours, and those of the entry points `zhfacts.engines`."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Protocol, TypeVar

from ..errors import OptionError, unknown_choice

T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")
R = TypeVar("R")

ENGINES = {"local": "zhfacts.engines.local:LocalEngine", "dask": "zhfacts.engines.on_dask:DaskEngine"}
"""Our engines by name: module and class, imported when the engine is asked for. A class is called with a Plan."""
GROUP = "zhfacts.engines"


@dataclass(frozen=True)
class Plan:
    """How to run: number of worker processes, seconds that one item may take (None: any), address of a scheduler."""

    workers: int = 1
    timeout: float | None = None
    scheduler: str | None = None


@dataclass(frozen=True)
class Lost:
    """What stands for the result of an item whose worker died or took too long."""

    reason: str


class Task(Protocol[T_contra, R_co]):
    """A function of one item that can be pickled; `prepare` does beforehand what it needs once in a process."""

    def prepare(self) -> None:
        """Load what the task needs; a second call does nothing."""
        ...

    def __call__(self, item: T_contra, /) -> R_co:
        """Return the result for an item."""
        ...


class Engine(Protocol):
    """What `run` asks of an engine."""

    def map(self, task: Task[T, R], items: Iterable[T]) -> Generator[R | Lost, None, None]:
        """Yield task(item) for each item, in order; `Lost` where its worker died each time or took too long."""
        ...


@contextmanager
def staying(engine: Engine) -> Iterator[None]:
    """Keep what an engine starts (the workers of a cluster) for all maps within the block, where it can."""
    keep = getattr(engine, "staying", None)
    with keep() if keep else nullcontext():
        yield


def engine(name: str, plan: Plan) -> Engine:
    """Return the engine with a name; OptionError where there is none, or where it cannot follow the plan."""
    if plan.timeout is not None and plan.timeout <= 0:
        raise OptionError(f"timeout: {plan.timeout:g} seconds is nothing; give more")
    found: Any
    if name in ENGINES:
        module, _, made = ENGINES[name].partition(":")
        found = getattr(import_module(module), made)
    else:
        others = {point.name: point for point in entry_points(group=GROUP)}
        if name not in others:
            raise unknown_choice("engine", name, [*ENGINES, *sorted(others)])
        found = others[name].load()
    made_engine: Engine = found(plan)
    return made_engine
