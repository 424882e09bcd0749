"""Lists of plans: which sentences a heading (2026年重点工作) or an introduction (主要预期目标为：) announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...lang.headings import FIRST, FOURTH, LIST_MARK, SECOND, SPOKEN, THIRD
from .clauses import Scene, Sentence
from .word_tables import either, words

RANKS = tuple(map(re.compile, (FIRST, SECOND, THIRD, FOURTH)))
ITEM = re.compile(rf"[ \u3000]*(?:{LIST_MARK}|{SPOKEN}|第[一二三四五六]，)")
COUNTED = re.compile(
    rf"(?:[0-9]{{1,2}}|[两三四五六七八九十几]){either('plans-counted')}{either('plans-weight')}?{either('plans-noun')}*[。；]?$"
)
"""What ends a sentence after which a list begins."""
ITEM_SENTENCES = 4
"""So many sentences after the first one an item of a list has at most."""
COLONS = ("：", ":")
TOLD = ("paragraph", "table")
"""Kinds of blocks in which words before a colon announce what follows."""


@dataclass(slots=True)
class _Opening:
    """What announces a list: where it begins, the rank of the heading that it is or stands under, its paragraph."""

    start: int
    rank: int
    paragraph: int | None
    bare: bool
    """True of an introduction that ends its paragraph: the next one belongs to it whatever opens it."""
    left: int = 0
    """How many sentences more belong to the item that opened last, whose paragraph is that of the introduction."""


def announcements(scene: Scene, headed: Sequence[bool]) -> list[int | None]:
    """Return for each sentence where the heading or introduction begins that announces it as a plan, None without one.

    `headed` tells which sentences are headings. A heading holds until one of its rank; an introduction for its
    sentence, and over the items of a list and the headings of lower rank that follow.
    """
    found: list[int | None] = []
    opening: _Opening | None = None
    rank = 0
    for number, sentence in enumerate(scene.sentences):
        if headed[number]:
            own = _rank(scene.text, sentence)
            if (number or own) and _plans(scene, sentence.start, sentence.end, "plan heading"):
                opening = _Opening(sentence.start, own, None, False)
            elif opening and (own <= opening.rank or _looks_back(scene, sentence.start, sentence.end)):
                opening = None
            elif opening and opening.paragraph is not None:
                opening.bare = True
            rank = own
        elif sentence.kind in TOLD:
            end = _introduction(scene, sentence) or _counted(scene, number)
            if end and _plans(scene, sentence.start, end, "plan heading", "plan introduction"):
                opening = _Opening(sentence.start, rank, sentence.paragraph, end == sentence.end)
            elif opening and not _goes_on(scene, opening, sentence):
                opening = None
        found.append(opening.start if opening else None)
    return found


def _rank(text: str, sentence: Sentence) -> int:
    """Return the rank of a heading by its number: 0 without one, 1 for 一、, 2 for （二）, 3 for 3."""
    return next((n for n, mark in enumerate(RANKS, 1) if mark.match(text, sentence.start)), 0)


def _plans(scene: Scene, start: int, end: int, *kinds: str) -> bool:
    """Tell whether a stretch announces plans, and neither looks back nor speaks of a time that is over."""
    if words(*kinds).first(scene.text, start, end)[0] < 0 or _looks_back(scene, start, end):
        return False
    told = scene.document.date
    return not any(told and time.end_date and time.end_date < told for time in scene.dates(start, end))


def _looks_back(scene: Scene, start: int, end: int) -> bool:
    return words("looks back").first(scene.text, start, end)[0] >= 0


def _introduction(scene: Scene, sentence: Sentence) -> int | None:
    """Return where the words before the first colon of a sentence end, None where no colon opens a list."""
    for number in sentence.clauses[1:]:
        if scene.clauses[number].opener in COLONS:
            return scene.clauses[number].start
    return sentence.end if scene.text[sentence.end - 1 : sentence.end] in COLONS else None


def _counted(scene: Scene, number: int) -> int | None:
    """Return where a sentence ends that says how many things come, before the first of them (抓好三项工作。一是)."""
    sentence = scene.sentences[number]
    if number + 1 == len(scene.sentences) or not ITEM.match(scene.text, scene.sentences[number + 1].start):
        return None
    return sentence.end if COUNTED.search(scene.text, sentence.start, sentence.end) else None


def _continued(text: str, start: int) -> bool:
    """Tell whether the paragraph before ends in a semicolon, so that the next item of its list is a paragraph too."""
    return text[max(0, start - 4) : start].rstrip().endswith(("；", ";"))


def _goes_on(scene: Scene, opening: _Opening, sentence: Sentence) -> bool:
    """Tell whether a sentence still belongs to the list."""
    if opening.paragraph is None:
        return not (_introduction(scene, sentence) and _looks_back(scene, sentence.start, sentence.end))
    item = ITEM.match(scene.text, sentence.start) is not None
    if sentence.paragraph != opening.paragraph:
        if not opening.bare and not item and not _continued(scene.text, sentence.start):
            return False
        opening.paragraph, opening.bare, opening.left = sentence.paragraph, False, ITEM_SENTENCES
        return True
    opening.left = ITEM_SENTENCES if item else opening.left - 1
    return opening.left >= 0
