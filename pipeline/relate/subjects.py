"""Whose number it is: the candidates for a statement's subject and what speaks for each.

Chinese leaves the subject out as soon as it is clear. So the subject is sought in the discourse: the fact before, the
names that open clause, sentence and paragraph, heading and title, the place that the article is about, words such as
全市 or 该园区, and the noun phrase that opens the clause where no name is meant.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ..model import Cluster, Document, Mention, Span
from .clauses import Frame, Scene
from .indicators import Left, close_left, open_left
from .lexicon import words
from .places import CHINA, level, understood_province

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


@dataclass(slots=True)
class Candidate:
    """A possible subject: an entity by its id, or a noun phrase by its span."""

    entity: str | None
    phrase: Span | None
    label: str
    nominations: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


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
        self.top_place = self._top("GPE")
        self.top = self._top(None)
        self.province = understood_province(document) or self._of_level("province")
        self.title = self._title(document)
        self.country = any(w in scene.text for w in ("我国", "全国"))
        self.used: dict[str, int] = {}

    def _top(self, label: str | None) -> str:
        """Return the entity of a label that is named most often, the first named of equals."""
        counts = {e: n for e, n in self.counts.items() if label is None or self.labels.get(e) == label}
        return max(counts, key=lambda e: counts[e]) if counts else ""

    def _of_level(self, wanted: str) -> str:
        """Return the most often named place of a level."""
        counts = {e: n for e, n in self.counts.items() if self.levels.get(e) == wanted}
        return max(counts, key=lambda e: counts[e]) if counts else ""

    def _title(self, document: Document) -> list[Mention]:
        """Return the mentions of the title, or of the first line where the article has none."""
        text = document.text
        first = text.find(document.title) if document.title else 0
        start = max(first, 0)
        end = start + len(document.title) if document.title and first >= 0 else min(len(text), start + 60)
        return [m for m in self.scene.names(start, end) if m.entity]

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
        for mention in reversed(self.scene.names(max(0, start - 600), start)):
            if mention.entity and mention.label in SITES.get(kind, ()):
                return mention.entity
        return ""


def candidates(
    scene: Scene, discourse: Discourse, frame: Frame, left: Left, previous: list[tuple[str | None, str]]
) -> list[Candidate]:
    """Return the candidates for a frame's subject; `previous` holds the subjects so far (id, text), the last one last."""
    found: dict[str, Candidate] = {}
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]

    def entity(key: str | None, why: str, mention: Mention | None = None) -> None:
        if key:
            label = discourse.labels.get(key, "GPE")
            candidate = found.setdefault(key, Candidate(key, None, label))
            candidate.nominations.append(why)
            if mention is not None:
                candidate.details += _around(scene, mention, why)

    def phrase(span: Span | None, why: str) -> None:
        if span is not None and 1 < span.end - span.start <= 20:
            key = scene.text[span.start : span.end]
            found.setdefault(key, Candidate(None, span, "phrase")).nominations.append(why)

    def mentions(items: list[Mention], first: str, last: str, limit: int = 6) -> None:
        named = [m for m in items if m.entity]
        for i, mention in enumerate(named[-limit:]):
            why = last if i == len(named[-limit:]) - 1 else first if i == 0 else first + "+"
            entity(mention.entity, why, mention)

    if previous:
        key, text = previous[-1]
        where = "previous-same" if frame.previous >= 0 else "previous"
        if key:
            entity(key, where)
        elif text:
            found.setdefault(text, Candidate(None, None, "phrase")).nominations.append(where)
        older = next((p for p in reversed(previous) if p[0] and p != previous[-1]), None)
        if older:
            entity(older[0], "older")
    for mention in left.names[-1:]:
        entity(mention.entity, "lead", mention)
    for mention in left.names[:-1]:
        entity(mention.entity, "lead-outer", mention)
    mentions(scene.names(clause.start, frame.quantity.start), "clause-first", "clause-last")
    mentions(scene.names(sentence.start, clause.start), "sentence-first", "sentence-last")
    for mention in scene.names(frame.quantity.end, clause.end)[:1]:
        entity(mention.entity, "after", mention)
    _deictics(scene, discourse, frame, left, entity)
    _background(scene, discourse, frame, entity)
    for why, span in _phrases(scene, frame, left):
        phrase(span, why)
    return list(found.values())


def _deictics(scene: Scene, discourse: Discourse, frame: Frame, left: Left, entity) -> None:  # type: ignore[no-untyped-def]
    """Nominate what the deictic words of clause and sentence stand for."""
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    if left.deictic:
        entity(discourse.deictic(left.deictic, frame.quantity.start), f"deictic-{left.deictic}")
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


def _background(scene: Scene, discourse: Discourse, frame: Frame, entity) -> None:  # type: ignore[no-untyped-def]
    """Nominate what title, article, paragraph and the sentences before are about."""
    sentence = scene.sentences[frame.sentence]
    entity(discourse.top_place, "top-place")
    entity(discourse.top, "top")
    entity(discourse.province, "province")
    for i, mention in enumerate(discourse.title[:4]):
        entity(mention.entity, f"title{i}-{mention.label == 'GPE'}")
    if discourse.country or not discourse.top_place:
        entity(CHINA, "country")
    number = frame.sentence
    for back in (1, 2, 3):
        if number - back < 0:
            break
        before = scene.sentences[number - back]
        named = [m for m in scene.names(before.start, before.end) if m.entity]
        near = "par" if before.paragraph == sentence.paragraph else before.kind
        if named:
            entity(named[0].entity, f"back{back}-first-{near}", named[0])
            if len(named) > 1:
                entity(named[-1].entity, f"back{back}-last-{near}", named[-1])


def _phrases(scene: Scene, frame: Frame, left: Left) -> list[tuple[str, Span | None]]:
    """Return the noun phrases that open the clause, the clauses before in the sentence, and the sentence before."""
    found: list[tuple[str, Span | None]] = [("np-lead", _opening(scene, left.named.start, frame.lead.end))]
    found.append(("np-left", _opening(scene, left.whole.start, frame.lead.end)))
    sentence = scene.sentences[frame.sentence]
    for number in range(max(sentence.clauses[0], frame.clause - 3), frame.clause):
        clause = scene.clauses[number]
        begin, named, *_ = open_left(scene, clause.start, clause.end)
        found.append((f"np-clause{frame.clause - number}", _opening(scene, begin, clause.end)))
        if named != begin:
            found.append((f"np-named{frame.clause - number}", _opening(scene, named, clause.end)))
    if frame.previous >= 0:
        before = scene.frames[frame.previous]
        end = before.quantity.end
        found.append(("np-counted", _opening(scene, end, before.tail.end)))
    at = scene.text.find("全球", sentence.start, frame.quantity.start)
    if at >= 0:
        found.append(("np-world", Span(at, at + 2)))
    return found


def _opening(scene: Scene, start: int, end: int) -> Span | None:
    """Return the noun phrase that opens a stretch: up to 的, a verb, a light word or a break."""
    text, light, verb, growth = scene.text, words("light", "stop"), words("verb"), words("up", "down", "share")
    while start < end and text[start] in " \u3000“”《》":
        start += 1
    for i in range(start, min(end, start + 21)):
        if scene.inside[i]:
            if i > start and any(q == i for q in (frame for frame in scene.quantity_starts[:0])):
                break
            continue
        if text[i] in "，。；：、（）(),\n|" or (
            i > start + 1 and (light.at(text, i, end) or verb.at(text, i, end) or growth.at(text, i, end))
        ):
            return Span(start, i) if i - start > 1 else None
    stop, _ = close_left(scene, start, min(end, start + 20))
    return Span(start, stop) if stop - start > 1 else None


def _around(scene: Scene, mention: Mention, why: str) -> list[str]:
    """Return what stands directly before and after a mention."""
    text = scene.text
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    before = before if before in "在向对由据与和、，从给比占，。" else "-"
    return [f"{why}:pre={before}", f"{why}:post={after}", f"{why}:label={mention.label}"]


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
        if candidate.entity:
            count = discourse.counts.get(candidate.entity, 0)
            out.append(f"frequency={min(4, 5 * count // total)}|{candidate.label}")
            if candidate.entity in discourse.levels:
                out.append(f"level={discourse.levels[candidate.entity]}|{named}")
            used = discourse.used.get(candidate.entity, 0)
            out.append(f"used={min(used, 4)}|{same}")
        else:
            text = (candidate.phrase and scene.text[candidate.phrase.start : candidate.phrase.end]) or ""
            out += [f"np-size={min(len(text), 9)}", f"np-end={text[-1:]}"]
        result.append(out)
    return result


__all__ = ["Candidate", "Cluster", "Discourse", "candidates", "features"]
