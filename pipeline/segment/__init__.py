"""Reading text to sentences and words; recognised spans are never cut."""

from .cutting import words
from .splitting import sentences

__all__ = ["sentences", "words"]
