"""What the name rules see of a text: its words with dictionary tags (jieba's installed dictionary), by character position."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

import jieba

from ..model import Span

PUNCTUATION = frozenset("，。；：！？、（）《》〈〉“”‘’「」『』【】[]()<>,.;:!?\"'…—-–~·/|\\\n\t \u3000•●◆■▲△")


@cache
def dictionary() -> dict[str, str]:
    """Return the part-of-speech tag of every word in jieba's installed dictionary."""
    tags: dict[str, str] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            parts = line.decode("utf-8").split()
            if len(parts) == 3:
                tags[parts[0]] = parts[2]
    return tags


class Words:
    """The words of a text in order, with tags, and which of them stands at a character.

    `starts` and `ends` are character offsets, `tags` jieba's tags ("" for a word that the dictionary lacks, "w" for
    punctuation); `edge[i]` is 1 where a word begins at `i` (also at the end of the text).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.edge = bytearray(len(text) + 1)
        tags = dictionary()
        position = 0
        for word in jieba.cut(text, HMM=False):
            self.starts.append(position)
            self.edge[position] = 1
            position += len(word)
            self.ends.append(position)
            self.words.append(word)
            self.tags.append("w" if word[0] in PUNCTUATION else tags.get(word, ""))
        self.edge[len(text)] = 1

    def at(self, position: int) -> int:
        """Return the number of the word that holds the character at `position`."""
        return bisect_right(self.starts, position) - 1

    def aligned(self, start: int, end: int) -> bool:
        """Tell whether words begin at `start` and at `end`."""
        return bool(self.edge[start] and self.edge[end])

    def between(self, start: int, end: int) -> range:
        """Return the numbers of the words that begin inside [start, end)."""
        if start >= end:
            return range(0)
        first = self.at(start)
        if self.starts[first] < start:
            first += 1
        return range(first, self.at(end - 1) + 1)


def overlaps(span: Span, start: int, end: int) -> bool:
    """Tell whether a span shares a character with [start, end)."""
    return span.start < end and start < span.end
