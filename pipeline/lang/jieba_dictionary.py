"""jieba's installed dictionary: what it says of a word."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import jieba


class Tag(NamedTuple):
    """What jieba's dictionary says of a word: its part of speech and how often it was seen."""

    tag: str
    seen: int


UNKNOWN = Tag("", 0)


@cache
def dictionary() -> dict[str, Tag]:
    """Return jieba's installed dictionary: word -> tag and frequency."""
    tags: dict[str, Tag] = {}
    pool: dict[str, str] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            parts = line.decode("utf-8").split()
            if len(parts) == 3:
                tags[parts[0]] = Tag(pool.setdefault(parts[2], parts[2]), int(parts[1]))
    return tags
