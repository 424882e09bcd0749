"""Dates of publication in plain text: the cases of tests/cases/dates.jsonl, and that what is written is read back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zhfacts.read import date_of_name, from_text
from zhfacts.read.dates import is_date_line, parse_date

CASES = [json.loads(x) for x in (Path(__file__).parents[1] / "cases" / "dates.jsonl").read_text("utf-8").splitlines()]
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["kind"])
def test_case(case):
    date = from_text(case["text"]).date
    assert (date.isoformat() if date else None) == case["date"]


@given(DATES)
def test_a_date_line_is_read_back(date):
    english = date.strftime("%b ") + f"{date.day}, {date.year}"
    chinese = f"{date.year}年{date.month}月{date.day}日"
    feed = date.strftime("%a, %d %b %Y 10:00:00 +0800")
    for line in (date.isoformat(), english, feed, date.strftime("%Y%m%d"), chinese):
        assert is_date_line(line)
        assert parse_date(line) == date


@pytest.mark.parametrize(
    ("file", "date"),
    [
        ("2024-07-15_news.txt", "2024-07-15"),
        ("archive.2024/news_20240715.html", "2024-07-15"),
        ("人民日报2024年7月15日.txt", "2024-07-15"),
        ("2024-07-15/news.txt", None),
        ("news-20240715.jsonl#3", None),
        ("v07_2025.txt", None),
    ],
)
def test_the_date_in_the_name_of_a_file(file, date):
    found = date_of_name(file)
    assert (found.isoformat() if found else None) == date
