"""The text of an article as a reader sees it, and where every position of the raw file stands in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import unescape

from ...model import Article

_TURN = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|[^\S\n]*\n\s*")
"""A character reference, or a line end with the blanks around it."""
_LINE = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|tr|table|thead|tbody|caption|h[1-6]|section|article|header|footer|main|nav"
    r"|aside|figure|figcaption|blockquote|pre|title|head|body)\b",
    re.IGNORECASE,
)
"""Tags at which a browser begins a new line (HTML Standard, 15.3 Non-replaced elements)."""
_CELL = re.compile(r"</t[dh]\b", re.IGNORECASE)


class ShownText:
    """An article's text without markup, with characters for their references, and the way from the raw file into it.

    Where blocks meet in markup without a line end, one is put; runs of blank lines that tags leave behind become one
    line end. The text of an article without markup is its text as it stands.
    """

    def __init__(self, article: Article) -> None:
        self._begin = article.start
        self._raw: list[int] = []
        """Where the pieces begin in the article's raw text, in order."""
        self._pieces: list[tuple[int, int, bool]] = []
        """Of each piece: where it stands in `text`, how long it is there, whether as it stands in the raw text."""
        shown, at = [], 0
        for start, piece, same in _pieces(article):
            self._raw.append(start)
            self._pieces.append((at, len(piece), same))
            shown.append(piece)
            at += len(piece)
        self.text = "".join(shown)
        """What a reader sees."""
        self._wide = [n for n, c in enumerate(self.text) if c > "\uffff"] if not self.text.isascii() else []

    def place(self, position: int) -> int:
        """Return where a position of the raw file stands in `text`, in UTF-16 code units as JavaScript counts."""
        wanted = max(0, position - self._begin)
        n = bisect_right(self._raw, wanted) - 1
        if n < 0:
            return 0
        at, length, same = self._pieces[n]
        inside = wanted - self._raw[n]
        at += min(inside, length) if same or not inside else length
        return at + bisect_left(self._wide, at)


def _pieces(article: Article) -> Iterator[tuple[int, str, bool]]:
    """Yield the pieces of an article's raw text: where each begins, what is shown of it, whether it is shown as is."""
    if not article.markup:
        yield 0, article.text, True
        return
    ended = True  # what is shown so far ends a line, or is nothing
    for start, piece, same in _marked_up(article):
        if piece == "\n" and ended:
            piece = ""
        ended = piece[-1] == "\n" if piece else ended
        yield start, piece, same


def _marked_up(article: Article) -> Iterator[tuple[int, str, bool]]:
    """Yield the pieces of a raw text with markup; "\\n" where a line ends, by a line end or by a tag."""
    at = 0
    for left, right in ((s - article.start, e - article.start) for s, e in article.markup):
        if left >= at:
            yield from _visible(article.text[at:left], at)
            tag = article.text[left:right]
            yield left, "\n" if _LINE.match(tag) else "\t" if _CELL.match(tag) else "", False
            at = right
    yield from _visible(article.text[at:], at)


def _visible(text: str, offset: int) -> Iterator[tuple[int, str, bool]]:
    """Yield the pieces of a stretch without tags: text as it stands, line ends, references as what they mean."""
    at = 0
    for found in _TURN.finditer(text):
        if found.start() > at:
            yield offset + at, text[at : found.start()], True
        yield offset + found.start(), unescape(found[0]) if found[0][0] == "&" else "\n", False
        at = found.end()
    if at < len(text):
        yield offset + at, text[at:], True
