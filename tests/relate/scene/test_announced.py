"""Which sentences are announced as plans, by headings and introductions, and how far these hold."""

from __future__ import annotations

import pytest
from zhfacts.relate.scene.announced import announcements
from zhfacts.relate.scene.clauses import Scene

from ..markup import document

PLANS = "一、下一步工作安排\n新建学校3所。\n修路5公里。\n二、工作完成情况\n建成学校2所。\n"


def announcing(text: str, headings: tuple[int, ...] = ()) -> list[str | None]:
    """Return for each sentence the line that announces it, given the numbers of those that are headings."""
    scene = Scene(document(text))
    found = announcements(scene, [n in headings for n in range(len(scene.sentences))])
    return [None if at is None else text[at:].split("\n")[0] for at in found]


def test_a_heading_holds_until_one_of_its_rank() -> None:
    first = "一、下一步工作安排"
    assert announcing(PLANS, (0, 3))[1:] == [first, first, None, None]


def test_what_is_no_heading_announces_nothing() -> None:
    assert announcing(PLANS) == [None] * 5


@pytest.mark.parametrize("opening", ["今年将重点抓好以下工作：", "去年完成了以下工作："])
def test_an_introduction_holds_for_its_list(opening: str) -> None:
    found = announcing(f"{opening}\n1.新建学校3所。\n2.修路5公里。\n")
    assert [bool(line) for line in found[1:]] == [opening.startswith("今年")] * 2
