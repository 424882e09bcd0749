"""What speaks against a name, by the text around it, whoever proposes it."""

from __future__ import annotations

import pytest
from zhfacts.recognise.names.vetoes import vetoed
from zhfacts.recognise.names.words import TaggedWords

VETOED = [
    ("会议由|、李明|主持", "PERSON"),
    ("走访|12家企业|代表", "ORG"),
    ("三十多个工厂|参加", "ORG"),
    ("依靠|地方政府|投入", "ORG"),
    ("活动|中共发放|补贴5万元", "ORG"),
    ("“|雅江|1号”水电站", "GPE"),
    ("参加（|南方电网）|的会议", "ORG"),
]
"""Texts with a span between bars, or at their beginning, and the label that it cannot have."""
NAMES = [
    ("|中共中央|印发意见", "ORG"),
    ("会见|李明|等人", "PERSON"),
    ("“|雅江|水电站”开工", "GPE"),
    ("|三一重工|发布公告", "ORG"),
]


def judged(marked: str, label: str) -> bool:
    parts = marked.split("|")
    before, name = (parts[0], parts[1]) if len(parts) == 3 else ("", parts[0])
    text = "".join(parts)
    return vetoed(TaggedWords(text), len(before), len(before) + len(name), label)


@pytest.mark.parametrize(("marked", "label"), VETOED)
def test_no_name(marked: str, label: str) -> None:
    assert judged(marked, label)


@pytest.mark.parametrize(("marked", "label"), NAMES)
def test_may_be_a_name(marked: str, label: str) -> None:
    assert not judged(marked, label)
