"""The place that an article, or each story of a digest, is about."""

from __future__ import annotations

import pytest
from zhfacts import link
from zhfacts.link.main_places import seat
from zhfacts.model import NameLabel, Story

from .build import document


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("重庆市政府", "GPE:重庆市"),
        ("四川省人民政府", "GPE:四川省"),
        ("杭州统计局", "GPE:杭州市"),
        ("四川长虹", None),
        ("重庆市", None),
    ],
)
def test_the_place_that_a_body_speaks_for(body: str, place: str | None, kb: link.KnowledgeBase) -> None:
    assert seat(body, kb) == place


ABOUT: list[tuple[str, str | None, dict[str, NameLabel], str | None]] = [
    ("全市增长5%，与武汉市携手。重庆市政府。", "重庆市政府报告", {"重庆市政府": "ORG", "武汉市": "GPE"}, "GPE:重庆市"),
    ("重庆市向好，武汉市也好。全市增长5%，重庆市领先。", "经济向好", {"重庆市": "GPE", "武汉市": "GPE"}, "GPE:重庆市"),
    ("越南出口增长5%，孟加拉国下降。越南纺织业增长。", None, {"越南": "GPE", "孟加拉国": "GPE"}, "GPE:越南"),
    ("我国出口增长5%，美国进口下降。我国顺差扩大。", "出口增长", {"美国": "GPE"}, "GPE:中国"),
    ("深圳光明区投资增长5%。深圳领跑。", "深圳光明区投资增长", {"深圳": "GPE", "光明区": "GPE"}, "GPE:光明区"),
    ("出口增长5%。", None, {}, None),
    ("本港旅客增长5%，日本居首。香港向好。日本增长。", None, {"香港": "GPE", "日本": "GPE"}, "GPE:香港特别行政区"),
    ("全市新增企业300家。苏州博物馆办展5场。", None, {"苏州博物馆": "ORG"}, "GPE:苏州市"),
    ("新增企业300家，建成汉中航空基地。宝鸡机床产业园扩建。", None, {"宝鸡机床产业园": "FAC"}, "GPE:陕西省"),
    ("新增企业300家，建成汉中航空基地。", None, {}, None),
    ("新增企业300家，建成汉中航空基地。苏州博物馆开放。", None, {"苏州博物馆": "ORG"}, None),
    ("生产总值居全国第三。全国首位的产业5个，高于全国2个百分点，占全国4%，居全国前列，成为全国第1个。", None, {}, None),
]


@pytest.mark.parametrize(("text", "title", "labels", "place"), ABOUT)
def test_the_place_of_an_article(
    text: str, title: str | None, labels: dict[str, NameLabel], place: str | None, kb: link.KnowledgeBase
) -> None:
    found = document(text, labels, title=title)
    found.stories = [Story(0, len(text), title or "")]
    link.resolve(found, kb)
    assert (found.place, found.stories[0].place) == (place, place)
