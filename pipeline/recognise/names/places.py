"""Places: which hits of the division table and of the tables of world places are meant as places, abbreviations of
places, and the places that the grammar alone shows (villages, new areas, zones, regions)."""

from __future__ import annotations

from typing import NamedTuple

from .lexicon import Hit, codes, listed
from .words import Words

ABBREVIATIONS = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇藏陕秦甘陇青宁新蒙疆港澳台穗深蓉汉杭甬华")
NATIONS = frozenset("中美英法德俄日韩朝印巴乌以伊澳加欧")
BEFORE_ABBREVIATION = frozenset("在赴驻入来援抵返离进留访")
DIRECTIONS = frozenset(["东部", "西部", "中部", "东北", "西北", "东南", "西南", "中西部", "两岸", "北方", "南方"])
INSIDE = frozenset("省市区县州国城域江河湖海口山岛大带线的向往以和")
DOUBTFUL_TAGS = frozenset({"nr", "nrt", "nz", "n", "nrfg", ""})
PLACE_TAGS = frozenset({"ns", "nsf", "nt", "j"})


CELEBRATED = ("周年", "年", "世纪")
PORT = frozenset("直卸装船靠泊量口区")
LINKS = ("、", "至", "到", "—", "-")


class Candidate(NamedTuple):
    """A proposed mention: a span with its label, the rule that proposes it and its tier.

    The selection takes higher tiers first (4 user, 3 certain, 2 usual, 1 only where nothing else is), longer spans
    before shorter ones inside a tier.
    """

    start: int
    end: int
    label: str
    rule: str
    tier: int = 2


def _certain(hit: Hit, words: Words) -> bool:
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
        return len(name) > 1 and not (name in DIRECTIONS and text[hit.start - 1 : hit.start] in INSIDE)
    if entry.source == "town" and words.words[words.at(hit.end - 1)] in lists["ordinary_town"]:
        return False
    if name.endswith("庆") and text.endswith(CELEBRATED, 0, hit.start):
        return False
    if entry.source in ("place", "town"):
        return len(name) >= 3 or (whole and tag in PLACE_TAGS)
    if entry.level <= 1 or not whole:
        return whole or entry.level <= 1
    return tag in PLACE_TAGS or (tag in DOUBTFUL_TAGS and words.seen[words.at(hit.start)] < 500)


class Places:
    """The places of a text: `spans` maps the start of a certain place to its end; `candidates` are its mentions."""

    def __init__(self, words: Words, found: list[Hit]) -> None:
        self.words = words
        self.candidates: list[Candidate] = []
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
            home = words.text.startswith(("中国", "中华"), hit.start)
            divided = words.text[hit.start : hit.end] in codes()
            if hit.entry.source in ("country", "world") and not home and not divided:
                self.abroad.add(hit.start)
            self._add(hit.start, hit.end, hit.entry.label, hit.entry.source)

    def _add(self, start: int, end: int, label: str, rule: str) -> None:
        """Keep a place."""
        self.ends[start] = max(end, self.ends.get(start, 0))
        self.starts[end] = min(start, self.starts.get(end, start))
        self.candidates.append(Candidate(start, end, label, f"place:{rule}"))

    def foreign(self, start: int) -> bool:
        """Tell whether the place at `start` is a country or a place abroad."""
        return start in self.abroad

    def wide(self, start: int, end: int) -> bool:
        """Tell whether the place at [start, end) is a country, a province or a city with its 市."""
        name = self.words.text[start:end]
        return name.endswith(("省", "市", "自治区")) or any(code.endswith("0000") for code in codes().get(name, ()))

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
        here = {code[:2] for h in sure for code in codes().get(text[h.start : h.end], ()) if code.endswith("0000")}
        for hit in places:
            name = text[hit.start : hit.end]
            if hit in sure or hit.entry.level != 1 or not self.words.aligned(hit.start, hit.end):
                continue
            own = [code for code in codes().get(name, ()) if code.endswith("00")]
            if any(code[:2] in here for code in own) and not text.startswith(("们", "世界", "小异"), hit.end):
                sure.add(hit)

    def _listed(self, places: list[Hit], sure: set[Hit]) -> None:
        """Accept doubtful names of places in lists (A、B、C) beside a sure one, or beside one of the same province."""
        text, words = self.words.text, self.words
        begins = {h.start: h for h in sure}
        stops = {h.end: h for h in sure}
        doubtful = [
            h
            for h in places
            if h not in sure and h.entry.source in ("short", "town") and words.aligned(h.start, h.end)
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
        for _ in range(2):
            for hit in doubtful:
                behind = text[hit.start - 1 : hit.start] in LINKS and hit.start - 1 in stops
                ahead = text[hit.end : hit.end + 1] in ("、", "至") and hit.end + 1 in begins
                if hit not in sure and (behind or ahead):
                    sure.add(hit)
                    begins[hit.start] = stops[hit.end] = hit


def _same_province(text: str, one: Hit, other: Hit) -> bool:
    """Tell whether two names of places can lie in one province."""
    first = {code[:2] for code in codes().get(text[one.start : one.end], ())}
    return any(code[:2] in first for code in codes().get(text[other.start : other.end], ()))


def abbreviations(words: Words) -> list[Candidate]:
    """Return one-character names of places: 来穗, 赴疆, 中方, and those in lists (京、沪、粤)."""
    found: list[Candidate] = []
    text = words.text
    for i, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        if end - start != 1:
            continue
        char = text[start]
        if char not in ABBREVIATIONS and char not in NATIONS:
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        listed = (after == "、" and text[end + 1 : end + 2] in ABBREVIATIONS | NATIONS and _single(words, end + 1)) or (
            before == "、" and text[start - 2 : start - 1] in ABBREVIATIONS | NATIONS and _single(words, start - 2)
        )
        alone = _single(words, start - 1)
        going = alone and before in BEFORE_ABBREVIATION and char in ABBREVIATIONS and char not in "新青台"
        harbour = char == "港" and before in "入抵返离进" and after in PORT
        going = going and after not in ("”", "’", "」") and not harbour
        toward = before == "对" and char in "日美华俄韩欧印" and _single(words, start - 1)
        if listed or going or toward:
            found.append(Candidate(start, end, "GPE", "place:abbreviation"))
        elif after == "方" and char in NATIONS and words.edge[end + 1] and i:
            found.append(Candidate(start, end + 1, "GPE", "place:side"))
    return found


def _single(words: Words, position: int) -> bool:
    """Tell whether the character at a position is a word of its own."""
    return 0 <= position < len(words.text) and words.aligned(position, position + 1)
