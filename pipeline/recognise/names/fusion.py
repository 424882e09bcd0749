"""Decides between what the rules chose and what a tagger proposes: a probability for every span, then the best set.

The probability is a logistic function of a few facts about the span (whether the rules chose or proposed it, how
reliable the rule is, how sure the tagger is of it and of what it would replace); the weights were fitted on annotated
articles that the tagger had not seen. The set of spans without overlaps that gains most is found by dynamic
programming (weighted interval scheduling; Kleinberg and Tardos, Algorithm Design, 6.1).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, log
from typing import NamedTuple

from ...lang.tables import table
from .places import Candidate

FLOOR, CEILING = 0.03, 0.97
THRESHOLD = 0.42


class Scored(NamedTuple):
    """A span that another recogniser proposes, with its label and how sure it is (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


Key = tuple[int, int, str]


def logit(probability: float) -> float:
    """Return the log odds of a probability, kept away from 0 and 1."""
    bounded = min(max(probability, FLOOR), CEILING)
    return log(bounded / (1 - bounded))


@cache
def reliabilities() -> dict[str, float]:
    """Return how often each rule was right on annotated articles."""
    return {row["rule"]: float(row["precision"]) for row in table("name_rules.tsv")}


@cache
def weights() -> dict[str, float]:
    """Return the fitted weight of each feature."""
    return {row["feature"]: float(row["weight"]) for row in table("name_fusion.tsv")}


def features(
    text: str, chosen: Sequence[Candidate], proposed: Iterable[Candidate], tagged: Sequence[Scored]
) -> dict[Key, dict[str, float]]:
    """Return the features of every span that the rules chose or the tagger proposes."""
    best: dict[tuple[str, str], list[float]] = {}
    for span in tagged:
        best.setdefault((text[span.start : span.end], span.label), []).append(span.score)
    mine = {(c.start, c.end, c.label): c for c in chosen}
    also = {(c.start, c.end, c.label) for c in proposed}
    scores = {(s.start, s.end, s.label): s.score for s in tagged}
    rivals = sorted(scores)
    reach = max((end - start for start, end, _ in rivals), default=0)
    rules = sorted(mine)
    found = {}
    for key in sorted(mine.keys() | scores.keys()):
        score = scores.get(key, 0.0)
        rule = mine.get(key)
        clash = max((_prior(mine[k]) for k in _overlapping(rules, key)), default=0.0)
        same = best.get((text[key[0] : key[1]], key[2]), [])
        echo = max(same) if max(same, default=0.0) > score else sorted(same)[-2] if len(same) > 1 else 0.0
        first = bisect_left(rivals, (key[0] - reach, 0, ""))
        near = rivals[first : bisect_left(rivals, (key[1], 0, ""))]
        rival = max((scores[k] for k in near if k != key and key[0] < k[1]), default=0.0)
        wider = max((scores[k] for k in near if _holds(k, key) and k[:2] != key[:2]), default=0.0)
        relation = _relation(rules, key)
        found[key] = (
            {
                "chosen": 1.0,
                "reliability": logit(_prior(rule)),
                "agreed": logit(score) if key in scores else 0.0,
                "unseen": float(key not in scores),
                "rival": rival,
                "wider": logit(wider),
                "echo": echo,
                "agreed:" + key[2]: score,
            }
            if rule
            else {
                key[2]: 1.0,
                "proposed": float(key in also),
                "tagger": logit(score),
                "against_rule": clash,
                "second": rival,
                "heard": echo,
                "short": float(key[1] - key[0] < 3),
                relation: 1.0,
                f"{relation}:tagger": logit(score),
            }
        )
    return found


def _holds(wide: Key, narrow: Key) -> bool:
    """Tell whether a span lies in another, or is the same."""
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _relation(rules: Sequence[Key], key: Key) -> str:
    """Return how a tagger's span lies to what the rules chose: relabels it, covers it all, cuts it, or stands alone."""
    met = _overlapping(rules, key)
    if any(other[:2] == key[:2] for other in met):
        return "relabels"
    return "alone" if not met else "covers" if all(_holds(key, other) for other in met) else "cuts"


def _prior(candidate: Candidate) -> float:
    """Return the reliability of a candidate's rule; certain rules of a user are surer than any."""
    return 0.999 if candidate.tier == 4 else reliabilities().get(candidate.rule, 0.7)


def _overlapping(sorted_keys: Sequence[Key], key: Key) -> list[Key]:
    """Return the keys, free of overlaps among themselves and sorted, that overlap `key` and differ from it."""
    at = bisect_right(sorted_keys, (key[0], -1, ""))
    first = max(0, at - 1)
    found = []
    for n in range(first, len(sorted_keys)):
        other = sorted_keys[n]
        if other[0] >= key[1]:
            break
        if other[1] > key[0] and other != key:
            found.append(other)
    return found


def probability(facts: Mapping[str, float]) -> float:
    """Return the fitted probability that a span is a name with its label."""
    total = sum(weights().get(name, 0.0) * value for name, value in facts.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def fuse(
    text: str, chosen: Sequence[Candidate], proposed: Iterable[Candidate], tagged: Sequence[Scored]
) -> list[Candidate]:
    """Return the set of spans without overlaps that gains most over the threshold; the rules' names keep their rule."""
    mine = {(c.start, c.end, c.label): c for c in chosen}
    gains = []
    for key, facts in features(text, chosen, proposed, tagged).items():
        candidate = mine.get(key) or Candidate(*key, "tagger")
        gain = 1000.0 if candidate.tier == 4 else probability(facts) - THRESHOLD
        if gain > 0:
            gains.append((candidate, gain))
    return best_set(gains)


def best_set(gains: Sequence[tuple[Candidate, float]]) -> list[Candidate]:
    """Return the candidates without overlaps whose gains sum to the most, in text order."""
    ordered = sorted(gains, key=lambda item: (item[0].end, item[0].start, item[0].label))
    ends = [candidate.end for candidate, _ in ordered]
    totals = [0.0]
    before = []
    for n, (candidate, gain) in enumerate(ordered):
        fit = bisect_right(ends, candidate.start, 0, n)
        before.append(fit)
        totals.append(max(totals[n], totals[fit] + gain))
    kept = []
    n = len(ordered)
    while n:
        candidate, gain = ordered[n - 1]
        if totals[n] > totals[n - 1] + 1e-12:
            kept.append(candidate)
            n = before[n - 1]
        else:
            n -= 1
    return kept[::-1]
