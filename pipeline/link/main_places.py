"""The place that an article, or a story of a digest, is about: by its title, the words for its own place, its names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypedDict

from ..lang.gazetteer import divisions_of, named, own_level, province_of
from ..lang.ranking_words import only_ranks
from ..lang.tables import table
from ..lang.words import words_of
from ..model import Document, NameLabel, Span, entity_id
from .knowledge import KnowledgeBase, Known
from .senses import Form

TITLE = 3
"""A name in the title counts as so many elsewhere, where the names alone decide."""
MOST, SEVERAL = 0.5, 2
"""A place that holds so many of the names of places, and at least so many, is what they are all about."""
LEAST = 0.4
"""The least score of a place that the title or the text's own words speak for."""
NAMED_OFTEN = 3
"""So often a place is named that neither title nor own words speak for."""
HEADED, LAST, HEADED_COUNTRY = 2.0, 0.2, 2.0
"""What the title adds for a place in it, for the last one (深圳光明区), for the country (我国, 全国)."""
OWN, OWN_MOST = 0.25, 1.0
"""What each 全市, 我省, 我国 adds for a place of that level, and how much all of them at most."""
NATIONWIDE, NATIONWIDE_MOST = 0.06, 0.5
"""What each 全国 adds for the country; it also compares (高于全国)."""
UNDERSTOOD = 0.3
"""What a province scores that is never named and in which most names lie."""
AGREEING = 3
"""So many names must lie in one province for it to be understood beside places that are named."""
UNPLACED = ("PERSON", "WORK_OF_ART")
"""Labels of names whose words for places say nothing of where they are."""
HINTED = 2
"""So many names or words must hold places of one province for it to be understood where no place is; one, with 全省."""


def _count(kind: str, text: str) -> int:
    """Return how often words of a kind stand in a text."""
    return sum(text.count(word) for word, _ in _words(kind))


class Named(NamedTuple):
    """A mention as this module reads it: where it stands, what it means, and how that is called."""

    span: Span
    entity: str
    label: NameLabel
    name: str
    text: str


class _About(TypedDict):
    """The fields of a story that are filled here."""

    place: str | None
    told: bool
    province: str | None


@cache
def _words(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a kind of `about_words.tsv` with their level, longest first."""
    rows = ((row["word"], row["level"]) for row in table("about_words.tsv") if row["kind"] == kind)
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def settle(document: Document, names: Sequence[Named], kb: KnowledgeBase) -> None:
    """Set the place of a document and of each of its stories; `names` are its mentions in text order.

    Linking asks first to understand names that every place has (`names_of`), then, with these, for good (`names_in`).
    """
    whole = Span(0, len(document.text))
    title = Span(0, max((b.end for b in document.blocks if b.kind == "title"), default=0))
    about = _Region(document.text, document.title or "", title, whole, names, kb).answer()
    document.place = about["place"]
    if len(document.stories) < 2:
        document.stories = [story._replace(**about) for story in document.stories]
        return
    for number, story in enumerate(document.stories):
        head = Span(story.start, story.start + len(story.headline)) if number else title
        within = Span(story.start, story.end)
        about = _Region(document.text, story.headline, head, within, names, kb).answer()
        document.stories[number] = story._replace(**about)


class _Region:
    """A stretch of a text under one headline, which stands at `head` where the text holds it."""

    def __init__(
        self, text: str, headline: str, head: Span, within: Span, names: Sequence[Named], kb: KnowledgeBase
    ) -> None:
        self.kb, self.headline = kb, headline
        self.text = text[within.start : within.end]
        self.whole, self.within = text, within
        self.names = [n for n in names if within.start <= n.span.start < within.end]
        self.counts = Counter(n.entity for n in self.names)
        self.places = {n.entity: n.name for n in self.names if n.label == "GPE"}
        self.levels = {entity: self._level(entity) for entity in self.places}
        self.titled = list(self._titled(head))
        self.own = Counter({level: 0 for _, level in _words("own")})
        for word, level in _words("own"):
            self.own[level] += self.text.count(word)

    def answer(self) -> _About:
        """Return the place, and the province that is understood from the names."""
        province = self._understood()
        hinted = self._hinted() or province
        told = self._told(province, hinted)
        within = province or (hinted and entity_id("GPE", province_of(hinted.partition(":")[2])))
        return {"place": told or self._holder() or hinted, "told": told is not None, "province": within}

    def _level(self, entity: str) -> str:
        """Return how a place calls its own whole: country, province, city, district, or "" where it has no word."""
        if entity == self.kb.country:
            return "country"
        known = self.kb.by_id.get(entity)
        return own_level(self.places[entity], known.level if known else None)

    def _titled(self, head: Span) -> Iterator[Named]:
        """Yield a mention of each thing that the headline names, in its order; of one character only where marked."""
        marked = {n.span.start - head.start: n for n in self.names if head.start <= n.span.start < head.end}
        at_head = self.headline and self.text.startswith(self.headline)
        found: dict[int, Named] = dict(marked) if at_head else {}
        taken = {i for at, n in found.items() for i in range(at, at + len(n.text))}
        for name in sorted({n.text: n for n in self.names}.values(), key=lambda n: (-len(n.text), n.span)):
            at = self.headline.find(name.text)
            if at >= 0 and at not in taken and len(name.text) > 1:
                found[at] = name
                taken.update(range(at, at + len(name.text)))
        yield from (n for _, n in sorted(found.items()))

    def _understood(self) -> str | None:
        """Return the id of the province in which most of the names lie by themselves, where several do."""
        distinct = {n.entity: n for n in self.names if n.label not in UNPLACED}
        votes = Counter(province for n in distinct.values() if (province := province_of(n.name)))
        if not votes:
            return None
        best = max(votes, key=lambda p: (votes[p], p))
        agreed = votes[best] >= AGREEING and 2 * votes[best] >= votes.total()
        return entity_id("GPE", best) if agreed else None

    def _hinted(self) -> str | None:
        """Return the id of the only province in which places lie that names or words speak of (汉中|航空基地).

        Where the text says 全市, the only city. The firm of the headline does not count: 贵州茅台 tells of itself.
        """
        spoken = {n.name for n in self.names if self._speaks(n)} | set(self._words_of_places())
        chains = [[d.name for d in divisions_of(name) if d.level in ("province", "city")] for name in spoken]
        held = [names for names in chains if names]
        cities = Counter(names[0] for names in held if self.own["city"] and own_level(names[0]) == "city")
        for votes in (cities, Counter(names[-1] for names in held)):
            place, count = next(iter(votes.items()), ("", 0))
            if len(votes) == 1 and (count >= HINTED or self.own[own_level(place)]):
                return entity_id("GPE", place)
        return None

    def _speaks(self, name: Named) -> bool:
        """Tell whether a name may speak of the place that a text is about."""
        firm = name.label == "ORG" and not seat(name.name, self.kb)
        return name.label not in UNPLACED and not (firm and name.entity in {n.entity for n in self.titled})

    def _words_of_places(self) -> Iterator[str]:
        """Yield the words for provinces and cities, inside names too (中国|西藏|发展论坛)."""
        whole = words_of(self.whole)
        other = {i for n in self.names if not self._speaks(n) for i in range(*n.span)}
        for number in whole.between(*self.within):
            word = whole.words[number]
            if whole.tags[number] == "ns" and len(word) > 1 and whole.starts[number] not in other:
                yield from [word] if any(d.level in ("province", "city") for d in named(word)) else []

    def _told(self, province: str | None, hinted: str | None) -> str | None:
        """Return the place for which title, own words and mentions speak most, None where they say too little.

        `province` is that in which most names lie, beside which another one counts only where the title names it, or
        else `hinted`, which the names speak of.
        """
        country = self.kb.country
        seats = [place for n in self.titled if n.label == "ORG" and (place := seat(n.name, self.kb))]
        titled = [n.entity for n in self.titled]
        scores = {entity: self._score(entity, titled) for entity in self.levels}
        for place in seats:
            scores[place] = scores.get(place, 0.0) + HEADED
        if named := [entity for entity in titled if entity in self.levels]:
            scores[named[-1]] += LAST
        if hinted and (hinted not in scores or not titled):
            understood = UNDERSTOOD + min(OWN_MOST, OWN * self.own[own_level(hinted.partition(":")[2])])
            scores[hinted] = max(scores.get(hinted, 0.0), understood)
        if province:
            kept = {province, *titled, *seats}
            scores = {e: score for e, score in scores.items() if self.levels.get(e) != "province" or e in kept}
        if self._nationwide():
            led = _count("ours", self.headline) or any(self.headline.startswith(w) for w, _ in _words("everywhere"))
            add = (HEADED_COUNTRY if led else 0.0) + (0.0 if country in self.levels else self._nationwide())
            scores[country] = scores.get(country, 0.0) + add
        firm = {*titled, *seats, hinted, country}
        firm |= {e for e in scores if self.counts[e] >= NAMED_OFTEN or self.own[self.levels.get(e, "")]}
        best = max((e for e in scores if e in firm), key=lambda e: (scores[e], e), default=None)
        return best if best and scores[best] >= LEAST else None

    def _score(self, entity: str, titled: Sequence[str]) -> float:
        """Return how much speaks for a place that is named: its share of the mentions, own words, the title."""
        level = self.levels[entity]
        total = sum(self.counts[e] for e in self.levels) + NAMED_OFTEN
        own = self._nationwide() if level == "country" else min(OWN_MOST, OWN * self.own[level]) if level else 0.0
        share = self.counts[entity] / total * (1.0 if level else 0.5)
        return share + own + (HEADED if entity in titled else 0.0)

    def _nationwide(self) -> float:
        """Return how much 全国 and 我国 speak for the country; 居全国首位 says nothing of it."""
        ours = _count("ours", self.text)
        found = (at for word, _ in _words("everywhere") for at in re.finditer(word, self.text))
        everywhere = sum(not only_ranks(self.text, *at.span()) for at in found)
        return min(NATIONWIDE_MOST, NATIONWIDE * everywhere) + min(OWN_MOST, OWN * ours)

    def _holder(self) -> str | None:
        """Return the smallest place that holds most of the places that are named; those in the title count more."""
        held: Counter[str] = Counter()
        depth: dict[str, int] = {}
        titled = {n.entity for n in self.titled}
        weights = {e: self.counts[e] + (TITLE - 1) * (e in titled) for e in self.places if e in self.kb.by_id}
        for entity, weight in weights.items():
            chain = list(self.kb.chain(entity))
            for n, place in enumerate(chain):
                held[place.id] += weight
                depth[place.id] = len(chain) - n
        most = [i for i, weight in held.items() if weight >= max(SEVERAL, MOST * sum(weights.values()))]
        return max(most, key=lambda i: (depth[i], held[i])) if most else None


def seat(name: str, kb: KnowledgeBase) -> str | None:
    """Return the id of the place for which a body speaks by its name (重庆市政府 -> 重庆市), None for other bodies."""
    end = next((word for word, _ in _words("seat") if name.endswith(word)), "")
    place = name.removesuffix(end)
    options = [r for r in kb.named(place) if r.label == "GPE" and r.level] if end else []
    fit = [r for r in options if r.level in ("province", "city") or (r.name == place and r.level == "county")]
    return fit[0].id if fit else None


def names_in(document: Document) -> list[Named]:
    """Return the mentions of a document in text order, called as its clusters are."""
    names = {cluster.id: (cluster.name, cluster.label) for cluster in document.clusters}
    found = []
    for mention in sorted(document.mentions, key=lambda m: (m.start, m.end)):
        if mention.entity:
            name, label = names[mention.entity]
            found.append(Named(Span(mention.start, mention.end), mention.entity, label, name, mention.text))
    return found


def names_of(forms: Mapping[str, Form], chosen: Mapping[str, Known]) -> list[Named]:
    """Return the mentions of an article's forms in text order, with the known things that were chosen for them."""
    found = []
    for text, form in forms.items():
        known = chosen.get(text)
        label, name = (known.label, known.name) if known else (form.label, text)
        entity = known.id if known else entity_id(label, text)
        found += [Named(span, entity, label, name, text) for span in form.spans]
    return sorted(found)
