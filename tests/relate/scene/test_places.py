"""Places by level: which one a body speaks for."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.places import seat


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
