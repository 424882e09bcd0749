"""How sentences and clauses are cut."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.clauses import Scene

from ..markup import document


def parts(marked):
    scene = Scene(document(marked))
    return [scene.text[c.start : c.end] for c in scene.clauses]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("甲增长{3%|PERCENT|%}，乙下降{4%|PERCENT|%}。", ["甲增长3%", "乙下降4%"]),
        ("甲{3亿元|MONEY|CNY}（占{4%|PERCENT|%}），乙", ["甲3亿元", "占4%", "，乙"]),
        ("性别比（以女性为基准）为{102|CARDINAL}", ["性别比（以女性为基准）为102"]),
        ("[中国（上海）自贸区|GPE]新增{1,200家|CARDINAL|家}", ["中国（上海）自贸区新增1,200家"]),
    ],
)
def test_clauses(marked, expected):
    assert [p.strip("。，") for p in parts(marked) if p.strip("。，")] == [
        e.strip("。，") for e in expected if e.strip("，")
    ]


def test_a_semicolon_ends_no_sentence():
    scene = Scene(document("甲{3%|PERCENT|%}；乙{4%|PERCENT|%}。丙{5%|PERCENT|%}。"))
    assert [f.sentence for f in scene.frames] == [0, 0, 1]
