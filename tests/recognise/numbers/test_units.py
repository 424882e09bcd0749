"""Units as written, and the words that only begin like a classifier."""

from __future__ import annotations

from decimal import Decimal

import pytest
from zhfacts.lang.tables import table
from zhfacts.recognise.numbers import find
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


OWN = frozenset((
    "li", "chi", "ping", "jin", "liang", "qian", "dan", "mu", "kg/mu", "tce", "toe", "kWp", "P", "TFLOPS",
    "EFLOPS", "TOPS", "TEU", "DWT", "GT", "CGT", "人km", "t.nmi", "马赫", "平尺", "ha", "tsp", "tbsp", "[ke]",
    "交易日", "工作日", "学年", "学期", "quarter", "halfyear", "MMBtu", "莱", "pp", "bp", "‰", "‱",
))  # fmt: skip
"""Codes of ours for units that UCUM has none for, or that the annotation guidelines name otherwise (ha, ‰)."""


def test_every_other_code_is_one_of_ucum() -> None:
    parser = pytest.importorskip("ucumvert").get_ucum_parser()
    for code in sorted({row["code"] for row in table("units.tsv") if row["label"] != "NONE"} - OWN):
        parser.parse(code)


def test_a_difference_of_temperatures_has_no_zero() -> None:
    for text, kelvin in (("气温下降5℃。", "5"), ("升温3摄氏度。", "3"), ("最高气温5℃。", "278.15")):
        (quantity,) = find(text)
        assert quantity.value_si == Decimal(kelvin)


def test_currency_before() -> None:
    for text, code in (("US$", "USD"), ("人民币", "CNY"), ("HKD ", "HKD"), ("总额", None), ("", None)):
        unit = currency_before(text, len(text))
        assert (unit and unit.code) == code


def test_normal_form() -> None:
    assert normal_form(Decimal(2), "km") == (Decimal(2000), "m")
    assert normal_form(Decimal(20), "Cel") == (Decimal("293.15"), "K")
    assert normal_form(Decimal(20), "Cel", difference=True) == (Decimal(20), "K")
    assert normal_form(Decimal(20), "家") == (None, None)
    assert normal_form(None, "km") == (None, None)
