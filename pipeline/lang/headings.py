"""The numbers of headings, as the rooms that meet them read them."""

from __future__ import annotations

COUNT = "[一二三四五六七八九十]{1,3}"
HEADING_NUMBER = f"(?:{COUNT}、(?!{COUNT})|[（(]{COUNT}[）)])"
"""A regular expression for 一、 and （二）, not for the beginning of a list (一、二、三产业)."""
