"""Probabilities of names under the field, against a sum over all tag sequences."""

from itertools import pairwise, product

import numpy as np
import pytest
from zhfacts.recognise.names.proposal import Proposal
from zhfacts.recognise.taggers.decoding import RandomField, allowed_moves, settled, tags

LABELS = ("ORG", "GPE")


@pytest.fixture(scope="module")
def field():
    chance = np.random.default_rng(3)
    k = len(tags(LABELS))
    return RandomField(LABELS, *(chance.normal(size=s).astype(np.float32) for s in ((k, k), k, k)))


def brute(field, scores):
    """Every name's probability by adding up all legal sequences."""
    names, moves = tags(LABELS), allowed_moves(LABELS)
    total, held = 0.0, {}
    for path in product(range(len(names)), repeat=len(scores)):
        if not all(moves[a, b] for a, b in pairwise(path)):
            continue
        weight = float(field._first[path[0]] * field._last[path[-1]] * np.exp(scores[range(len(path)), path]).prod())
        weight *= float(np.prod([field._moves[a, b] for a, b in pairwise(path)]))
        total += weight
        start = 0
        for place, tag in enumerate(path):
            kind = names[tag][0]
            if kind in "BS":
                start = place
            if kind in "ES" and weight:
                key = (start, place + 1, names[tag][2:])
                held[key] = held.get(key, 0.0) + weight
    return {key: weight / total for key, weight in held.items()}


def test_probabilities_are_exact(field):
    scores = np.random.default_rng(5).normal(size=(4, len(tags(LABELS)))).astype(np.float32)
    wanted = {k: v for k, v in brute(field, scores).items() if v >= 0.01}
    found = {n[:3]: n.score for n in field.names(scores[None], [4], 0.01)[0]}
    assert found.keys() == wanted.keys()
    assert all(found[k] == pytest.approx(v, abs=1e-4) for k, v in wanted.items())


def test_padding_does_not_matter(field):
    scores = np.random.default_rng(6).normal(size=(2, 9, len(tags(LABELS)))).astype(np.float32)
    together = field.names(scores, [9, 5], 0.05)
    alone = field.names(scores[1:, :5], [5], 0.05)
    assert [n[:3] for n in together[1]] == [n[:3] for n in alone[0]]


def test_settled_keeps_the_likelier():
    spans = [(0, 4, "ORG", 0.6), (0, 2, "GPE", 0.3), (2, 4, "ORG", 0.3), (6, 8, "GPE", 0.5)]
    names = [Proposal(start, end, label, score=score) for start, end, label, score in spans]
    assert settled(names) == [names[0], names[3]]
    assert settled([]) == []
