"""Names between marks: 《…》 (laws, plans, works, media) and “…” with a word that says what it is."""

from __future__ import annotations

import re

from .lexicon import listed
from .proposal import Proposal
from .words import TaggedWords

MARKS = re.compile("[\n《》“”〈〉「」『』]")
PAIRS = {"《": "》", "“": "”", "〈": "〉", "「": "」", "『": "』"}


def _pairs(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, mark) of what stands between marks on one line, outermost first of each kind."""
    found: list[tuple[int, int, str]] = []
    open_at: dict[str, int] = {}
    for match in MARKS.finditer(text):
        i, char = match.start(), match[0]
        if char == "\n":
            open_at.clear()
        elif char in PAIRS:
            open_at.setdefault(char, i)
        else:
            for mark, closing in PAIRS.items():
                if char == closing and mark in open_at:
                    found.append((open_at.pop(mark) + 1, i, mark))
    return found


class Titles:
    """Finds the names that stand between marks."""

    def __init__(self, words: TaggedWords) -> None:
        self.words, self.text = words, words.text
        self.laws = tuple(listed("law_suffixes.tsv")["title"])
        cues = listed("quote_cues.tsv")
        self.media, self.products, self.events, self.press, self.firms = (
            tuple(cues[kind]) for kind in ("media", "product", "event", "press", "firm")
        )

    def candidates(self) -> list[Proposal]:
        """Return the names between marks that their ending or the word beside them makes names."""
        found: list[Proposal] = []
        for start, end, mark in _pairs(self.text):
            if not 1 < end - start <= 80:
                continue
            candidate = self._book(start, end) if mark == "《" else self._quoted(start, end) if mark == "“" else None
            if candidate is not None:
                found.append(candidate)
        return found

    def _book(self, start: int, end: int) -> Proposal:
        """Return what 《…》 names."""
        title = self.text[start:end]
        plain = title
        if plain.endswith("）") and "（" in plain:
            plain = plain[: plain.rindex("（")]
        if plain.endswith(self.laws):
            return Proposal(start, end, "LAW", "title:law", 3)
        cited = self.text[start - 2 : start - 1] == "据" and len(title) <= 8
        press = self.text.startswith(self.press, end + 1) or cited
        if plain.endswith(self.media) or press:
            return Proposal(start, end, "ORG", "title:media", 3)
        return Proposal(start, end, "WORK_OF_ART", "title:work", 3)

    def _quoted(self, start: int, end: int) -> Proposal | None:
        """Return what “…” names where the word after it says so."""
        if end - start > 20 or any(c in "，。；！？" for c in self.text[start:end]):
            return None
        after = self.text[end + 1 : end + 7]
        if after.startswith("号") and end - start > 1:
            return Proposal(start - 1, end + 2, "PRODUCT", "quote:ship")
        if after.startswith(self.firms):
            return Proposal(start, end, "ORG", "quote:company")
        if after.startswith(self.products):
            return Proposal(start, end, "PRODUCT", "quote:product")
        if after.startswith(self.events):
            return Proposal(start, end, "EVENT", "quote:event", 1)
        return None
