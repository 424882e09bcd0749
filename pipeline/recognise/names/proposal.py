"""What speaks for a name before it is decided, whoever proposes it: a rule, a table, a tagger."""

from __future__ import annotations

from typing import NamedTuple


class Proposal(NamedTuple):
    """A span of a text that is proposed as a name: half-open range, label, and the rule that proposes it.

    The rules' selection takes higher tiers first (4 the user's, 3 certain, 2 usual, 1 only where nothing else is),
    longer spans before shorter ones inside a tier. `score` is the probability that a tagger gives, 0 to 1.
    """

    start: int
    end: int
    label: str
    rule: str = "tagger"
    tier: int = 2
    score: float = 0.0

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two proposals the same name: range and label."""
        return self.start, self.end, self.label
