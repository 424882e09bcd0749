"""What an article is about: its places, bodies and headings, and what words such as 全市 stand for at a place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from ...model import Mention, Span, Story
from .clauses import Frame, Scene
from .noun_phrases import topic_word
from .places import CHINA, level, names_country
from .referents import definites, paragraphs
from .sections import Sections, sections_of
from .surroundings import open_left
from .word_tables import reach, titles, words

SITES = {
    "country": ("GPE",),
    "province": ("GPE",),
    "city": ("GPE",),
    "district": ("GPE",),
    "place": ("GPE", "LOC"),
    "site": ("FAC", "LOC", "GPE"),
    "firm": ("ORG",),
    "thing": ("FAC", "PRODUCT", "EVENT", "ORG", "LAW"),
}
PASSING = ("PERSON", "EVENT", "LAW", "WORK_OF_ART")
LONGEST_TITLE = 8
"""Characters of the longest title that is looked for beside a person."""
MANY_PERSONS = 3
"""So many persons with titles in a stretch are a list of guests or credits, none of them its subject."""


class Discourse:
    """What an article is about, or one story of a digest: its sentences from number `first` on, its place `home`.

    `holder` is the place that holds most of those named, where neither title nor own words say what it is about.
    """

    def __init__(self, scene: Scene, parts: Sections, story: Story) -> None:
        self.scene = scene
        self.first = scene.sentence_at(story.start)
        self.start, self.end, self.headline = story.start, story.end, story.headline
        self.home = (story.place if story.told else "") or ""
        self.holder = ("" if story.told else story.place) or ""
        self.mentions = scene.names(self.start, self.end)
        clusters = scene.document.clusters
        self.labels = {c.id: c.label for c in clusters}
        self.names = {c.id: c.name for c in clusters}
        self.counts = dict(Counter(m.entity for m in self.mentions if m.entity))
        self.most = max(self.counts.values(), default=1)
        self.levels = {c.id: level(c) for c in clusters if c.label == "GPE" and c.id in self.counts}
        self.places = [m for m in self.mentions if m.label == "GPE" and m.entity]
        self.place_starts = [m.start for m in self.places]
        self.province = story.province or self._of_level("province")
        self.title = self._title()
        self.titled = {m.entity for m in self.title}
        self.barred = standing_aside(scene, self.mentions)
        self.firm = self._firm()
        self.top_place = self._top("GPE", 3)
        self.top = self._top(None, 2)
        text = scene.text[self.start : self.end]
        self.openings: dict[int, tuple[list[Mention], str]] = {}
        self.parts = parts
        self.sections, self.headings = parts.numbers, parts.headings
        self.word = topic_word(text)
        if self.word:
            self.word = Span(self.word.start + self.start, self.word.end + self.start)
        self.counted: dict[str, int] = {}
        self.paragraphs = paragraphs(scene, PASSING)
        self.country = names_country(text)

    def said(self, words: str) -> int:
        """Return how often the article says some words, four at most; counted once for the same words."""
        if words not in self.counted:
            self.counted[words] = min(self.scene.text.count(words, self.start, self.end), 4)
        return self.counted[words]

    def _top(self, label: str | None, least: int) -> str:
        """Return the entity of a label that is named most often and at least so often, the first named of equals."""
        counts = {e: n for e, n in self.counts.items() if label is None or self.labels.get(e) == label}
        counts = {e: n for e, n in counts.items() if e not in self.barred and (n >= least or e in self.titled)}
        return max(counts, key=lambda e: counts[e]) if counts else ""

    def _of_level(self, wanted: str) -> str:
        """Return the most often named place of a level."""
        counts = {e: n for e, n in self.counts.items() if self.levels.get(e) == wanted}
        return max(counts, key=lambda e: counts[e]) if counts else ""

    def _firm(self) -> str:
        """Return the body that 公司 stands for: the first of the title, else the one named most, no source or bank."""
        fit = [m.entity for m in self.title if m.entity and m.label == "ORG" and m.entity not in self.barred]
        if fit:
            return fit[0]
        counts = {
            e: n for e, n in self.counts.items() if n > 2 and self.labels.get(e) == "ORG" and e not in self.barred
        }
        return max(counts, key=lambda e: counts[e]) if counts else ""

    def _title(self) -> list[Mention]:
        """Return a mention of each entity that the headline names, in the headline's order."""
        title = self.headline
        found: dict[int, Mention] = {}
        taken: set[int] = set()
        for mention in sorted({m.text: m for m in self.mentions}.values(), key=lambda m: (-len(m.text), m.start)):
            at = title.find(mention.text)
            if mention.entity and at >= 0 and at not in taken:
                found[at] = mention
                taken.update(range(at, at + len(mention.text)))
        return [m for _, m in sorted(found.items())]

    def opening(self, number: int) -> tuple[list[Mention], str]:
        """Return the names that open a clause, the last the most specific, and what a deictic word there stands for."""
        found = self.openings.get(number)
        if found is None:
            clause = self.scene.clauses[number]
            _, _, names, _, kind = open_left(self.scene, clause.start, clause.end)
            own = [m for m in names if m.entity and not governed(self.scene, m)]
            found = self.openings[number] = (own, kind)
        return found

    def heading(self, frame: Frame) -> str | None:
        """Return the entity of the heading above a frame."""
        return self.headings[frame.sentence]

    def item(self, frame: Frame) -> Mention | None:
        """Return the name that heads a frame's item of a list parted by semicolons, None in the first item."""
        first = self.scene.sentences[frame.sentence].clauses[0]
        for number in range(frame.clause, first, -1):
            if self.scene.clauses[number].opener in ("；", ";"):
                names, _ = self.opening(number)
                return names[-1] if names else None
        return None

    def section(self, frame: Frame) -> int:
        """Return the number of the heading above a frame."""
        return self.sections[frame.sentence]

    def section_before(self, frame: Frame) -> int:
        """Return the number of the heading above the frame before, -1 for the first."""
        return self.section(self.scene.frames[frame.position - 1]) if frame.position else -1

    def deictic(self, kind: str, start: int, within: Span) -> str:
        """Return what a word such as 全市 or 该园区 of a stretch stands for before a position, or an empty string."""
        if kind == "country":
            return CHINA
        if kind == "world":
            return ""
        if kind in ("province", "city", "district"):
            at = bisect_left(self.place_starts, start)
            for mention in reversed(self.places[max(0, at - 40) : at]):
                if mention.entity and self.levels.get(mention.entity) == kind:
                    return mention.entity
            return (self.province if kind == "province" else "") or self._of_level(kind)
        meant = [*definites(self.scene, *within)]
        if kind == "firm" and self.firm and not (meant and meant[-1].how == "pointed-same"):
            return self.firm
        return (meant and meant[-1].mention.entity) or self.nearest(kind, start)

    def nearest(self, kind: str, start: int) -> str:
        """Return the nearest name of a kind before a position, or an empty string."""
        for mention in reversed(self.scene.names(max(self.start, start - 600), start)):
            if mention.entity and mention.label in SITES.get(kind, ()) and mention.entity not in self.barred:
                return mention.entity
        return ""


def discourses(scene: Scene) -> list[Discourse]:
    """Return what the article is about; of a digest of several stories what each is about, under its own headline."""
    document, parts = scene.document, sections_of(scene)
    stories = document.stories or [Story(0, len(scene.text), document.title or "")]
    return [Discourse(scene, parts, story) for story in stories]


def standing_aside(scene: Scene, mentions: list[Mention]) -> set[str]:
    """Return the entities that stand mostly as source, medium or underwriter, never as what the text is about."""
    aside: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for mention in mentions:
        if mention.entity:
            total[mention.entity] += 1
            aside[mention.entity] += set_aside(scene, mention)
    return {entity for entity, n in aside.items() if 2 * n > total[entity]}


def governed(scene: Scene, mention: Mention) -> bool:
    """Tell whether a preposition right before a name makes it an object (对|欧盟|出口)."""
    word = words("governing").before(scene.text, mention.start - 1, mention.start)
    return bool(word) and scene.edge(mention.start - 1)


def set_aside(scene: Scene, mention: Mention) -> bool:
    """Tell whether a mention stands as source, medium or underwriter; a place never does."""
    if mention.label not in ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT"):
        return False
    before, after = words("aside-before"), words("aside-after")
    lead = scene.text[max(0, mention.start - 8) : mention.start].rpartition("\n")[2].rstrip("《“ ")
    tail = scene.text[mention.end : mention.end + 12].lstrip("》” ")
    if before.before(lead, 0, len(lead)) or after.at(tail, 0, len(tail)):
        return True
    behind = past_time(scene, mention.end)
    if mention.label == "PERSON":
        behind = past_time(scene, past_title(scene, mention.end))
        return bool(
            words("sure speech", "loose speech", "speech of persons", "speech").at(scene.text, behind, behind + 4)
        )
    return mention.label == "ORG" and publishes(scene, mention, behind)


def past_title(scene: Scene, at: int) -> int:
    """Return where the words go on behind a person's name and the title behind it (马强|局长|说)."""
    return at + len(titles().at(scene.text, at, at + LONGEST_TITLE))


def among_persons(scene: Scene, mention: Mention, start: int, end: int) -> bool:
    """Tell whether a mention is a person with a title among three or more of a stretch: credits, a list of guests."""
    if mention.label != "PERSON" or not start <= mention.start < end:
        return False
    before = scene.text[max(0, mention.start - LONGEST_TITLE) : mention.start]
    titled = past_title(scene, mention.end) > mention.end or titles().before(before, 0, len(before))
    return bool(titled) and len({m.entity for m in scene.names(start, end) if m.label == "PERSON"}) >= MANY_PERSONS


def past_time(scene: Scene, at: int) -> int:
    """Return where the words go on behind a name, its bracket and the times behind it (统计局|（NBS）周二|发布)."""
    text = scene.text
    while True:
        if time := scene.time_at.get(at):
            at = time.end
        elif bracket := scene.bracket_at(at):
            at = bracket.end
        elif text[at : at + 1] in ("》", "”", " "):
            at += 1
        else:
            return at


def publishes(scene: Scene, mention: Mention, behind: int) -> bool:
    """Tell whether a body that is no firm publishes figures about others: 统计局|发布数据, not 云林科技发布年度报告."""
    text = scene.text
    verb = words("releases").at(text, behind, behind + 4)
    if not verb or not words("body-end").before(mention.text, 0, len(mention.text)):
        return False
    end = min(len(text), behind + reach("published", "backward"))
    end = min((i for c in "，。；\n" if (i := text.find(c, behind, end)) >= 0), default=end)
    own = words("own-figures").first(text, behind, end)[0] >= 0
    return words("others-figures").first(text, behind, end)[0] >= 0 and not own
