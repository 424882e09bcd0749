"""Reading text to sentences and words; recognised spans are never cut."""

from .sentences import sentences
from .words import words

__all__ = ["sentences", "words"]
