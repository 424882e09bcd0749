"""Numbers: the quantities of a text, each with value, unit and modifier, and the numerals that are none."""

from .quantities import find

__all__ = ["find"]
