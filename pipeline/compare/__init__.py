"""Compare: what several articles say of the same thing: series in time, facts that contradict each other."""

from .pool import Pool

__all__ = ["Pool"]
