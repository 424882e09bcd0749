"""Fractions and mixed numbers, read behind the number that they begin with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from zhfacts.recognise.numbers.fractions import fraction, mixed
from zhfacts.recognise.numbers.written_numbers import read_number

FRACTIONS = [
    ("四分之三", Decimal("0.75"), Decimal(4), "四分之三"),
    ("百分之十五的", Decimal("0.15"), Decimal(100), "百分之十五"),
    ("3/8英寸", Decimal("0.375"), Decimal(8), "3/8"),
    ("二又二分之一", Decimal("2.5"), Decimal(2), "二又二分之一"),
    ("7 3/4美元", Decimal("7.75"), None, "7 3/4"),
]
"""Text, value, denominator (None where digits alone are written) and what is read."""
NONE = ["三分之后", "2024/5月", "四分钟", "零分之一", "7 3/4月"]


@pytest.mark.parametrize(("text", "value", "denominator", "read"), FRACTIONS)
def test_fractions(text: str, value: Decimal, denominator: Decimal | None, read: str) -> None:
    found, end = mixed(text, *fraction(text, *read_number(text, 0)))
    assert found is not None
    assert (found.value, found.whole, text[:end]) == (value, denominator, read)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_one(text: str) -> None:
    found, _ = mixed(text, *fraction(text, *read_number(text, 0)))
    assert found is None or found.whole is None
