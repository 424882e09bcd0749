"""The score of a fact: what speaks for it, and what becomes of that."""

from __future__ import annotations

import pytest
from zhfacts.model import Span
from zhfacts.relate.decide.binder import find_facts
from zhfacts.relate.decide.deciders import Rankers
from zhfacts.relate.decide.decisions import Decision
from zhfacts.relate.decide.score import features, overlap, probability
from zhfacts.relate.slots.options import IndicatorOption

from ..markup import document

TEXT = "[绵阳市|GPE]建成{26个|CARDINAL|个}充电站，投入{3亿元|MONEY|CNY}。"


@pytest.mark.parametrize(
    ("ours", "theirs", "share"),
    [
        ([(0, 4)], [(0, 4)], 1.0),
        ([(0, 4)], [(2, 6)], 0.5),
        ([(0, 2), (4, 6)], [(0, 2)], 2 / 3),
        ([(0, 2)], [(4, 6)], 0.0),
    ],
)
def test_overlap(ours, theirs, share):
    assert overlap([Span(*s) for s in ours], [Span(*s) for s in theirs]) == pytest.approx(share)


def test_indicators_that_are_much_alike_speak_for_each_other():
    phrases = [
        IndicatorOption((Span(0, 4),), "left"),
        IndicatorOption((Span(0, 3),), "bare"),
        IndicatorOption((Span(8, 9),), "noun"),
    ]
    alone = features({"indicator": Decision(phrases[::2], 0, [0.4, 0.6])}, 0.0)["indicator"]
    together = features({"indicator": Decision(phrases, 0, [0.4, 0.4, 0.2])}, 0.0)["indicator"]
    assert alone < 0 < together


def test_a_table_cell_has_its_indicator_given():
    assert features({"subject": Decision("ab", 1, [0.5, 0.5])}, 1.5) == {
        "bias": 1.0,
        "article": 1.5,
        "subject": 0.0,
        "given": 1.0,
    }


@pytest.mark.parametrize(("weight", "score"), [(0.0, 0.5), (1.0, 0.731), (1e6, 1.0), (-1e6, 0.0)])
def test_probability(weight, score):
    assert probability({"a": weight}, {"a": 1.0, "unknown": 9.0}) == score


def test_the_shipped_model_scores_every_fact():
    assert all(0 < f.score < 1 and f.score == round(f.score, 3) for f in find_facts(document(TEXT), Rankers()))


def test_a_model_without_weights_for_it_gives_no_score():
    assert [f.score for f in find_facts(document(TEXT), Rankers({}))] == [None, None]
