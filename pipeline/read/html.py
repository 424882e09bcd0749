"""The view of an HTML page: its visible text with offsets into the source, and only the blocks that are content.

Offsets rule out a tree builder, because none keeps where a text node stood; so tags are scanned here, and trafilatura
says which of the blocks are the article.
"""

from __future__ import annotations

import html
import logging
import re

from ..errors import MissingExtra
from ..model import BlockKind, Span
from .page_body import Elements, PageBlock, others
from .page_head import PageHead, head_of_page
from .view import Builder, CellMark, View

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z_:-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_CROWDED = re.compile(r"(<[a-zA-Z][a-zA-Z0-9:-]*+)[/\s](?:[^<>=/\s]*+[=/\s]++){1000}[^<>]*+")
"""A tag with more attributes than any page has; lxml needs a time that grows with their square."""
_SNIFF = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--[^>]*+>\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I)
_FRAGMENT = re.compile(r"</(?:p|div|span|td|li|h[1-6])>|<br ?/?>", re.I)
_FOLDED = re.compile(r"[ \t]*+[\r\n][ \t\r\n]*+")
_WORD = re.compile(r"\w")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’]")
_DROPPED = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "textarea", "title"}
_ASIDE = {"nav", "header", "footer", "aside", "form", "button", "select", "menu"}
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|o:p|q|rp|rt|ruby|s|samp|small"
    "|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_KINDS: dict[str, BlockKind] = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "figcaption": "caption",
    "caption": "caption",
    "td": "table",
    "th": "table",
}
_PROSE = re.compile("[，。！？；]")
_BODY = 40
"""A line with a sentence in it and so many characters is the body's."""
_BLANK = re.compile(r"[\s\x00-\x1f\ufffd]+")
"""What is left out where texts are compared: blanks, and what trafilatura leaves out or replaces."""
MOST_SPANNED = 200
"""The most rows or columns that a cell may take; a table so large tells nothing by it."""


def without_crowds(raw: str) -> str:
    """Return a page for other programs to read, without the attributes of a tag that has a thousand and more."""
    return _CROWDED.sub(r"\1", raw)


def is_html(raw: str) -> bool:
    """Return whether a text is an HTML page or a piece of one, whatever its file is called."""
    return _SNIFF.match(raw) is not None or _FRAGMENT.search(raw) is not None


class _OpenTable:
    """A table whose end is not yet read: its number, the cell that is open, the places that cells from above take."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.row = -1
        self.column = 0
        self.cell: CellMark | None = None
        self.taken: dict[int, int] = {}
        """Column -> the first row that no cell from above takes there."""

    def open_row(self) -> None:
        """Begin a row."""
        self.row, self.column, self.cell = self.row + 1, 0, None

    def open_cell(self, rows: int, columns: int) -> None:
        """Begin a cell in the next column that no cell from above takes."""
        self.row = max(self.row, 0)
        while self.taken.get(self.column, 0) > self.row:
            self.column += 1
        self.cell = CellMark(self.number, self.row, self.column, rows, columns)
        if rows > 1:
            self.taken.update(dict.fromkeys(range(self.column, self.column + columns), self.row + rows))
        self.column += columns


class TableTags:
    """Follows the tags of tables: which cell of which table what is read next belongs to."""

    def __init__(self) -> None:
        self.open: list[_OpenTable] = []
        self.count = 0

    @property
    def cell(self) -> CellMark | None:
        """The innermost open cell."""
        return self.open[-1].cell if self.open else None

    def tag(self, name: str, closing: bool, attributes: str) -> None:
        """Take notice of a tag."""
        if name == "table" and not closing:
            self.open.append(_OpenTable(self.count))
            self.count += 1
        elif not self.open:
            return
        elif name == "table":
            self.open.pop()
        elif name == "tr" and not closing:
            self.open[-1].open_row()
        elif name in ("td", "th") and not closing:
            self.open[-1].open_cell(_spans(attributes, "rowspan"), _spans(attributes, "colspan"))
        elif name in ("td", "th", "tr", "caption"):
            self.open[-1].cell = None


def _spans(attributes: str, name: str) -> int:
    """Return how many rows or columns a cell takes by its attributes."""
    found = next((m[2] or m[3] or m[4] for m in _ATTRIBUTE.finditer(attributes) if m[1].lower() == name), None)
    return min(int(found), MOST_SPANNED) if found and found.strip().isdigit() and int(found) else 1


class _Scanner:
    """One pass over the source: fills a builder with the visible text and notes each block with its surroundings."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.builder = Builder()
        self.blocks: list[PageBlock] = []
        self.seams: list[int] = []
        """Where in the view an inline tag stands, which may part what no blank does (a date and a source)."""
        self.elements = Elements()
        self.line_start = 0
        self.linked = 0
        self.words = 0
        self.letters = [0, 0]
        """How many letters of the line are no part of a link, and how many are."""
        self.unclosed: set[str] = set()
        self.aside = 0
        self.in_link = False
        self.preformatted = False
        self.kind: BlockKind | None = None
        self.tables = TableTags()
        self.meta: dict[str, str] = {}
        self.title: str | None = None

    def run(self) -> None:
        at = 0
        while (begin := self.raw.find("<", at)) >= 0:
            self.text(at, begin)
            at = self.markup(begin)
        self.text(at, len(self.raw))
        self.break_line(len(self.raw))

    def text(self, start: int, end: int) -> None:
        words = len(_WORD.findall(self.raw, start, end))
        self.letters[self.in_link] += len(_LETTER.findall(self.raw, start, end))
        self.words += words
        self.linked += words if self.in_link else 0
        for match in _FOLDED.finditer(self.raw, start, end):
            self.builder.add_text(self.raw[start : match.start()], start)
            self.line_end(match)
            start = match.end()
        self.builder.add_text(self.raw[start:end], start)

    def line_end(self, blank: re.Match[str]) -> None:
        """Show a line end of the source as a blank, but between Chinese as nothing and in preformatted text as one."""
        last = self.builder.pieces[-1][-1:] if self.builder.pieces else ""
        if self.preformatted:
            self.break_line(blank.start())
        elif not (_WIDE.match(last) and _WIDE.match(self.raw[blank.end() : blank.end() + 1] or "x")):
            self.builder.add(" ", blank.start())

    def markup(self, begin: int) -> int:
        """Handle what begins with "<" at `begin`; return where it ends."""
        raw = self.raw
        if raw.startswith("<!--", begin):
            end = raw.find("-->", begin + 4)
            return self.skipped(begin, end + 3 if end >= 0 else len(raw))
        if raw.startswith(("<!", "<?"), begin):
            end = raw.find(">", begin)
            return self.skipped(begin, end + 1 if end >= 0 else len(raw))
        tag = _TAG.match(raw, begin)
        if tag is None:
            self.text(begin, begin + 1)
            return begin + 1
        return self.tag(tag)

    def skipped(self, start: int, end: int) -> int:
        self.builder.skip(start, end)
        return end

    def tag(self, tag: re.Match[str]) -> int:
        name, closing = tag["name"].lower(), bool(tag["close"])
        end = tag.end()
        if name == "meta":
            self.note_meta(tag["attributes"])
        if name in _DROPPED and not closing and not tag["attributes"].endswith("/"):
            end = self.end_of_dropped(name, end)
        if not _INLINE.fullmatch(name):
            self.break_line(tag.start())
            self.tables.tag(name, closing, tag["attributes"])
            self.elements.tag(name, closing)
            if name in _ASIDE:
                self.aside = max(0, self.aside + (-1 if closing else 1))
            self.kind = _KINDS.get(name) if not closing else None
            self.preformatted = not closing if name == "pre" else self.preformatted
        else:
            self.seams.append(self.builder.length)
            if name == "a":
                self.in_link = not closing
        return self.skipped(tag.start(), end)

    def end_of_dropped(self, name: str, start: int) -> int:
        """Return where the element `name`, whose text is not for readers, ends; notes what a head holds."""
        close = None
        if name not in self.unclosed:
            close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.raw, start)
        if close is None:
            self.unclosed.add(name)
            return len(self.raw) if name in ("script", "style") else start
        if name == "head":
            for tag in _TAG.finditer(self.raw, start, close.start()):
                if tag["name"].lower() == "meta":
                    self.note_meta(tag["attributes"])
            title = re.compile(r"<title[^<>]*>([^<]*)<", re.IGNORECASE).search(self.raw, start, close.start())
            self.title = _BLANK.sub(" ", html.unescape(title[1])).strip() if title else None
        return close.end()

    def note_meta(self, attributes: str) -> None:
        values = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(attributes)}
        name = values.get("property") or values.get("name") or values.get("itemprop")
        if name and values.get("content"):
            self.meta.setdefault(name.lower(), values["content"].strip())

    def break_line(self, position: int) -> None:
        start, end = self.line_start, self.builder.length
        if end > start:
            between = self.words - self.linked
            linked = self.aside > 0 or self.linked > between
            listed = 0 < self.letters[1] >= 3 * self.letters[0]
            self.blocks.append(PageBlock(Span(start, end), self.elements.current, linked, listed))
            if self.kind:
                self.builder.kinds[start] = self.kind
            if self.tables.cell:
                self.builder.cells[start] = self.tables.cell
            self.builder.add("\n", position)
        self.line_start, self.linked, self.words, self.letters = self.builder.length, 0, 0, [0, 0]


def _content(raw: str) -> str:
    """Return the article text that trafilatura finds in a page, without blanks; empty where it finds none.

    Raises MissingExtra where trafilatura is not installed.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtra("reading pages of HTML", "html", error.name or "") from error

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(without_crowds(raw), include_comments=False, include_tables=True, favor_recall=True)
    return _BLANK.sub("", found or "")


def is_whole_page(raw: str) -> bool:
    """Return whether a text is a page of HTML with its head, and no piece of one."""
    return _SNIFF.match(raw) is not None


def why_no_article(raw: str) -> str:
    """Return why a page that shows no sentence holds no article."""
    scripts = re.search(r"<script\b", raw, re.IGNORECASE) is not None
    return "the page shows its text only by scripts, or holds no article" if scripts else "the page holds no article"


def html_view(raw: str) -> View:
    """Return the view of an HTML page: one line a block, boilerplate left out."""
    scanner = _Scanner(raw)
    scanner.run()
    seen = scanner.builder.view()
    content = _content(raw) if is_whole_page(raw) else ""
    head = _head(scanner, seen.text, content)
    title = _title_line(scanner, seen, head)
    view = _kept(scanner, seen, content, title)
    if content and not _PROSE.search(view.text):
        view = _kept(scanner, seen, "", title)
    view.page = True
    view.title, view.date, view.meta = (head.titles[0] if head.titles else None), head.date, head.meta
    return view


def _kept(scanner: _Scanner, seen: View, content: str, title: int | None) -> View:
    """Return the view of a page's article: the blocks that `content` holds, else all but boilerplate."""
    kept = Builder()
    kept.wide = seen.wide
    offsets = seen.offsets
    assert offsets is not None
    kinds = [_kind(seen.kinds.get(block.span.start), block.span.start, title) for block in scanner.blocks]
    held = [_is_held(seen, block, kind, content) for block, kind in zip(scanner.blocks, kinds, strict=True)]
    aside = others(seen.text, scanner.blocks, scanner.elements, held, title)
    for n, block in enumerate(scanner.blocks):
        start, end = block.span
        if not held[n] or n in aside:
            continue
        if kind := kinds[n]:
            kept.kinds[kept.length] = kind
        if start in seen.cells:
            kept.cells[kept.length] = seen.cells[start]
        kept.pieces.append(seen.text[start:end] + "\n")
        kept.offsets.extend(offsets[start : end + 1])
        kept.length += end + 1 - start
    view = kept.view()
    aside |= {n for n, block in enumerate(scanner.blocks) if block.linked}
    spans = (scanner.blocks[n].span for n in sorted(aside))
    view.asides = [Span(offsets[start], offsets[end - 1] + 1) for start, end in spans]
    return view


def _kind(kind: BlockKind | None, start: int, title: int | None) -> BlockKind | None:
    """Return what a line is, by its markup; beside the title that the page states no other headline is one."""
    if start == title:
        return "title"
    if kind == "title" and title is not None:
        return "heading" if start > title else None
    return kind


def _is_held(seen: View, block: PageBlock, kind: BlockKind | None, content: str) -> bool:
    """Tell whether a line is held to be a part of the article, for its words and its links."""
    words = _BLANK.sub("", seen.text[slice(*block.span)])
    if not words or not (words in content or kind == "title" if content else not block.linked):
        return False
    return kind == "title" or not block.linked or len(words) >= 20


def _head(scanner: _Scanner, text: str, content: str) -> PageHead:
    """Return what a page says of its article; the lines before the body are those before its first sentence."""
    lines = []
    seams = iter(scanner.seams)
    seam = next(seams, len(text))
    for block in scanner.blocks:
        start, end = block.span
        line = text[start:end]
        if len(line) >= _BODY and _PROSE.search(line) and (not content or _BLANK.sub("", line) in content):
            break
        pieces, at = [], start
        while seam < end:
            if seam > at:
                pieces.append(text[at:seam])
                at = seam
            seam = next(seams, len(text))
        lines.append(" ".join((*pieces, text[at:end])))
    return head_of_page(scanner.raw, scanner.meta, scanner.title, lines if content else ())


def _title_line(scanner: _Scanner, seen: View, head: PageHead) -> int | None:
    """Return where the line begins that is the title which the page states; None where it shows no such line.

    What else is marked as a headline is the name of a section, of a gallery, of a box to log in.
    """
    lines = [(b.span.start, _BLANK.sub("", seen.text[slice(*b.span)])) for b in scanner.blocks]
    found = [start for start, words in lines if head.names(words)]
    marked = {start for start, kind in seen.kinds.items() if kind == "title"}
    found = found or [start for start, words in lines if head.nearly_names(words, start in marked)]
    return next((start for start in found if seen.kinds.get(start) == "title"), found[0] if found else None)
