"""Deciders: chosen by name, advised by another judge, and free to be something else altogether."""

from __future__ import annotations

import pytest
from zhfacts.errors import OptionError
from zhfacts.relate import bind, named
from zhfacts.relate.decide import deciders
from zhfacts.relate.decide.deciders import Rankers
from zhfacts.relate.decide.ranking import load

from ..markup import document
from .first_options import FirstOptions

TEXT = "[绵阳市|GPE]的[云山厂|ORG]去年建成{26个|CARDINAL|个}充电站，投入{3亿元|MONEY|CNY}。"


def advised(**trust):
    """Return the shipped weights with an adviser that counts so much in each slot, and nothing else changed."""
    return {**load(), "advice": trust, "own": {}, "advised": load()["score"]}


class Against:
    """Advises for the option that stands last, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def read(self, scene, questions):
        return self

    def advise(self, slot, questions):
        self.asked.append((slot, len(questions)))
        return [[float(n == len(q.options) - 1) for n in range(len(q.options))] for q in questions]


@pytest.mark.parametrize("slot", ["subject", "time", "indicator", "aspect", "status"])
def test_advice_counts_as_much_as_the_model_says(slot):
    adviser = Against()
    plain, _ = bind(document(TEXT), Rankers())
    deaf, _ = bind(document(TEXT), Rankers({**load(), "advice": {}}, adviser))
    assert deaf == plain and not adviser.asked
    bind(document(TEXT), Rankers(advised(**{slot: 1e3}), adviser))
    assert {s for s, _ in adviser.asked} == {slot}
    assert sum(n for _, n in adviser.asked) == 2


def test_an_adviser_may_have_nothing_to_say():
    class Silent:
        def read(self, scene, questions):
            return self

        def advise(self, slot, questions):
            return None

    plain, _ = bind(document(TEXT), Rankers())
    assert bind(document(TEXT), Rankers(advised(subject=1.0), Silent()))[0] == plain


def test_subject_options_say_where_they_stand():
    class Looking:
        def read(self, scene, questions):
            text = scene.text
            first = questions["subject"][0].options
            seen.update((o.entity, o.name, tuple(text[slice(*s)] for s in o.spans)) for o in first)
            return self

        def advise(self, slot, questions):
            return None

    seen = set()
    bind(document(TEXT), Rankers(advised(subject=1.0), Looking()))
    assert ("GPE:绵阳市", "绵阳市", ("绵阳市",)) in seen
    assert ("ORG:云山厂", "云山厂", ("云山厂",)) in seen


def test_another_decider():
    facts, _ = bind(document(TEXT), FirstOptions())
    assert [(f.aspect, f.status, f.score) for f in facts] == [("level", "actual", None)] * 2


def test_names_of_deciders():
    assert {"default", "fast"} <= set(deciders.names())
    assert isinstance(named("fast"), Rankers)
    with pytest.raises(OptionError, match=r"'best' is unknown; known are default, fast"):
        named("best")


def test_an_entry_point_gives_a_decider(monkeypatch):
    class Point:
        name, value = "mine", "mine:decider"

        @staticmethod
        def load():
            return Rankers

    monkeypatch.setattr(deciders, "entry_points", lambda **which: [Point])
    assert isinstance(named("mine"), Rankers)


def test_an_entry_point_that_cannot_be_loaded(monkeypatch):
    class Point:
        name, value = "mine", "mine:decider"

        @staticmethod
        def load():
            raise ImportError("no module mine")

    monkeypatch.setattr(deciders, "entry_points", lambda **which: [Point])
    with pytest.raises(OptionError, match=r"mine:decider cannot be loaded: no module mine"):
        named("mine")
