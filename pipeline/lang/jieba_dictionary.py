"""jieba's installed dictionary: what it says of a word, and how it divides a text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import log
from string import ascii_letters, digits
from typing import NamedTuple

import jieba
from jieba import finalseg

jieba.setLogLevel(logging.ERROR)  # it tells each start on stderr


class Tag(NamedTuple):
    """What jieba's dictionary says of a word: its part of speech and how often it was seen."""

    tag: str
    seen: int


UNKNOWN = Tag("", 0)
_LETTERS = frozenset(ascii_letters + digits)


@cache
def dictionary() -> dict[str, Tag]:
    """Return jieba's installed dictionary: word -> tag and frequency; words of which it says the same share it."""
    tags: dict[str, Tag] = {}
    pool: dict[Tag, Tag] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            parts = line.decode("utf-8").split()
            if len(parts) == 3:
                said = Tag(parts[2], int(parts[1]))
                tags[parts[0]] = pool.setdefault(said, said)
    return tags


class Tokenizer:
    """jieba's default tokenizer, with the likeliest words found in one pass: the same words in a third of the time.

    jieba first notes all words that begin at each character (get_DAG) and then looks each of them up again (calc).
    """

    def __init__(self) -> None:
        """Share the dictionary of jieba's own tokenizer."""
        jieba.initialize()
        self.seen: dict[str, int] = jieba.dt.FREQ
        self.total: int = jieba.dt.total
        self._weights: dict[int, float] = {}

    def words(self, block: str) -> Iterator[str]:
        """Yield the likeliest words of a run of characters that words are made of; letters and digits alone join."""
        ends = self._ends(block)
        start, length = 0, len(block)
        while start < length:
            end = ends[start]
            if end == start + 1 and block[start] in _LETTERS:
                while end < length and ends[end] == end + 1 and block[end] in _LETTERS:
                    end += 1
            yield block[start:end]
            start = end

    def _ends(self, block: str) -> list[int]:
        """Return for each character where the word ends that begins with it in the likeliest division of the rest."""
        seen, weights, unknown = self.seen.get, self._weights, -log(self.total)
        length = len(block)
        scores = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            best, last, end = None, start + 1, start + 1
            frequency = seen(block[start])
            while frequency is not None:  # 0: no word, but the beginning of one
                if frequency:
                    if frequency not in weights:
                        weights[frequency] = log(frequency) + unknown
                    score = weights[frequency] + scores[end]
                    if best is None or score >= best:
                        best, last = score, end
                if end == length:
                    break
                end += 1
                frequency = seen(block[start:end])
            scores[start] = unknown + scores[start + 1] if best is None else best
            ends[start] = last
        return ends


def frequencies() -> tuple[dict[str, int], float]:
    """Return how often words were seen (0: no word, but the beginning of one), and the logarithm of their sum."""
    return tokenizer().seen, log(tokenizer().total)


@cache
def tokenizer() -> Tokenizer:
    """Return the one tokenizer of this process."""
    return Tokenizer()


def divide(text: str) -> Iterator[str]:
    """Yield the likeliest words of a text by the dictionary, as `jieba.cut(text, HMM=False)` does; they cover it."""
    words = tokenizer().words
    for number, part in enumerate(jieba.re_han_default.split(text)):
        if number % 2:
            yield from words(part)
        elif "\r\n" in part:
            yield from re.findall("\r\n|.", part, re.DOTALL)
        else:
            yield from part


def guess(run: str) -> Iterator[str]:
    """Yield the words of a run that the dictionary lacks, by jieba's hidden Markov model: `finalseg.cut(run)`."""
    for number, part in enumerate(finalseg.re_han.split(run)):
        if number % 2 == 0:
            yield from filter(None, finalseg.re_skip.split(part))
            continue
        start = 0
        for end, state in enumerate(_states(part), 1):
            if state >= _END or end == len(part):
                word = part[start:end]
                yield from word if word in finalseg.Force_Split_Words else (word,)
                start = end


_STATES = "BMES"
"""What a character is to its word: its begin, its middle, its end, or all of it."""
_BEGIN, _MIDDLE, _END, _SINGLE = range(4)


@lru_cache(maxsize=1 << 14)
def _emitted(char: str) -> tuple[float, ...]:
    """Return the log-probability of a character in each state."""
    return tuple(finalseg.emit_P[state].get(char, finalseg.MIN_FLOAT) for state in _STATES)


def _states(run: str) -> list[int]:
    """Return the likeliest states of the characters of a run (Viterbi 1967), of two alike the later of B, E, M, S.

    As `finalseg.viterbi`, but that a state comes after two others only, so that nothing is looked up.
    """
    moves = finalseg.trans_P
    from_begin, from_middle = (moves[state] for state in "BM")
    from_end, from_single = (moves[state] for state in "ES")
    begin_middle, begin_end, middle_middle, middle_end = *map(from_begin.get, "ME"), *map(from_middle.get, "ME")
    end_begin, end_single, single_begin, single_single = *map(from_end.get, "BS"), *map(from_single.get, "BS")
    b, m, e, s = (finalseg.start_P[state] + score for state, score in zip(_STATES, _emitted(run[0]), strict=True))
    steps = []
    for char in run[1:]:
        of_b, of_m, of_e, of_s = _emitted(char)
        begun, after = e + end_begin + of_b, s + single_begin + of_b
        inside, within = b + begin_middle + of_m, m + middle_middle + of_m
        closed, behind = b + begin_end + of_e, m + middle_end + of_e
        alone, again = e + end_single + of_s, s + single_single + of_s
        steps.append(
            (
                _SINGLE if after >= begun else _END,
                _MIDDLE if within >= inside else _BEGIN,
                _MIDDLE if behind >= closed else _BEGIN,
                _SINGLE if again >= alone else _END,
            )
        )
        b, m, e, s = max(begun, after), max(inside, within), max(closed, behind), max(alone, again)
    path = [_SINGLE if s >= e else _END]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return path[::-1]
