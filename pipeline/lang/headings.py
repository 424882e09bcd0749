"""How headings and the items of lists are numbered: regular expressions, for every room that meets them."""

from __future__ import annotations

from .table_words import listed
from .word_set import either

COUNT = "[一二三四五六七八九十]{1,3}"
FIRST = f"{COUNT}、"
"""一、: a heading of the first rank, or the beginning of a list (一、二、三产业)."""
SECOND = f"[（(]{COUNT}[）)]"
"""（二）: a heading of the second rank."""
THIRD = r"\d{1,2}[.、．](?!\d)"
"""3.: a heading of the third rank or an item, no decimal."""
FOURTH = r"[（(]\d{1,2}[）)]"
"""（4）"""
HEADING_NUMBER = f"(?:{FIRST}(?!{COUNT})|{SECOND})"
"""一、 and （二）, not the beginning of a list."""
CHAPTER = rf"(?:[（(]?{COUNT}[）)、.]|第{COUNT}[章节编部分])"
"""What a line that is a heading whatever it says begins with: 一. and 第三章 too."""
SPOKEN = f"(?:[一二三四五六七八九十]是|其[一二三四五六]|{either(listed('ordering'))})"
"""一是, 其二, 首先: what opens an item of a list that is told in sentences."""
_MANY = "[一二三四五六七八九十百]{1,4}"
LIST_MARK = (
    rf"(?:[（(]?{_MANY}[）)、.．]|第{_MANY}[章节编部分条]|[（(]?\d{{1,2}}[）)、]|\d{{1,2}}[.．](?!\d)"
    r"|——|[-*·•●■◆▲★□○] ?|[①-⑳])"
)
"""The number or sign that opens a heading, an article of a law or an item of a list."""
