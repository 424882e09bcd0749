"""The words of a text: jieba divides it once by its dictionary, whichever room asks; its guesses come on top."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from .jieba_dictionary import UNKNOWN, dictionary, divide, frequencies, guess
from .tables import table

PUNCTUATION = frozenset("，。；：！？、（）《》〈〉“”‘’「」『』【】[]()<>,.;:!?\"'…—-–~·/|\\\n\t \u3000•●◆■▲△")
BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]")
"""What jieba's words are made of; all other characters stand alone."""
HELD = 2
"""So many articles keep their words: the one at hand, and one that was begun before it."""


class Words:
    """The words of a text in order, and which of them stands at a character; they cover the text.

    `starts` and `ends` are character offsets; `edge[i]` is 1 where a word begins at `i`, also at the end of the text.
    """

    def __init__(self, text: str, words: Iterable[str]) -> None:
        self.text = text
        self.words = list(words)
        self.ends = list(accumulate(map(len, self.words)))
        self.starts = [0, *self.ends[:-1]] if self.words else []
        self.edge = bytearray(len(text) + 1)
        for at in (0, *self.ends):
            self.edge[at] = 1

    @cached_property
    def tags(self) -> list[str]:
        """Their parts of speech: jieba's tags, "" for a word that the dictionary lacks, "w" for punctuation."""
        known = dictionary()
        return ["w" if word[0] in PUNCTUATION else known.get(word, UNKNOWN).tag for word in self.words]

    @cached_property
    def seen(self) -> list[int]:
        """Their frequencies in jieba's dictionary, 0 for a word that it lacks."""
        known = dictionary()
        return [known.get(word, UNKNOWN).seen for word in self.words]

    @cached_property
    def guessed(self) -> Words:
        """The same words with jieba's guesses at those that its dictionary lacks (营|收 -> 营收): jieba.cut(text)."""
        return Words(self.text, _guesses(self.words))

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


def _guesses(words: Iterable[str]) -> Iterator[str]:
    """Yield words with the runs of single characters among them divided by jieba's hidden Markov model."""
    known, _ = frequencies()
    run = ""
    for word in words:
        if (len(word) == 1 or not known.get(word)) and BLOCK.match(word):
            run += word
            continue
        if run:
            yield from _divided(run)
            run = ""
        yield word
    yield from _divided(run)


def _divided(run: str) -> Iterator[str]:
    """Yield the words of a run of single characters; a word that the dictionary knows was not likely here."""
    if len(run) > 1 and not frequencies()[0].get(run):
        yield from guess(run)
    else:
        yield from run


@cache
def _divisions() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what stands for neighbours among jieba's words (`divisions.tsv`)."""
    return {tuple(row["jieba"].split(" ")): tuple(row["words"].split(" ")) for row in table("divisions.tsv")}


@cache
def _divided_wrongly() -> re.Pattern[str]:
    return re.compile("|".join(re.escape("".join(words)) for words in _divisions()))


def _put_right(words: Iterable[str]) -> Iterator[str]:
    """Yield words with others in the place of neighbours that jieba divides wrongly: 一|共产|煤 is 一共|产|煤."""
    before = ""
    for word in [*words, ""]:
        before, word = _divisions().get((before, word), (before, word))
        if before:
            yield before
        before = word


def cut(text: str) -> Words:
    """Return the words of a text that is no part of an article as it stands: a title that was put together."""
    words = divide(text)
    return Words(text, _put_right(words) if _divided_wrongly().search(text) else words)


@lru_cache(maxsize=HELD)
def words_of(text: str) -> Words:
    """Return the words of an article's text, the same object while it is at hand; nobody may change it."""
    return cut(text)
