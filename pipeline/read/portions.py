"""Texts too long for one piece of work, cut into portions that follow each other without a gap.

What is found in an article grows with its length, and a file of fifty megabytes without a break would need more memory
than a machine has. A portion is an article of its own: names and times are not understood across its ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .lines import Line

LONGEST = 1 << 16
"""Characters of a portion; the longest article of 46,000 in the news has 31,000, a yearly budget or yearbook more."""
_STOPS = (re.compile(r"[。！？；!?;][”’」』）)]*"), re.compile(r"[，、,\s]"))
"""Where a line may be cut: behind a sentence, else behind a comma or a blank."""


def portions_of(lines: list[Line], longest: int = LONGEST) -> list[list[Line]]:
    """Return the lines of an article in portions of at most so many characters, its own list where it is no longer.

    They part between paragraphs where they can, rather than in a table, and within a line where that is longer itself.
    """
    if sum(map(_size, lines)) <= longest:
        return [lines]
    found: list[list[Line]] = []
    open_: list[Line] = []
    size = 0
    for line in lines:
        for piece in _cut(line, longest, longest - size):
            if size + _size(piece) > longest:
                at = _parting(open_)
                found.append(open_[:at])
                open_ = open_[at:]
                size = sum(map(_size, open_))
            open_.append(piece)
            size += _size(piece)
    return [*found, open_]


def _size(line: Line) -> int:
    """Return how much a line adds to a portion, its end included."""
    return line.end - line.start + 1


def _parting(lines: list[Line]) -> int:
    """Return how many lines a portion takes: all, or those before the table at its end, if half of them come before."""
    at = len(lines)
    while at > len(lines) // 2 and lines[at - 1].kind == "table":
        at -= 1
    return at if at > len(lines) // 2 else len(lines)


def _cut(line: Line, longest: int, room: int) -> Iterator[Line]:
    """Yield a line, or its pieces of at most so many characters; the first fills much room that is left."""
    if _size(line) <= longest:
        yield line
        return
    start, text = line.start, line.text
    room = (room if 2 * room > longest else longest) - 1
    while line.end - start > room:
        stop = start + _stop(text[start - line.start : start - line.start + room])
        yield _piece(line, start, stop)
        start, room = stop, longest - 1
    yield _piece(line, start, line.end)


def _stop(text: str) -> int:
    """Return where a text is best cut in its second half."""
    for mark in _STOPS:
        if stops := [m.end() for m in mark.finditer(text, len(text) // 2)]:
            return stops[-1]
    return len(text)


def _piece(line: Line, start: int, end: int) -> Line:
    """Return a part of a line as a line, without the blanks at its ends."""
    text = line.text[start - line.start : end - line.start]
    lead = len(text) - len(text.lstrip()) if text.strip() else 0
    text = text.strip() or text
    begin = start + lead
    indent = line.indent if start == line.start else lead
    return replace(line, start=begin, end=begin + len(text), text=text, indent=indent)
