"""Bodies before titles that no recogniser found, read from how the words before a title are made.

A title takes up how the body ends (移民部|部长, 救援队|队长); a name stands before words that open titles
(九坝印象|财务总监) or closes like a body (三峡集团|董事长).
"""

from __future__ import annotations

import re
from functools import cache

from ...lang.tables import table
from ...lang.words import Words, cut
from ..scene.word_tables import WordSet
from .words import HEADS, PROFESSIONS, cues, either, titles

LONGEST = 18
"""Characters of the longest name of a body that is read before a title."""
LONGEST_COINED = 9
"""The same where nothing but the title tells that it is one (九坝印象|财务总监)."""
NO_NAME = re.compile(rf"{either('no-name')}|[\d“”]")
"""What stands in no such name."""
NAMELIKE = ("", "n", "j", "a", "b", "f", "l", "m", "v", "c", "z", "q", "t", "s")
"""The first letters of the parts of speech of words that stand in the name of a body."""
LOOSE = ("c", "d", "p", "r", "u", "w")
"""The first letters of the parts of speech of words before a name (尽管|长实集团)."""
PROPER = ("", "nr", "ns", "nt", "nz", "nrt", "nrfg")
"""The parts of speech of words of which one at least stands in a name; "" for a word that the dictionary lacks."""


@cache
def _closing(*kinds: str) -> WordSet:
    """Return the words of some kinds of `org_suffixes.tsv` that close the name of a body."""
    return WordSet({r["word"]: "" for r in table("org_suffixes.tsv") if r["kind"] in kinds})


def _closes(title: str, end: int, firms: bool) -> bool:
    """Tell whether words before a title end like a body of the state or a society, or (`firms`) like a firm's name."""
    public = _closing("body", "society", "research", "school", "medical", "government").before(title, 0, end)
    found = max(public, cues("tail", "party-end").before(title, 0, end), key=len)
    if firms:
        firm = _closing("finance", "name", "brand", "metal").before(title, 0, end)
        found = max(found, firm, cues("firm-end").before(title, 0, end), key=len)
    return bool(found) and end - len(found) >= 2


def doubled(title: str, word: str) -> int:
    """Return how many characters at the beginning of a title name a body whose last one the title takes up: 8 of
    贾汪区猎鹰应急救援队队长; 0 where it takes up none."""
    limit = len(title) - len(word)
    office = word.removeprefix("副")
    if limit < 2 or len(office) != 2 or office[1] not in HEADS or title[limit - 1] != office[0]:
        return 0
    fits = limit <= LONGEST and not NO_NAME.search(title, 0, limit) and not _generic(title[:limit])
    return limit if fits else 0


def body_before(title: str, word: str) -> tuple[int, int]:
    """Return where in a title the name of a body stands (0 and 4 of 九坝印象财务总监), 0 and 0 for nowhere."""
    limit = len(title) - len(word)
    words = cut(title)
    end = _opens(words, limit)
    first, last = 0, words.at(end - 1) if end else -1
    while first <= last and words.tags[first][:1] in LOOSE:
        first += 1
    start = words.starts[first] if first <= last else end
    if not 2 <= end - start <= LONGEST or NO_NAME.search(title, start, end) or _generic(title[start:end]):
        return 0, 0
    if not all(t[:1] in NAMELIKE for t in words.tags[first : last + 1]):
        return 0, 0
    chief = word in titles("chief").values or word in cues("chaired").values
    head = chief or (end < limit and word in cues("staff").values)
    proper = _proper(words, first, last + 1)
    coined = head and end - start <= LONGEST_COINED
    whole = coined or bool(_closing("company").before(title, start, end))
    if (proper and whole) or (_closes(title[start:], end - start, chief) and not word.endswith(PROFESSIONS)):
        return start, end
    return 0, 0


def _opens(words: Words, limit: int) -> int:
    """Return where the words begin that open a title before its own word at `limit` (财务|总监, 全球市场|策略师).

    A word that may close a firm's name belongs to that where others follow it (苏伊士投资|亚洲区首席执行官).
    """
    openers = cues("opening", "attribute", "board")
    at = limit
    while at and (opener := openers.before(words.text, 0, at)):
        at -= len(opener)
    firm = _closing("name", "brand").at(words.text, at, limit) or cues("firm-end").at(words.text, at, limit)
    return at + len(firm) if at and at + len(firm) < limit else at


def _proper(words: Words, first: int, stop: int) -> bool:
    """Tell whether a proper word, or two single characters in a row, stand among some words."""
    row = 0
    for word, tag in zip(words.words[first:stop], words.tags[first:stop], strict=True):
        row = row + 1 if len(word) == 1 else 0
        if row > 1 or (tag in PROPER and len(word) > 1) or (word[0].isascii() and word[0].isalpha()):
            return True
    return False


def _generic(lead: str) -> bool:
    """Tell whether words before a title stand for a body without naming it (该公司, 一家企业, 集团)."""
    end = len(lead)
    vague = cues("some").first(lead, 0, end)[1] or cues("definite").at(lead, 0, end)
    bare = lead in cues("firm", "common", "branch", "inner", "department", "newly", "attribute").values
    return bool(vague or bare or titles("head", "title").first(lead, 0, end)[1])
