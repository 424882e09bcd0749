"""What an article says about its own names: a name found once with certainty is one everywhere in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import ahocorasick

from ...lang.jieba_dictionary import UNKNOWN, dictionary
from .lexicon import listed, ordered
from .market import coined
from .proposal import Proposal
from .words import TaggedWords

WORDS = "name_grammar.tsv"
DOUBTFUL = ("quote", "org:listed", "place:side", "place:abbreviation", "event", "fac:weak", "fac:project")
"""Rules whose names are not looked for in the rest of the article."""
GLOSS = re.compile(r"[（(]([A-Z][A-Za-z0-9 .&'’·-]{1,40})[）)]")
TICKER = re.compile(r"\.[A-Z]{1,2}$|^(?:CEO|CFO|COO|CTO|IPO|GDP|CPI|PPI|PMI|AI|IT|PC|TV)$")
"""What stands in brackets behind a name and is none: a share's code at a foreign exchange, words of business."""


def _short_names(text: str, candidate: Proposal) -> list[str]:
    """Return the short names that a mention brings: one defined in brackets, a company's name without 集团公司."""
    found = []
    after = text[candidate.end : candidate.end + 24]
    if after[:1] in "（(":
        inside = after[1:].split("）")[0].split(")")[0]
        for word in ordered(WORDS, "defining"):
            if inside.startswith(word):
                found.append(inside[len(word) :].strip("：:，“”\"'‘’「」 "))
    if candidate.label == "PERSON" and _doubled(text[candidate.start : candidate.end]):
        found.append(text[candidate.start : candidate.start + 2])
    if candidate.label == "ORG":
        name = text[candidate.start : candidate.end]
        for tail in ordered(WORDS, "firm_tail"):
            if name.endswith(tail) and len(name) - len(tail) >= 2:
                found.append(name[: -len(tail)])
                break
    return [name for name in found if 2 <= len(name) <= 14]


def _doubled(name: str) -> bool:
    """Tell whether a person's name begins with two family names, by which papers call her (林郑 for 林郑月娥)."""
    common = listed("surnames.tsv")["common"]
    return len(name) == 4 and name[0] in common and name[1] in common


def _telling(name: str, candidate: Proposal) -> bool:
    """Tell whether a mention is sure enough, and its name odd enough, to be looked for in the rest of the article."""
    if candidate.rule.startswith(DOUBTFUL):
        return False
    tag = dictionary().get(name, UNKNOWN).tag
    return tag in ("", "nr", "nrt", "nrfg", "ns", "nt", "nz") and not (candidate.label == "LAW" and len(name) < 4)


def repeated(words: TaggedWords, chosen: Sequence[Proposal]) -> list[Proposal]:
    """Return candidates for further mentions of the names that were chosen, and of the short names they define."""
    text = words.text
    votes: dict[str, Counter[str]] = {}
    for candidate in chosen:
        name = text[candidate.start : candidate.end]
        if len(name) >= 2 and _telling(name, candidate):
            votes.setdefault(name, Counter())[candidate.label] += 1
        for short in _short_names(text, candidate):
            odd = dictionary().get(short, UNKNOWN).tag in ("", "nz", "nt") and not short.isdigit()
            if odd and text.count(short) > 1:
                votes.setdefault(short, Counter())[candidate.label] += 1
    if not votes:
        return []
    automaton = ahocorasick.Automaton()
    for name, labels in votes.items():
        automaton.add_word(name, (len(name), min(labels, key=lambda label: (-labels[label], label))))
    automaton.make_automaton()
    found = []
    for last, (length, label) in automaton.iter(text):
        start, end = last + 1 - length, last + 1
        if words.aligned(start, end) or length >= 4:
            found.append(Proposal(start, end, label, "document", 2))
    return found


def glosses(words: TaggedWords, named: Iterable[tuple[int, int, str]]) -> list[Proposal]:
    """Return the foreign forms in brackets behind names, with their labels: 北电（Nortel）."""
    text = words.text
    found = {}
    for _, end, label in named:
        match = GLOSS.match(text, end)
        if match and not TICKER.search(match[1]):
            found[match.span(1)] = Proposal(*match.span(1), label, "gloss")
    return [found[span] for span in sorted(found)]


def stocks(words: TaggedWords) -> list[Proposal]:
    """Return the companies whose stock code stands behind them in brackets: 某某科技（300088）."""
    text, found = words.text, []
    for i, start in enumerate(words.starts):
        if text[start] not in "（(" or not text[start + 1 : start + 5].isdigit():
            continue
        end = start + 1
        while end < len(text) and text[end].isdigit():
            end += 1
        if not 4 <= end - start - 1 <= 6 or text[end : end + 1] not in ("）", ")", "，", ",", ".", "；"):
            continue
        if end - start - 1 == 4 and text[start + 1 : start + 3] in ("19", "20") and text[end] in "）)":
            following = text[end + 1 : end + 2]
            if following in ("年", "—", "-"):
                continue
        first = i
        while first and start - words.starts[first - 1] <= 6 and _named(words, first - 1):
            first -= 1
        while start - words.starts[first] > 4 and (words.seen[first] > 300 or words.words[first][0].isdigit()):
            first += 1
        if 2 <= start - words.starts[first] <= 6:
            found.append(Proposal(words.starts[first], start, "ORG", "org:stock", 3))
    return found


def _named(words: TaggedWords, i: int) -> bool:
    """Tell whether a company's short name can hold word `i`."""
    if words.ends[i] - words.starts[i] == 1:
        return words.tags[i] != "w" and words.words[i] not in listed("name_words.tsv")["particle"]
    return words.tags[i][:1] not in tuple("wpcuvdmr")


def enumerated(words: TaggedWords, chosen: Sequence[Proposal]) -> list[Proposal]:
    """Return the unknown items of lists (A、B、C等) in which two items or more are known, all with one label."""
    text = words.text
    labels = {(c.start, c.end): c.label for c in chosen}
    found = []
    for items in _lists(text):
        items = [(start + _leading(text, start), end) for start, end in items]
        inner = [labels[item] for item in items if item in labels]
        if not inner or len(items) < 3 or len(set(inner)) > 1 or inner[0] not in ("ORG", "PERSON", "PRODUCT"):
            continue
        if len(inner) < 2 and (inner[0] != "ORG" or sum(_firm(words, *item) for item in items) < 2):
            continue
        for start, end in items:
            if len(inner) < 2 and not _firm(words, start, end):
                continue
            fits = 2 <= end - start <= (4 if inner[0] == "PERSON" else 8) and words.aligned(start, end)
            if (start, end) not in labels and fits and not text[start].isdigit() and not _plain(words, start, end):
                tier = 3 if inner[0] == "ORG" and end - start >= 4 and coined(words, start, end) else 1
                found.append(Proposal(start, end, inner[0], "list", tier))
    return found


def _firm(words: TaggedWords, start: int, end: int) -> bool:
    """Tell whether an item of a list reads like a firm's coined name."""
    generic = words.text.endswith(ordered(WORDS, "generic_body"), 0, end)
    return 3 <= end - start <= 5 and coined(words, start, end) and not generic


def _leading(text: str, start: int) -> int:
    """Return the length of the word at `start` that opens a list and is no part of its first item (如, 包括)."""
    return next((len(word) for word in ordered(WORDS, "list_opening") if text.startswith(word, start)), 0)


def _plain(words: TaggedWords, start: int, end: int) -> bool:
    """Tell whether a span is one ordinary word or holds a particle or a verb phrase."""
    inside = words.between(start, end)
    if len(inside) == 1:
        return words.tags[inside[0]] not in ("", "nr", "nz", "nt", "ns", "nrt", "eng") and words.seen[inside[0]] > 20
    return any(words.tags[n] in ("uj", "ul", "p", "c", "m", "r") for n in inside)


def _lists(text: str) -> list[list[tuple[int, int]]]:
    """Return the items of each list of at least three whose borders are clear: between 、, or before 等 or 和."""
    lists: list[list[tuple[int, int]]] = []
    for line_start, line in _clauses(text):
        if line.count("、") < 2:
            continue
        items, position = [], line_start
        for n, part in enumerate(line.split("、")):
            end = position + len(part)
            if n:
                borders = (part.find(border) for border in listed("name_grammar.tsv")["list_end"])
                last = min((at for at in borders if at > 0), default=len(part))
                items.append((position, position + last))
            elif len(part) <= 8:
                items.append((position, end))
            position = end + 1
        lists.append(items)
    return lists


def _clauses(text: str) -> list[tuple[int, str]]:
    """Return the stretches between marks other than 、 with where they begin."""
    found, start = [], 0
    for i, char in enumerate(text):
        if char in "，。；：！？\n“”（）()《》,;":
            found.append((start, text[start:i]))
            start = i + 1
    found.append((start, text[start:]))
    return found
