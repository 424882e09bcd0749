"""Names by their last word: where they begin, their label, and the kind that was read."""

from __future__ import annotations

import pytest
from zhfacts.model import Span
from zhfacts.recognise.names.grammar import KINDS, Grammar, suffixes
from zhfacts.recognise.names.lexicon import hits, listed
from zhfacts.recognise.names.places import Places
from zhfacts.recognise.names.words import TaggedWords

from ...rows import cases


def read(text: str, known: dict[int, int] | None = None, blocked: tuple[Span, ...] = ()) -> list[list[str]]:
    words = TaggedWords(text)
    found = Grammar(words, Places(words, hits(text, None)), known or {}, blocked).candidates()
    return [[text[c.start : c.end], c.label, c.rule] for c in found]


@pytest.mark.parametrize("case", cases("name_grammar.jsonl"))
def test_names_by_their_last_word(case: dict[str, object]) -> None:
    assert read(str(case["text"])) == case["names"]


def test_a_known_body_opens_a_name_and_a_quantity_ends_it() -> None:
    text = "青禾研究院签约。"
    assert read(text, known={2: 0}) == [["青禾研究院", "ORG", "org:research"]]
    assert read("新增3家海州医院。", blocked=(Span(2, 4),)) == [["海州医院", "ORG", "org:medical"]]


def test_every_kind_has_last_words() -> None:
    table, lengths = suffixes()
    assert all(listed(name).get(group) for name, group in KINDS)
    assert all(len(word) in lengths[word[-1]] for word in table)
