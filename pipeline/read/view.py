"""What a reader sees of a raw text: the characters without markup, each with its place in the raw text.

Plain text is its own view, but for character references and Markdown marks; HTML has its view in `html`.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..model import BlockKind, Span

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKDOWN = re.compile(
    r"(?P<image>!\[[^\[\]\n]*\]\([^()\n]*\))|\[(?P<link>[^\[\]\n]+)\]\([^()\n]*\)|\*\*|\{\{\}\}|^[ \t]*#{1,6}[ \t]+",
    re.MULTILINE,
)


@dataclass(slots=True)
class View:
    """Visible text with offsets: `text[i]` stands at `offsets[i]` in the raw text (None: the raw text is the view).

    `wide` maps the position of markup, or of a character reference, to its length in the raw text; `kinds` maps where
    a line of the view starts to what its markup says it is; `title` and `date` are what a `page` of HTML states in
    its metadata.
    """

    text: str
    offsets: array[int] | None = None
    wide: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    title: str | None = None
    date: str | None = None
    page: bool = False

    def position(self, index: int) -> int:
        """Return the raw position of the view's character `index`."""
        return index if self.offsets is None else self.offsets[index]

    def positions(self, start: int, end: int) -> Iterable[int]:
        """Return the raw positions of the view's characters `start` to `end`."""
        return range(start, end) if self.offsets is None else self.offsets[start:end]


class Builder:
    """Collects visible pieces of a raw text into a View."""

    def __init__(self) -> None:
        """Start with an empty view."""
        self.pieces: list[str] = []
        self.offsets: array[int] = array("I")
        self.wide: dict[int, int] = {}
        self.kinds: dict[int, BlockKind] = {}
        self.length = 0

    def add(self, piece: str, start: int) -> None:
        """Add a piece that stands in the raw text at `start`, character by character."""
        if not piece:
            return
        self.pieces.append(piece)
        self.offsets.extend(range(start, start + len(piece)))
        self.length += len(piece)

    def add_text(self, piece: str, start: int) -> None:
        """Add a piece, its character references decoded."""
        end = 0
        for match, character in references(piece) if "&" in piece else ():
            self.add(piece[end : match.start], start + end)
            self.add(character, start + match.start)
            self.wide[start + match.start] = match.end - match.start
            end = match.end
        self.add(piece[end:], start + end)

    def skip(self, start: int, end: int) -> None:
        """Note that the raw text holds markup from `start` to `end`."""
        self.wide[start] = end - start

    def view(self) -> View:
        """Return what was collected."""
        return View("".join(self.pieces), self.offsets, self.wide, self.kinds)


def references(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the span and the one character of each character reference (&#24924; &nbsp;) in `text`."""
    for match in _REFERENCE.finditer(text):
        character = html.unescape(match[0])
        if len(character) == 1:
            yield Span(*match.span()), character


def plain_view(raw: str) -> View:
    """Return the view of a plain text: character references decoded; Markdown marks and pictures left out."""
    marks = list(_MARKDOWN.finditer(raw)) if any(x in raw for x in ("**", "](", "# ", "#\t", "{{}}")) else []
    if not marks and not (("&" in raw) and next(references(raw), None)):
        return View(raw)
    builder = Builder()
    end = 0
    for mark in marks:
        if mark.start() < end:
            continue
        builder.add_text(raw[end : mark.start()], end)
        level = mark[0].strip().count("#") if mark[0].lstrip().startswith("#") else 0
        if level:
            builder.kinds[builder.length] = "title" if level == 1 else "heading"
        if mark["link"]:
            builder.skip(mark.start(), mark.start("link"))
            builder.add_text(mark["link"], mark.start("link"))
            builder.skip(mark.end("link"), mark.end())
        else:
            builder.skip(*mark.span())
        end = mark.end()
    builder.add_text(raw[end:], end)
    return builder.view()
