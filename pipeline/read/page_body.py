"""Where on a page of HTML the article stands: the element that holds most of its sentences, and what lies around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..lang.folding import fold_text
from ..model import Span
from .lines import cues

_CONTAINERS = re.compile(
    "div|section|article|main|aside|header|footer|nav|form|ul|ol|dl|table|td|blockquote|figure|center|fieldset|details"
)
_PROSE = re.compile("[，。！？；]")
_SENTENCE = 20
"""So many characters a block has that counts as a part of the article."""
_MOST = 0.6
"""The share of an article's sentences that its element holds; abstracts, statements and comments are the rest."""
_HEAD = 20
"""So many characters the head of a box of other articles has at most."""


@dataclass(slots=True)
class PageBlock:
    """A line of a page: its place in the visible text, its element, how much of it is linked."""

    span: Span
    element: int
    linked: bool
    """Whether it is mostly links, or stands in an element that is never an article's (nav, footer)."""
    listed: bool
    """Whether all of its words are links, dates and numbers beside them left aside."""


class Elements:
    """The elements of a page that may hold an article, numbered as they open; 0 is the page."""

    def __init__(self) -> None:
        self.parents = [0]
        self.current = 0
        self._names = [""]
        self._open: dict[str, int] = {}

    def tag(self, name: str, closing: bool) -> None:
        """Take notice of a tag; one that closes nothing is passed over, one that is left open ends with its parent."""
        if not _CONTAINERS.fullmatch(name):
            return
        if not closing:
            self.parents.append(self.current)
            self._names.append(name)
            self.current = len(self.parents) - 1
            self._open[name] = self._open.get(name, 0) + 1
            return
        while self._open.get(name):
            last = self._names[self.current]
            self._open[last] -= 1
            self.current = self.parents[self.current]
            if last == name:
                return


def others(
    text: str, blocks: Sequence[PageBlock], elements: Elements, article: Sequence[bool], title: int | None
) -> set[int]:
    """Return the numbers of the blocks that are the site's own or tell of other articles, as the page is laid out.

    `article` says of each block whether it is held to be the article's; `title` is where the title's line starts.
    """
    sentences = [
        block.span.end - block.span.start if held and _is_sentence(text, block.span) else 0
        for block, held in zip(blocks, article, strict=True)
    ]
    body = _body(blocks, elements.parents, sentences)
    inside = [False] * len(elements.parents)
    for n, parent in enumerate(elements.parents):
        inside[n] = n == body or (n > 0 and inside[parent])
    first = next((n for n, size in enumerate(sentences) if size), len(blocks))
    last = max((n for n, block in enumerate(blocks) if inside[block.element]), default=-1)
    found = {n for n, block in enumerate(blocks) if block.listed and not inside[block.element]}
    if title is not None and first < len(blocks) and title <= blocks[first].span.start:
        found |= {n for n, block in enumerate(blocks) if block.span.start < title}
    if body:
        end = next((n for n in range(last + 1, len(blocks)) if _heads_others(text, blocks[n].span)), len(blocks))
        found |= set(range(end, len(blocks)))
    return found


def _is_sentence(text: str, span: Span) -> bool:
    return span.end - span.start >= _SENTENCE and _PROSE.search(text, *span) is not None


def _heads_others(text: str, span: Span) -> bool:
    """Tell whether a line is the head of a box of other articles or of what readers write."""
    if span.end - span.start > _HEAD:
        return False
    return cues("related").fullmatch(fold_text(text[slice(*span)]).strip()) is not None


def _body(blocks: Sequence[PageBlock], parents: Sequence[int], sentences: Sequence[int]) -> int:
    """Return the innermost element that holds most of the sentences; 0, the page, where none does."""
    held = [0] * len(parents)
    for block, size in zip(blocks, sentences, strict=True):
        held[block.element] += size
    for n in range(len(parents) - 1, 0, -1):
        held[parents[n]] += held[n]
    least = _MOST * held[0]
    return max((n for n, size in enumerate(held) if size > least), default=0)
