"""What the reader reads: a passage of text around some quantities, the names and times in question before it.

A passage is a stretch of one sentence and what stands before it. Its sheet is a list of pieces: the names of the
subjects in question, the times in question that stand elsewhere, title and date of the article, then the text with its
quantities between marks. Every subject, time and word has its place on the sheet, so that a judgement about a place is
one about them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

import numpy as np
import numpy.typing as npt

from ...lang.pieces import Piece, Vocabulary
from ...model import Document, Quantity, Span
from ..scene.clauses import Scene
from ..slots.options import IndicatorOption, SubjectOption, TimeOption

BEFORE = 150
"""Characters of the text before its sentence that a passage shows."""
REACH = 260
"""Characters before its first quantity that a passage shows of a long sentence."""
BEHIND = 70
"""Characters behind its last quantity that a passage shows."""
NEXT = 12
"""Characters of the next sentence that a passage shows."""
WIDEST = 220
"""Characters from the first to the last quantity of a passage."""
MOST_QUANTITIES = 8
MOST_SUBJECTS = 24
MOST_TIMES = 10
MOST_PIECES = 500
"""The encoder knows 512 positions."""
NAME_LENGTH = 18
TITLE_LENGTH = 40
BEGIN, END = 0, 2
"""Numbers of the pieces that begin a sheet and end its parts, by the encoder's vocabulary."""

Range = tuple[int, int]
"""Places on a sheet, half-open."""


@dataclass(slots=True)
class Passage:
    """Quantities that are read together, by their positions in the document, and the stretch of text around them."""

    positions: list[int]
    start: int
    end: int


def passages_of(scene: Scene) -> list[Passage]:
    """Return the passages of an article: each quantity of the document is in one."""
    quantities = scene.document.quantities
    return [_stretch(scene, positions, quantities) for positions in _groups(scene, quantities)]


def _groups(scene: Scene, quantities: Sequence[Quantity]) -> Iterator[list[int]]:
    """Yield the positions of quantities that stand in one sentence and near each other."""
    group: list[int] = []
    sentence = -1
    for position in sorted(range(len(quantities)), key=lambda p: quantities[p].start):
        quantity = quantities[position]
        number = scene.sentence_at(quantity.start)
        wide = bool(group) and quantity.end - quantities[group[0]].start > WIDEST
        if group and (number != sentence or wide or len(group) >= MOST_QUANTITIES):
            yield group
            group = []
        group.append(position)
        sentence = number
    if group:
        yield group


def _stretch(scene: Scene, positions: list[int], quantities: Sequence[Quantity]) -> Passage:
    """Return the passage of some quantities of one sentence."""
    first, last = quantities[positions[0]].start, quantities[positions[-1]].end
    sentence = scene.sentences[scene.sentence_at(first)]
    start = max(0, min(first, max(sentence.start - BEFORE, first - REACH)))
    end = min(len(scene.text), max(last, min(sentence.end + NEXT, last + BEHIND)))
    return Passage(positions, start, end)


@dataclass(slots=True)
class Place:
    """Where an option stands on a sheet: by its name before the text, and nearest to the quantity in the text.

    `distance` is 0 where the text does not hold it, 1 to 8 by the characters to the quantity behind it (a power of two
    each), 9 where it stands behind the quantity, 10 for the option that there is none.
    """

    name: Range | None
    text: Range | None
    distance: int


NOWHERE = Place(None, None, 10)
"""The option that a statement is not dated."""


@dataclass(slots=True)
class EncodedPassage:
    """A passage in pieces: their numbers, the text's pieces from `first` on, and the places of what is asked about."""

    numbers: list[int]
    first: int
    pieces: list[Piece]
    quantities: dict[int, Range]
    names: dict[str, Range] = field(default_factory=dict)
    times: dict[Span, Range] = field(default_factory=dict)
    starts: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    ends: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def touched(self, span: Span) -> npt.NDArray[np.bool_]:
        """Return which of the text's pieces hold a character of a span."""
        return (self.starts < span.end) & (self.ends > span.start) & (self.ends > self.starts)

    def range_of(self, span: Span) -> Range | None:
        """Return the places of the pieces that hold a span of the text, None where there are none."""
        (found,) = np.nonzero(self.touched(span))
        return (self.first + int(found[0]), self.first + int(found[-1]) + 1) if len(found) else None


def key_of(option: SubjectOption) -> str:
    """Return what makes two subjects in question the same on a sheet."""
    return option.entity or f"phrase:{option.name}"


class Clerk:
    """Writes sheets with a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._open, self._close = vocabulary.numbers["【"], vocabulary.numbers["】"]
        self._stop = vocabulary.numbers[";"]

    def sheet(
        self,
        document: Document,
        passage: Passage,
        subjects: Mapping[int, Sequence[SubjectOption]],
        times: Mapping[int, Sequence[TimeOption]],
    ) -> EncodedPassage:
        """Return the sheet of a passage; `subjects` and `times` are the options of its quantities by position."""
        numbers = [BEGIN]
        names: dict[str, Range] = {}
        for option in (o for position in passage.positions for o in subjects.get(position, ())):
            if option.name and len(names) < MOST_SUBJECTS and key_of(option) not in names:
                names[key_of(option)] = self._listed(numbers, option.name[:NAME_LENGTH])
        numbers.append(END)
        dated: dict[Span, Range] = {}
        for time in (o.time for position in passage.positions for o in times.get(position, ()) if o.time):
            span = Span(time.start, time.end)
            inside = passage.start <= span.start and span.end <= passage.end
            if not inside and span not in dated and len(dated) < MOST_TIMES:
                dated[span] = self._listed(numbers, document.text[span.start : span.end])
        head = (document.title or "")[:TITLE_LENGTH] + (f"；{document.date}" if document.date else "")
        numbers += [END, *(p.number for p in self._vocabulary.cut(head)), END]
        sheet = EncodedPassage(numbers, len(numbers), [], {}, names, dated)
        self._write(sheet, document, passage)
        return sheet

    def _listed(self, numbers: list[int], name: str) -> Range:
        """Add a name to a sheet; return its places."""
        start = len(numbers)
        numbers += [p.number for p in self._vocabulary.cut(name)]
        numbers.append(self._stop)
        return start, len(numbers) - 1

    def _write(self, sheet: EncodedPassage, document: Document, passage: Passage) -> None:
        """Add the text of a passage to a sheet, its quantities between marks."""
        at = passage.start
        for position in passage.positions:
            quantity = document.quantities[position]
            sheet.pieces += self._vocabulary.cut(document.text[at : quantity.start], at)
            start = sheet.first + len(sheet.pieces)
            sheet.pieces.append(Piece(self._open, quantity.start, quantity.start))
            sheet.pieces += self._vocabulary.cut(document.text[quantity.start : quantity.end], quantity.start)
            sheet.pieces.append(Piece(self._close, quantity.end, quantity.end))
            sheet.quantities[position] = (start, sheet.first + len(sheet.pieces))
            at = quantity.end
        sheet.pieces += self._vocabulary.cut(document.text[at : passage.end], at)
        sheet.numbers += [*(p.number for p in sheet.pieces), END]
        sheet.starts = np.array([p.start for p in sheet.pieces], np.int64)
        sheet.ends = np.array([p.end for p in sheet.pieces], np.int64)


def place_of_subject(sheet: EncodedPassage, passage: Passage, quantity: Quantity, option: SubjectOption) -> Place:
    """Return where a subject in question stands on the sheet of a quantity."""
    spans = [Span(*s) for s in option.spans if passage.start <= s[0] and s[1] <= passage.end]
    before = [s for s in spans if s.end <= quantity.start]
    nearest = max(before) if before else min(spans) if spans else None
    return _place(sheet, quantity, sheet.names.get(key_of(option)), nearest)


def place_of_time(sheet: EncodedPassage, passage: Passage, quantity: Quantity, option: TimeOption) -> Place:
    """Return where a time in question stands on the sheet of a quantity."""
    if option.time is None:
        return NOWHERE
    span = Span(option.time.start, option.time.end)
    inside = passage.start <= span.start and span.end <= passage.end
    return _place(sheet, quantity, sheet.times.get(span), span if inside else None)


@dataclass(slots=True)
class PhrasePlace:
    """Where the words of an indicator stand on a sheet, and how far from the quantity (as in `Place`)."""

    ranges: list[Range]
    distance: int

    @property
    def numbers(self) -> list[int]:
        """All places of its pieces; a piece that two of its spans share is there twice."""
        return [n for start, end in self.ranges for n in range(start, end)]


def place_of_phrase(sheet: EncodedPassage, quantity: Quantity, option: IndicatorOption) -> PhrasePlace:
    """Return where an indicator in question stands on the sheet of a quantity."""
    ranges = [found for span in option.spans if (found := sheet.range_of(Span(*span)))]
    return PhrasePlace(ranges, _distance(quantity, Span(*option.spans[-1])) if ranges else 0)


def _distance(quantity: Quantity, span: Span) -> int:
    """Return how far a span stands from a quantity, in the steps of `Place`."""
    return 1 + min(7, int(log2(1 + max(0, quantity.start - span.end)))) if span.end <= quantity.start else 9


def _place(sheet: EncodedPassage, quantity: Quantity, name: Range | None, span: Span | None) -> Place:
    """Return the place of an option with a name before the text, or a span in it, or both."""
    if span is None:
        return Place(name, None, 0)
    return Place(name, sheet.range_of(span), _distance(quantity, span))
