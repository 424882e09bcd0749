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
from heapq import nlargest
from math import exp, log
from typing import NamedTuple

from ...lang.tables import table
from .proposal import Proposal
from .words import TaggedWords

FLOOR, CEILING = 0.03, 0.97
THRESHOLD = 0.42
OPENING, CLOSING = frozenset("《“「『（(【〈"), frozenset("》”」』）)】〉")


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


class NameEvidence(NamedTuple):
    """What speaks for names in a text: its words, what the rules chose, all that they proposed, what a tagger does."""

    words: TaggedWords
    chosen: list[Proposal]
    proposals: list[Proposal]
    tagged: list[Proposal]


def features(seen: NameEvidence) -> dict[Key, dict[str, float]]:
    """Return the features of every span that the rules chose or proposed or the tagger proposes.

    Spans that the rules chose, that they only proposed, and that the tagger alone proposes are three kinds with weights
    of their own; each feature's name begins with its kind.
    """
    mine = {c.key: c for c in seen.chosen}
    passed = _surest(seen.proposals)
    scores = {s.key: s.score for s in seen.tagged}
    field = _SpanContext(seen.words, mine, scores)
    found = {}
    for key in sorted(mine.keys() | passed.keys() | scores.keys()):
        rule = mine.get(key) or passed.get(key)
        kind = "chosen" if key in mine else "passed" if rule else "tagged"
        facts = field.facts(key)
        if rule:
            facts["reliability"] = logit(_prior(rule))
        found[key] = {f"{kind}:{name}": value for name, value in facts.items() if value}
    return found


def _surest(candidates: Iterable[Proposal]) -> dict[Key, Proposal]:
    """Return for each span the candidate of the surest rule."""
    found: dict[Key, Proposal] = {}
    for candidate in candidates:
        key = candidate.key
        if key not in found or _prior(found[key]) < _prior(candidate):
            found[key] = candidate
    return found


class _SpanContext:
    """All that stands around a span: the rules' choice, the tagger's scores, the words of the text."""

    def __init__(self, words: TaggedWords, mine: Mapping[Key, Proposal], scores: Mapping[Key, float]) -> None:
        self.words, self.text, self.scores = words, words.text, scores
        self.rules = {key: _prior(candidate) for key, candidate in mine.items()}
        self.chosen, self.rivals = sorted(mine), sorted(scores)
        self.reach = max((end - start for start, end, _ in self.rivals), default=0)
        self.same = self._surest_places()

    def _surest_places(self) -> dict[str, dict[str, list[tuple[float, int]]]]:
        """Return for each name and label the two places where the tagger is surest: its score, where it stands.

        Two are enough to look past any one; all places of each would take a time that grows with their square.
        """
        places: dict[str, dict[str, list[tuple[float, int]]]] = {}
        for (start, end, label), score in self.scores.items():
            places.setdefault(self.text[start:end], {}).setdefault(label, []).append((score, start))
        return {name: {label: nlargest(2, at) for label, at in labels.items()} for name, labels in places.items()}

    def facts(self, key: Key) -> dict[str, float]:
        """Return what speaks for and against a span, whatever its kind."""
        start, end, label = key
        score = self.scores.get(key, 0.0)
        facts = {"all": 1.0, label: 1.0, "tagger": logit(score), "unseen": float(key not in self.scores)}
        facts[f"tagger:{label}"] = score
        facts |= self._against(key) | self._elsewhere(key)
        size = end - start
        facts[f"length:{min(size, 8)}"] = 1.0
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        if before in OPENING and after in CLOSING:
            facts[f"marks:{before}"] = facts[f"marks:{before}:{label}"] = 1.0
        facts["edges"] = float(self.words.aligned(start, end))
        if facts["edges"] and len(self.words.between(start, end)) == 1:
            n = self.words.at(start)
            facts[f"word:{self.words.tags[n][:2]}"] = 1.0
            facts["common"] = log(1 + self.words.seen[n]) / 10
        return facts

    def _against(self, key: Key) -> dict[str, float]:
        """Return what stands against a span: other spans of tagger and rules that hold it, lie in it, cut it, or
        label it otherwise."""
        facts: dict[str, float] = {}
        first = bisect_left(self.rivals, (key[0] - self.reach, 0, ""))
        for other in self.rivals[first : bisect_left(self.rivals, (key[1], 0, ""))]:
            if other != key and key[0] < other[1]:
                name = f"tagger:{_relation(key, other)}"
                facts[name] = max(facts.get(name, 0.0), self.scores[other])
        for other in _overlapping(self.chosen, key):
            name = f"rule:{_relation(key, other)}"
            facts[name] = max(facts.get(name, 0.0), self.rules[other])
        return facts

    def _elsewhere(self, key: Key) -> dict[str, float]:
        """Return how sure the tagger is of the same name elsewhere in the text: with this label, and with others."""
        facts = {"echo": 0.0, "echo:other": 0.0}
        for label, places in self.same.get(self.text[key[0] : key[1]], {}).items():
            name = "echo" if label == key[2] else "echo:other"
            facts[name] = max(facts[name], *(score for score, start in places if start != key[0]), 0.0)
        return facts


def _relation(key: Key, other: Key) -> str:
    """Return how another span lies to one: it relabels it, holds it, lies inside it, or cuts it."""
    if other[:2] == key[:2]:
        return "relabels"
    return "wider" if _holds(other, key) else "inner" if _holds(key, other) else "cuts"


def _holds(wide: Key, narrow: Key) -> bool:
    """Tell whether a span lies in another, or is the same."""
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _prior(candidate: Proposal) -> float:
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


def probability(facts: Mapping[str, float], fitted: Mapping[str, float]) -> float:
    """Return the probability that a span is a name with its label, by fitted weights."""
    total = sum(fitted.get(name, 0.0) * value for name, value in facts.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def fuse(seen: NameEvidence) -> list[Proposal]:
    """Return the set of spans without overlaps that gains most over the threshold; the rules' names keep their rule."""
    return decide(seen, features(seen), weights())


def decide(
    seen: NameEvidence, found: Mapping[Key, Mapping[str, float]], fitted: Mapping[str, float]
) -> list[Proposal]:
    """Return the best set of the spans with features, by fitted weights."""
    rules = _surest([*seen.proposals, *seen.chosen])
    gains = []
    for key, facts in found.items():
        candidate = rules.get(key) or Proposal(*key)
        gain = 1000.0 if candidate.tier == 4 else probability(facts, fitted) - THRESHOLD
        if gain > 0:
            gains.append((candidate, gain))
    return best_set(gains)


def best_set(gains: Sequence[tuple[Proposal, float]]) -> list[Proposal]:
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
