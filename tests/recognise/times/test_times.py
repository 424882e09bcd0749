"""Times: the cases of tests/cases/times.jsonl, and what holds for every text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhfacts.recognise import times
from zhfacts.recognise.times import calendars

from ...rows import cases
from ...sizes import examples, many

TODAY = dt.date(2024, 5, 20)
WRITTEN = (
    "2020年 3月 5日 １ 1-4月 去年 今年 上半年 “十四五”期间 截至 到 以来 起 近三年 的 国庆 农历 正月初一 上午 9时30分 "
    "09:05 2011-05-12 至今 ， 。 《 》 每天 第 一 万 亿元 个月 前 后 周三 本周 民国 三 年 底 十 1 9 . - 自 从 同期"
)
PIECES = [*WRITTEN.split(), "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
DATES = st.none() | st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31))


def written(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


@pytest.mark.parametrize("case", cases("times.jsonl"))
def test_case(case):
    date = dt.date.fromisoformat(case["date"]) if case["date"] else None
    found = times.find(case["text"], date, everything=case.get("everything", False))
    assert [[t.text, written(t.start_date), written(t.end_date)] for t in found] == [x[:3] for x in case["times"]]
    for time, (*_, clock) in zip(found, case["times"], strict=True):
        assert len(_) < 3 or time.start_time == clock


@settings(max_examples=examples(40), deadline=None)
@given(TEXTS | st.text(max_size=60), DATES, st.booleans())
def test_spans_are_true_ordered_and_apart(text, date, everything):
    found = times.find(text, date, everything=everything)
    assert [t.id for t in found] == [f"t{n}" for n in range(1, len(found) + 1)]
    end = 0
    for time in found:
        assert end <= time.start < time.end
        assert time.text == text[time.start : time.end]
        assert time.model_validate(time.model_dump()) == time
        end = time.end


@settings(max_examples=examples(40), deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_read_back(date):
    for text in (f"{date.year}年{date.month}月{date.day}日", date.isoformat(), date.strftime("%Y/%m/%d")):
        found = times.find(f"会议于{text}召开")
        assert [(t.text, t.start_date, t.end_date, t.certainty) for t in found] == [(text, date, date, "stated")]


@settings(max_examples=examples(40), deadline=None)
@given(st.dates(dt.date(1901, 3, 1), dt.date(2099, 12, 31)))
def test_the_lunar_calendar_is_its_own_inverse(date):
    lunar = calendars.to_lunar(date)
    assert lunar is not None
    assert date in {calendars.lunar_day(*lunar), calendars.lunar_day(*lunar, leap=True)}


FESTIVALS = {
    "春节": "2024-02-10", "除夕": "2025-01-28", "端午节": "2023-06-22", "中秋节": "2020-10-01", "清明": "2024-04-04",
    "冬至": "2023-12-22", "母亲节": "2024-05-12", "感恩节": "2019-11-28", "复活节": "2013-03-31",
    "东正教复活节": "2013-05-05", "国庆节": "2024-10-01",
}  # fmt: skip


@pytest.mark.parametrize("name", FESTIVALS)
def test_festivals(name):
    day = dt.date.fromisoformat(FESTIVALS[name])
    assert calendars.festival(name, day.year) == (day, day)


HOSTILE = "1 一 . 2020- 1- 十五 《 “ 自 每 截至到 1: 千 〇年 自a 23年的 公元前1年至 Q1 周五（ 19：25、 16年至 连续第"


@pytest.mark.parametrize("piece", HOSTILE.split())
def test_work_grows_with_the_length(piece, monkeypatch):
    """Hostile strings: what is tried at a place does not grow with the text, so the places tried are counted."""
    from zhfacts.recognise.times import expressions

    calls = []
    read = expressions._read
    monkeypatch.setattr(expressions, "_read", lambda text, i, *rest: calls.append(i) or read(text, i, *rest))
    times.find(piece * many(5_000), TODAY, everything=True)
    assert len(calls) <= len(piece) * many(5_000)
    assert len(calls) == len(set(calls))


def test_an_instant_counts_hours():
    found = times.find("6个小时前发布，17分钟后更新。", dt.datetime(2019, 2, 18, 7, 18), everything=True)
    assert [(t.start_date, t.start_time) for t in found] == [
        (dt.date(2019, 2, 18), "01:18:00"),
        (dt.date(2019, 2, 18), "07:35:00"),
    ]
