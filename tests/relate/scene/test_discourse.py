"""What an article is about, or each story of a digest, by cases."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.discourse import discourses

from ...rows import cases
from ..markup import document


@pytest.mark.parametrize("case", cases("digests.jsonl"))
def test_stories_of_a_digest(case):
    found = discourses(Scene(document(case["text"], title=case["title"])))
    assert [d.headline for d in found] == case["stories"]
    assert [d.home for d in found] == case["homes"]


@pytest.mark.parametrize(
    ("text", "title", "home"),
    [
        ("[重庆市政府|ORG]报告。全市增长{5%|PERCENT|%}，与[武汉市|GPE]携手。", "重庆市政府工作报告", "GPE:重庆市"),
        ("[重庆市|GPE]向好，[武汉市|GPE]也好。全市增长{5%|PERCENT|%}，[重庆市|GPE]领先。", "经济向好", "GPE:重庆市"),
    ],
)
def test_the_home_of_an_article(text, title, home):
    assert discourses(Scene(document(text, title)))[0].home == home
