"""Short names of firms that market reports give away: what stands before 涨停, 跌逾, 股价, and before 数据显示."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

import ahocorasick

from ...lang.characters import JOINERS, only_han
from .lexicon import codes, listed
from .proposal import Proposal
from .words import TaggedWords

BORDERS = frozenset(f"，。；：！？\n“”（）()《》,; 【】{JOINERS}")
SIZES = range(3, 6)
PROPER = frozenset({"", "nr", "nz", "nt", "nrt", "nrfg", "ns", "eng"})


@cache
def _cues() -> ahocorasick.Automaton:
    """Return the automaton of the words that follow a firm's name: word -> (length, kind)."""
    automaton = ahocorasick.Automaton()
    for kind in ("moves", "figures"):
        for word in listed("market_cues.tsv")[kind]:
            automaton.add_word(word, (len(word), kind))
    automaton.make_automaton()
    return automaton


def coined(words: TaggedWords, start: int, end: int) -> bool:
    """Tell whether a span reads as a coined name: a division and a rest of two characters, or single characters.

    濮阳惠成, 中际旭创 are; 光伏设备 is not.
    """
    inside = words.between(start, end)
    if not inside or not words.aligned(start, end):
        return False
    if any(words.words[n] in listed("name_words.tsv")["particle"] or words.tags[n] == "w" for n in inside):
        return False
    first = words.words[inside[0]]
    if any(words.tags[n][:1] == "v" and words.ends[n] - words.starts[n] > 1 for n in inside):
        return False
    if first in codes() and words.seen[inside[0]] and end - words.ends[inside[0]] == 2:
        return True
    single = [words.words[n] for n in inside if words.ends[n] - words.starts[n] == 1]
    plain = listed("name_words.tsv")["plain"] | listed("person_cues.tsv")["honorific"]
    odd = [char for char in single if char not in plain and not char.isascii()]
    long = [n for n in inside if words.ends[n] - words.starts[n] > 1]
    proper = any(words.tags[n] in PROPER and words.seen[n] < 400 for n in long)
    return len(odd) >= (1 if proper else 2)


def marketed(words: TaggedWords) -> list[Proposal]:
    """Return the firms before a move of their shares (lists of them too: A、B涨停) or before figures that they give."""
    text = words.text
    borders = [i for i, char in enumerate(text) if char in BORDERS]
    found = []
    for last, (length, kind) in _cues().iter(text):
        end = _before_adverbs(text, last + 1 - length)
        while True:
            at = bisect_left(borders, end) - 1
            start = borders[at] + 1 if at >= 0 else 0
            if start > 1 and text[start - 2 : start] == "、和":
                start -= 1
            candidate = _firm(words, start, end, kind)
            if candidate is None:
                break
            found.append(candidate)
            if start == 0 or text[start - 1] not in JOINERS:
                break
            end = start - 1
    return found


def _before_adverbs(text: str, end: int) -> int:
    """Return where the name before the words between it and its verb ends."""
    adverbs = tuple(listed("market_cues.tsv")["adverb"])
    while end and text.endswith(adverbs, 0, end):
        end -= max(len(word) for word in adverbs if text.endswith(word, 0, end))
    return end


def _firm(words: TaggedWords, start: int, end: int, kind: str) -> Proposal | None:
    """Return the firm that the span between border and verb names, or None."""
    name = words.text[start:end]
    other = name.endswith(tuple(listed("market_cues.tsv")["not"]))
    if len(name) not in SIZES or other or not coined(words, start, end):
        return None
    first = words.words[words.at(start)]
    if kind == "figures" and not (first in codes() and len(name) == len(first) + 2):
        return None
    if not only_han(name[:-1]):
        return None
    return Proposal(start, end, "ORG", "org:market", 3)
