"""Finds the quantities of a text: decides which numbers are quantities, and joins those that make one together.

`find` gives what the annotation guidelines call a quantity; `numbers` gives every number by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from ...model import Modifier, Quantity, Span, UnusedReason
from . import admission, cells, exclusions, interpretation, lexical, modifiers
from .compounds import read
from .extension import Draft, draft, signed
from .measures import Passed, Reading
from .units import currency_before

BLOCKED = "\x00"
_EACH = re.compile(r"均|分别为?$")
_BOTH = re.compile(r"[，, ]?(?:并且|同时|而且|并|且|而|的同时|、)? ?")


def masked(text: str, blocked: Iterable[Span]) -> str:
    """Return the text with the characters of the blocked spans replaced, so that nothing can be read in them."""
    parts, at = [], 0
    for start, end in sorted(blocked):
        if end <= at:
            continue
        start = max(start, at)
        parts += [text[at:start], BLOCKED * (end - start)]
        at = end
    parts.append(text[at:])
    return "".join(parts)


def find(
    text: str, blocked: Sequence[Span] = (), everything: bool = False, passed: list[Passed] | None = None
) -> list[Quantity]:
    """Return the quantities of a text in order, none overlapping, with ids q1, q2, ...

    Characters in `blocked` spans (times) are part of none. With `everything`, bare numbers and counts of one, which
    the annotation of news leaves out, are quantities too. Numerals that are none join `passed`. Linear in the length
    of the text.
    """
    source = masked(text, blocked)
    home = interpretation.home_currency(text)
    passed = [] if passed is None else passed
    found: list[Draft] = []
    floor = 0
    for reading in lexical.merged(cells.read(source), lexical.merged(lexical.read(source), read(source, passed))):
        if reading.start < floor:
            continue
        why = None if everything else refusal(source, reading)
        if why and not _goes_on(source, found, reading):
            passed.append((reading.start, reading.end, why))
            continue
        found.append(draft(source, reading, floor, home))
        floor = found[-1].end
    return _finished(text, _respectively(source, _between(source, found)), "q")


def numbers(text: str) -> list[Quantity]:
    """Return every number of a text by itself, without units: CARDINAL, or ORDINAL with its 第, with ids n1, n2, ...

    Parts of ordinary words, names and codes are left out, as in `find`, and the numbers of money and percentages; a
    range is one number.
    """
    found: list[Draft] = []
    end = 0
    for r in read(text):
        if not _adrift(text, r, end) and (r.label not in ("MONEY", "PERCENT") or r.rule == "fraction"):
            found.append(_number(text, r))
        end = r.end
    return _finished(text, _between(text, found), "n")


def _finished(text: str, found: list[Draft], prefix: str) -> list[Quantity]:
    return [d.finished(text, f"{prefix}{n}") for n, d in enumerate(found, 1)]


def _adrift(text: str, r: Reading, end: int) -> bool:
    """Tell whether a scale without a coefficient stands for no number by itself: 万, 万万, 五十|千, 百分之."""
    n = r.numeral
    if not n.bare:
        return False
    return r.stop - r.start == 1 or text[r.start : r.stop] == "万万" or end == r.start or n.whole is not None


def _number(text: str, r: Reading) -> Draft:
    """Return the draft of a number without its unit, bounds included."""
    n = r.numeral
    value, low, high = (None, r.low, r.high) if r.rule == "range" else (n.value, n.low, n.high)
    d = Draft(r.start, r.stop, "CARDINAL", value, low, high, cast(Modifier, r.more or None), None, n.step, r.rule)
    if r.label == "ORDINAL" and text.startswith("第", r.start - 1):
        d.start, d.label = r.start - 1, "ORDINAL"
        return d
    signed(text, d, 0)
    left = modifiers.before(text, d.start, n.bare)
    right = modifiers.after(text, d.end, False) if r.end == r.stop else None
    d.modifier = d.modifier or modifiers.parted(text, d.start)
    if right:
        d.end, d.modifier = right.edge, right.modifier
    if left:
        d.start, d.modifier = left.edge, left.modifier
    return d


def _goes_on(text: str, found: list[Draft], r: Reading) -> bool:
    """Tell whether an ordinal goes on a list of ranks: 分列第二、第七和|第九."""
    before = found[-1] if found and r.label == "ORDINAL" and r.unit is None else None
    if before is None or before.label != "ORDINAL" or before.unit is not None:
        return False
    return text[before.end : r.start - 1] in ("、", "和", "及", "与")


def refusal(text: str, r: Reading) -> UnusedReason | None:
    """Return why a reading does not measure, count, order or rate anything in the sense of the guidelines, if so."""
    if r.rule in ("special", "share", "doubling", "table"):
        return "slogan" if r.rule == "doubling" and exclusions.slogan(text, r.start, r.end) else None
    if r.label == "ORDINAL":
        return None if admission.ranks(text, r) else "order"
    n = r.numeral
    hanzi = n.form == "hanzi"
    if r.value == 0 and hanzi:
        return "word"
    if r.label == "BARE":
        return _bare_refusal(text, r)
    if n.whole is not None and "/" in text[r.start : r.end]:
        return None if admission.parts(text, r) else "bare"
    if hanzi and r.value == 1 and not n.bare and r.rule != "range" and admission.article(text, r):
        return "indefinite"
    few = hanzi and r.rule != "some" and (r.label == "CARDINAL" or (r.label == "DURATION" and not n.bare))
    if few and exclusions.slogan(text, r.start, r.end):
        return "slogan"
    if not admission.lasts(text, r):
        return "period"
    return "designation" if admission.named(text, r) else None


def _bare_refusal(text: str, r: Reading) -> UnusedReason | None:
    """Return why a number without a unit is no quantity, if it is none."""
    if exclusions.marker(text, r.start, r.end):
        return "marker"
    if currency_before(text, r.start) is not None or admission.bare_counts(text, r):
        return None
    if r.numeral.form == "hanzi" and exclusions.slogan(text, r.start, r.end):
        return "slogan"
    return "designation" if exclusions.named(text, r.end) else "bare"


def _respectively(text: str, found: list[Draft]) -> list[Draft]:
    """Let the bound before the first of a list hold for all of it: 分别突破1.5万亿元、1.4万亿元."""
    leads: Modifier | None = None
    end = 0
    for d in found:
        if d.modifier is None and leads and text[end : d.start] in ("、", "和", "及"):
            d.modifier = leads
        else:
            leads = d.modifier if d.modifier and _EACH.search(text, max(0, d.start - 3), d.start) else None
        end = d.end
    return found


def _between(text: str, found: list[Draft]) -> list[Draft]:
    """Join a lower and an upper bound that stand side by side into one range: 三年以上十年以下, 大于10小于20."""
    out: list[Draft] = []
    for d in found:
        before = out[-1] if out else None
        if before is None or not (_limits(text, before, d) or _reaches(text, before, d)):
            out.append(d)
            continue
        out[-1] = Draft(before.start, d.end, d.label, None, before.value, d.value, None, d.unit, d.step, "bounds")
    return out


def _reaches(text: str, a: Draft, b: Draft) -> bool:
    """Tell whether a range leads from a to b that is of the same kind: 半个月|到|一个月内."""
    if a.value is None or b.value is None or a.value >= b.value or a.modifier or (a.label, a.unit) != (b.label, b.unit):
        return False
    return a.rule == "half" and text[a.end : b.start] in ("到", "至", "-", "~", "—")


def _limits(text: str, a: Draft, b: Draft) -> bool:
    """Tell whether a is the lower and b the upper bound of one range."""
    if a.modifier not in ("at_least", "over") or b.modifier not in ("under", "at_most"):
        return False
    if a.value is None or b.value is None or a.value >= b.value or a.unit not in (None, b.unit):
        return False
    same_side = (text[a.end - 1] == "上") == (text[b.end - 1] == "下")
    return same_side and _BOTH.fullmatch(text, a.end, b.start) is not None
