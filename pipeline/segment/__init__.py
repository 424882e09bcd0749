"""Reading text to sentences, and the words of the raw text; recognised spans are never cut."""

from .cutting import words
from .splitting import sentences

__all__ = ["sentences", "words"]
