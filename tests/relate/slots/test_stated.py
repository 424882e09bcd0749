"""Why quantities state nothing: by the decision itself, one reason for each quantity without a fact."""

from __future__ import annotations

import pytest
from zhfacts.model import ArticleTable, TableCell
from zhfacts.relate import bind, named
from zhfacts.relate.decide.deciders import Rankers
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.surroundings import read_left
from zhfacts.relate.slots import stated

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("unstated.jsonl"))
def test_why_nothing_is_stated(case):
    given = document(case["text"])
    facts, _ = bind(given, named("fast"))
    texts = {q.id: q.text for q in given.quantities}
    assert {texts[u.quantity]: u.reason for u in given.unstated} == case["unstated"]
    assert all(u.rule == "model" and 0.5 <= u.score <= 1 for u in given.unstated)
    assert {u.quantity for u in given.unstated}.isdisjoint(f.quantity for f in facts)
    assert len(facts) + len(given.unstated) == len(given.quantities)


def test_heads_of_tables_state_nothing():
    given = document("{60周岁以上|DURATION|a}\n[绵阳市|GPE]\n")
    given.tables = [ArticleTable((), (), (TableCell(0, 6, "head", 0, 0),))]
    assert bind(given, named("fast"))[0] == []
    assert [(u.reason, u.score, u.rule) for u in given.unstated] == [("heading", None, "table")]


def test_every_feature_but_the_bias_and_the_label_is_a_reason():
    scene = Scene(document("[绵阳市|GPE]公布了{首批|ORDINAL|批}企业。"))
    (frame,) = scene.frames
    features = stated.features(scene, frame, read_left(scene, *frame.lead), {"首批"})
    found = dict(zip(features, stated.reasons(frame, features), strict=True))
    assert [f for f, reason in found.items() if not reason] == ["bias", "label=ORDINAL"]
    assert {reason for f, reason in found.items() if f.startswith("again")} == {"again"}
    assert set(found.values()) == {"", "order", "again"}


def test_a_decider_that_gives_no_reason():
    class Silent(Rankers):
        def decide(self, scene, slot, questions):
            found = super().decide(scene, slot, questions)
            for decision in found:
                decision.why, decision.by = None, "silent"
            return found

    given = document("[绵阳市|GPE]公布了{首批|ORDINAL|批}示范企业名单。")
    bind(given, Silent())
    assert [(u.reason, u.rule) for u in given.unstated] == [(None, "silent")]
