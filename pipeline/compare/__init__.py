"""Compare: what several articles say of the same thing: series in time, facts that contradict each other, reprints."""

from .pool import Pool
from .reprints import Reprints

__all__ = ["Pool", "Reprints"]
