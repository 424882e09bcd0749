"""Facts of tables: whom they are about where the table names nobody."""

from __future__ import annotations

import pytest
from zhfacts import load

from ...fast import FAST

TABLE = "指标\t产值（亿元）\t比上年增长（%）\n工业\t520.3\t12.1\n建筑业\t410.8\t3.4\n"


@pytest.mark.parametrize(
    ("over", "subject"),
    [
        ("2023年，全省工业平稳增长。\n一、襄阳市\n襄阳市主要指标如下。\n", "GPE:襄阳市"),
        ("2023年，全省工业平稳增长。\n", "GPE:湖北省"),
    ],
    ids=["numbered heading", "no heading"],
)
def test_the_numbered_heading_lends_the_subject(over: str, subject: str) -> None:
    article = load(FAST)(f"湖北省2023年统计公报\n{over}{TABLE}", date="2024-03-01")
    cells = {q.id for q in article.quantities if q.rule == "table"}
    assert {f.subject for f in article.facts if f.quantity in cells} == {subject}
