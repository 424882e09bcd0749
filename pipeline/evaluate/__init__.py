"""Evaluate: an extract measured against gold, two extracts compared, mistakes grouped by kind."""

from .measures import match_facts
from .reliability import verdicts
from .report import Report, evaluate, read_gold, read_predicted

__all__ = ["Report", "evaluate", "match_facts", "read_gold", "read_predicted", "verdicts"]
