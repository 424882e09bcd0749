"""From which day an article speaks, what dates a breakdown, and which articles are reports of figures."""

from __future__ import annotations

import datetime as dt

import pytest
from zhfacts.relate import bind, named
from zhfacts.relate.scene.clauses import Scene
from zhfacts.relate.scene.sections import sections_of
from zhfacts.relate.slots.times import candidates, periods, statistical, told, undating

from ...rows import cases
from ..markup import document

SUPPOSED = (dt.date(2020, 8, 1), dt.date(2020, 8, 3))


@pytest.mark.parametrize(
    ("text", "date", "day"),
    [
        ("会议于<3月5日|2024-03-05|2024-03-05>召开，<3月7日|2024-03-07|2024-03-07>闭幕。", None, dt.date(2024, 3, 7)),
        ("<今年底|2024-12-31|2024-12-31>前建成。", None, None),
        ("会议于<3月5日|2024-03-05|2024-03-05>召开。", dt.date(2024, 3, 6), dt.date(2024, 3, 6)),
    ],
)
def test_the_day_an_article_speaks_from(text, date, day):
    assert told(Scene(document(text, date=date))) == day


def test_an_undated_article_speaks_from_a_supposed_day():
    undated = document("<8月1日>召开，<8月3日>闭幕，<目前>恢复。")
    undated.supposed = {t.start: (day, day) for t, day in zip(undated.times, SUPPOSED, strict=False)}
    scene = Scene(undated)
    assert told(scene) == SUPPOSED[1]
    assert [scene.days(t)[0] for t in scene.times] == [*SUPPOSED, None]


def test_a_breakdown_is_dated_as_what_it_breaks_down():
    text = "<上半年|2022-01-01|2022-06-30>，[绵阳市|GPE]固定资产投资同比增长{18%|PERCENT|%}。\n"
    more = "从行业看，工业投资同比增长{12.9%|PERCENT|%}。"
    facts, _ = bind(document(text + more, "绵阳市上半年经济运行情况"), named("fast"))
    assert facts[0].time and {f.time for f in facts} == {facts[0].time}


@pytest.mark.parametrize(("after", "near"), [("重点做了以下工作：", True), ("工作取得成效。", False)])
def test_the_introduction_of_a_list_dates_its_sections(after, near):
    text = f"<一年来|2025-01-01|2025-12-31>，全县{after}\n（一）推动政策落地\n出台稳增长措施{{100条|CARDINAL|条}}。\n"
    scene = Scene(document(text + "（二）扩大内需\n重大项目开工{390个|CARDINAL|个}。"))
    frame = scene.frames[-1]
    found = candidates(scene, frame, [], periods(scene), sections_of(scene))
    where = next(option.features for option in found if option.time)
    assert where[0] == ("older0-paragraph" if near else "older0-apart")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("产量比<上年|2024-01-01|2024-12-31>下降{5%|PERCENT|%}。", False),
        ("产量比<上年|2024-01-01|2024-12-31>的{8吨|QUANTITY|t}多。", True),
        ("产量比<上年|2024-01-01|2024-12-31>下降，销量为{8吨|QUANTITY|t}。", False),
        ("产量占比<上年|2024-01-01|2024-12-31>上升{5%|PERCENT|%}。", True),
    ],
)
def test_what_a_change_is_measured_against_dates_only_its_own_value(text, offered):
    scene = Scene(document(text))
    found = candidates(scene, scene.frames[-1], [], periods(scene))
    assert any(option.time for option in found) == offered


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("上证综指以3138点低开，早盘下探，收盘报3155点。", 1),
        ("中国队在决赛中战胜日本队夺冠。", 1),
        ("全市夺得一枚金牌。", 0),
    ],
)
def test_reports_of_a_day(text, event):
    assert periods(Scene(document(text))).event == event


@pytest.mark.parametrize("case", cases("reports_of_figures.jsonl"))
def test_reports_of_figures(case):
    assert statistical(Scene(document("正文。", title=case["text"] or None))) == case["statistical"]


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("产量创<2006年以来|2006-01-01|>新高。", True),
        ("<2006年以来|2006-01-01|>，产量大增。", False),
        ("加上<上年|2024-01-01|2024-12-31>结余。", True),
        ("<上年|2024-01-01|2024-12-31>产量大增。", False),
    ],
)
def test_a_time_of_a_record_or_in_a_noun_dates_nothing(text, none):
    scene = Scene(document(text))
    assert undating(scene, scene.times[0]) == none
