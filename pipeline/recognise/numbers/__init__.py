"""Numbers: the quantities of a text, each with value, unit and modifier, and the numerals that are none."""

from .money import home_currency
from .quantities import Numbers, bare_numbers, find, read

__all__ = ["Numbers", "bare_numbers", "find", "home_currency", "read"]
