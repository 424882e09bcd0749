"""Firms that read like people or counties: known by the words of business beside them, and by definitions (简称)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ...lang.tables import table
from ...lang.word_set import either
from .lexicon import codes, listed, ordered
from .proposal import Proposal
from .words import TaggedWords

STOCK = ordered("name_grammar.tsv", "defining_stock")
_DEFINING = either({*ordered("name_grammar.tsv", "defining"), *STOCK})
DEFINED = re.compile(rf"（[^（）]{{0,30}}?{_DEFINING}[:：]?[“\"‘「]?([^“”\"‘’「」（）:：，,；;]{{2,10}})")


@cache
def _trades() -> tuple[str, ...]:
    """Return the words for a trade that full names of firms hold."""
    return tuple(row["word"] for row in table("name_tails.tsv"))


def firm_names(words: TaggedWords, proposals: Iterable[Proposal]) -> frozenset[str]:
    """Return the texts of people and counties among the candidates that are firms in this article.

    A person without a title is one where words of business (业务, 销售额) follow; a county's short name where a firm's
    full name begins with it and a trade, and no full name of the county is there.
    """
    text = words.text
    candidates = list(proposals)
    firms = {c.start for c in candidates if c.rule in ("org:company", "org:stock", "org:defined", "org:market")}
    business = tuple(listed("market_cues.tsv")["business"])
    found: set[str] = set()
    people = {text[c.start : c.end] for c in candidates if c.label == "PERSON" and c.rule != "person:name"}
    for candidate in candidates:
        name = text[candidate.start : candidate.end]
        untitled = candidate.rule == "person:name" and name not in people and len(name) > 2
        if untitled and text.startswith(business, candidate.end):
            found.add(name)
        if candidate.rule == "place:short" and candidate.start in firms and _county(name):
            full = any(name + kind in text for kind in listed("name_grammar.tsv")["county_kind"])
            if not full and text.startswith(_trades(), candidate.end):
                found.add(name)
    return frozenset(found)


def _county(name: str) -> bool:
    """Tell whether a short name is a county's and no city's or province's."""
    return all(not code.endswith("00") for code in codes().get(name, ("00",)))


def relabelled(text: str, proposals: Sequence[Proposal], firms: frozenset[str]) -> list[Proposal]:
    """Return the candidates with those of people and counties whose text is a firm's as organisations."""
    return [
        candidate._replace(label="ORG", rule="org:firm")
        if candidate.label in ("PERSON", "GPE") and text[candidate.start : candidate.end] in firms
        else candidate
        for candidate in proposals
    ]


def defined(words: TaggedWords) -> list[Proposal]:
    """Return the short names that brackets behind a firm's or body's name define, and their further mentions."""
    text = words.text
    kinds = listed("org_suffixes.tsv")
    endings = tuple(kinds["company"] | kinds["body"] | kinds["finance"] | kinds["research"] | kinds["society"])
    names: set[str] = set()
    for match in DEFINED.finditer(text):
        name = match[1].strip()
        stock = any(word in match[0] for word in STOCK)
        if len(name) >= 2 and (stock or text.endswith(endings, 0, match.start())):
            names.add(name)
    found = []
    for name in sorted(names):
        at = text.find(name)
        while at >= 0:
            if words.aligned(at, at + len(name)) or len(name) >= 4:
                found.append(Proposal(at, at + len(name), "ORG", "org:defined"))
            at = text.find(name, at + len(name))
    return found
