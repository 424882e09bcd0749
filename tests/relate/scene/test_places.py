"""The levels of places as a text speaks of its own."""

from __future__ import annotations

import pytest
from zhfacts.model import Cluster
from zhfacts.relate.scene.places import level, names_country


@pytest.mark.parametrize(
    ("name", "code", "own"),
    [
        ("中国", "", "country"),
        ("广东省", "440000", "province"),
        ("重庆市", "500000", "city"),
        ("义乌市", "330782", "city"),
        ("花都区", "440114", "district"),
        ("云山县", "", "district"),
        ("美国", "", ""),
    ],
)
def test_level(name: str, code: str, own: str) -> None:
    codes = {"gb2260": code} if code else {}
    assert level(Cluster(f"GPE:{name}", name, "GPE", external_ids=codes)) == own


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("全国产量大增。", True),
        ("产量居全国首位，高于全国2个百分点。", False),
        ("我国重视此事。", True),
        ("全市产量大增。", False),
    ],
)
def test_a_text_names_the_country(text: str, named: bool) -> None:
    assert names_country(text) == named
