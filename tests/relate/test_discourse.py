"""What an article is about, or each story of a digest, by cases."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.discourse import discourses

from .markup import document
from .test_facts import cases


@pytest.mark.parametrize("case", cases("digests.jsonl"))
def test_stories_of_a_digest(case):
    found = discourses(Scene(document(case["text"], title=case["title"])))
    assert [d.headline for d in found] == case["stories"]
    assert [d.home for d in found] == case["homes"]
