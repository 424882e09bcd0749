"""Which organisation or place a title belongs to, where the text leaves it to the reader.

市长 belongs to the city that the text is about, 市委书记 to its Party committee, 公司董事长 to the firm of the
sentences before, 首相 to the country and not to the party named before, a reporter to the paper.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ...lang import gazetteer
from ...lang.gazetteer import named, officially, province_of
from ...lang.tables import table
from ...lang.words import cut
from ...model import Cluster, Document, Mention, entity_id
from ..scene.word_tables import WordSet
from .unnamed import body_before, doubled
from .words import HEADS, PROFESSIONS, cues, either, ordered, places_of_offices, titles

PLACED, LEVELS = places_of_offices("office"), places_of_offices("short")
"""The levels of the places to which titles, and short words before bodies, belong."""
ENDS = {
    level: tuple(end for end, of in places_of_offices("end").items() if of == level)
    for level in ("city", "prefecture", "district", "town")
}
"""How the names of places of a level end."""
LIKE_STATES = tuple(cues("state-like").values)
"""Places whose offices are named like those of a state (总统, 行政院长)."""
TERRITORIES = tuple(cues("territory").values)
MINISTERS = tuple(cues("minister").values)
MEDIA_ENDS = tuple(cues("medium-end").values)
"""How the names of media end."""
GOVERNMENT_ENDS = ordered("government-end")
"""How the names of a place's Party committee and government end, the longest first."""
DATELINE = re.compile(rf"[》\s]*[^\n，。]{{2,14}}{either('wire')}[ \u3000（(]")
DATED = re.compile(rf"{either('dateline-end')}\s*$")
DATELINE_REACH = 60
JOINED = re.compile(r"\s?[/／·、—-]\s?")
"""A mark that joins two brands of a paper."""
NO_NAME = re.compile(rf"{either('no-name')}|\d")
NAMELIKE = ("", "n", "j", "a", "b", "f", "l")
"""The first letters of the parts of speech of words that open the name of a body."""
PROPER = ("", "nr", "ns", "nt", "nz")
"""The parts of speech of words of which one at least stands in a name; "" for a word that the dictionary lacks."""
LONGEST = 16
LONGEST_FIRM = 10
LONGEST_UNIT = 4
"""So many characters a part of a body has at most that a title after another takes up (组织部|部长)."""
FIRM_REACH = 200
BODY_REACH = 600
TEAM_REACH = 120


@cache
def _countries() -> WordSet:
    """Return the names of countries; the ruling party stands for China."""
    names = {form: c.name for c in gazetteer.countries() for form in (c.full, c.name) if form}
    return WordSet({**names, **dict.fromkeys(cues("ruling").values, gazetteer.china())})


def _suffixes(*kinds: str) -> list[str]:
    """Return the words that end the name of a body, of some kinds of `org_suffixes.tsv`."""
    return [r["word"] for r in table("org_suffixes.tsv") if r["kind"] in kinds]


@cache
def tails() -> WordSet:
    """Return the words that end the name of a body, but for those that stand for a firm or a board."""
    found = [*_suffixes("body", "society", "research", "school", "medical", "company"), *cues("tail").values]
    return WordSet({w: "" for w in found if w not in cues("firm", "board").values})


@cache
def _no_firm() -> WordSet:
    """Return the words that end the names of bodies with no directors (监察委员会, 大学, 日报)."""
    found = [*_suffixes("body", "government", "society", "school", "medical", "media"), *cues("no-firm").values]
    return WordSet(dict.fromkeys(found, ""))


@cache
def _of_state() -> WordSet:
    """Return the words that end the names of bodies of the state and the Party."""
    return WordSet(dict.fromkeys([*_suffixes("body", "government"), *cues("state-end").values], ""))


@cache
def _common() -> WordSet:
    """Return the words by which a body named before is taken up, that are no firm."""
    found = [*_suffixes("society", "research", "school", "medical"), *cues("common").values]
    return WordSet(dict.fromkeys(found, ""))


@cache
def _bare() -> WordSet:
    """Return the words for a body of the place that the text is about (市委, 省财政厅), with the level of the place."""
    tails = [*_suffixes("body", "government"), *cues("bare").values]
    return WordSet({short + tail: level for short, level in LEVELS.items() for tail in tails})


@cache
def _full() -> dict[str, str]:
    """Return the short words that end the names of bodies with what they stand for (专委会, 专业委员会)."""
    rows = [r for r in table("expansions.tsv") if r["label"] == "ORG" and r["at"] == "end" and "{" not in r["full"]]
    return {r["short"]: r["full"] for r in rows}


def _place_in(name: str, ends: tuple[str, ...]) -> str:
    """Return the place of a level that a name is, or that opens it (黔南州|总工会), "" where none does."""
    if name.endswith(ends):
        return name
    places = (name[:size] for size in range(min(len(name), LONGEST), 1, -1) if name[:size].endswith(ends))
    return next((p for p in places if any(d.level != "province" for d in named(p))), "")


def _firm_like(title: str, word: str) -> str:
    """Return what stands before a title that a firm or society gives, where it is made like a name (远东发展|主席)."""
    lead = title.removesuffix(word)
    if word not in titles("chief").values | cues("chaired").values or not 2 <= len(lead) <= LONGEST_FIRM:
        return ""
    words = cut(lead)
    known = [w in cues("attribute", "firm", "newly", "department", "some").values for w in words.words]
    nouns = all(t[:1] in NAMELIKE or t in ("vn", "v") for t in words.tags)
    proper = any(t in PROPER and len(w) > 1 for w, t in zip(words.words, words.tags, strict=True))
    return lead if nouns and proper and not any(known) and not NO_NAME.search(lead) else ""


def _principal(word: str) -> str:
    """Return the office of which a title names the deputy or who acts for it (代市长, 常务副省长)."""
    for opening in cues("deputy").values:
        word = word.removeprefix(opening)
    return word


def _told(title: str, at: int) -> bool:
    """Tell whether a verb ends at a place of a title: what follows is said of somebody (董事会收到|公司总经理)."""
    words = cut(title)
    n = words.at(at - 1)
    return words.ends[n] == at and words.tags[n] == "v" and len(words.words[n]) > 1


def _once(place: str) -> str:
    """Return a place without the level that its Party committee repeats (漳县县|委)."""
    return place[:-1] if len(place) > 2 and place[-1] == place[-2] and place[-1] in LEVELS else place


class Bodies:
    """Finds the bodies of titles in one document; what it understands becomes a cluster."""

    def __init__(self, document: Document, mentions: list[Mention]) -> None:
        self.document = document
        self.text = document.text
        self.mentions = mentions
        self.starts = [m.start for m in mentions]
        self.names = {c.id: c.name for c in document.clusters}

    def named(self, mention: Mention, title: str, word: str) -> tuple[str | None, str]:
        """Return the body of a title that stands after a name, and the title.

        Words that end the name of a body, which the recogniser left out, belong to it (工信部|价格司司长).
        """
        limit = len(title) - len(word)
        if mention.label == "GPE":
            if limit == 1 and word[:1] == title[0] and word[1:] in HEADS:
                return mention.entity, word
            if size := doubled(title, word):
                return self._cluster("ORG", mention.text + title[:size]), title[size:]
        at, tail = self._tail(mention, title, limit)
        end = at + len(tail)
        inner = mention.label == "ORG" and tail in cues("inner").values
        branch = mention.label == "GPE" and at == 0 and tail in cues("branch").values
        board = cues("board").before(title, 0, end)
        unsaid = inner or branch or bool(board) or end > LONGEST or bool(NO_NAME.search(title, 0, max(0, at)))
        unsaid = unsaid or cues("some").first(title, 0, limit)[1] != ""
        if at >= 0 and not unsaid and mention.label in ("ORG", "GPE") and mention.entity:
            first = mention.text if mention.label == "GPE" else self.names.get(mention.entity, mention.text)
            full = title[:at] + _full().get(tail, tail)
            return self._cluster("ORG", first + full), title[end:]
        loose = cues("firm", "vague").at(title, 0, limit) if mention.label == "ORG" else ""
        return mention.entity, title[len(loose) :]

    def _tail(self, mention: Mention, title: str, limit: int) -> tuple[int, str]:
        """Return where the word stands that ends the name of a body after a mention, and the word; -1 where none does.

        A department of the state is a body of its own (省政府办公厅|工交处|处长).
        """
        found = tails().last(title, 0, limit)
        body = _of_state().before(mention.text, 0, len(mention.text))
        unit = cues("division").before(title, 0, limit) if found[0] < 0 and body else ""
        return (limit - len(unit), unit) if limit - len(unit) > 0 and unit else found

    def minister_of(self, ministry: Mention, end: str) -> tuple[Mention | None, str]:
        """Return the country and the title of the head of a ministry whose name the title goes on: 美国|国防部长.

        No mention where the country has to be understood; the ministry itself where it is no state's that is named.
        """
        title = ministry.text + end
        if state := self.state_of(ministry):
            return state, title[len(state.text) :]
        abroad = title in titles("state").values and any(self._states(0, len(self.text)))
        return (None, title) if abroad else (ministry, ministry.text[-1] + end)

    def state_of(self, named: Mention) -> Mention | None:
        """Return the country that opens the name of a ministry (美国|国防部), as a mention, or None."""
        country = _countries().at(named.text, 0, len(named.text) - 1)
        if not country:
            return None
        entity = self._cluster("GPE", _countries().values[country])
        end = named.start + len(country)
        return named.model_copy(update={"end": end, "text": country, "label": "GPE", "entity": entity})

    def understood(
        self, title: str, word: str, person: Mention, before: str | None, start: int
    ) -> tuple[str | None, str]:
        """Return the body of a title that has no name before it, and the title without the words for that body.

        `before` is the body of the title before in a chain, which begins at `start`.
        """
        limit = len(title) - len(word)
        if bare := self._bare(title, limit):
            short = next(s for s in LEVELS if bare.startswith(s))
            place = self._nearest(start, LEVELS[short])
            return (self._cluster("ORG", place + bare.removeprefix(short)) if place else None), title[len(bare) :]
        at, firm = cues("firm").last(title, 0, limit)
        if at == 0 or (at > 0 and (title[0] in cues("own").values or _told(title, at))):
            return self._firm(person, next((w for w in cues("group").values if w in firm), "")), title[at + len(firm) :]
        if same := self._same(title, limit, person):
            return same
        if title in titles("state").values and (before is None or before.startswith("ORG:")):
            return self._country(before, title, start, person.start), title
        if before and (division := self._division(before, title, limit)):
            return division, word
        size = doubled(title, word)
        opens, ends = (0, size) if size > LONGEST_UNIT * bool(before) else body_before(title, word)
        if ends:
            return self._cluster("ORG", title[opens:ends]), title[ends:]
        if before and title not in titles("head").values:
            return self._beside(before, title, word)
        own = title[title.rfind("的", 0, limit) + 1 :]
        if before is None and (body := self._unnamed(own, len(own) - len(word)) or _firm_like(title, word)):
            return self._cluster("ORG", body), own[len(body) :]
        return before or self._near(word, title, person, start), title

    def _unnamed(self, title: str, limit: int) -> str:
        """Return the name of a body that opens a title and that the recogniser left out (食物及卫生局|局长)."""
        at, tail = tails().last(title, 0, limit)
        end = at + len(tail)
        if at < 2 or end > LONGEST or NO_NAME.search(title, 0, at) or cues("some").first(title, 0, end)[1]:
            return ""
        words = cut(title)
        inner = words.tags[1 : words.at(end - 1) + 1]
        whole = words.edge[end] and words.tags[0][:1] in NAMELIKE and all(t[:1] in (*NAMELIKE, "v", "c") for t in inner)
        firm = cues("firm").before(title, 0, end)
        return title[:end] if whole and not firm and not titles("head", "title").first(title, 0, end)[1] else ""

    def _bare(self, title: str, limit: int) -> str:
        """Return the words that open a title and name a body of the place at hand by its level (市卫生健康局)."""
        if bare := _bare().at(title, 0, limit):
            return bare
        at, tail = tails().last(title, 0, limit)
        end = at + len(tail)
        open_ = at > 1 and end <= LONGEST and any(title.startswith(s) for s in LEVELS)
        return title[:end] if open_ and not NO_NAME.search(title, 0, at) else ""

    def _same(self, title: str, limit: int, person: Mention) -> tuple[str, str] | None:
        """Return the body that a generic word before a title takes up (该部门|处长, 医疗队|护士), and the title."""
        at = len(cues("definite").at(title, 0, limit))
        word = _common().at(title, at, limit)
        if not word or at + len(word) > limit:
            return None
        ends = tuple(_suffixes("school")) if word in cues("any-school").values else (word,)
        known = [m for m in self._within(person.start - BODY_REACH, person.start) if m.label == "ORG" and m.entity]
        for mention in reversed(known):
            name = self.names.get(mention.entity or "", "")
            if mention.entity and name != word and (name.endswith(ends) or mention.text.endswith(ends)):
                rest = title[at + len(word) :]
                inner = cues("inner").at(rest, 0, limit - at - len(word))
                return (self._cluster("ORG", name + inner) if inner else mention.entity), rest[len(inner) :]
        return None

    def _division(self, before: str, title: str, limit: int) -> str | None:
        """Return the department of the state that a title names after one of the same body or after the body itself."""
        name = self.names.get(before, "")
        if limit < 2 or not cues("division").before(title, 0, limit):
            return None
        wholes = [whole for whole in self.names.values() if name.startswith(whole)]
        state = [w for w in wholes if _of_state().before(w, 0, len(w))]
        return self._cluster("ORG", max(state, key=len) + title[:limit]) if state else None

    def _beside(self, before: str, title: str, word: str) -> tuple[str, str]:
        """Return the body of a title that follows one of a Party body: 院长 after 中心医院党委书记 belongs to the
        hospital, 管委会主任 after 试验区党工委书记 to the committee beside."""
        name = self.names.get(before, before.partition(":")[2])
        party = cues("party").before(name, 0, len(name))
        if not party or party == name or word in cues("partner").values or not before.startswith("ORG:"):
            return before, title
        whole = name.removesuffix(party)
        limit = len(title) - len(word)
        committee = party in cues("committee").values
        if committee and title[:limit] and party + title[:limit] in cues("bare").values:
            return self._cluster("ORG", name + title[:limit]), word
        if body := tails().at(title, 0, limit):
            return self._cluster("ORG", whole + body), title[len(body) :]
        if committee:
            return before, title
        return self._cluster("ORG", whole), title

    def fit(self, word: str, title: str, body: str | None, person: Mention) -> tuple[str, str | None]:
        """Return title and body as they go together: a head of government has the place, a profession no place.

        A reporter without a paper has the article's own.
        """
        if (
            body
            and body.startswith(("GPE:", "LOC:"))
            and (word in titles("chief").values or word.endswith(PROFESSIONS))
        ):
            body = None
        if titles("head").values.get(word) and body:
            body = self._place(body)
        press = word in titles("press").values
        if (press or word in titles("editor").values) and body is None:
            body = self._dateline(person) or (self._paper() if press else None)
            title = word if word in title else title
        return title, body

    def brands(self, body: str, person: Mention) -> list[str]:
        """Return a reporter's medium and the brands that a mark joins to it (云林晚报/紫云新闻记者)."""
        line = max(self.text.rfind("\n", 0, person.start) + 1, person.start - DATELINE_REACH)
        media = [m for m in self._within(line, person.start) if m.label in ("ORG", "PRODUCT") and m.entity]
        first = last = next((n for n in reversed(range(len(media))) if media[n].entity == body), -1)
        while first > 0 and JOINED.fullmatch(self.text, media[first - 1].end, media[first].start):
            first -= 1
        return [m.entity for m in media[first : last + 1] if m.entity and last >= 0] or [body]

    def _dateline(self, person: Mention) -> str | None:
        """Return the medium of the dateline whose bracket names a reporter: 央广网合肥8月4日讯（记者张宣剑）."""
        line = max(self.text.rfind("\n", 0, person.start) + 1, person.start - DATELINE_REACH)
        opened = max(self.text.rfind(c, line, person.start) for c in "（(")
        if opened < 0 or not DATED.search(self.text, line, opened):
            return None
        media = [m for m in self._within(line, opened) if m.label == "ORG"]
        plain = [m for m in media if self.text[m.start - 1 : m.start] not in ("（", "(")]
        return plain[-1].entity if plain else None

    def _place(self, body: str) -> str:
        """Return the place of a Party committee or government: ORG:番禺区委 -> GPE:番禺区."""
        name = self.names.get(body, body.partition(":")[2])
        for end in GOVERNMENT_ENDS:
            place = _once(name.removesuffix(end))
            doubled = len(name) - len(place) > len(end)
            if place != name and (doubled or officially(place) or entity_id("GPE", place) in self.names):
                return self._cluster("GPE", place)
        return body

    def _country(self, before: str | None, title: str, start: int, end: int) -> str | None:
        """Return the country of a head of state: the one named in the chain, else that of the party named before."""
        for mention in self._within(start, end):
            name = self.names.get(mention.entity or "", "")
            if mention.label == "GPE" and name in _countries().values.values():
                return mention.entity
        party = self.names.get(before, before.partition(":")[2]) if before else ""
        if country := _countries().at(party, 0, len(party)):
            return self._cluster("GPE", _countries().values[country])
        if title.startswith(tuple(cues("of-state").values)) and not title.endswith(MINISTERS):
            return self._cluster("GPE", gazetteer.china()) if before is None else None
        return self._state(end) if before is None else None

    def _state(self, end: int) -> str | None:
        """Return the country that opens the sentence of a place, else the one that the article names most often; but
        for China and those named once."""
        begin = max(self.text.rfind(c, 0, end) for c in "。！？\n") + 1
        found = Counter(self._states(0, len(self.text)))
        often = [state for state in found if found[state] > 1]
        here = next((state for state in self._states(begin, end) if state in often), None)
        state = here or max(often, key=lambda s: found[s], default=None)
        return self._cluster("GPE", state) if state else None

    def _states(self, start: int, end: int) -> Iterator[str]:
        """Yield the countries other than China that a stretch names, alone or in the name of a body."""
        for mention in self._within(start, end):
            name = self.names.get(mention.entity or "", "") if mention.label in ("GPE", "ORG") else ""
            country = _countries().values.get(_countries().at(name, 0, len(name)), "")
            country = country or next(filter(name.startswith, LIKE_STATES), "")
            if country and country != gazetteer.china():
                yield country

    def _near(self, word: str, title: str, person: Mention, start: int) -> str | None:
        """Return the body of a bare title: of a firm's chief the firm that the text is about, of a governor or mayor
        the place, of a sponsor's agent the sponsor."""
        if word in titles("chief").values:
            lead = title.removesuffix(word)
            return self._firm(person) if not lead or cues("newly").before(lead, 0, len(lead)) else None
        if word in titles("team").values and title == word:
            return self._team(person)
        if word in titles("agent").values:
            start = max(self.text.rfind(c, 0, person.start) for c in "。！？\n") + 1
            firms = [m for m in self._within(start, person.start) if m.label == "ORG"]
            return firms[-1].entity if firms else None
        if word in titles("territory").values:
            return self._territory(word, person)
        level = PLACED.get(_principal(word))
        place = self._nearest(start, level) if level else ""
        if place:
            return self._cluster("GPE", place)
        return self._alike(word, person) if title == word else None

    def _alike(self, word: str, person: Mention) -> str | None:
        """Return the body named last in the paragraph before a person whose name ends like a title (医院: 院长)."""
        kind = word[-2:-1] if word.endswith(HEADS) else ""
        ends = tuple(_suffixes("school")) if kind in cues("any-school").values else (kind,)
        start = self.text.rfind("\n", 0, person.start) + 1
        bodies = [m for m in self._within(start, person.start) if m.label in ("ORG", "FAC") and m.text.endswith(ends)]
        return bodies[-1].entity if kind and bodies else None

    def _territory(self, word: str, person: Mention) -> str | None:
        """Return Hong Kong or Macau, whichever is named nearest to a person.

        Where neither is, Hong Kong for a title of its own (特首), None for others.
        """
        found = [m for m in self.mentions if m.entity and self.names.get(m.entity, "").startswith(TERRITORIES)]
        near = min(found, key=lambda m: abs(m.start - person.start), default=None)
        if near is None or near.entity is None:
            return self._cluster("GPE", TERRITORIES[0]) if word in titles("first").values else None
        name = self.names[near.entity]
        return self._cluster("GPE", next(t for t in TERRITORIES if name.startswith(t)))

    def _team(self, person: Mention) -> str | None:
        """Return the team or country named last before a player or coach, in the sentence or the one before."""
        known = [m for m in self._within(person.start - TEAM_REACH, person.start) if m.label in ("ORG", "GPE")]
        teams = [m for m in known if m.label == "ORG" and not m.text.endswith(MEDIA_ENDS)]
        return teams[-1].entity if teams else None

    def _firm(self, person: Mention, kind: str = "") -> str | None:
        """Return the firm that the sentences before are about; `kind` is a word that its name should have."""
        stops = [i for i in range(max(0, person.start - FIRM_REACH), person.start) if self.text[i] in "。！？\n"]
        firms = [m for m in self._within(person.start - FIRM_REACH, person.start) if m.label == "ORG"]
        firms = [m for m in firms if not m.text.endswith(MEDIA_ENDS) and not _no_firm().before(m.text, 0, len(m.text))]
        firms = [m for m in firms if m.text.endswith(kind)] or firms
        for start in [*stops[:-3:-1], -1]:
            if here := [m for m in firms if m.start > start]:
                return here[0].entity
        return None

    def _within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in a stretch of text."""
        found = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [m for m in found if m.end <= end]

    def _nearest(self, start: int, level: str) -> str:
        """Return the name of the province, city or district of the names around a title."""
        at = bisect_left(self.starts, start)
        around = self.mentions[max(0, at - 12) : at + 12]
        for mention in sorted(around, key=lambda m: abs(m.start - start)):
            name = self.names.get(mention.entity or "", "")
            if level == "province":
                place = province_of(name)
            else:
                place = _place_in(name, ENDS[level]) if mention.label in ("GPE", "ORG") else ""
                place = "" if place == name and mention.label == "ORG" else place
            if place:
                return place
        return ""

    def _paper(self) -> str | None:
        """Return the paper that the article comes from: what follows 来源, else the body most often before 记者, 讯 or
        a dateline."""
        votes: dict[str, int] = {}
        for mention in self.mentions:
            if mention.label != "ORG" or not mention.entity:
                continue
            before = self.text[max(0, mention.start - 4) : mention.start]
            if any(word in before for word in cues("source").values):
                return mention.entity
            near = self.text[mention.end : mention.end + 5].lstrip("》 |丨｜/").startswith(tuple(cues("byline").values))
            if near or (mention.text.endswith(MEDIA_ENDS) and DATELINE.match(self.text, mention.end)):
                votes[mention.entity] = votes.get(mention.entity, 0) + 1
        return max(votes, key=lambda e: votes[e]) if votes else None

    def _cluster(self, label: str, name: str) -> str:
        """Return the id of a named thing, which becomes a cluster without forms where the article does not name it."""
        for key, known in self.names.items():
            if known == name and key.startswith(label):
                return key
        key = entity_id(label, name)
        self.names[key] = name
        self.document.clusters.append(Cluster(key, name, "GPE" if label == "GPE" else "ORG"))
        return key
