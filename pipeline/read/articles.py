"""The articles that one text holds: where they part, what at the edges is the site's, and which line is the title."""

from __future__ import annotations

import re

from ..lang.characters import JOINERS
from ..lang.folding import CJK
from .lines import Line, cues

_MAX_TITLE = 180
_MAX_PART = 80
_PARTS = re.compile(r"\s+|——")
_FRAGMENT = 5
_RELATED_RUN = 3
_OPEN = re.compile(f"[《“（，：的{JOINERS}]$")
_HAN = re.compile(f"[{CJK}]")


def title_like(line: Line) -> bool:
    """Return whether a line has the form of a headline: short, Chinese, no full sentence, no list or cue."""
    text = line.text
    if line.kind == "title":
        return True
    if line.kind not in (None, "table") or line.navigation or line.separator or line.numbered or len(text) > _MAX_TITLE:
        return False
    if max(map(len, _PARTS.split(text))) > _MAX_PART:
        return False
    if not _HAN.search(text) or cues("salutation").fullmatch(text) or "。" in text or text.count("，") > 2:
        return False
    return text[-1] not in "。；…，、：:;," and not (line.ended and text[-1] not in "？！?!”’」》")


def has_body(lines: list[Line]) -> bool:
    """Return whether lines hold running text and not only heads and links."""
    return any(line.prose and (line.ended or len(line.text) > 60) for line in lines)


def split_articles(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each article of a text, what parts them left out.

    Articles are parted by lines of dashes or the like, or by records that each have a headline and a date line, or by
    several top headlines in Markdown. Where the parts do not look like articles the text is one.
    """
    for parts in (_by_separator(lines), _by_date_lines(lines), _by_headlines(lines)):
        if len(parts) > 1:
            return parts
    return [lines]


def _by_separator(lines: list[Line]) -> list[list[Line]]:
    parts: list[list[Line]] = [[]]
    for line in lines:
        if line.separator:
            parts.append([])
        else:
            parts[-1].append(line)
    joined: list[list[Line]] = []
    for part in parts:
        if joined and not (_opens_article(part) and has_body(joined[-1])):
            joined[-1] += part
        elif part:
            joined.append(part)
    return joined


def _opens_article(part: list[Line]) -> bool:
    head = [line for line in part if not line.navigation and line.kind not in ("dateline", "byline")]
    return bool(head) and title_like(head[0]) and head[0].kind != "heading" and has_body(head[1:])


def _by_date_lines(lines: list[Line]) -> list[list[Line]]:
    """Part records that have no lines between them, by their date lines: title, date, body or title, body, date."""
    dates = [n for n, line in enumerate(lines) if line.kind == "dateline"]
    if len(dates) < 2:
        return [lines]
    heads = [n - 1 for n in dates if n > 0 and title_like(lines[n - 1]) and (n < 2 or _closes(lines[n - 2]))]
    if len(heads) == len(dates) and heads[0] <= 2:
        return _cut(lines, [0, *heads[1:]])
    tails = [n + 1 for n in dates if n > 0 and lines[n - 1].ended and lines[n - 1].prose]
    if len(tails) == len(dates):
        return _cut(lines, [0, *(n for n in tails if n < len(lines) and title_like(lines[n]))])
    return [lines]


def _closes(line: Line) -> bool:
    return line.ended or line.navigation or line.separator or line.kind == "byline"


def _by_headlines(lines: list[Line]) -> list[list[Line]]:
    heads = [n for n, line in enumerate(lines) if line.kind == "title"]
    if len(heads) < 2 or heads[0] > 2:
        return [lines]
    return _cut(lines, [0, *heads[1:]])


def _cut(lines: list[Line], starts: list[int]) -> list[list[Line]]:
    parts = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return parts if all(has_body(part) for part in parts) else [lines]


def trim(lines: list[Line]) -> list[Line]:
    """Return an article's lines without the site's own at both edges: navigation, separators, other articles."""
    start, end = 0, len(lines)
    while start < end and (lines[start].navigation or lines[start].separator):
        start += 1
    while end > start and (lines[end - 1].navigation or lines[end - 1].separator):
        end -= 1
    kept = lines[start:end]
    for cut in (_related, _after_date, _numbered_links):
        kept = cut(kept)
    while kept and (kept[-1].navigation or kept[-1].separator):
        kept.pop()
    return kept


def _related(lines: list[Line]) -> list[Line]:
    body = next((n for n in range(len(lines) - 1, -1, -1) if has_body(lines[n : n + 1])), -1)
    for n in range(body + 1, len(lines)):
        if len(lines[n].text) <= 8 and cues("related").fullmatch(lines[n].text):
            return lines[:n]
    return lines


def _after_date(lines: list[Line]) -> list[Line]:
    """Leave out what follows a date line that closes an article."""
    for n in range(len(lines) - 1, max(0, len(lines) - 12), -1):
        if lines[n].kind == "dateline" and lines[n - 1].prose and has_body(lines[:n]) and not has_body(lines[n + 1 :]):
            return lines[: n + 1]
    return lines


def _numbered_links(lines: list[Line]) -> list[Line]:
    """Leave out a run of numbered lines at the end that are no sentences: links to other pages."""
    end = len(lines)
    while end and lines[end - 1].numbered and not lines[end - 1].ended and lines[end - 1].text[0] != "（":
        end -= 1
    links = len(lines) - end
    if links < _RELATED_RUN or not has_body(lines[:end]) or not lines[end - 1].ended:
        return lines
    return lines[:end]


def find_title(lines: list[Line]) -> list[Line]:
    """Return the lines that make up the headline; none where the article begins with its body.

    A fragment of a few characters, or a line that cannot end where it does, is joined with the next line.
    """
    for n, line in enumerate(lines[:12]):
        if title_like(line) and has_body(lines[n + 1 :]):
            found = [line]
            while n + 1 < len(lines) and _is_broken(found) and title_like(lines[n + 1]) and len(found) < 3:
                n += 1
                found.append(lines[n])
            return found
        if not (line.navigation or line.kind in ("dateline", "byline", "caption")):
            return []
    return []


def _is_broken(lines: list[Line]) -> bool:
    text = "".join(line.text for line in lines)
    unbalanced = text.count("“") > text.count("”") or text.count("《") > text.count("》")
    return len(text) <= _FRAGMENT or unbalanced or _OPEN.search(text) is not None
