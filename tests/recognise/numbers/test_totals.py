"""Numbers under construction: sections close in falling order, and a vague part keeps its bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from zhfacts.recognise.numbers.totals import Coefficient, Total

WAN, YI = Decimal(10**4), Decimal(10**8)


def part(low: int, high: int | None = None, form: str = "digit") -> Coefficient:
    return Coefficient(Decimal(low), Decimal(low if high is None else high), 1, form)


def test_sections_add_up() -> None:
    total = Total()
    total.add(part(3), Decimal(100))
    total.add(part(5), Decimal(10))
    total.close(WAN)
    total.add(part(2), Decimal(1000))
    assert total.bounds() == (3502000, 3502000)
    assert (total.step, total.bare) == (1000, False)


def test_a_greater_unit_closes_what_stands_below_it() -> None:
    total = Total()
    total.add(part(1), Decimal(1))
    total.close(WAN)
    total.add(part(5), Decimal(1000))
    total.close(YI)
    assert total.bounds() == (15000 * YI, 15000 * YI)


def test_a_unit_alone_is_one_and_bare() -> None:
    total = Total()
    total.close(WAN)
    assert total.bare
    assert total.bounds() == (WAN, WAN)


@pytest.mark.parametrize(
    ("closed", "unit", "coefficient", "follows"),
    [(None, WAN, False, True), (YI, WAN, True, True), (YI, WAN, False, False), (WAN, WAN, True, False)],
)
def test_sections_come_in_falling_order(
    closed: Decimal | None, unit: Decimal, coefficient: bool, follows: bool
) -> None:
    total = Total()
    if closed:
        total.add(part(2), Decimal(1))
        total.close(closed)
    assert total.may_close(unit, coefficient) == follows


def test_a_vague_part_has_bounds() -> None:
    total = Total()
    total.add(part(2, 9, "vague"), Decimal(10))
    assert (total.vague, *total.bounds()) == (True, 20, 90)
