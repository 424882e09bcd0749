"""The sections of an article: its headings, what they name, and whether they and introductions announce plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...model import Mention, Span
from .announced import announcements
from .clauses import Scene, Sentence, numbered
from .word_tables import words

HEADING_LIMIT = 40
"""A numbered heading in running text is no longer than so many characters."""
TOLD = ("paragraph", "table")
"""Kinds of blocks in which words before a colon introduce what follows."""
PLACED = ("GPE", "LOC", "FAC", "PRODUCT", "EVENT")
"""What the figures below a heading are about, where it names one."""


class Sections(NamedTuple):
    """What holds for each sentence by the heading above it, and by the introduction before it.

    `numbers` count the sections; `headings` are the place or thing that the heading names first, `places` the place
    that the last numbered heading does (a caption over a table is none). `standings` are what
    the nearest heading says that tells it (planned, actual, or nothing), `introduced` likewise the words before a colon
    (主要预期目标为：) in the section; `cues` are the words that say planned. `announced`
    are the places where a list of plans begins that the sentence stands in.
    """

    numbers: list[int]
    headings: list[str | None]
    places: list[str | None]
    standings: list[str]
    introduced: list[str]
    cues: list[Span | None]
    announced: list[int | None]


def sections_of(scene: Scene) -> Sections:
    """Return the sections of an article, as `read` found its headings.

    What a heading says of plans or of the past holds until another one says it; an introduction until the next heading.
    """
    found = Sections([], [], [], [], [], [], [])
    headed: list[bool] = []
    named: str | None = None
    place: str | None = None
    section, standing, introduced = 0, "", ""
    above: Span | None = None
    inside: Span | None = None
    for number, sentence in enumerate(scene.sentences):
        heading = _heads(scene, sentence)
        if heading and (says := _says(scene, sentence.start, sentence.end)):
            standing, above = says
        if heading and numbered(scene.text, sentence.start) and sentence.end - sentence.start <= HEADING_LIMIT:
            place = next((m.entity for m in _names(scene, sentence, ("GPE",))), None)
        if heading and number:
            named, section = _named(scene, sentence), section + 1
            introduced, inside = "", None
        elif sentence.kind in TOLD and not heading and (says := _introduces(scene, sentence)):
            introduced, inside = says
        found.numbers.append(section)
        found.headings.append(named)
        found.places.append(place)
        found.standings.append(standing)
        found.introduced.append(introduced)
        headed.append(heading)
        found.cues.append(inside if introduced == "planned" else above if standing == "planned" else None)
    found.announced.extend(announcements(scene, headed))
    return found


def _heads(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a sentence is a heading, or the numbered one that opens a line of a page without line breaks."""
    short = sentence.end - sentence.start <= HEADING_LIMIT
    return sentence.kind == "heading" or (
        short and sentence.kind == "paragraph" and numbered(scene.text, sentence.start)
    )


def _named(scene: Scene, sentence: Sentence) -> str | None:
    """Return the place or thing that a heading names first; a line of credits names none."""
    fit = _names(scene, sentence, PLACED)
    credit = words("credit").first(scene.text, sentence.start, sentence.end)[1]
    return fit[0].entity if fit and not credit else None


def _names(scene: Scene, sentence: Sentence, labels: Sequence[str]) -> list[Mention]:
    """Return the names with one of some labels in a sentence."""
    return [m for m in scene.names(sentence.start, sentence.end) if m.entity and m.label in labels]


def _says(scene: Scene, start: int, end: int) -> tuple[str, Span] | None:
    """Return whether a stretch speaks of plans or of the past, by its last word that tells, and where that stands."""
    marks = words("ahead")
    while True:
        at, word = marks.last(scene.text, start, end)
        if at < 0:
            return None
        if not scene.inside[at]:
            return marks.values[word], Span(at, at + len(word))
        end = at


def _introduces(scene: Scene, sentence: Sentence) -> tuple[str, Span] | None:
    """Return what the words before the first colon of a sentence announce, where it opens a list."""
    for number in sentence.clauses[1:]:
        clause = scene.clauses[number]
        if clause.opener in ("：", ":"):
            return _says(scene, sentence.start, clause.start)
    if scene.text[sentence.end - 1 : sentence.end] in ("：", ":"):
        return _says(scene, sentence.start, sentence.end)
    return None
