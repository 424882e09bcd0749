"""Times: the expressions of a text that place something in time, resolved to days."""

from .dating import find

__all__ = ["find"]
