"""The numeral grammar: cases, and the round trip from a number to its Chinese and back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.recognise.numbers.numerals import parse, scan

CASES = Path(__file__).parents[2] / "cases" / "numbers.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
EVERYDAY, CHEQUE = ("零一二三四五六七八九", "十百千"), ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")


def section(number: int, script: tuple[str, str]) -> str:
    """Render a number below ten thousand, without leading zeros."""
    figures, units = script
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += (figures[0] if zero and out else "") + figures[digit] + (units[power - 1] if power else "")
        zero = not digit
    return out


def render(number: int, script: tuple[str, str] = EVERYDAY) -> str:
    """Render a whole number in Chinese numerals."""
    if number == 0:
        return script[0][0]
    out = ""
    for unit, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // unit % 10_000
        if part:
            gap = out and part < 1000
            out += (script[0][0] if gap else "") + section(part, script) + name
        if name == "万亿" and part and number // 10**8 % 10_000:
            out = out[: -len("亿")]
    return out


@pytest.mark.parametrize("row", ROWS, ids=[r["text"] for r in ROWS])
def test_case(row: dict[str, str]) -> None:
    signed = parse(row["text"])
    if "value" in row and signed is not None:
        assert signed == Decimal(row["value"])
        return
    (numeral,) = scan(row["text"])
    assert (numeral.start, numeral.end) == (0, len(row["text"]))
    found = {"value": numeral.value, "low": numeral.low, "high": numeral.high}
    assert found == {k: Decimal(row[k]) if k in row else None for k in found}


@given(st.integers(0, 10**16 - 1))
def test_chinese_numerals_give_the_number_back(number: int) -> None:
    assert parse(render(number)) == number
    assert parse(render(number, CHEQUE)) == number


@given(st.decimals(0, 10**12, places=3), st.sampled_from(["", "万", "亿", "万亿"]))
def test_digits_give_the_number_back(number: Decimal, scale: str) -> None:
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert parse(f"{number}{scale}") == number * factor
    assert parse(f"{number:,}{scale}") == number * factor
    assert parse(f"-{number}{scale}") == -number * factor


@given(st.integers(1, 9999), st.integers(1000, 9999))
def test_digits_and_scales_mixed_give_the_number_back(high: int, low: int) -> None:
    assert parse(f"{high}万{low}") == high * 10**4 + low
    assert parse(f"{high}亿{low}万") == high * 10**8 + low * 10**4


@given(st.integers(1, 10**8), st.text("零一二三四五六七八九", min_size=1, max_size=8))
def test_chinese_decimals_give_the_number_back(whole: int, figures: str) -> None:
    digits = "".join(str(EVERYDAY[0].index(c)) for c in figures)
    assert parse(f"{render(whole)}点{figures}") == Decimal(f"{whole}.{digits}")


@given(st.text("0123456789一二两三五十百千万亿零点多余来几数半分之又,. -第壹拾", max_size=60))
def test_numerals_stand_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for numeral in scan(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert (numeral.value is None) != (numeral.low is None)
        end = numeral.end


@pytest.mark.parametrize("text", ["", "元", "二千米", "12和13", "1" * 50, "一" * 5000, "万" * 5000, "3" * 100_000])
def test_what_is_no_single_number_has_no_value(text: str) -> None:
    assert parse(text) is None
