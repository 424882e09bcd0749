"""Whose number it is: the candidates for a statement's subject and what speaks for each.

Chinese leaves the subject out as soon as it is clear. So the subject is sought in the discourse: the fact before, the
names that open clause, sentence and paragraph, heading and title, the place that the article is about, words such as
全市 or 该园区, and the noun phrase that opens the clause where no name is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...lang.ranking_words import only_ranks
from ...model import Mention, Span
from ..scene.chunks import nearby
from ..scene.clauses import Frame, Scene
from ..scene.discourse import PASSING, Discourse, among_persons, governed, set_aside
from ..scene.noun_phrases import is_relative, opening, phrases, sound
from ..scene.places import CHINA
from ..scene.referents import definites, described
from ..scene.surroundings import Left
from ..scene.word_tables import words
from .indicators import paired
from .options import Question, SubjectOption
from .subject_features import around, features, stays

BACKGROUND = ("back", "top", "title", "province", "country", "home", "head", "par-")
FORGOTTEN = (*BACKGROUND, "np-chunk")
"""What is not nominated again for the next number only because it was for this one."""
MOST_NAMES = 10
"""How many names of one stretch are offered besides its first."""
NEAR = 400
"""How far back, in characters, the names before a sentence are offered."""
MOST = 40
"""How many options a question has at most when names from further away join."""
Nominate = Callable[..., None]


class Nominees:
    """The candidates of one frame, each with what nominated it."""

    def __init__(self, scene: Scene, discourse: Discourse, before: Span) -> None:
        self.scene = scene
        self.before = before
        """The sentence of the number up to its clause."""
        self.discourse = discourse
        self.found: dict[str, SubjectOption] = {}

    def entity(self, key: str | None, why: str, mention: Mention | None = None) -> None:
        """Nominate an entity."""
        if key:
            if self._shut(key, why) or (mention is not None and self._aside(mention)):
                return
            candidate = self.found.setdefault(key, self._named(key))
            candidate.nominations.append(why)
            if mention is not None:
                candidate.details += around(self.scene, mention, why)
                candidate.at.append(Span(mention.start, mention.end))

    def _named(self, key: str) -> SubjectOption:
        """Return the option of an entity."""
        label = self.discourse.labels.get(key, "GPE")
        name = self.discourse.names.get(key) or key.partition(":")[2]
        return SubjectOption(key, None, label, name=name, spans=self.scene.mentioned.get(key, ()))

    def _shut(self, key: str, why: str) -> bool:
        """Tell whether an entity may not be taken up from outside the sentence: a source, or a passing person."""
        if not why.startswith((*BACKGROUND, "head-")):
            return False
        passing = self.discourse.labels.get(key) in PASSING and key not in self.discourse.titled
        return key in self.discourse.barred or passing

    def _aside(self, mention: Mention) -> bool:
        """Tell whether a mention stands as source or medium, or among many persons of other clauses."""
        return among_persons(self.scene, mention, *self.before) or set_aside(self.scene, mention)

    def phrase(self, span: Span | None, why: str) -> None:
        """Nominate a noun phrase."""
        span = sound(self.scene, span) if span is not None and 1 < span.end - span.start <= 20 else None
        mention = self.scene.mention_at.get(span.start) if span is not None else None
        if span is not None and mention is not None and mention.end == span.end:
            self.entity(mention.entity, f"{why}-named", mention)
        elif span is not None:
            key = self.scene.text[span.start : span.end]
            option = SubjectOption(None, span, "phrase", name=key, spans=(span,))
            self.found.setdefault(key, option).nominations.append(why)

    def chunk(self, span: Span, why: str) -> None:
        """Nominate a noun phrase that is whole as it stands."""
        key = self.scene.text[span.start : span.end]
        self.found.setdefault(key, SubjectOption(None, span, "phrase", name=key, spans=(span,))).nominations.append(why)

    def mentions(self, items: list[Mention], first: str, last: str) -> None:
        """Nominate the last of some mentions, the first, and those between."""
        named = [m for m in items if m.entity]
        named = named[:1] + named[1:][-MOST_NAMES:]
        for i, mention in enumerate(named):
            why = last if i == len(named) - 1 else first if i == 0 else first + "+"
            self.entity(mention.entity, why, mention)

    def carry(self, before: dict[str, SubjectOption], same: bool) -> None:
        """Nominate what the words nominated for the frame before, at most three frames on, under the same heading."""
        for key, candidate in before.items():
            if len(self.found) >= 20:
                return
            if key in self.found or candidate.carried > 2 or candidate.nominations[0].startswith(FORGOTTEN):
                continue
            if not same and candidate.label in PASSING and candidate.entity not in self.discourse.titled:
                continue
            why = [f"carried{candidate.carried + 1}-{same}", "carried"]
            kept = replace(candidate, nominations=why, details=[], at=[], carried=candidate.carried + 1)
            self.found[key] = kept


def candidates(
    scene: Scene, discourse: Discourse, frame: Frame, left: Left, before: dict[str, SubjectOption]
) -> dict[str, SubjectOption]:
    """Return the candidates for a frame's subject by key; `before` holds those of the frame before."""
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    found = Nominees(scene, discourse, Span(sentence.start, clause.start))
    for mention in left.names[-1:]:
        found.entity(mention.entity, "under" if governed(scene, mention) else "lead", mention)
    for mention in left.names[:-1]:
        found.entity(mention.entity, "lead-outer", mention)
    found.mentions(scene.names(clause.start, frame.quantity.start), "clause-first", "clause-last")
    found.mentions(scene.names(sentence.start, clause.start), "sentence-first", "sentence-last")
    for rank, mention in enumerate(scene.names(frame.quantity.end, sentence.end)[:4]):
        inside = mention.start < clause.end
        found.entity(mention.entity, f"after{'' if inside else '-clause'}{'' if rank == 0 else '+'}", mention)
    _openers(scene, discourse, frame, found.entity)
    _deictics(scene, discourse, frame, left, found.entity)
    _background(scene, discourse, frame, found.entity)
    _topics(scene, discourse, frame, left, found)
    for why, span in phrases(scene, frame, left):
        found.phrase(span, why)
    for why, chunk in nearby(scene, frame):
        found.chunk(chunk, why)
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
    _paragraph(scene, discourse, frame, found)
    return found.found or {"": SubjectOption(None, None, "none", ["nothing"])}


def _topics(scene: Scene, discourse: Discourse, frame: Frame, left: Left, found: Nominees) -> None:
    """Nominate what definite nouns stand for, what the paragraph keeps to, and the head of a relative clause."""
    sentence, clause = scene.sentences[frame.sentence], scene.clauses[frame.clause]
    for n, meant in enumerate(definites(scene, clause.start, frame.quantity.start)):
        found.entity(meant.mention.entity, f"definite-{meant.how}" if n == 0 else "definite-more")
    for n, meant in enumerate(definites(scene, sentence.start, clause.start)):
        found.entity(meant.mention.entity, f"sentence-definite-{meant.how}" if n == 0 else "sentence-definite-more")
    found.phrase(described(scene, clause.start, frame.quantity.start), "np-described")
    found.phrase(described(scene, sentence.start, clause.start), "np-sentence-described")
    first, most = discourse.paragraphs[sentence.paragraph]
    if first and first.start < frame.quantity.start:
        home = "home" if first.entity == discourse.home else "own"
        opens = "opens" if first.start - sentence.start < 12 else "later"
        found.entity(first.entity, f"par-first-{home}-{opens}")
    if most:
        found.entity(most, f"par-most-{'home' if most == discourse.home else 'own'}")
    at = frame.quantity.end
    if is_relative(scene, frame):
        what = "measured" if measure(scene, left) else "counted"
        for mention in scene.names(at, clause.end)[:1]:
            near = "next" if mention.start == at + 1 else "near" if mention.start - at < 8 else "far"
            found.entity(mention.entity, f"relative-{what}-{near}", mention)
        found.phrase(opening(scene, at + 1, clause.end), f"np-relative-{what}")


def measure(scene: Scene, left: Left) -> bool:
    """Tell whether the words before a number are a bare measure (总投资|…的, 容量|…的): what follows 的 has it."""
    bare = left.bare
    return bare.end > bare.start and bare.end - bare.start < 8 and bool(words("head").before(scene.text, *bare))


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
        clause = scene.clauses[number]
        opens = Span(clause.start, min(clause.end, clause.start + 12))
        key = names[-1].entity if names else discourse.deictic(kind, clause.start, opens) if kind else None
        if key:
            between = scene.text[clause.start : frame.quantity.start]
            entity(
                key, f"opener{rank}{'-far' if '；' in between or ';' in between else ''}", names[-1] if names else None
            )
            rank += 1
    for back in (1, 2, 3):
        if frame.sentence - back < discourse.first:
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
        lead = Span(frame.lead.start, frame.quantity.start)
        entity(discourse.deictic(left.deictic, frame.quantity.start, lead), f"deictic-{left.deictic}")
        if left.deictic == "firm":
            entity(discourse.nearest("firm", frame.quantity.start), "deictic-firm-near")
        if left.deictic == "district":
            entity(discourse.deictic("province", frame.quantity.start, lead), "deictic-province?")
    deictics = words("deictic")
    for start, end, where in (
        (clause.start, frame.quantity.start, "clause"),
        (sentence.start, clause.start, "sentence"),
    ):
        at, word = deictics.first(scene.text, start, end)
        ranks = at >= 0 and deictics.values[word] == "country" and only_ranks(scene.text, at, at + len(word))
        if at >= 0 and not scene.inside[at] and not ranks:
            kind = deictics.values[word]
            entity(discourse.deictic(kind, at, Span(at, at + len(word))), f"{where}-deictic-{kind}")


def _paragraph(scene: Scene, discourse: Discourse, frame: Frame, found: Nominees) -> None:
    """Nominate the other names of the paragraph and of the one before, the nearest first, while there is room."""
    sentence = scene.sentences[frame.sentence]
    for mention in reversed(scene.names(max(discourse.start, sentence.start - NEAR), sentence.start)):
        if len(found.found) >= MOST:
            return
        if mention.entity and mention.entity not in found.found:
            breaks = scene.text.count("\n", mention.end, sentence.start)
            found.entity(mention.entity, f"back-{'paragraph' if breaks == 0 else 'before'}", mention)


def _background(scene: Scene, discourse: Discourse, frame: Frame, entity: Nominate) -> None:
    """Nominate what title, article, paragraph and the sentences before are about."""
    sentence = scene.sentences[frame.sentence]
    entity(discourse.top_place, "top-place")
    entity(discourse.top, "top")
    entity(discourse.home, "home")
    entity(discourse.holder, "holder")
    entity(discourse.heading(frame), "heading")
    for i, mention in enumerate(discourse.title[:4]):
        own = "home" if mention.entity == discourse.home else "place" if mention.label == "GPE" else mention.label
        entity(mention.entity, f"title-{own}", None)
        entity(mention.entity, f"title{min(i, 1)}")
        inner = discourse.title[i + 1] if i + 1 < len(discourse.title) else None
        if inner and mention.label == "GPE" and mention.text + inner.text in discourse.headline:
            entity(mention.entity, f"title-outer-{inner.label}")
    if discourse.country:
        entity(CHINA, "country" if discourse.home else "country-only")
    number = frame.sentence
    for back in (1, 2, 3):
        if number - back < discourse.first:
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


def question(scene: Scene, discourse: Discourse, frame: Frame, left: Left, found: dict[str, SubjectOption]) -> Question:
    """Return the candidates of a frame as a question of the chain of subjects."""
    values = list(found.values())
    kept = [stays(scene, discourse, frame, left, c) for c in values]
    return Question(frame, values, features(scene, discourse, frame, left, values), list(found), kept)
