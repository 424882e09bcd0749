"""The numbers of headings and lists."""

from __future__ import annotations

import re

import pytest
from zhfacts.lang.headings import CHAPTER, HEADING_NUMBER, LIST_MARK

CASES = [
    ("一、总体情况", True, True, True),
    ("（二）工业", True, True, True),
    ("一、二、三产业", False, True, True),
    ("第三章 环境", False, True, True),
    ("3.建设学校", False, False, True),
    ("3.5亿元", False, False, False),
    ("● 要点", False, False, True),
    ("总体情况", False, False, False),
]


@pytest.mark.parametrize(("line", "heading", "chapter", "listed"), CASES)
def test_numbers(line: str, heading: bool, chapter: bool, listed: bool) -> None:
    assert [bool(re.match(p, line)) for p in (HEADING_NUMBER, CHAPTER, LIST_MARK)] == [heading, chapter, listed]
