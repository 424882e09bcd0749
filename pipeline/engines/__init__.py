"""Where the stages run: in this process or in worker processes."""

from .local import Engine, LocalEngine

__all__ = ["Engine", "LocalEngine"]
