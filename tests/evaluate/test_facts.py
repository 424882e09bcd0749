"""When a predicted fact is right."""

import datetime as dt
from decimal import Decimal

import pytest
from zhfacts.evaluate.facts import Entities, overlap, right_slots, same_time
from zhfacts.evaluate.sheets import Amount, Claim

ENTITIES = Entities({"广州": "广州市", "中国": "中国"}, frozenset({"广州市", "中国"}))
DAY = (dt.date(2020, 1, 1), None)
FIVE = Amount(Decimal(5), None, None, "家", True)


def claim(subject, indicator, **more):
    base = dict.fromkeys(Claim.__slots__) | {"file": "a.txt", "key": "a/q1", "start": 0, "end": 2, "also": ()}
    base |= {"amount": FIVE, "aspect": "level", "status": "actual", "sentence": "", "text": "5家"}
    return Claim(**(base | {"subject": subject, "indicator": indicator} | more))


@pytest.mark.parametrize(
    "gold, predicted, right",
    [
        (claim("广州市", "企业"), claim("广州", "企业"), "subject indicator joint"),
        (claim("广州市", "企业"), claim("深圳市", "企业"), "indicator"),
        (claim("深圳市", "企业", also=("广州市",)), claim("广州", "企业"), "subject indicator joint"),
        (claim("移动游戏", "用户规模"), claim("中国", "移动游戏用户规模"), "indicator joint"),
        (claim("移动游戏", "用户规模"), claim("移动游戏用户", "规模"), "subject indicator joint"),
        (claim("中国", "移动游戏收入"), claim("移动游戏", "收入", scope="中国"), "indicator joint"),
        (claim("中国", "移动游戏收入"), claim("移动游戏", "收入"), "indicator"),
        (claim("移动游戏", "收入"), claim("电视", "产量"), ""),
        (claim(None, "收入"), claim("电视", "收入"), "subject indicator joint"),
    ],
)
def test_subject_indicator_and_both_together(gold, predicted, right):
    found = right_slots(gold, predicted, ENTITIES)
    assert found & {"subject", "indicator", "joint"} == set(right.split())


def test_joint_needs_the_quantity():
    other = claim("广州", "企业", amount=Amount(Decimal(6), None, None, "家", True))
    assert "joint" not in right_slots(claim("广州市", "企业"), other, ENTITIES)


@pytest.mark.parametrize(
    "gold, predicted, same",
    [
        (None, None, True),
        (None, ((0, 1), (None, None)), False),
        (((0, 1), (None, None)), ((0, 1), DAY), True),
        (((0, 1), DAY), ((5, 9), DAY), True),
        (((0, 1), (None, None)), ((5, 9), (None, None)), False),
    ],
)
def test_same_time(gold, predicted, same):
    assert same_time(claim("a", "b", time=gold), claim("a", "b", time=predicted)) is same


def test_overlap():
    assert overlap("“新增”的面积", "新增面积") == 1.0
    assert overlap("投资项目", "项目") == pytest.approx(2 / 3)
    assert overlap(None, "") == 1.0
    assert overlap("面积", None) == 0.0


def test_a_claim_is_shown_with_its_days():
    assert str(claim("广州市", "企业", time=((0, 1), DAY))) == "广州市 企业 level actual 2020-01-01/.."
    assert str(claim(None, "企业")) == "- 企业 level actual -"
