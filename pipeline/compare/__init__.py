"""Compare: what several articles say of the same thing: keys by which they meet, series, contradictions, reprints."""

from .keys import key, keyed
from .pool import Pool
from .reprints import Reprints, Signature, signature

__all__ = ["Pool", "Reprints", "Signature", "key", "keyed", "signature"]
