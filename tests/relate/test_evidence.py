"""What a statement claims, what it starts from, and where the words stand that say so: cases as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from zhfacts.model import Span
from zhfacts.relate import named
from zhfacts.relate.decide.binder import find_facts
from zhfacts.relate.decide.decisions import Decision
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.sections import sections
from zhfacts.relate.slots.status import modality

from .markup import document

CASES = Path(__file__).parent.parent / "cases"


def cases(name):
    rows = [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line]
    return [pytest.param(r, id=r.get("note", r["text"])[:32]) for r in rows]


class All:
    """Takes every number for a fact, and the first option of all else that the words leave open."""

    def consider(self, scene, questions):
        pass

    def decide(self, scene, slot, questions):
        return [Decision(q.options, 0, [1.0] + [0.0] * (len(q.options) - 1)) for q in questions]

    def score(self, decisions, article):
        return None


@pytest.mark.parametrize("case", cases("modality.jsonl"))
def test_modality(case):
    scene = Scene(document(case["text"]))
    found, cue = modality(scene, scene.frames[-1], case.get("status", "planned"))
    assert (found, cue.word if cue else None) == (case["modality"], case.get("cue"))
    assert cue is None or scene.text[slice(*cue.span)] == cue.word


@pytest.mark.parametrize("case", cases("bases.jsonl"))
def test_bases(case):
    given = document(case["text"])
    fact = find_facts(given, named("fast"))[case["fact"]]
    times = {t.id: t.text for t in given.times}
    found = (None if fact.base_value is None else str(fact.base_value), times.get(fact.base_time))
    assert found == (case["value"], case["time"])


@pytest.mark.parametrize("case", cases("evidence.jsonl"))
def test_evidence(case):
    given = document(case["text"])
    fact = find_facts(given, named("fast"))[case["fact"]]
    found: dict[str, list[str]] = {}
    for e in fact.evidence:
        found.setdefault(e.field, []).append(given.text[e.start : e.end])
    assert {field: found.get(field) for field in case["evidence"]} == case["evidence"]
    assert list(fact.evidence) == sorted(fact.evidence, key=lambda e: (e.start, e.end, e.field))


def test_a_noun_phrase_holds_within_the_likeliest_entity():
    class Phrases(All):
        def decide(self, scene, slot, questions):
            found = super().decide(scene, slot, questions)
            if slot == "subject":
                for decision in found:
                    decision.at = next(n for n, o in enumerate(decision.options) if o.phrase)
                    decision.odds = [
                        0.5 if o.phrase else 0.3 if o.entity == "GPE:绵阳市" else 0.1 for o in decision.options
                    ]
            return found

    given = document("[云山厂|ORG]在[绵阳市|GPE]。移动游戏用户达{300万人|CARDINAL|人}。", "绵阳市移动游戏")
    (fact,) = find_facts(given, Phrases())
    assert (fact.subject, fact.subject_text, fact.scope) == (None, "移动游戏用户", "GPE:绵阳市")


def test_an_entity_needs_no_scope():
    (fact,) = find_facts(document("[绵阳市|GPE]产值达{3亿元|MONEY|CNY}。"), named("fast"))
    assert (fact.subject, fact.scope) == ("GPE:绵阳市", None)


@pytest.mark.parametrize(
    ("text", "standings", "introduced"),
    [
        ("一、去年工作回顾\n产值增长。\n二、今年工作安排\n产值增长。", ["actual"] * 2 + ["planned"] * 2, [""] * 4),
        ("二、今年工作安排\n（一）稳增长\n产值增长。", ["planned"] * 3, [""] * 3),
        ("今年主要预期目标为：产值增长。\n出口增长。", [""] * 2, ["planned"] * 2),
        ("[规划研究院|ORG]开放\n产值增长。", [""] * 2, [""] * 2),
    ],
)
def test_sections_announce(text, standings, introduced):
    found = sections(Scene(document(text)))
    assert (found.standings, found.introduced) == (standings, introduced)


def test_the_word_that_announces():
    scene = Scene(document("五、主要目标\n产值增长。"))
    assert sections(scene).cues == [Span(2, 6)] * 2
