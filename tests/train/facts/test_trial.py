"""How right facts are that weights bind: F1 against what is annotated."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("scipy")
from zhfacts.train.facts.own import OwnLesson
from zhfacts.train.facts.trial import MEASURES, bound_each, scores

from .made import lesson


@pytest.fixture
def own() -> list[OwnLesson]:
    """Two articles, annotated as their own weights bind them."""
    taught = [lesson(), lesson()]
    found = bound_each([OwnLesson(one, {}) for one in taught], lambda number: {})
    return [OwnLesson(one, json.loads(json.dumps(article))) for one, article in zip(taught, found, strict=True)]


def test_each_article_is_bound_by_its_own_weights(own: list[OwnLesson]) -> None:
    asked: list[int] = []
    found = list(bound_each(own, lambda number: asked.append(number) or {}))
    assert asked == [0, 1] and all(article["facts"] for article in found)


def test_what_equals_the_annotation_is_right(own: list[OwnLesson]) -> None:
    assert scores(own, [dict(item.annotated) for item in own]) == dict.fromkeys(MEASURES, 1.0)


def test_what_is_missing_counts(own: list[OwnLesson]) -> None:
    found = [dict(own[0].annotated), {**own[1].annotated, "facts": []}]
    assert all(0 < f1 < 1 for f1 in scores(own, found).values())
