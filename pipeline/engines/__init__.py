"""Where the stages run: in this process, in worker processes, or on the machines of a Dask cluster."""

from .base import Engine, Lost, Plan, Task, engine, staying
from .local import LocalEngine

__all__ = ["Engine", "LocalEngine", "Lost", "Plan", "Task", "engine", "staying"]
