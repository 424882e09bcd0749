"""The levels of places as a text speaks of its own."""

from __future__ import annotations

import pytest
from zhfacts.model import Cluster
from zhfacts.relate.scene.places import level


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
