"""Which subjects are offered and why, and where they stand: cases as data."""

from __future__ import annotations

import pytest

from ...rows import cases
from ..markup import offered


@pytest.mark.parametrize("case", cases("subjects.jsonl"))
def test_offered(case):
    found, _, _ = offered(case["text"], case.get("title"))
    assert {n: n in found and why in found[n].nominations for n, why in case["offered"].items()} == dict.fromkeys(
        case["offered"], True
    ), {n: o.nominations for n, o in found.items()}
    assert not found.keys() & set(case.get("not", ()))


def test_options_say_where_they_stand():
    found, _, scene = offered("[绵阳市|GPE]向好。[绵阳市|GPE]产值达{3亿元|MONEY|CNY}，[云山厂|ORG]开工。")
    assert [scene.text[slice(*s)] for s in found["绵阳市"].spans] == ["绵阳市", "绵阳市"]
    assert all(scene.text[slice(*s)] == option.name for option in found.values() for s in option.spans)
