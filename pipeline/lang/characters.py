"""Chinese characters, for rooms that ask what something is written with."""

from __future__ import annotations

import re

HAN = "\\u4e00-\\u9fff"
"""The common ones, to stand inside a class of a regular expression."""
JOINERS = "、和与及"
"""What joins the members of a list."""
_ONLY_HAN = re.compile(f"[{HAN}]*")


def only_han(text: str) -> bool:
    """Tell whether a text holds nothing but common Chinese characters; the empty text does."""
    return _ONLY_HAN.fullmatch(text) is not None
