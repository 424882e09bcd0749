"""Noun phrases as subjects by cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import zhfacts
from zhfacts.model import Span
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.noun_phrases import sound

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("phrases.jsonl"))
def test_sound_phrases(case):
    text = case["text"]
    span = sound(Scene(document(text + "达")), Span(0, len(text)))
    assert (span and text[span.start : span.end]) == case["phrase"]


def test_a_phrase_that_begins_inside_a_word_is_none():
    assert sound(Scene(document("新能源汽车达")), Span(2, 5)) is None


def test_no_phrase_cuts_a_name(tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("云帆智造\tORG\n", encoding="utf-8")
    pipeline = zhfacts.load(zhfacts.Settings(names="lexicon", facts="fast", lexicon=names))
    assert [fact.subject for fact in pipeline("云帆智造新签订单3亿元。").facts] == ["ORG:云帆智造"]
