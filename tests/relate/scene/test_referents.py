"""What definite nouns stand for, and what paragraphs keep to, by cases."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.referents import definites, described, paragraphs

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("definite_nouns.jsonl"))
def test_definite_nouns(case):
    scene = Scene(document(case["text"]))
    start = max(s.start for s in scene.sentences)
    assert [[d.mention.entity, d.how] for d in definites(scene, start, len(scene.text))] == case["means"]


@pytest.mark.parametrize("case", cases("described.jsonl"))
def test_what_a_pointed_noun_repeats(case):
    scene = Scene(document(case["text"]))
    start = max(s.start for s in scene.sentences)
    span = described(scene, start, len(scene.text))
    assert (span and scene.text[span.start : span.end]) == case["phrase"]


def test_a_paragraph_keeps_to_what_it_names_first_and_most():
    text = "[林晓云|PERSON]说，[临江港|FAC]吞吐量增长。[云山市|GPE]说，[临江港|FAC]扩建。\n没有名字。"
    first, second = paragraphs(Scene(document(text)), ("PERSON",)).values()
    assert first.first.entity == first.most == "FAC:临江港"
    assert second == (None, "")
