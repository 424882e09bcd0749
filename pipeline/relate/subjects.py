"""Whose number it is: the candidates for a statement's subject and what speaks for each.

Chinese leaves the subject out as soon as it is clear. So the subject is sought in the discourse: the fact before, the
names that open clause, sentence and paragraph, heading and title, the place that the article is about, words such as
全市 or 该园区, and the noun phrase that opens the clause where no name is meant.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ..model import Cluster, Document, Mention, Span
from .clauses import Frame, Scene
from .indicators import Left, open_left, paired
from .lexicon import words
from .phrases import phrases, sound, topic_word
from .places import CHINA, home, level, understood_province
from .ranking import Step

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
BACKGROUND = ("back", "top", "title", "province", "country", "home", "head")
Nominate = Callable[..., None]


@dataclass(slots=True)
class Candidate:
    """A possible subject: an entity by its id, or a noun phrase by its span."""

    entity: str | None
    phrase: Span | None
    label: str
    nominations: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    carried: int = 0


class Discourse:
    """What an article is about, and who was the subject last."""

    def __init__(self, scene: Scene) -> None:
        document = scene.document
        self.scene = scene
        self.clusters = {c.id: c for c in document.clusters}
        self.labels = {c.id: c.label for c in document.clusters}
        self.levels = {c.id: level(c) for c in document.clusters if c.label == "GPE"}
        self.counts: dict[str, int] = {}
        for mention in scene.mentions:
            if mention.entity:
                self.counts[mention.entity] = self.counts.get(mention.entity, 0) + 1
        self.places = [m for m in scene.mentions if m.label == "GPE" and m.entity]
        self.place_starts = [m.start for m in self.places]
        self.province = understood_province(document) or self._of_level("province")
        self.title = self._title(document)
        self.titled = {m.entity for m in self.title}
        self.barred = standing_aside(scene)
        self.firm = self._firm()
        self.top_place = self._top("GPE", 3)
        self.top = self._top(None, 2)
        self.home = home(document, self.counts, self.levels, [m.entity for m in self.title if m.entity])
        self.openings: dict[int, tuple[list[Mention], str]] = {}
        self.sections: list[int] = []
        self.headings = self._headings()
        self.word = topic_word(scene.text)
        self.country = any(w in scene.text for w in ("我国", "全国"))

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

    def _title(self, document: Document) -> list[Mention]:
        """Return a mention of each entity that the title names, in the title's order."""
        title = document.title or ""
        found: dict[int, Mention] = {}
        taken: set[int] = set()
        for mention in sorted({m.text: m for m in self.scene.mentions}.values(), key=lambda m: (-len(m.text), m.start)):
            at = title.find(mention.text)
            if mention.entity and at >= 0 and at not in taken:
                found[at] = mention
                taken.update(range(at, at + len(mention.text)))
        return [m for _, m in sorted(found.items())]

    def _headings(self) -> list[str | None]:
        """Return for each sentence the place, body or site that the heading above it names first."""
        found: list[str | None] = []
        current: str | None = None
        section = 0
        for number, sentence in enumerate(self.scene.sentences):
            text = self.scene.text[sentence.start : sentence.end].strip()
            short = len(text) <= 40 and not text.endswith(("。", "！", "？", "”", "；", "）", ")"))
            if number and sentence.kind not in ("title", "byline", "dateline", "caption") and short:
                named = self.scene.names(sentence.start, sentence.end)
                fit = [m for m in named if m.entity and m.label in ("GPE", "LOC", "FAC", "PRODUCT", "EVENT")]
                current = fit[0].entity if fit and not any(w in text for w in ("记者", "来源", "摄")) else None
                section += 1
            found.append(current)
            self.sections.append(section)
        return found

    def opening(self, number: int) -> tuple[list[Mention], str]:
        """Return the names that open a clause, the last the most specific, and what a deictic word there stands for."""
        found = self.openings.get(number)
        if found is None:
            clause = self.scene.clauses[number]
            _, _, names, _, kind = open_left(self.scene, clause.start, clause.end)
            found = self.openings[number] = ([m for m in names if m.entity], kind)
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

    def deictic(self, kind: str, start: int) -> str:
        """Return what a word such as 全市 or 该园区 stands for before a position, or an empty string."""
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
        if kind == "firm" and self.firm:
            return self.firm
        return self.nearest(kind, start)

    def nearest(self, kind: str, start: int) -> str:
        """Return the nearest name of a kind before a position, or an empty string."""
        for mention in reversed(self.scene.names(max(0, start - 600), start)):
            if mention.entity and mention.label in SITES.get(kind, ()) and mention.entity not in self.barred:
                return mention.entity
        return ""


def standing_aside(scene: Scene) -> set[str]:
    """Return the entities that an article names mostly as source, medium or underwriter, never as what it is about."""
    aside: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for mention in scene.mentions:
        if mention.entity:
            total[mention.entity] += 1
            aside[mention.entity] += _aside(scene, mention)
    return {entity for entity, n in aside.items() if 2 * n > total[entity]}


def _aside(scene: Scene, mention: Mention) -> bool:
    """Tell whether a mention stands as source, medium or underwriter; a place never does."""
    if mention.label not in ("ORG", "PERSON", "WORK_OF_ART", "PRODUCT"):
        return False
    before, after = words("aside-before"), words("aside-after")
    start = scene.text.rfind("\n", 0, mention.start) + 1
    lead = scene.text[max(start, mention.start - 8) : mention.start].rstrip("《“ ")
    tail = scene.text[mention.end : mention.end + 12].lstrip("》” ")
    return bool(before.before(lead, 0, len(lead)) or after.at(tail, 0, len(tail)))


class Nominees:
    """The candidates of one frame, each with what nominated it."""

    def __init__(self, scene: Scene, discourse: Discourse) -> None:
        self.scene = scene
        self.discourse = discourse
        self.found: dict[str, Candidate] = {}

    def entity(self, key: str | None, why: str, mention: Mention | None = None) -> None:
        """Nominate an entity."""
        if key:
            if self._shut(key, why) or (mention is not None and _aside(self.scene, mention)):
                return
            candidate = self.found.setdefault(key, Candidate(key, None, self.discourse.labels.get(key, "GPE")))
            candidate.nominations.append(why)
            if mention is not None:
                candidate.details += _around(self.scene, mention, why)

    def _shut(self, key: str, why: str) -> bool:
        """Tell whether an entity may not be taken up from outside the sentence: a source, or a passing person."""
        if not why.startswith((*BACKGROUND, "head-")):
            return False
        passing = self.discourse.labels.get(key) in PASSING and key not in self.discourse.titled
        return key in self.discourse.barred or passing

    def phrase(self, span: Span | None, why: str) -> None:
        """Nominate a noun phrase."""
        span = sound(self.scene, span) if span is not None and 1 < span.end - span.start <= 20 else None
        if span is not None:
            key = self.scene.text[span.start : span.end]
            self.found.setdefault(key, Candidate(None, span, "phrase")).nominations.append(why)

    def mentions(self, items: list[Mention], first: str, last: str, limit: int = 6) -> None:
        """Nominate the last of some mentions, the first, and those between."""
        named = [m for m in items if m.entity][-limit:]
        for i, mention in enumerate(named):
            why = last if i == len(named) - 1 else first if i == 0 else first + "+"
            self.entity(mention.entity, why, mention)

    def carry(self, before: dict[str, Candidate], same: bool) -> None:
        """Nominate what the words nominated for the frame before, at most three frames on, under the same heading."""
        for key, candidate in before.items():
            if len(self.found) >= 20:
                return
            if key in self.found or candidate.carried > 2 or candidate.nominations[0].startswith(BACKGROUND):
                continue
            if not same and candidate.label in PASSING and candidate.entity not in self.discourse.titled:
                continue
            kept = Candidate(candidate.entity, candidate.phrase, candidate.label, carried=candidate.carried + 1)
            kept.nominations = [f"carried{kept.carried}-{same}", "carried"]
            self.found[key] = kept


def candidates(
    scene: Scene, discourse: Discourse, frame: Frame, left: Left, before: dict[str, Candidate]
) -> dict[str, Candidate]:
    """Return the candidates for a frame's subject by key; `before` holds those of the frame before."""
    found = Nominees(scene, discourse)
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    for mention in left.names[-1:]:
        found.entity(mention.entity, "lead", mention)
    for mention in left.names[:-1]:
        found.entity(mention.entity, "lead-outer", mention)
    found.mentions(scene.names(clause.start, frame.quantity.start), "clause-first", "clause-last")
    found.mentions(scene.names(sentence.start, clause.start), "sentence-first", "sentence-last")
    for mention in scene.names(frame.quantity.end, clause.end)[:1]:
        found.entity(mention.entity, "after", mention)
    _openers(scene, discourse, frame, found.entity)
    _deictics(scene, discourse, frame, left, found.entity)
    _background(scene, discourse, frame, found.entity)
    for why, span in phrases(scene, frame, left):
        found.phrase(span, why)
    if discourse.word and not scene.inside[discourse.word.start]:
        found.phrase(discourse.word, "topic-word")
    items, place, _, _ = paired(scene, frame)
    if items:
        named = [m for m in scene.names(items[place].start, items[place].end) if m.entity]
        if named:
            found.entity(named[0].entity, "paired")
        else:
            found.phrase(items[place], "paired")
    if discourse.section(frame) == discourse.section_before(frame):
        found.carry(before, frame.previous >= 0)
    return found.found or {"": Candidate(None, None, "none", ["nothing"])}


def _openers(scene: Scene, discourse: Discourse, frame: Frame, entity: Nominate) -> None:
    """Nominate the names that open clauses and sentences: grammatical subjects, the nearest first."""
    sentence = scene.sentences[frame.sentence]
    if head := discourse.item(frame):
        entity(head.entity, "item-head", head)
    rank = 0
    for number in range(frame.clause - 1, sentence.clauses[0] - 1, -1):
        if rank > 1 or number < frame.clause - 12:
            break
        names, kind = discourse.opening(number)
        key = names[-1].entity if names else discourse.deictic(kind, scene.clauses[number].start) if kind else None
        if key:
            between = scene.text[scene.clauses[number].start : frame.quantity.start]
            entity(
                key, f"opener{rank}{'-far' if '；' in between or ';' in between else ''}", names[-1] if names else None
            )
            rank += 1
    for back in (1, 2, 3):
        if frame.sentence - back < 0:
            break
        before = scene.sentences[frame.sentence - back]
        if before.clauses and (names := discourse.opening(before.clauses[0])[0]):
            near = "near" if before.paragraph == sentence.paragraph else "far"
            apart = discourse.sections[frame.sentence - back] != discourse.sections[frame.sentence]
            entity(names[-1].entity, f"head-{'apart' if apart else near}")
            break


def _deictics(scene: Scene, discourse: Discourse, frame: Frame, left: Left, entity: Nominate) -> None:
    """Nominate what the deictic words of clause and sentence stand for."""
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    if left.deictic:
        entity(discourse.deictic(left.deictic, frame.quantity.start), f"deictic-{left.deictic}")
        if left.deictic == "firm":
            entity(discourse.nearest("firm", frame.quantity.start), "deictic-firm-near")
        if left.deictic == "district":
            entity(discourse.deictic("province", frame.quantity.start), "deictic-province?")
    deictics = words("deictic")
    for start, end, where in (
        (clause.start, frame.quantity.start, "clause"),
        (sentence.start, clause.start, "sentence"),
    ):
        at, word = deictics.first(scene.text, start, end)
        if at >= 0 and not scene.inside[at]:
            kind = deictics.values[word]
            entity(discourse.deictic(kind, at), f"{where}-deictic-{kind}")


def _background(scene: Scene, discourse: Discourse, frame: Frame, entity: Nominate) -> None:
    """Nominate what title, article, paragraph and the sentences before are about."""
    sentence = scene.sentences[frame.sentence]
    entity(discourse.top_place, "top-place")
    entity(discourse.top, "top")
    entity(discourse.home, "home")
    entity(discourse.heading(frame), "heading")
    for i, mention in enumerate(discourse.title[:4]):
        own = "home" if mention.entity == discourse.home else "place" if mention.label == "GPE" else mention.label
        entity(mention.entity, f"title-{own}", None)
        entity(mention.entity, f"title{min(i, 1)}")
    if discourse.country:
        entity(CHINA, "country" if discourse.home else "country-only")
    number = frame.sentence
    for back in (1, 2, 3):
        if number - back < 0:
            break
        before = scene.sentences[number - back]
        named = [m for m in scene.names(before.start, before.end) if m.entity]
        near = "par" if before.paragraph == sentence.paragraph else before.kind
        if discourse.sections[number - back] != discourse.sections[number]:
            near = "apart"
        if named:
            entity(named[0].entity, f"back{back}-first-{near}", named[0])
            if len(named) > 1:
                entity(named[-1].entity, f"back{back}-last-{near}", named[-1])


def _standing(scene: Scene, discourse: Discourse, frame: Frame, candidate: Candidate) -> list[str]:
    """Return how firmly the article's own place or topic stands: named in the title, in the sentence, in the clause."""
    home = "china" if discourse.home == CHINA else "place" if discourse.home else "none"
    titled = any(m.label == "GPE" for m in discourse.title)
    if candidate.phrase is None:
        return [f"home={home}|{titled}", f"home={home}|{titled}|{discourse.word is not None}"]
    word = scene.text[candidate.phrase.start : candidate.phrase.end]
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    inside = "clause" if word in scene.text[clause.start : frame.quantity.start] else "no"
    if inside == "no" and word in scene.text[sentence.start : frame.quantity.start]:
        inside = "sentence"
    named = word in (scene.document.title or "")
    return [
        f"topic|{home}|{titled}",
        f"topic|{inside}|{home}",
        f"topic|{named}|{home}",
        f"topic|{named}|{inside}|{titled}",
    ]


def _around(scene: Scene, mention: Mention, why: str) -> list[str]:
    """Return what stands directly before and after a mention."""
    text = scene.text
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    before = before if before in "在向对由据与和同跟较、，从给比占，。" else "-"
    return [f"{why}:pre={before}", f"{why}:post={after}", f"{why}:label={mention.label}"]


def step(scene: Scene, discourse: Discourse, frame: Frame, left: Left, found: dict[str, Candidate]) -> Step:
    """Return the candidates of a frame as a step of the chain of subjects."""
    values = list(found.values())
    kept = [stays(scene, discourse, frame, left, c) for c in values]
    return Step(list(found), features(scene, discourse, frame, left, values), kept)


def stays(scene: Scene, discourse: Discourse, frame: Frame, left: Left, candidate: Candidate) -> list[str]:
    """Return the features of a candidate that was the subject of the fact before."""
    same = frame.previous >= 0
    named = "named" if left.names else f"deictic-{left.deictic}" if left.deictic else "bare"
    own = "lead" if "lead" in candidate.nominations else "carried" if "carried" in candidate.nominations else "own"
    where = "sentence" if same else "new"
    if same and frame.clause == scene.frames[frame.previous].clause:
        where = "clause"
    elif same and (head := discourse.item(frame)) and head.start > scene.frames[frame.previous].quantity.start:
        where = "item"
    elif discourse.section(frame) != discourse.section_before(frame):
        where = "apart"
    elif (
        not same
        and frame.position
        and scene.sentences[frame.sentence].paragraph
        == scene.sentences[scene.frames[frame.position - 1].sentence].paragraph
    ):
        where = "paragraph"
    opener = scene.clauses[frame.clause].opener
    return [
        "stay",
        f"stay|{where}",
        f"stay|{where}|{named}",
        f"stay|{where}|{own}|{named}",
        f"stay|{candidate.label}|{where}",
        f"stay|{where}|{opener}",
        f"stay|{where}|{candidate.label}|{named}",
    ]


def features(scene: Scene, discourse: Discourse, frame: Frame, left: Left, found: list[Candidate]) -> list[list[str]]:
    """Return the features of each candidate."""
    named = "named" if left.names else f"deictic-{left.deictic}" if left.deictic else "bare"
    same = frame.previous >= 0
    signs = {n for c in found for n in c.nominations}
    sentence_names = "sentence-last" in signs or "clause-last" in signs
    state = f"{named}|{same}|{sentence_names}"
    label = frame.quantity.label
    total = max(discourse.counts.values(), default=1)
    result = []
    for candidate in found:
        nominations = sorted(set(candidate.nominations))
        out = [
            f"label={candidate.label}",
            f"label={candidate.label}|{named}",
            "all=" + "&".join(n for n in nominations if not n.startswith("back")),
        ]
        for n in nominations:
            out += [n, f"{n}|{state}", f"{n}|{candidate.label}", f"{n}|{named}|{label}"]
        out += candidate.details
        if "home" in nominations or "topic-word" in nominations:
            out += _standing(scene, discourse, frame, candidate)
        if candidate.entity:
            count = discourse.counts.get(candidate.entity, 0)
            out.append(f"frequency={min(4, 5 * count // total)}|{candidate.label}")
            if candidate.entity in discourse.barred:
                out += ["aside", f"aside|{named}"]
            if candidate.entity == discourse.firm:
                out += ["main-firm", f"main-firm|{named}|{bool(discourse.home)}"]
            if candidate.entity in discourse.levels:
                out.append(f"level={discourse.levels[candidate.entity]}|{named}")
        else:
            text = (candidate.phrase and scene.text[candidate.phrase.start : candidate.phrase.end]) or ""
            verb = bool(words("verb", "up", "down", "opener").at(text, 0, len(text)))
            out += [f"np-size={min(len(text), 9)}", f"np-end={text[-1:]}", f"np-verb={verb}", f"np-head={text[:1]}"]
        result.append(out)
    return result


__all__ = ["Candidate", "Cluster", "Discourse", "candidates", "step"]
