"""What an article says about its own names: a name found once with certainty is one everywhere in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import ahocorasick

from .name_places import Candidate
from .name_words import UNKNOWN, Words, dictionary

TAILS = (
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "集团", "公司", "科技", "股份",
)  # fmt: skip
DEFINING = ("以下简称", "下称", "简称", "以下称")


def _short_names(text: str, candidate: Candidate) -> list[str]:
    """Return the short names that an organisation's mention brings: its definition in brackets, its name without 集团公司."""
    found = []
    after = text[candidate.end : candidate.end + 24]
    if after[:1] in "（(":
        inside = after[1:].split("）")[0].split(")")[0]
        for word in DEFINING:
            if inside.startswith(word):
                found.append(inside[len(word) :].strip("：:，“”\"'‘’「」 "))
    if candidate.label == "ORG":
        name = text[candidate.start : candidate.end]
        for tail in TAILS:
            if name.endswith(tail) and len(name) - len(tail) >= 2:
                found.append(name[: -len(tail)])
                break
    return [name for name in found if 2 <= len(name) <= 14]


def _telling(name: str, candidate: Candidate) -> bool:
    """Tell whether a mention is sure enough, and its name odd enough, to be looked for in the rest of the article."""
    if candidate.rule.startswith(("quote", "place:side", "place:abbreviation", "event", "fac:weak", "fac:project")):
        return False
    tag = dictionary().get(name, UNKNOWN).tag
    return tag in ("", "nr", "nrt", "nrfg", "ns", "nt", "nz") and not (candidate.label == "LAW" and len(name) < 4)


def repeated(words: Words, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates for further mentions of the names that were chosen, and of the short names they define."""
    text = words.text
    votes: dict[str, Counter[str]] = {}
    for candidate in chosen:
        name = text[candidate.start : candidate.end]
        if len(name) >= 2 and _telling(name, candidate):
            votes.setdefault(name, Counter())[candidate.label] += 1
        for short in _short_names(text, candidate):
            if text.count(short) > 1 and not short.isdigit() and dictionary().get(short, UNKNOWN).tag in ("", "nz", "nt"):
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
            found.append(Candidate(start, end, label, "document", 2))
    return found
