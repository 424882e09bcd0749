"""Sentences of a Chinese reading text, by punctuation, line ends and the quotations and brackets that hold together."""

from __future__ import annotations

import re

from ..lang.headings import HEADING_NUMBER
from ..model import Span

_PAIRS = {"”": "“", "’": "‘", "）": "（", ")": "(", "》": "《", "」": "「", "』": "『", "】": "【", "]": "["}
_OPENERS = frozenset(_PAIRS.values())
_LONGEST = {"“": 160, "「": 160, "（": 200, "(": 200, "【": 120}
_DEFAULT_LONGEST = 60
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_STOP = re.compile(
    rf"[。！？；…｡]+|(?<=[{_CJK}”’）》%\d])[!?;]+(?=[\s{_CJK}“‘（”’]|$)|(?<=[{_CJK}])\.+(?=\s|$)"
    rf"|(?<=[a-z]{{5}})[.!?](?=\s+[A-Z“]|$)",
    re.MULTILINE,
)
_CLOSERS = re.compile(r"[”’」』）)】》\"'。！？；…!?]*")
_BRACKET = re.compile("[" + re.escape("".join([*_PAIRS, *_OPENERS])) + "]")
_URL = re.compile(r"(?:https?://|www\.)[!-~]*[0-9A-Za-z/_#=&-]")
_NO_END = frozenset("，、：的")
_HEADING = re.compile(rf"\s*{HEADING_NUMBER}[^。！？；\s]{{3,40}}(?=\s+[{_CJK}“《\d])")
"""A numbered heading that a blank parts from the text after it (一、政策体系 广东省近期…), as in flattened pages."""


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text as spans without blanks at their edges; they cover all that is not blank.

    。！？；…… and line ends part, and the blank after a numbered heading. Inside quotation marks and brackets nothing
    parts, unless the quotation is very long or not closed in its line; what closes a quotation after a full stop
    belongs to the sentence.
    """
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        _line(line, start, found)
        start += len(line) + 1
    return found


def _line(line: str, offset: int, found: list[Span]) -> None:
    whole = _held_together(line)
    holder = 0
    start = 0
    for stop in _STOP.finditer(line):
        while holder < len(whole) and whole[holder].end <= stop.start():
            holder += 1
        end = stop.end()
        if end <= start or (holder < len(whole) and whole[holder].start <= stop.start()):
            if not (holder < len(whole) and _closes_quotation(line, whole[holder], stop.end())):
                continue
            end = whole[holder].end
        closers = _CLOSERS.match(line, end)
        end = closers.end() if closers else end
        if line[end : end + 1] in _NO_END and end > stop.end():
            continue
        _add(line, start, end, offset, found)
        start = end
    _add(line, start, len(line), offset, found)


def _add(line: str, start: int, end: int, offset: int, found: list[Span]) -> None:
    piece = line[start:end]
    if (heading := _HEADING.match(piece)) and _STOP.search(piece, heading.end()):
        _add(line, start, start + heading.end(), offset, found)
        _add(line, start + heading.end(), end, offset, found)
    elif piece.strip():
        found.append(Span(offset + start + len(piece) - len(piece.lstrip()), offset + start + len(piece.rstrip())))


def _closes_quotation(line: str, span: Span, end: int) -> bool:
    """Return whether a stop that ends at `end` is the last thing in a quotation (and not in brackets)."""
    return line[span.start] in "“‘「『" and line[end : span.end].strip("”’」』 ") == "" and end < span.end


def _held_together(line: str) -> list[Span]:
    """Return the outermost quotations, brackets and addresses that are closed and not too long, in order."""
    spans = [Span(*match.span()) for match in _URL.finditer(line)] if "www." in line or "://" in line else []
    open_: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(line):
        mark = match[0]
        if mark in _OPENERS:
            open_.append((mark, match.start()))
            continue
        near = range(len(open_) - 1, max(-1, len(open_) - 5), -1)
        depth = next((n for n in near if open_[n][0] == _PAIRS[mark]), None)
        if depth is not None:
            begin = open_[depth][1]
            del open_[depth:]
            if match.end() - begin <= _LONGEST.get(_PAIRS[mark], _DEFAULT_LONGEST):
                spans.append(Span(begin, match.end()))
    return _outermost(spans)


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
