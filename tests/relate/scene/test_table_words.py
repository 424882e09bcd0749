"""What heads, names of rows and captions say: one cell a case."""

from __future__ import annotations

from typing import Any

import pytest
from zhfacts.model import Span
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.table_words import CellWords, caption_measure, compared, read_words

from ...rows import cases
from ..markup import document


def told(scene: Scene, words: CellWords, field: str) -> Any:
    """Return a field as a case writes it: spans and times as the words that stand there."""
    found = words.name if field == "named" else getattr(words, field)
    return [scene.text[x.start : x.end] for x in found] if isinstance(found, tuple | list) else found


@pytest.mark.parametrize("case", cases("cells_of_words.jsonl"))
def test_a_cell_of_words(case: dict[str, Any]) -> None:
    scene = Scene(document(case["text"]))
    words = read_words(scene, Span(0, len(scene.text)), caption=case.get("caption", False))
    wanted = {field: value for field, value in case.items() if field not in ("text", "caption")}
    assert {field: told(scene, words, field) for field in wanted} == wanted


def test_words_tell_where_they_stand() -> None:
    scene = Scene(document("地区\n[丽水市|GPE] \n"))
    words = read_words(scene, Span(3, 7))
    assert (words.text, words.span, words.entity_span) == ("丽水市", Span(3, 7), Span(3, 6))


@pytest.mark.parametrize("case", cases("captions.jsonl"))
def test_what_a_caption_measures(case: dict[str, Any]) -> None:
    scene = Scene(document(case["text"]))
    span = caption_measure(scene, Span(0, len(scene.text)))
    assert (span and scene.text[slice(*span)]) == case["measure"]


AGAINST = [("比上月", "previous"), ("同比", "yoy"), ("比年初", "base"), ("产量", None)]


@pytest.mark.parametrize(("text", "against"), AGAINST)
def test_what_growth_is_compared_with(text: str, against: str | None) -> None:
    assert compared(text) == against
