"""Lines to blocks: sentences that line breaks and captions part are joined again, every character keeps its place."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

from ..lang.folding import CJK
from ..lang.headings import CHAPTER, SPOKEN
from ..model import Block, BlockKind
from .lines import SHORT, Line, cues
from .view import View

_CAPTIONS = 8
_CAPTION = 30
_UNENDED = re.compile(rf"[{CJK}0-9A-Za-z，、（“《%]$")
_WEAK_END = re.compile(r"[，、（“《]$")
_REMAINDER = re.compile(r"[^，。！？；]{1,3}。.")
_OPENING = re.compile(
    rf"{SPOKEN}|[“（《【#|■◆●]|第[一二三]，|[^ ，。]{{2,14}}(?:{cues('agency').pattern})[（：: ]"
    rf"|(?:{cues('connective').pattern})，"
)
_CLOSED = re.compile(rf"(?:{cues('report end').pattern}|://[!-~]*)$")
_CHAPTER = re.compile(CHAPTER)
_WRAPPED_LINES = 6
_POINT = re.compile(rf"[{CJK}，：（%][ \d,.-]{{0,14}}\d\.$")
_DECIMALS = re.compile(r"\d{1,4}(?![\d.．、）)年月日号时:：])")
"""The ends of two lines between which a number is broken: a decimal point and decimals, a comma and three figures
(_THOUSANDS, _THREE), a number and its scale (_SCALE_OPENS) or its unit, two figures within running text."""
_THOUSANDS = re.compile(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})*[,，]$")
_THREE = re.compile(r"\d{3}(?![\d年月日])")
_ROUGH = f"[多余](?:{cues('rough unit').pattern})"
_SCALE_OPENS = re.compile(rf"[万亿%‰](?!{cues('no scale').pattern})|{cues('point').pattern}|{_ROUGH}")
_SCALED = re.compile(r"\d[万亿]$")
_UNIT_OPENS = cues("unit opening")
_FIGURES_END = re.compile(rf"[{CJK}]{{4}}\d{{1,3}}$")
_STOPS = re.compile("[，；。]")
_COUNTED = re.compile(
    rf"\d{{1,3}}(?:\.\d{{1,3}})?(?:{cues('counted').pattern}|{_ROUGH})"
)
_POINT_DECIMALS = re.compile(r"\.\d{1,4}(?![\d.])")


@dataclass(slots=True)
class Flow:
    """A block on its way: the lines that it joins and what it is."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)

    @property
    def last(self) -> Line:
        """The line that the block ends with so far."""
        return self.lines[-1]


def flow(lines: list[Line], title: list[Line]) -> list[Flow]:
    """Return an article's blocks in reading order: captions follow the paragraph that they interrupt."""
    width = _wrap_width(lines)
    blocks: list[Flow] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        if title and line is title[0]:
            blocks.append(Flow("title", list(title)))
            n += len(title)
            continue
        block = Flow(kind_of(line), [line])
        blocks.append(block)
        n += 1
        while line.cell is not None and n < len(lines) and lines[n].cell == line.cell:
            block.lines.append(lines[n])
            n += 1
        captions: list[Flow] = []
        while n < len(lines) and _open(block, lines[n]):
            until = n if _parts_number(block.last, lines[n]) else _continuation(lines, n, block.last, width)
            if until is None:
                break
            captions += [Flow("caption", [between]) for between in lines[n:until]]
            block.lines.append(lines[until])
            block.kind = "paragraph"
            n = until + 1
        blocks += captions
    return blocks


def _open(block: Flow, line: Line) -> bool:
    """Tell whether a block can go on in a later line, the next of which is `line`."""
    first = block.lines[0]
    return block.kind == "paragraph" or (first.kind is None and ("，" in first.text or _parts_number(block.last, line)))


def _parts_number(line: Line, following: Line) -> bool:
    """Tell whether a line ends within a number, or parts it from its scale or unit: 生产总值307.|5亿元, 560|万人次."""
    if line.kind or following.kind:
        return False
    before, after = line.text, following.text
    if before[-1].isdigit():
        return any(x.match(after) for x in (_POINT_DECIMALS, _SCALE_OPENS)) or _parts_figures(before, after)
    ends = ((_POINT, _DECIMALS), (_THOUSANDS, _THREE), (_SCALED, _UNIT_OPENS))
    return any(end.search(before) and opening.match(after) for end, opening in ends)


def _parts_figures(before: str, after: str) -> bool:
    """Tell whether running text is broken between two figures of a number: …，全县新签项目2|4个."""
    found = _FIGURES_END.search(before) and _COUNTED.match(after)
    return bool(found) and (_STOPS.search(before) is not None or _STOPS.search(after) is not None)


def kind_of(line: Line) -> BlockKind:
    """Return what a line is for where it stands alone."""
    if line.kind in ("byline", "dateline", "caption", "table", "heading"):
        return line.kind
    if _CHAPTER.match(line.text) and not (line.ended or line.stops) and len(line.text) <= 60:
        return "heading"
    if line.ended or len(line.text) > SHORT or line.text[-1] in "，、：":
        return "paragraph"
    return "paragraph" if "，" in line.text and len(line.text) > 24 else "heading"


def _wrap_width(lines: list[Line]) -> int:
    """Return the width at which a text is broken into lines, 0 where its lines are paragraphs."""
    lengths = [line.indent + len(line.text) for line in lines if line.kind is None]
    if len(lengths) < _WRAPPED_LINES:
        return 0
    width = sorted(lengths)[-max(1, len(lengths) // 20)]
    full = sum(width - 3 <= length <= width + 3 for length in lengths)
    unended = sum(not line.ended for line in lines)
    return width - 3 if 12 <= width <= 120 and full * 2 >= len(lengths) and unended * 2 >= len(lines) else 0


def _continuation(lines: list[Line], n: int, last: Line, width: int) -> int | None:
    """Return which line from `n` on continues the sentence that `last` leaves open, or None."""
    if last.ended or not _UNENDED.search(last.text) or _CLOSED.search(last.text):
        return None
    if width and last.indent + len(last.text) >= width:
        goes_on = lines[n].kind is None and not lines[n].indent and not lines[n].gap
        return n if goes_on else None
    certain = bool(last.stops) or _WEAK_END.search(last.text) is not None
    found = _after_captions(lines, n, certain)
    if found is None or certain or (len(last.text) > SHORT and not last.numbered):
        return found
    return found if found - n >= 2 and _REMAINDER.match(lines[found].text) else None


def _after_captions(lines: list[Line], n: int, certain: bool) -> int | None:
    """Return the next line of running text from `n` on, captions passed over, if it can continue a sentence."""
    captions = 0
    named = False
    for m in range(n, min(n + _CAPTIONS + 1, len(lines))):
        line = lines[m]
        if line.kind == "caption" or (line.kind is None and not line.numbered and _may_be_caption(line)):
            captions += 1
            named = named or line.kind == "caption"
            continue
        if line.kind is not None or line.numbered or line.indent >= 2 or _OPENING.match(line.text):
            return None
        if not (line.ended or line.stops or len(line.text) > SHORT):
            return None
        parted = captions and not named and captions < 2
        return None if parted or not (certain or not captions or _REMAINDER.match(line.text)) else m
    return None


def _may_be_caption(line: Line) -> bool:
    return len(line.text) <= _CAPTION and not line.ended and line.text[-1] not in "，、：" and not line.stops


def assemble(blocks: list[Flow], view: View) -> tuple[str, array[int], list[Block], dict[int, int]]:
    """Return the reading text of blocks, its offsets into the raw text, where in it each block stands, and each line.

    Lines are given as start in the view -> start in the reading text.
    """
    pieces: list[str] = []
    offsets: array[int] = array("I")
    placed: list[Block] = []
    starts: dict[int, int] = {}
    length = 0
    for block in blocks:
        if placed:
            pieces.append("\n")
            offsets.append(_break_before(block.lines[0], view))
            length += 1
        start = length
        for number, line in enumerate(block.lines):
            if number and _needs_blank(block.lines[number - 1], line):
                pieces.append(" ")
                offsets.append(view.position(block.lines[number - 1].end))
                length += 1
            starts[line.start] = length
            pieces.append(line.text)
            offsets.extend(view.positions(line.start, line.end))
            length += line.end - line.start
        placed.append(Block(start, length, block.kind))
    return "".join(pieces), offsets, placed, starts


def _break_before(line: Line, view: View) -> int:
    return view.position(max(0, line.start - line.indent - 1))


def _needs_blank(before: Line, after: Line) -> bool:
    left, right = before.text[-1], after.text[0]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalpha()
