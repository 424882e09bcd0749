"""Units as written, and the words that only begin like a classifier."""

from __future__ import annotations

from decimal import Decimal

import pytest
from zhfacts.recognise.numbers.units import begins_word, currency_before, normal_form, unit_at


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("平方公里土地", "km2"), ("个百分点", "pp"), ("元人民币", "CNY"), ("标箱", "TEU"), ("千瓦时", "kW.h"),
        ("名学生", "名"), ("部电影", "部"), ("位代表", "位"), ("部门联合", "部门"), ("位于城南", None),
        ("处理能力", None), ("分别增长", None), ("周边地区", None), ("方案出台", None), ("km", "km"), ("kmx", None),
        ("年级开考", None),
    ],
)  # fmt: skip
def test_unit_at(text: str, code: str | None) -> None:
    unit = unit_at(text, 0)
    assert (unit and unit.code) == code


def test_a_classifier_that_a_noun_begins_with() -> None:
    assert begins_word("部门获批", 0)
    assert not begins_word("部电影", 0)


def test_currency_before() -> None:
    for text, code in (("US$", "USD"), ("人民币", "CNY"), ("HKD ", "HKD"), ("总额", None), ("", None)):
        unit = currency_before(text, len(text))
        assert (unit and unit.code) == code


def test_normal_form() -> None:
    assert normal_form(Decimal(2), "km") == (Decimal(2000), "m")
    assert normal_form(Decimal(20), "Cel") == (Decimal("293.15"), "K")
    assert normal_form(Decimal(20), "家") == (None, None)
    assert normal_form(None, "km") == (None, None)
