"""The place that an article is about."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.discourse import discourses
from zhfacts.relate.scene.places import seat

from .markup import document


@pytest.mark.parametrize(
    ("entity", "place"),
    [
        ("ORG:重庆市政府", "GPE:重庆市"),
        ("ORG:四川省人民政府", "GPE:四川省"),
        ("ORG:杭州统计局", "GPE:杭州市"),
        ("ORG:四川长虹", ""),
        ("GPE:重庆市", ""),
    ],
)
def test_the_place_that_a_body_speaks_for(entity, place):
    assert seat(entity) == place


@pytest.mark.parametrize(
    ("text", "title", "home"),
    [
        ("[重庆市政府|ORG]报告。全市增长{5%|PERCENT|%}，与[武汉市|GPE]携手。", "重庆市政府工作报告", "GPE:重庆市"),
        ("[重庆市|GPE]向好，[武汉市|GPE]也好。全市增长{5%|PERCENT|%}，[重庆市|GPE]领先。", "经济向好", "GPE:重庆市"),
    ],
)
def test_the_home_of_an_article(text, title, home):
    assert discourses(Scene(document(text, title)))[0].home == home
