"""Names of people, organisations, places and things: what rules and tables propose, weighed against a tagger."""

from .lexicon import Lexicon
from .namer import Namer, Proposer
from .proposal import Proposal

__all__ = ["Lexicon", "Namer", "Proposal", "Proposer"]
