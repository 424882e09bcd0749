import datetime as dt

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.lang.tables import table
from zhfacts.write.standards import currency, edtf, interval, ucum

CODES = sorted({row["code"] for row in table("units.tsv") if row["code"]})


@pytest.fixture(scope="module")
def parser():
    from ucumvert import get_ucum_parser

    return get_ucum_parser()


@pytest.mark.parametrize("code", CODES)
def test_the_ucum_code_of_every_unit_is_one(code, parser):
    if found := ucum(code):
        parser.parse(found)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (None, "1"), ("家", "1"), ("%", "%"), ("pp", "%{point}"), ("‰", "[ppth]"), ("ha", "har"), ("km/h", "km/h"),
        ("mu", None), ("GT", None), ("CNY", None), ("CNY/t", None), ("辆/d", "1/d"), ("人/km2", "1/km2"),
    ],
)  # fmt: skip
def test_ucum(unit, code):
    assert ucum(unit) == code


def test_currencies():
    assert [currency(u) for u in ("CNY", "USD", "m2", None, "CNY/t")] == ["CNY", "USD", None, None, None]


DAYS = st.none() | st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31))


@given(DAYS, DAYS, st.booleans())
def test_every_period_is_valid_edtf(start, end, vague):
    if start and end and start > end:
        start, end = end, start
    written = edtf(start, end, vague)
    assert (written is None) == (start is None and end is None)
    if written:
        assert str(parse_edtf(written)) == written


@given(st.dates(), st.dates())
def test_a_closed_period_means_the_same_days(start, end):
    start, end = sorted((start, end))
    found = parse_edtf(edtf(start, end))
    assert dt.date(*found.lower_strict()[:3]) == start
    assert dt.date(*found.upper_strict()[:3]) == end


def test_intervals():
    first, last = dt.date(2020, 1, 1), dt.date(2020, 3, 31)
    assert interval(first, last) == "2020-01-01/2020-03-31"
    assert (interval(None, last), interval(first, None)) == ("../2020-03-31", "2020-01-01/..")
    assert (interval(None, None), edtf(first, last, True)) == (None, "2020-01~/2020-03~")
