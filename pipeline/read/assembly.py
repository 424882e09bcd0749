"""Raw texts to documents: the articles of a text with title, date, blocks and a reading text that maps into the raw."""

from __future__ import annotations

import datetime as dt
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..errors import InputError
from ..lang.folding import LINE_ENDS, fold_portions, fold_text
from ..model import ArticleTable, Document, Span
from .articles import find_title, split_articles, title_like, trim
from .boxes import Grid
from .dates import parse_date, stated_date
from .grids import Tables
from .html import html_view, is_html, is_whole_page, why_no_article, without_crowds
from .inputs import Source
from .lines import Line, cues, split_lines
from .page_head import found_date
from .portions import LONGEST, portions_of
from .reflow import assemble, flow
from .stories import stories_of
from .structure import tables_of
from .view import View, plain_view

_LINE_END = re.compile(f"\r\n|[{LINE_ENDS}]")
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile("[，。！？；]")
_HEAD = 14
_SECTION = 6
"""The name of a section has so many characters at most."""
_TAIL = 4


def documents(source: Source) -> list[Document]:
    """Return the articles of a raw text, in order; at least one for a text that is not blank.

    Where a text holds several, their ids end in #01, #02, ...
    """
    return list(_documents(source))


def pieces(source: Source) -> Iterator[Document]:
    """Yield the articles of a raw text as `documents` does, one at a time; of several each has its own part of it.

    A text that is too long for one piece of work, and no page, is parted like a text of several articles (`portions`).
    Raises InputError for a page of HTML that shows no sentence.
    """
    marks: list[int] | None = None
    page = is_page(source) and is_whole_page(source.raw)
    none = True
    for document in _documents(source, None if is_page(source) else LONGEST):
        if page and not _SENTENCE.search(document.text):
            break
        none = False
        if document.end - document.start < len(source.raw):
            marks = sorted(document.markup) if marks is None else marks
            _keep_own_part(document, marks)
        yield document
    if page and none:
        raise InputError(why_no_article(source.raw))


def _keep_own_part(document: Document, marks: list[int]) -> None:
    """Cut the raw text of a document to its own article; `marks` are the places of the markup, in order."""
    base, end = document.start, document.end
    own = marks[bisect_left(marks, base) : bisect_left(marks, end)]
    document.markup = {at - base: document.markup[at] for at in own}
    document.raw = document.raw[base:end]
    document.offsets = array("I", (at - base for at in document.offsets))
    document.base, document.start, document.end = base, 0, end - base


def _documents(source: Source, longest: int | None = None) -> Iterator[Document]:
    """Yield the articles of a raw text, those of more than `longest` characters in portions."""
    view = source.view or (html_view(source.raw) if is_html(source.raw) else plain_view(source.raw))
    found_tables = Tables(split_lines(fold_portions(view.text), view.kinds), view)
    lines = found_tables.lines
    parts = [lines] if source.single or view.page else split_articles(lines)
    parts = [part for part in map(trim, parts) if part] or ([lines] if lines else [])
    cut = [[part] if longest is None else portions_of(part, longest) for part in parts]
    number, count = 0, sum(map(len, cut))
    width = max(2, len(str(count)))
    for part, own in zip(parts, cut, strict=True):
        whole = _Whole(source, view, part)
        for n, lines in enumerate(own):
            number += 1
            ident = source.id if count == 1 else f"{source.id}#{number:0{width}}"
            span = whole.span(own, n)
            yield _document(whole, ident, lines, n == 0, span, found_tables.grids)


class _Whole:
    """An article before it is cut into portions: its headline, title, date and meta hold for all of them."""

    def __init__(self, source: Source, view: View, lines: list[Line]) -> None:
        self.source, self.view = source, view
        self.title_lines = [] if source.title and source.single else find_title(lines)
        if source.title and source.single and title_like(lines[0]) and _same(lines[0].text, fold_text(source.title)):
            self.title_lines = lines[:1]
        self.title = source.title or _stated_title(_title(self.title_lines, view), view)
        self.date = source.date or _date(lines, self.title_lines, view) or _last_date(source, view)
        self._span = _range(lines, view, source.raw)

    def span(self, portions: Sequence[list[Line]], number: int) -> tuple[int, int]:
        """Return where a portion starts and ends in the raw text; they follow each other without a gap."""
        start, end = self._span
        if number:
            start = self.view.position(portions[number][0].start)
        if number + 1 < len(portions):
            end = self.view.position(portions[number + 1][0].start)
        return start, end


def is_page(source: Source) -> bool:
    """Tell whether a raw text is a page of HTML, which holds one article."""
    return source.view is None and is_html(source.raw)


def from_text(text: str, date: dt.date | None = None, title: str | None = None, id: str = "text") -> Document:
    """Return a string as one article, cleaned up like a file; `title` and `date` are used where the text has none."""
    found = documents(Source(id, id, text, "str", True, title, date))
    if found:
        return found[0]
    return Document(id, id, text, 0, len(text), "", array("I"), title, date)


def _document(
    whole: _Whole, ident: str, lines: list[Line], first: bool, span: tuple[int, int], grids: Sequence[Grid]
) -> Document:
    source, view = whole.source, whole.view
    content = [line for line in lines if not (line.navigation or line.separator)] or lines
    text, offsets, blocks, starts = assemble(flow(content, whole.title_lines if first else []), view)
    return Document(
        id=ident,
        file=source.file,
        raw=source.raw,
        start=span[0],
        end=span[1],
        text=text,
        offsets=offsets,
        title=whole.title,
        date=whole.date,
        blocks=blocks,
        tables=_tables(grids, starts),
        stories=stories_of(whole.title, text, blocks),
        markup=view.wide,
        meta={**view.meta, **source.meta},
    )


def _tables(grids: Sequence[Grid], starts: dict[int, int]) -> list[ArticleTable]:
    """Return the tables whose cells stand in an article; `starts` says where a line of the view begins in its text."""

    def place(lines: Sequence[Line]) -> Span:
        last = lines[-1]
        return Span(starts[lines[0].start], starts[last.start] + last.end - last.start)

    found = []
    for grid in grids:
        if all(line.start in starts for box in grid.boxes for line in box.lines):
            grid.above = [line for line in grid.above if line.start in starts]
            found += tables_of(grid, place)
    return found


def _same(a: str, b: str) -> bool:
    return "".join(a.split()) == "".join(b.split())


def _title(lines: list[Line], view: View) -> str | None:
    """Return the headline as written, broken lines joined."""
    written = "".join(view.text[line.start : line.end] for line in lines)
    label = cues("label").match(fold_text(written))
    return (written[label.end() :] if label else written).strip() or None


def _stated_title(shown: str | None, view: View) -> str | None:
    """Return the headline that is shown; that of the page where it is a part of it or only the name of a section."""
    if shown and view.title and (len(shown) <= _SECTION or shown in view.title):
        return view.title
    return shown or view.title


def _date(lines: list[Line], title: list[Line], view: View) -> dt.date | None:
    if view.date and (stated := parse_date(view.date)):
        return stated
    body = [line for line in lines if line not in title]
    edges = [line.text for line in (*body[:_HEAD], *body[-_TAIL:]) if line.kind == "dateline"]
    return stated_date(edges, "\n".join(line.text for line in lines))


def _last_date(source: Source, view: View) -> dt.date | None:
    """Return the date of a page that neither its head nor its text states where it should stand."""
    whole = view.page and is_whole_page(source.raw)
    found = found_date(without_crowds(_without_digits(source.raw, view.asides))) if whole else None
    return parse_date(found) if found else None


def _without_digits(raw: str, spans: Sequence[Span]) -> str:
    """Return a text without the digits in some stretches of it, which follow each other."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [raw[at:start], _DIGIT.sub(" ", raw[start:end])]
        at = max(at, end)
    return "".join((*pieces, raw[at:]))


def _range(lines: list[Line], view: View, raw: str) -> tuple[int, int]:
    """Return where an article starts and ends in the raw text: whole lines, the last line end included."""
    first, last = lines[0], lines[-1]
    start = view.position(first.start - first.indent)
    end = view.position(last.end - 1)
    end += view.wide.get(end, 1)
    if not view.page:
        while start and raw[start - 1] not in LINE_ENDS:
            start -= 1
        newline = _LINE_END.search(raw, end)
        end = newline.end() if newline else len(raw)
    return start, end
