"""The days that the times of an undated text would have."""

from __future__ import annotations

import datetime as dt

import pytest
from zhfacts.recognise import times
from zhfacts.recognise.times.supposing import supposed


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("8月1日，桥梁通车。目前有3条线路。", [(dt.date(2020, 8, 1), dt.date(2020, 8, 1))]),
        ("该厂2016年被收购。截至8月17日，产量下降；到2030年翻番。", [(None, dt.date(2016, 8, 17))]),
        ("2023年，全县产量同比增长5%。8月1日公布。", []),
        ("目前有3条线路。", []),
    ],
)
def test_supposed_days(text, days):
    assert list(supposed(text, times.find(text)).values()) == days
