"""What the name rules see of a text: words with tags from jieba's dictionary, by character position."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from ...lang.jieba_dictionary import UNKNOWN, dictionary, tokenizer
from .lexicon import builtin, listed

PUNCTUATION = frozenset("，。；：！？、（）《》〈〉“”‘’「」『』【】[]()<>,.;:!?\"'…—-–~·/|\\\n\t \u3000•●◆■▲△")


@cache
def parts(word: str) -> tuple[str, ...]:
    """Return the words in a word of the dictionary that holds a place or a known body and more.

    广东省委 -> 广东 省委, 国务院总理 -> 国务院 总理, 在京举行 -> 在 京 举行; others are returned whole.
    """
    names, tags = builtin(), dictionary()
    kinds = listed("place_words.tsv")
    going = word[0] in kinds["going_word"] and word[1] in kinds["in_word"]
    if going and (tags.get(word, UNKNOWN).tag == "ns" or word.startswith("在京")):
        return (word[0], word[1], word[2:]) if len(word) > 2 else (word[0], word[1])
    if word.endswith("次会议") and len(word) > 3:
        return (word[:-2], "会议")
    if len(word) == 4 and word[1] == "委" and word[2:] in listed("person_cues.tsv")["title"]:
        return (word[:2], word[2:])
    if word.startswith("协会") and len(word) == 4:
        return ("协会", word[2:])
    if len(word) < 4 or word in names:
        return (word,)
    for cut in range(len(word) - 1, 1, -1):
        head, tail = word[:cut], word[cut:]
        if head in names and (tail in tags or tail in names or len(tail) == 1) and _parting(names.get(head)[1], tail):
            return (head, *parts(tail))
    return (word,)


def _parting(entry: tuple[str, str, int], tail: str) -> bool:
    """Tell whether a known name stands by itself before `tail`."""
    label, source, level = entry
    if source in ("country", "world", "place", "short"):
        return level <= 2 and label == "GPE"
    return label == "ORG" and tail in listed("person_cues.tsv")["title"]


class TaggedWords:
    """The words of a text in order, with tags, and which of them stands at a character.

    `starts` and `ends` are character offsets, `tags` jieba's tags ("" for a word that the dictionary lacks, "w" for
    punctuation), `seen` its frequencies; `edge[i]` is 1 where a word begins at `i` (also at the end of the text).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._dictionary = dictionary()
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.seen: list[int] = []
        self.edge = bytearray(len(text) + 1)
        self.edge[len(text)] = 1
        for word in tokenizer().cut(text, HMM=False):
            if len(word) > 1:
                for part in parts(word):
                    self._add(part)
            else:
                self._add(word)

    def _add(self, word: str) -> None:
        """Append a word."""
        position = self.ends[-1] if self.ends else 0
        tag, seen = self._dictionary.get(word, UNKNOWN)
        self.starts.append(position)
        self.ends.append(position + len(word))
        self.edge[position] = 1
        self.words.append(word)
        self.tags.append("w" if word[0] in PUNCTUATION else tag)
        self.seen.append(seen)

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
