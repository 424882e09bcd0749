"""The scores of games (以25：21战胜德国队): what the numbers of their sides measure, and whose the second one is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from ...model import Mention, Quantity, Span
from ..scene.chunks import phrases_in
from ..scene.clauses import Scene
from ..scene.word_tables import reach, words
from ..slots.options import IndicatorOption, SubjectOption
from .decisions import Decision

SIGNS = frozenset("：:∶比-—－")
"""What parts the two sides of a score."""
STOPS = frozenset("，,。；;！？\n（(")
"""Where it ends who was played against."""


class Games:
    """The scores of one article, and the sides that met last."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.first_of = {b.id: a for a, b in _scores(scene)}
        """The first side of a score by the id of its second."""
        self.sides = {*self.first_of, *(a.id for a in self.first_of.values())}
        """The ids of all quantities that are a side of a score."""
        self._leading: dict[str, SubjectOption] = {}
        self._last: Quantity | None = None
        self._met: tuple[SubjectOption, SubjectOption] | None = None

    def indicator(self, quantity: Quantity, label: str) -> IndicatorOption | None:
        """Return what a side of a score measures, the points of a person, wins and losses; None for other quantities.

        That is the word for it in its sentence, where it has one. `label` is that of the subject.
        """
        if quantity.unit in words("record-unit").values:
            return self._called("record-noun", quantity)
        if quantity.id in self.sides or (self.sides and label == "PERSON" and self._scored(quantity)):
            return self._called("score-noun", quantity)
        return None

    def _scored(self, quantity: Quantity) -> bool:
        """Tell whether a person's number counts points, and not by how many one leads or what one has in a table."""
        start = self.scene.clauses[self.scene.clause_of(quantity.start)].start
        counted = words("points-unit").at(quantity.text, len(quantity.text) - 1, len(quantity.text))
        return bool(counted) and words("standing").first(self.scene.text, start, quantity.start)[0] < 0

    def _called(self, kind: str, quantity: Quantity) -> IndicatorOption:
        """Return the last word of a kind near a number in its sentence, or the one of them that is meant unsaid."""
        scene, far = self.scene, reach(kind, "forward")
        sentence = scene.sentences[scene.sentence_at(quantity.start)]
        start, end = max(sentence.start, quantity.start - far), min(sentence.end, quantity.end + far)
        at, word = words(kind).last(scene.text, start, quantity.start)
        if at < 0:
            at, word = words(kind).first(scene.text, quantity.end, end)
        unsaid = next(word for word, value in words(kind).values.items() if value == "unsaid")
        return IndicatorOption((Span(at, at + len(word)),) if at >= 0 else (), "score", unsaid)

    def side(self, quantity: Quantity, decision: Decision) -> Decision:
        """Return whose a quantity is: the second side of a score is whom the first one plays, where that is known."""
        if quantity.id not in self.sides:
            return decision
        first = self.first_of.get(quantity.id)
        if first is None:
            leads = self._listed(quantity) or self._leads(quantity, decision.chosen)
            self._leading[quantity.id] = leads
            return decision if leads is decision.chosen else Decision((leads,), 0, (decision.probability,), "score")
        self._last = quantity
        ours = self._leading.get(first.id)
        theirs = ours and (self._against(first, quantity) or self._other(ours))
        if ours is None or theirs is None or _same(ours, theirs):
            return decision
        self._met = (ours, theirs)
        return Decision((theirs,), 0, (decision.probability,), "score")

    def _listed(self, quantity: Quantity) -> SubjectOption | None:
        """Return whose the first side of the score before is, where a clause goes on from it: 25：20、25：18."""
        if self._last is None or _stop(self.scene.text, self._last.end) < quantity.start:
            return None
        return self._leading.get(self.first_of[self._last.id].id)

    def _leads(self, quantity: Quantity, chosen: SubjectOption) -> SubjectOption:
        """Return whose a first side is: as chosen, or who opens its sentence where a word for the score was chosen."""
        if chosen.entity or chosen.name not in words("score-noun").values:
            return chosen
        sentence = self.scene.sentences[self.scene.sentence_at(quantity.start)]
        named = self.scene.names(sentence.start, quantity.start)
        return (named and self._named(named[0])) or (self._met or (chosen,))[0]

    def _other(self, ours: SubjectOption) -> SubjectOption | None:
        """Return whom a side met last."""
        one, two = self._met or (None, None)
        if one is None or two is None:
            return None
        found = two if _same(ours, one) else one if _same(ours, two) else None
        return found and replace(found, nominations=["score"], at=[])

    def _against(self, first: Quantity, second: Quantity) -> SubjectOption | None:
        """Return whom a sentence says a side plays: the object of 战胜 around a score, or of 与 before it."""
        scene, text, beats = self.scene, self.scene.text, words("beats")
        end = min(_stop(text, second.end), second.end + reach("beats", "backward"))
        at, verb = beats.first(text, second.end, end)
        if at >= 0 and (beaten := self._object(at + len(verb), _takes_object(verb))):
            return beaten
        opens = scene.clauses[scene.clause_of(first.start)].start
        met = [m for m in scene.names(opens, first.start) if words("versus").before(text, opens, m.start)]
        if met:
            return self._named(met[-1])
        at, verb = beats.last(text, scene.sentences[scene.sentence_at(first.start)].start, first.start)
        return self._object(at + len(verb), False) if at >= 0 else None

    def _object(self, start: int, phrases: bool) -> SubjectOption | None:
        """Return the object of a verb that ends at a position: a person, a body or, if wanted, a noun phrase."""
        scene, end = self.scene, _stop(self.scene.text, start)
        named = scene.names(start, end)
        persons = [m for m in named if m.label == "PERSON"]
        said = phrases_in(scene, start, end) if phrases and not persons else ()
        if said and said[0].start == (named[0].start if named else start):
            return _phrase(scene, _before_gain(scene, said[0]))
        mention = persons[-1] if persons else named[0] if named else None
        return self._named(mention) if mention else None

    def _named(self, mention: Mention) -> SubjectOption | None:
        """Return a mention's entity as a subject."""
        if not mention.entity:
            return None
        spans = self.scene.mentioned.get(mention.entity, ())
        at = [Span(mention.start, mention.end)]
        return SubjectOption(mention.entity, None, mention.label, ["score"], at=at, name=mention.text, spans=spans)


def _scores(scene: Scene) -> list[tuple[Quantity, Quantity]]:
    """Return the pairs of numbers that are scores: none beside a word of ratios, one at least beside one of games."""
    found, sure, before = [], False, -1
    for a, b in pairwise(scene.quantities):
        sign = scene.text[a.end : b.start].strip(" ")
        if a.rule != "ratio" or b.rule != "ratio" or sign not in SIGNS or a.start < before:
            continue
        before = b.end
        start = max(0, a.start - reach("ratio-noun", "forward"))
        if _whole(a) and _whole(b) and words("ratio-noun").last(scene.text, start, a.start)[0] < 0:
            found.append((a, b))
            sure = sure or _of_game(scene, a, b)
    return found if sure else []


def _takes_object(verb: str) -> bool:
    """Tell whether what follows a verb of winning or losing is whom it was against."""
    return words("beats").values[verb] == "beats"


def _whole(quantity: Quantity) -> bool:
    """Tell whether a number counts points: whole, without a unit."""
    value = quantity.value
    bare = quantity.label == "CARDINAL" and not quantity.unit
    return bare and value is not None and value == value.to_integral_value()


def _of_game(scene: Scene, a: Quantity, b: Quantity) -> bool:
    """Tell whether a word of games stands beside a pair of numbers."""
    end = _stop(scene.text, b.end)
    if words("beats").first(scene.text, b.end, min(end, b.end + reach("beats", "backward")))[0] >= 0:
        return True
    return words("score-noun").last(scene.text, max(0, a.start - reach("score-noun", "forward")), a.start)[0] >= 0


def _stop(text: str, start: int) -> int:
    """Return where the clause that goes on at a position ends."""
    return next((i for i in range(start, len(text)) if text[i] in STOPS), len(text))


def _before_gain(scene: Scene, span: Span) -> Span:
    """Return a noun phrase up to what is won in it: 日本选手|夺得冠军."""
    at, _ = words("gains").first(scene.text, span.start + 1, span.end)
    return Span(span.start, at if at >= 0 else span.end)


def _phrase(scene: Scene, span: Span) -> SubjectOption:
    """Return a noun phrase as a subject."""
    return SubjectOption(None, span, "phrase", ["score"], name=scene.text[span.start : span.end], spans=(span,))


def _same(one: SubjectOption, other: SubjectOption) -> bool:
    """Tell whether two subjects are the same entity or the same words."""
    return one.entity == other.entity if one.entity or other.entity else one.name == other.name
