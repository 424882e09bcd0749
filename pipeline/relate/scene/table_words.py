"""What the words of heads, row names and captions of tables say: indicator, time, growth or share, against what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from ...lang.headings import FIRST, FOURTH, SECOND, THIRD
from ...lang.table_words import NUMBERED, ends_with, has_word, is_named, listed, plain
from ...lang.word_set import either
from ...model import Aspect, Comparison, Span, Time
from .clauses import Scene
from .places import CHINA, names_country

_ROW = f"{either(listed('opens_row'))}[:：]?"
_MARK = re.compile(rf"[#*]+|{_ROW}|{NUMBERED}(?:[-—.．]\d+)?[:：]?|{either(listed('caption_start'))}\d*[:：]?|{SECOND}")
_NUMBER = re.compile(f"{FIRST}|{THIRD}|{FOURTH}")
_CUT = re.compile(f"{either(listed('caption_cut'))}|[、（(，,：:]")
_LINK = re.compile(f"{either(listed('before_growth'))}+$")
_NOTES = re.compile(r"(?:[*①-⑳†‡ \u3000]|[\[〔［]注?\d{1,2}[\]〕］])+$")
"""Marks of footnotes at the end of a name."""
_BLANKS = " \u3000"


@dataclass(slots=True)
class CellWords:
    """What a head, a row's name or a caption says."""

    text: str
    """Its words without blanks."""
    name: tuple[Span, ...] = ()
    """What is measured, without times, units, marks and words of growth; empty for 绝对额, 2023年, 增长."""
    whole: tuple[Span, ...] = ()
    """The same with words of growth and share."""
    aspect: Aspect | None = None
    comparison: Comparison | None = None
    less: bool = False
    """Whether it says that something became less: 下降（%）."""
    entity: str | None = None
    """The place or body that it names, or the country."""
    own: bool = False
    """Whether it means the place of the article: 全市, 合计."""
    times: list[Time] = field(default_factory=list)
    bases: list[Time] = field(default_factory=list)
    planned: bool | None = None
    part: bool = False
    numbered: bool = False
    span: Span | None = None
    """Where it stands."""
    entity_span: Span | None = None
    """Where the name of the entity stands."""


@cache
def _growth() -> re.Pattern[str]:
    """Return the words at which the name of what is measured ends: 产量|比上年增长."""
    words = [*listed("rate"), *listed("change"), *listed("yoy"), *listed("previous")]
    fixed = "|".join(map(re.escape, listed("fixed")))
    return re.compile(f"(?P<fixed>{fixed})|{either(listed('compares'))}?(?:{'|'.join(map(re.escape, words))})")


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _BLANKS:
        start += 1
    notes = _NOTES.search(text, start, end)
    return Span(start, notes.start() if notes else end)


def read_words(scene: Scene, span: Span, caption: bool = False) -> CellWords:
    """Return what a cell of words, or the caption of a table, says."""
    text = scene.text
    written = plain(text[span.start : span.end])
    found = CellWords(written, span=span)
    start, end = _opened(text, span, found)
    end = _without_bracket(text, start, end)
    found.times, found.bases = _dated(scene, span)
    _entity(scene, Span(start, end), found, caption)
    found.whole = tuple(_pieces(scene, Span(start, end)))
    found.aspect = _aspect(written)
    pieces = list(found.whole)
    if found.aspect in ("rate", "change"):
        pieces = [p for cut in _before_growth(text, [Span(start, end)]) for p in _pieces(scene, cut)]
    elif found.aspect == "rank" or (found.aspect == "share" and written.startswith(listed("share"))):
        pieces = []
    pieces = _named_only(text, pieces)
    words = "".join(plain(text[s.start : s.end]) for s in pieces)
    if not words or is_named(words, "generic", "corner", "planned", "actual"):
        pieces = []
    found.name = tuple(pieces)
    found.comparison = compared(written)
    found.less = has_word(written, "less") and not has_word(written, "more")
    if has_word(written, "planned", "actual"):
        found.planned = not has_word(written, "actual")
    return found


def _opened(text: str, span: Span, found: CellWords) -> Span:
    """Return a stretch without the marks that open it (#, 其中：, 一、, 表2) and 全市, and take note of them."""
    start, end = _trimmed(text, *span)
    for _ in range(3):
        if mark := _MARK.match(text, start, end):
            found.part = found.part or is_named(mark[0].rstrip(":："), "part") or mark[0][0] in "#*"
        elif mark := _NUMBER.match(text, start, end):
            found.numbered = True
        if mark is None:
            break
        start = _trimmed(text, mark.end(), end).start
    total = next((w for w in listed("total") if text.startswith(w, start) and w[0] == "全"), "")
    if total and end - start > len(total) + 1:
        found.own = total not in listed("whole_country")
        start = _trimmed(text, start + len(total), end).start
    return Span(start, end)


def _without_bracket(text: str, start: int, end: int) -> int:
    """Return where a name ends before the bracket at its end: 电冰箱（柜）, 产量（万吨）."""
    at = min((i for i in (text.find("（", start, end), text.find("(", start, end)) if i > start), default=end)
    return _trimmed(text, start, at).end


def _dated(scene: Scene, span: Span) -> tuple[list[Time], list[Time]]:
    """Return the times in a stretch, those that date it and those that it is compared with."""
    found: tuple[list[Time], list[Time]] = ([], [])
    for time in scene.dates(span.start, span.end):
        before = scene.text[max(span.start, time.start - 1) : time.start]
        found[before in listed("against")].append(time)
    return found


def _entity(scene: Scene, span: Span, found: CellWords, caption: bool) -> None:
    """Take note of the place or body that a stretch names: as a whole, or anywhere in a caption."""
    words = plain(scene.text[span.start : span.end])
    if is_named(words, "total"):
        found.entity, found.own = (CHINA, False) if words in listed("whole_country") else (None, True)
        return
    for mention in scene.names(span.start, span.end):
        fits = mention.start == span.start and mention.end >= span.end
        if mention.entity and (fits or (caption and mention.label in ("GPE", "ORG"))):
            found.entity, found.entity_span = mention.entity, Span(mention.start, mention.end)
            if fits or mention.label == "ORG":
                return
    if caption and found.entity is None and names_country(found.text):
        found.entity = CHINA


def _pieces(scene: Scene, span: Span) -> list[Span]:
    """Return a stretch without the times in it; a number's words that they leave alone (数 of 年末数) go with them."""
    (start, end), pieces = span, []
    at = start
    for time in scene.dates(start, end):
        pieces.append(_trimmed(scene.text, at, time.start))
        at = max(at, time.end)
    pieces.append(_trimmed(scene.text, at, end))
    return [s for s in pieces if plain(scene.text[s.start : s.end]) not in ("", *listed("remainder"))]


def _named_only(text: str, pieces: list[Span]) -> list[Span]:
    """Return the pieces without a word at their beginning that only says of which period they are (本期|价格)."""
    found = []
    for piece in pieces:
        words = (w for w in listed("period") if piece.start + len(w) < piece.end)
        period = next((w for w in words if text.startswith(w, piece.start)), "")
        found.append(_trimmed(text, piece.start + len(period), piece.end))
    return [piece for piece in found if piece.end > piece.start]


def _before_growth(text: str, pieces: list[Span]) -> list[Span]:
    """Return the pieces up to the words of growth."""
    kept: list[Span] = []
    for piece in pieces:
        for word in _growth().finditer(text, piece.start, piece.end):
            if not word["fixed"]:
                span = _trimmed(text, piece.start, word.start())
                link = _LINK.search(text, span.start, span.end)
                span = Span(span.start, link.start()) if link else span
                return [*kept, span] if span.end > span.start else kept
        kept.append(piece)
    return kept


def _aspect(text: str) -> Aspect | None:
    """Return what a head says of its numbers: growth, a difference, a share, a rank; None for amounts."""
    if is_named(text, "rank") or text.endswith(listed("rank")):
        return "rank"
    if has_word(text, "share"):
        return "share"
    if has_word(text, "rate"):
        return "rate"
    return "change" if has_word(text, "change") else None


def compared(text: str) -> Comparison | None:
    """Return what the words say that growth is measured against."""
    if has_word(text, "previous"):
        return "previous"
    return "yoy" if has_word(text, "yoy") else "base" if has_word(text, "base") else None


def caption_measure(scene: Scene, span: Span) -> Span | None:
    """Return what a caption says that its table measures: 2025年平顶山|基础设施投资|情况; None where it says none."""
    text = scene.text
    start, end = _opened(text, span, CellWords(""))
    for item in sorted([*scene.dates(start, end), *scene.names(start, end)], key=lambda x: x.start):
        if item.start <= start + 1:
            start = max(start, item.end)
    cuts = [m.start() for m in _CUT.finditer(text, start + 2, end)]
    for stop in (*cuts, end):
        measure = _bare(text, start, stop)
        words = text[measure.start : measure.end]
        if len(words) > 1 and ends_with(words, "measure") and not is_named(words, "corner"):
            return measure
    return None


def _bare(text: str, start: int, end: int) -> Span:
    """Return a stretch without words that say little at its ends (主要, 情况), and without words of growth."""
    pieces = _before_growth(text, [_trimmed(text, start, end)])
    start, end = pieces[0] if pieces else (start, start)
    changed = True
    while changed:
        changed = False
        for word in listed("scarce"):
            if text.startswith(word, start) and start + len(word) <= end:
                start, changed = start + len(word), True
            if text.endswith(word, start, end):
                end, changed = end - len(word), True
    return _trimmed(text, start, end)
