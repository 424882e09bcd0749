"""Names of people, organisations, places and things: what rules and tables propose, weighed against a tagger."""

from .namer import Namer

__all__ = ["Namer"]
