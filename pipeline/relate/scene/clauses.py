"""The article as this room reads it: sentences, clauses, and the words around each quantity that may be about it.

A clause ends at a stop or a line end, never inside a name, a quantity or a time. A bracket that holds a quantity is a
clause of its own (an appositive amount); one that holds none is skipped, as if it were not there.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ...lang.characters import JOINERS
from ...lang.headings import HEADING_NUMBER
from ...lang.words import words_of
from ...model import Document, Mention, Quantity, Span, Time
from .word_tables import words

P = ParamSpec("P")
T = TypeVar("T")
BREAKS = frozenset("，,；;：:。！？!?\n|")
NUMBERED = re.compile(HEADING_NUMBER)
LINKS = f"{JOINERS}至到"
"""What joins two numbers, before the words of the second."""
OPENING, CLOSING = "（([【", "）)]】"


@dataclass(slots=True)
class Clause:
    """A stretch between two breaks; `opener` is the character before it, `quantities` are positions in the list."""

    start: int
    end: int
    opener: str
    sentence: int = 0
    bracket: bool = False
    quantities: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """A sentence with its clauses (positions in the list of all clauses) and the kind of block that it stands in."""

    start: int
    end: int
    kind: str
    paragraph: int
    clauses: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """Where a quantity stands: its clause, and the text left (`lead`) and right (`tail`) of it that may be about it.

    `previous` and `next` are the positions of the quantities of the same sentence around it, or -1; `gap` is the text
    between the previous quantity and this one where no break parts them.
    """

    quantity: Quantity
    position: int
    clause: int
    sentence: int
    lead: Span
    tail: Span
    previous: int = -1
    next: int = -1
    gap: str | None = None


class Scene:
    """A document cut into sentences, clauses and frames, with its names and times by position."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.mentions = sorted(document.mentions, key=lambda m: m.start)
        self.times = sorted(document.times, key=lambda t: t.start)
        self.quantities = sorted(document.quantities, key=lambda q: q.start)
        self.mention_at = {m.start: m for m in self.mentions}
        self.mentioned = _by_entity(self.mentions)
        self.time_at = {t.start: t for t in self.times}
        self.mention_starts = [m.start for m in self.mentions]
        self.time_starts = [t.start for t in self.times]
        self.time_ends = {t.end for t in self.times}
        self.quantity_starts = [q.start for q in self.quantities]
        self.inside = _inside([*self.mentions, *self.times, *self.quantities], len(self.text))
        self.skipped: list[Span] = []
        self.skipped_at: dict[int, Span] = {}
        self.sentences = _sentences(document)
        self.sentence_starts = [s.start for s in self.sentences]
        self.clauses: list[Clause] = []
        for number, sentence in enumerate(self.sentences):
            self._cut(number, sentence)
        self.clause_starts = [c.start for c in self.clauses]
        self.frames: list[Frame] = []
        self._edges = bytearray(len(self.text) + 1)
        self._worded: set[int] = set()
        self.worked_out: dict[tuple[Any, ...], Any] = {}
        self._frame()

    def days(self, time: Time) -> tuple[dt.date | None, dt.date | None]:
        """Return first and last day of a time; where nothing is known, those supposed for an undated article."""
        known = (time.start_date, time.end_date)
        return known if any(known) else self.document.supposed.get(time.start, known)

    def sentence_at(self, at: int) -> int:
        """Return the position in the list of the sentence that holds a character."""
        return max(0, bisect_right(self.sentence_starts, at) - 1)

    def edge(self, at: int) -> bool:
        """Tell whether a word begins or ends at a position, by the words of the text and what is recognised in it."""
        number = self.sentence_at(at)
        if number not in self._worded:
            self._worded.add(number)
            self._word(self.sentences[number])
        return bool(self._edges[at])

    def _word(self, sentence: Sentence) -> None:
        """Mark the edges of a sentence's words, those of its names, quantities and times among them."""
        edges, start, end = self._edges, sentence.start, sentence.end
        plain, light = words_of(self.text), words("light", "opener").values
        whole = plain.guessed
        edges[start:end] = whole.edge[start:end]
        edges[start] = edges[end] = 1
        for number in whole.between(start, end):
            word, at = whole.words[number], whole.starts[number]
            if len(word) == 2 and word[0] in light and (word[1] in light or plain.edge[at + 1]):
                edges[at + 1] = 1
        items = [*self.names(start, end), *self.dates(start, end)]
        first, last = (bisect_right(self.quantity_starts, n - 1) for n in (start, end))
        for time in self.dates(start, end):
            edges[time.start + 1 : time.end] = bytes(time.end - time.start - 1)
        for item in (*items, *self.quantities[first:last]):
            edges[item.start] = edges[item.end] = 1

    def bracket_at(self, at: int) -> Span | None:
        """Return the bracket that opens at a position, None where none does."""
        close = _closing(self.text, at, len(self.text)) if self.text[at : at + 1] in ("（", "(") else -1
        return Span(at, close + 1) if close >= 0 else None

    def clause_of(self, at: int) -> int:
        """Return the number of the clause in which a position stands."""
        return max(0, bisect_right(self.clause_starts, at) - 1)

    def keep(self, quantities: list[Quantity]) -> None:
        """Make the frames anew for some quantities; the others are words like any (110千伏线路)."""
        self.quantities = quantities
        self.quantity_starts = [q.start for q in quantities]
        for clause in self.clauses:
            clause.quantities = []
        self.frames = []
        self._frame()

    def names(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin in a stretch of text."""
        return self.mentions[bisect_right(self.mention_starts, start - 1) : bisect_right(self.mention_starts, end - 1)]

    def dates(self, start: int, end: int) -> list[Time]:
        """Return the times that begin in a stretch of text."""
        return self.times[bisect_right(self.time_starts, start - 1) : bisect_right(self.time_starts, end - 1)]

    def amounts(self, start: int, end: int) -> list[Quantity]:
        """Return the quantities that begin in a stretch of text."""
        first, last = (bisect_right(self.quantity_starts, at - 1) for at in (start, end))
        return self.quantities[first:last]

    def _cut(self, number: int, sentence: Sentence) -> None:
        """Cut a sentence into clauses and remember which brackets are skipped."""
        text, inside = self.text, self.inside
        start, opener, depth = sentence.start, "", 0
        found: list[Clause] = []
        for i in range(sentence.start, sentence.end):
            char = text[i]
            if inside[i] or (char == "," and i and text[i - 1].isdigit() and text[i + 1 : i + 2].isdigit()):
                continue
            if char in OPENING:
                close = _closing(text, i, sentence.end)
                if close < 0:
                    continue
                if self._holds_quantity(i, close):
                    found.append(Clause(start, i, opener, number, depth > 0))
                    start, opener, depth = i + 1, char, depth + 1
                else:
                    self.skipped.append(Span(i, close + 1))
                    self.skipped_at[close + 1] = self.skipped[-1]
            elif char in CLOSING and depth:
                found.append(Clause(start, i, opener, number, True))
                start, opener, depth = i + 1, char, depth - 1
            elif char in BREAKS and not (self.skipped and i < self.skipped[-1].end):
                found.append(Clause(start, i, opener, number, depth > 0))
                start, opener = i + 1, char
        found.append(Clause(start, sentence.end, opener, number, False))
        for clause in found:
            if clause.end > clause.start:
                sentence.clauses.append(len(self.clauses))
                self.clauses.append(clause)

    def _holds_quantity(self, start: int, end: int) -> bool:
        """Tell whether a quantity begins in a stretch of text."""
        return bisect_right(self.quantity_starts, start - 1) < bisect_right(self.quantity_starts, end - 1)

    def _frame(self) -> None:
        """Make a frame for every quantity."""
        previous: Frame | None = None
        for position, quantity in enumerate(self.quantities):
            number = self.clause_of(quantity.start)
            if not self.clauses:
                return
            clause = self.clauses[number]
            begin = clause.start
            if clause.quantities:
                begin = max(begin, self.quantities[clause.quantities[-1]].end)
            clause.quantities.append(position)
            frame = Frame(
                quantity, position, number, clause.sentence, Span(begin, quantity.start), Span(quantity.end, clause.end)
            )
            if previous is not None:
                if previous.clause == number:
                    gap = self.text[previous.quantity.end : quantity.start]
                    cut = _boundary(gap)
                    frame.gap = gap
                    frame.lead = Span(previous.quantity.end + cut, quantity.start)
                    cut = cut or (0 if gap[:1] in LINKS else len(gap))
                    previous.tail = Span(previous.quantity.end, previous.quantity.end + cut)
                if previous.sentence == frame.sentence:
                    frame.previous, previous.next = previous.position, position
            self.frames.append(frame)
            previous = frame


def once(function: Callable[Concatenate[Scene, P], T]) -> Callable[Concatenate[Scene, P], T]:
    """Return a function that works out once what it tells of a stretch of a scene, however often it is asked.

    For what depends on text, names and times alone, and not on which quantities are kept; nobody may change an answer.
    """

    @wraps(function)
    def known(scene: Scene, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, *args)
        answer: T = scene.worked_out.get(key, scene)
        if answer is scene:
            answer = scene.worked_out[key] = function(scene, *args, **kwargs)
        return answer

    return known


def _boundary(gap: str) -> int:
    """Return where, between two quantities of one clause, the second one's words begin.

    After the last list mark (数据210类、|上线场景118个). Without one both may own the text, and both get it.
    """
    for i in range(len(gap) - 1, -1, -1):
        if gap[i] in "、":
            return i
    return 0


def _closing(text: str, start: int, end: int) -> int:
    """Return where the bracket that opens at `start` closes, or -1."""
    close = CLOSING[OPENING.index(text[start])]
    alike = {"（": "）)", "(": "）)"}.get(text[start], close)
    for i in range(start + 1, min(end, start + 200)):
        if text[i] in alike:
            return i
    return -1


def _inside(items: list[Mention | Quantity | Time], size: int) -> bytearray:
    """Return a map of the characters that belong to a recognised span."""
    inside = bytearray(size + 1)
    for item in items:
        inside[item.start : item.end] = b"\1" * (item.end - item.start)
    return inside


def _by_entity(mentions: list[Mention]) -> dict[str, list[Span]]:
    """Return where each entity is mentioned."""
    found: dict[str, list[Span]] = {}
    for mention in mentions:
        if mention.entity:
            found.setdefault(mention.entity, []).append(Span(mention.start, mention.end))
    return found


def _sentences(document: Document) -> list[Sentence]:
    """Return the sentences with their paragraphs, a part that ends in ； joined to what follows it."""
    text, blocks = document.text, document.blocks
    starts = [b.start for b in blocks]
    found: list[Sentence] = []
    paragraph = 0
    for span in document.sentences:
        if (
            found
            and text[found[-1].end - 1 : found[-1].end] in ("；", ";")
            and "\n" not in text[found[-1].end : span.start]
        ):
            found[-1].end = span.end
            continue
        if found and ("\n" in text[found[-1].end - 1 : span.start] or numbered(text, span.start)):
            paragraph += 1
        at = bisect_right(starts, span.start) - 1
        kind = blocks[at].kind if at >= 0 and span.start < blocks[at].end else "paragraph"
        found.append(Sentence(span.start, span.end, kind, paragraph))
    return found


def numbered(text: str, start: int) -> bool:
    """Tell whether a sentence opens with the number of a heading (一、, （二）), not with a list (一、二、三产业)."""
    return bool(NUMBERED.match(text, start))
