"""People that their surroundings vouch for, before the rules are weighed against each other: who, and by which rule."""

from __future__ import annotations

import pytest
from zhfacts.recognise.names.lexicon import hits
from zhfacts.recognise.names.persons import Persons, given_characters, surnames, titles
from zhfacts.recognise.names.places import Places
from zhfacts.recognise.names.words import TaggedWords

from ...rows import cases


@pytest.mark.parametrize("case", cases("persons.jsonl"))
def test_persons(case: dict[str, object]) -> None:
    text = str(case["text"])
    words = TaggedWords(text)
    found = Persons(words, Places(words, hits(text, None)).ends).candidates()
    assert [[text[c.start : c.end], c.rule] for c in found] == case["persons"]
    assert {c.label for c in found} <= {"PERSON"}


def test_tables_of_family_names_are_apart() -> None:
    common, rare, compound = surnames()
    assert not common & rare
    assert {len(name) for name in common | rare} == {1} and {len(name) for name in compound} == {2, 3}


def test_titles_that_are_mostly_verbs_are_none() -> None:
    assert "市长" in titles("head", "title", "chief") and "指挥" not in titles("head", "title", "chief")


def test_characters_of_given_names_weigh_more_than_those_of_words() -> None:
    weights = given_characters()
    assert min(weights[c] for c in "芳伟婷") > max(weights.get(c, 0.0) for c in "的关工")
