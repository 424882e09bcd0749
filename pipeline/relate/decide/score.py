"""How sure a fact is: the probability that its quantity, subject and indicator are all right.

The rankers' own probabilities are too sure of themselves. A logistic regression on the log odds of a few of them (Platt
1999) gives one that holds: `zhfacts.train.facts` fits it on facts of articles that the rankers had not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ...model import Span
from .decisions import Decision

LEAST = 1e-4
ALIKE = 0.5


def features(decisions: Mapping[str, Decision], article: float) -> dict[str, float]:
    """Return what speaks for a fact, as named numbers.

    `decisions` are those behind it by slot. A number in a table cell has none on whether it states something and on its
    indicator. `article` is the mean log odds of the subjects of the whole article: some articles are hard.
    """
    found = {"bias": 1.0, "article": article}
    found |= {slot: log_odds(decisions[slot]) for slot in ("stated", "subject", "time") if slot in decisions}
    if decision := decisions.get("indicator"):
        alike = [overlap(decision.chosen.spans, other.spans) >= ALIKE for other in decision.options]
        found["indicator"] = _log_odds(math.fsum(p for p, same in zip(decision.odds, alike, strict=True) if same))
    else:
        found["given"] = 1.0
    return found


def probability(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """Return the probability that weights and features give, between 0 and 1, to three decimals."""
    total = math.fsum(weights.get(name, 0.0) * value for name, value in found.items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


def log_odds(decision: Decision) -> float:
    """Return the log odds of the chosen option."""
    return _log_odds(decision.probability)


def _log_odds(p: float) -> float:
    """Return the log odds of a probability, within bounds."""
    p = max(LEAST, min(1 - LEAST, p))
    return math.log(p / (1 - p))


def overlap(ours: Sequence[Span], theirs: Sequence[Span]) -> float:
    """Return the F1 of the characters that two phrases are made of."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in ours for b in theirs)
    total = sum(s.end - s.start for s in (*ours, *theirs))
    return 2 * both / total if total else 1.0
