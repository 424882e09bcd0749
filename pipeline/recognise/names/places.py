"""Places: which hits of the division table and of the tables of world places are meant as places, abbreviations of
places, and the places that the grammar alone shows (villages, new areas, zones, regions)."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import Hit, codes, listed, ordered
from .proposal import Proposal
from .words import TaggedWords

DOUBTFUL_TAGS = frozenset({"nr", "nrt", "nz", "n", "nrfg", ""})
PLACE_TAGS = frozenset({"ns", "nsf", "nt", "j"})


def _certain(hit: Hit, words: TaggedWords) -> bool:
    """Tell whether a hit of the tables is a place by itself: aligned with words, and no common word."""
    text, entry = words.text, hit.entry
    name = text[hit.start : hit.end]
    if not words.aligned(hit.start, hit.end):
        inside = list(words.between(hit.start, hit.end))
        outside = words.edge[hit.start] == 0 and words.words[words.at(hit.start)] in name
        crossing = not words.edge[hit.end]
        return len(name) >= 4 and not crossing and not outside and bool(inside)
    lists = listed("name_words.tsv")
    if name in lists["not_place"] and entry.source != "world":
        return False
    if text.startswith(tuple(lists["currency"]), hit.end):
        return False
    tag = words.tags[words.at(hit.start)]
    whole = words.ends[words.at(hit.start)] == hit.end
    if entry.source in ("country", "world"):
        return len(name) > 1 and not (_inward(text, hit))
    if entry.source == "town" and words.words[words.at(hit.end - 1)] in lists["ordinary_town"]:
        return False
    if name.endswith("庆") and text.endswith(tuple(listed("place_words.tsv")["celebrated"]), 0, hit.start):
        return False
    if entry.source in ("place", "town"):
        return len(name) >= 3 or (whole and tag in PLACE_TAGS)
    if entry.level <= 1 or not whole:
        return whole or entry.level <= 1
    return tag in PLACE_TAGS or (tag in DOUBTFUL_TAGS and words.seen[words.at(hit.start)] < 500)


class Places:
    """The places of a text: `spans` maps the start of a certain place to its end; `candidates` are its mentions."""

    def __init__(self, words: TaggedWords, found: list[Hit]) -> None:
        self.words = words
        self.candidates: list[Proposal] = []
        self.ends: dict[int, int] = {}
        self.starts: dict[int, int] = {}
        self.abroad: set[int] = set()
        places = [hit for hit in found if hit.entry.source in ("place", "short", "town", "country", "world")]
        sure = {hit for hit in places if _certain(hit, words)}
        full = {words.text[h.start : h.end] for h in sure if h.entry.source in ("place", "town")}
        stems = {name[:-1] for name in full if len(name) >= 3}
        for hit in places:
            if hit not in sure and words.aligned(hit.start, hit.end) and words.text[hit.start : hit.end] in stems:
                sure.add(hit)
        self._below(places, sure)
        self._provincial(places, sure)
        self._listed(places, sure)
        taken = 0
        for hit in sorted(sure, key=lambda h: (h.start, -h.end)):
            if hit.start < taken:
                continue
            taken = hit.end
            home = words.text.startswith(ordered("place_words.tsv", "home"), hit.start)
            divided = words.text[hit.start : hit.end] in codes()
            if hit.entry.source in ("country", "world") and not home and not divided:
                self.abroad.add(hit.start)
            self._add(hit.start, hit.end, hit.entry.label, hit.entry.source)

    def _add(self, start: int, end: int, label: str, rule: str) -> None:
        """Keep a place."""
        self.ends[start] = max(end, self.ends.get(start, 0))
        self.starts[end] = min(start, self.starts.get(end, start))
        self.candidates.append(Proposal(start, end, label, f"place:{rule}"))

    def foreign(self, start: int) -> bool:
        """Tell whether the place at `start` is a country or a place abroad."""
        return start in self.abroad

    def wide(self, start: int, end: int) -> bool:
        """Tell whether the place at [start, end) is a country, a province or a city with its 市."""
        name = self.words.text[start:end]
        ended = name.endswith(ordered("name_grammar.tsv", "wide_end"))
        return ended or any(code.endswith("0000") for code in codes().get(name, ()))

    def large(self, start: int, end: int) -> bool:
        """Tell whether the place at [start, end) is no county or town."""
        own = codes().get(self.words.text[start:end], ())
        return not own or any(code.endswith("00") for code in own)

    def _below(self, places: list[Hit], sure: set[Hit]) -> None:
        """Accept doubtful names of places that stand right behind a place that holds them (云南罗平)."""
        text = self.words.text
        ends: dict[int, list[str]] = {}
        for hit in sorted({*places}, key=lambda h: h.start):
            name = text[hit.start : hit.end]
            if hit not in sure and self.words.aligned(hit.start, hit.end):
                own = codes().get(name, ())
                if any(code.startswith(above) for above in ends.get(hit.start, ()) for code in own):
                    sure.add(hit)
            if hit in sure:
                ends.setdefault(hit.end, []).extend(code.rstrip("0") for code in codes().get(name, ()))

    def _provincial(self, places: list[Hit], sure: set[Hit]) -> None:
        """Accept a city whose name is also a word (来宾, 大同) in an article that names its province."""
        text = self.words.text
        other = ordered("place_words.tsv", "no_place_before")
        here = {code[:2] for h in sure for code in codes().get(text[h.start : h.end], ()) if code.endswith("0000")}
        for hit in places:
            name = text[hit.start : hit.end]
            if hit in sure or hit.entry.level != 1 or not self.words.aligned(hit.start, hit.end):
                continue
            own = [code for code in codes().get(name, ()) if code.endswith("00")]
            if any(code[:2] in here for code in own) and not text.startswith(other, hit.end):
                sure.add(hit)

    def _listed(self, places: list[Hit], sure: set[Hit]) -> None:
        """Accept doubtful names of places in lists (A、B、C) beside a sure one, or beside one of the same province."""
        text, words = self.words.text, self.words
        begins = {h.start: h for h in sure}
        stops = {h.end: h for h in sure}
        doubtful = [
            h for h in places if h not in sure and h.entry.source in ("short", "town") and words.aligned(h.start, h.end)
        ]
        near = {h.end: h for h in doubtful}
        for hit in doubtful:
            if text[hit.start - 1 : hit.start] != "、":
                continue
            before = near.get(hit.start - 1)
            if before is not None and _same_province(text, before, hit):
                for one in (before, hit):
                    sure.add(one)
                    begins[one.start] = stops[one.end] = one
        links = listed("place_words.tsv")["link"]
        for _ in range(2):
            for hit in doubtful:
                behind = text[hit.start - 1 : hit.start] in links and hit.start - 1 in stops
                ahead = text[hit.end : hit.end + 1] in listed("place_words.tsv")["link_ahead"] and hit.end + 1 in begins
                if hit not in sure and (behind or ahead):
                    sure.add(hit)
                    begins[hit.start] = stops[hit.end] = hit


def _same_province(text: str, one: Hit, other: Hit) -> bool:
    """Tell whether two names of places can lie in one province."""
    first = {code[:2] for code in codes().get(text[one.start : one.end], ())}
    return any(code[:2] in first for code in codes().get(text[other.start : other.end], ()))


def _inward(text: str, hit: Hit) -> bool:
    """Tell whether a direction tells a part of what stands before it (全省|东部) and is no region of its own."""
    kinds = listed("place_words.tsv")
    return text[hit.start : hit.end] in kinds["direction"] and text[hit.start - 1 : hit.start] in kinds["inside"]


def abbreviations(words: TaggedWords) -> list[Proposal]:
    """Return one-character names of places: 来穗, 赴疆, 中方, in lists (京、沪、粤), written together (美日韩)."""
    kinds = listed("place_words.tsv")
    known = kinds["division"] | kinds["nation"]
    found = nations(words)
    text = words.text
    for i, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        char = text[start]
        if end - start != 1 or char not in known:
            continue
        after = text[end : end + 1]
        ahead = after == "、" and text[end + 1 : end + 2] in known and _single(words, end + 1)
        behind = text[start - 1 : start] == "、" and text[start - 2 : start - 1] in known and _single(words, start - 2)
        if ahead or behind or _going(words, start) or _toward(words, start):
            found.append(Proposal(start, end, "GPE", "place:abbreviation"))
        elif after == "方" and char in kinds["nation"] and words.edge[end + 1] and i:
            found.append(Proposal(start, end + 1, "GPE", "place:side"))
    return found


def _going(words: TaggedWords, start: int) -> bool:
    """Tell whether a verb of going stands before the character at `start`, which is a place then (赴疆) and no port."""
    kinds, text = listed("place_words.tsv"), words.text
    before, char, after = text[start - 1 : start], text[start], text[start + 1 : start + 2]
    if before not in kinds["going"] or not _single(words, start - 1) or char not in kinds["division"]:
        return False
    harbour = char == "港" and before in kinds["harbour_going"] and after in kinds["port"]
    return char not in kinds["no_goal"] and after not in ("”", "’", "」") and not harbour


def _toward(words: TaggedWords, start: int) -> bool:
    """Tell whether the character at `start` is a nation after 对 (对美)."""
    towards = words.text[start - 1 : start] == "对" and _single(words, start - 1)
    return towards and words.text[start] in listed("place_words.tsv")["toward"]


def nations(words: TaggedWords) -> list[Proposal]:
    """Return the nations that are written together, each as a name: 美|日|韩, 俄|乌."""
    found = []
    for run in _joined().finditer(words.text):
        start, end = run.span()
        if words.aligned(start, end) and all(_joins(words, n) for n in words.between(start, end)):
            found += [Proposal(at, at + 1, "GPE", "place:joined", 3) for at in range(start, end)]
    return found


@cache
def _joined() -> re.Pattern[str]:
    """Return a pattern of nations written together."""
    nations = "".join(sorted(word for word in listed("place_words.tsv")["joined"] if len(word) == 1))
    return re.compile(f"[{re.escape(nations)}]{{2,}}")


def _joins(words: TaggedWords, n: int) -> bool:
    """Tell whether word number `n` is one nation or joins several (中日), and is no other word (英德, 美德, 朝日)."""
    word, tag = words.words[n], words.tags[n]
    if len(word) == 1 or word in listed("place_words.tsv")["pair"]:
        return True
    other = word in codes() or word in listed("name_words.tsv")["not_place"]
    return tag in PLACE_TAGS | DOUBTFUL_TAGS - {"n"} and not other


def _single(words: TaggedWords, position: int) -> bool:
    """Tell whether the character at a position is a word of its own."""
    return 0 <= position < len(words.text) and words.aligned(position, position + 1)
