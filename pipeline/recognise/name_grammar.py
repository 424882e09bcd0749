"""Names by their last word: organisations, facilities, regions, zones, events, plans.

From a known last word (公司, 大桥, 论坛 ...) the grammar walks left over words that names are made of until one that
they are not; the name begins at the leftmost place or unusual word that it met.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..model import Span
from .name_lexicon import listed
from .name_places import Candidate, Places
from .name_words import Words

MAX_WORDS = 14
PROPER_TAGS = frozenset({"", "nr", "nz", "nt", "nrt", "nrfg", "ns", "eng", "j"})
INNER_TAGS = frozenset({"n", "vn", "b", "an", "ng", "l", "i", "s", "f", "m", "q", "vg", "tg", "g", "nrt", "x"})


class Kind(NamedTuple):
    """How names with a last word are read: their label, whether a place in front may be cut off, and what they need.

    `need` is "proper" (a place or an unusual word), "place" (a place or a word like 国家), or "any".
    """

    label: str
    rule: str
    need: str = "proper"
    split: bool = False


KINDS = {
    ("org_suffixes.tsv", "company"): Kind("ORG", "org:company"),
    ("org_suffixes.tsv", "finance"): Kind("ORG", "org:finance"),
    ("org_suffixes.tsv", "body"): Kind("ORG", "org:body", "place"),
    ("org_suffixes.tsv", "school"): Kind("ORG", "org:school"),
    ("org_suffixes.tsv", "research"): Kind("ORG", "org:research"),
    ("org_suffixes.tsv", "medical"): Kind("ORG", "org:medical"),
    ("org_suffixes.tsv", "society"): Kind("ORG", "org:society"),
    ("org_suffixes.tsv", "media"): Kind("ORG", "org:media"),
    ("place_suffixes.tsv", "zone"): Kind("GPE", "gpe:zone", "place"),
    ("place_suffixes.tsv", "loc"): Kind("LOC", "loc:suffix"),
    ("fac_suffixes.tsv", "strong"): Kind("FAC", "fac:strong"),
    ("fac_suffixes.tsv", "road"): Kind("FAC", "fac:road", "proper", True),
    ("fac_suffixes.tsv", "works"): Kind("FAC", "fac:works", "proper", True),
    ("fac_suffixes.tsv", "site"): Kind("FAC", "fac:site"),
    ("fac_suffixes.tsv", "project"): Kind("FAC", "fac:project"),
    ("event_suffixes.tsv", "meeting"): Kind("EVENT", "event:meeting", "place"),
    ("event_suffixes.tsv", "fair"): Kind("EVENT", "event:fair", "place"),
    ("event_suffixes.tsv", "games"): Kind("EVENT", "event:games", "place"),
    ("event_suffixes.tsv", "programme"): Kind("EVENT", "event:programme", "place"),
    ("event_suffixes.tsv", "disaster"): Kind("EVENT", "event:disaster", "place"),
}


@cache
def suffixes() -> tuple[dict[str, Kind], int]:
    """Return the last words with their kinds, and the length of the longest."""
    table: dict[str, Kind] = {}
    for (name, group), kind in KINDS.items():
        for word in listed(name)[group]:
            table.setdefault(word, kind)
    return table, max(map(len, table))


class Grammar:
    """Reads the names of a text by their last words."""

    def __init__(self, words: Words, places: Places, known: dict[int, int], blocked: Sequence[Span]) -> None:
        self.words, self.places, self.known = words, places, known
        lists = listed("name_words.tsv")
        self.starters, self.inner, self.joiners, self.barred = (
            lists[kind] for kind in ("starter", "inner_verb", "joiner", "barred")
        )
        self.blocked = {span.end: span.start for span in blocked}

    def candidates(self) -> list[Candidate]:
        """Return a candidate for each last word with an acceptable name before it."""
        table, longest = suffixes()
        text, words = self.words.text, self.words
        found = []
        for i, end in enumerate(words.ends):
            if words.tags[i] == "w":
                continue
            for length in range(min(longest, end), 0, -1):
                kind = table.get(text[end - length : end])
                if kind is not None:
                    candidate = self._read(end - length, end, kind)
                    if candidate is not None:
                        found.append(candidate)
                    break
        return found

    def _read(self, cut: int, end: int, kind: Kind) -> Candidate | None:
        """Return the name whose last word stands at [cut, end), or None."""
        start, needed, place_end = self._left(cut, kind)
        if not needed or start >= cut:
            return None
        if kind.split and place_end is not None and cut - place_end >= 2:
            start = place_end
        if end - start < 3 or end - start > 40:
            return None
        return Candidate(start, end, kind.label, kind.rule)

    def _left(self, cut: int, kind: Kind) -> tuple[int, bool, int | None]:
        """Walk left from `cut`; return where the name begins, whether it has what its kind needs, and where a place
        that begins it ends."""
        words, position = self.words, cut
        start, needed, place_end = cut, kind.need == "any", None
        for _ in range(MAX_WORDS):
            if position <= 0:
                break
            begin = self.places.starts.get(position)
            if begin is not None:
                start, needed, place_end, position = begin, True, position, begin
                continue
            i = words.at(position - 1)
            begin = words.starts[i]
            word, tag = words.words[i], words.tags[i]
            if not words.edge[position] and begin < position:
                word, tag = word[: position - begin], ""
            if position in self.blocked or tag == "w" or word in self.barred:
                break
            if word in self.starters:
                start, needed, place_end, position = begin, True, None, begin
                continue
            if tag in PROPER_TAGS:
                if kind.need == "proper" and len(word) > 1:
                    start, needed, place_end = begin, True, None
            elif not (tag in INNER_TAGS or word in self.inner or word in self.joiners):
                break
            position = begin
        return start, needed, place_end
