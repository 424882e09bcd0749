"""What speaks for a subject: where it is said last."""

from __future__ import annotations

import pytest
from zhfacts.relate.slots.subject_features import standing_near

from ..markup import offered


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("[绵阳市|GPE]产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=clause0|opens=True"),
        ("[绵阳市|GPE]向好，产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=clause1|opens=True"),
        ("昨天[绵阳市|GPE]向好。产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=paragraph1|opens=False"),
        ("[绵阳市|GPE]向好。\n产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=far1|opens=True"),
        ("产值达{3亿元|MONEY|CNY}，[绵阳市|GPE]向好。", "绵阳市", "near=ahead|GPE"),
        ("[绵阳市|GPE]、[江油市|GPE]产值达{3亿元|MONEY|CNY}。", "绵阳市", "near=clause0|rivals=1"),
        ("我国产值达{3亿元|MONEY|CNY}。", "中国", "near=never|GPE"),
    ],
)
def test_where_an_option_is_said_last(text, name, feature):
    found, frame, scene = offered(text)
    assert feature in standing_near(scene, frame, found[name])
