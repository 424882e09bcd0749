"""Decides which readings of a text are quantities, and makes them: sign, modifiers, currency, label, unit, normal form.

`find` gives what the annotation guidelines call a quantity. With everything=True it also gives bare numbers and counts
of one, which news leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

from ..model import Modifier, Quantity, QuantityLabel, Span, numbered
from . import contexts, modifiers, notnumbers, specials, tables
from .readings import Reading, read
from .units import CNY, currency_before, unit_at

_SIGN = re.compile(r"(?:(?<![0-9A-Za-z.)）\-—–一二三四五六七八九十百千万亿元%个年月日号])[-−－]|负的?) ?$")
_ONE = Decimal(1)
_COUNTED_ONE = re.compile(r"^(?:期)$")
BLOCKED = "\x00"


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


def find(text: str, blocked: Sequence[Span] = (), everything: bool = False) -> list[Quantity]:
    """Return the quantities of a text in order, none overlapping, with ids q1, q2, ...

    Characters in `blocked` spans (times) are part of none. Linear in the length of the text.
    """
    source = masked(text, blocked)
    home = contexts.home_currency(text)
    readings = specials.merged(tables.read(source), specials.merged(specials.read(source), read(source)))
    if not everything:
        readings = [r for r in readings if counts(source, r)]
    found: list[Quantity] = []
    floor = 0
    for reading in readings:
        if reading.start < floor:
            continue
        quantity = _quantity(text, source, reading, floor, home)
        if quantity.end > quantity.start:
            found.append(quantity)
            floor = quantity.end
    return numbered(_respectively(source, _between(text, found)), "q")


def _respectively(text: str, found: list[Quantity]) -> list[Quantity]:
    """Let the bound before the first of a list hold for all of it: 分别突破1.5万亿元、1.4万亿元."""
    out: list[Quantity] = []
    leads: Modifier | None = None
    for q in found:
        if q.modifier is None and leads and out and text[out[-1].end : q.start] in ("、", "和", "及"):
            q = q.model_copy(update={"modifier": leads})
        elif q.modifier is not None and _EACH.search(text, max(0, q.start - 3), q.start):
            leads = q.modifier
        else:
            leads = None
        out.append(q)
    return out


_EACH = re.compile(r"[均分]别?$|分别为?$")


_BOTH = re.compile(r"[，, ]?(?:并且|同时|而且|并|且|而|的同时|、)? ?")


def _between(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join a lower and an upper bound that stand side by side into one range: 三年以上十年以下, 大于10小于20."""
    out: list[Quantity] = []
    for q in found:
        before = out[-1] if out else None
        if (
            before is None
            or before.modifier not in ("at_least", "over")
            or q.modifier not in ("under", "at_most")
            or before.value is None
            or q.value is None
            or before.value >= q.value
            or before.unit not in (None, q.unit)
            or not _BOTH.fullmatch(text, before.end, q.start)
            or not (before.text.endswith("上") == q.text.endswith("下"))
        ):
            out.append(q)
            continue
        out[-1] = q.model_copy(update={
            "start": before.start, "text": text[before.start : q.end], "value": None, "low": before.value, "high": q.value,
            "modifier": None, "value_si": None, "unit_si": None, "rule": "bounds",
        })  # fmt: skip
    return out


def numbers(text: str) -> list[Quantity]:
    """Return every number of a text by itself, without units and modifiers: CARDINAL, or ORDINAL with its 第.

    Parts of ordinary words, names and codes are left out, as in `find`; ranges are one number.
    """
    found = []
    readings = read(text)
    for previous, r in zip([None, *readings], readings, strict=False):
        if r.numeral.bare and (r.stop - r.start == 1 or text[r.start : r.stop] == "万万" or (previous and previous.end == r.start)):
            continue
        if r.label in ("MONEY", "PERCENT") and r.rule != "fraction":
            continue
        if r.numeral.whole and r.numeral.bare:
            continue
        start, end = r.start, r.stop
        ordinal = r.label == "ORDINAL" and text.startswith("第", start - 1)
        sign = None if ordinal else _SIGN.search(text, max(0, start - 4), start)
        n = r.numeral
        value, low, high = (n.value, n.low, n.high) if r.rule != "range" else (None, r.low, r.high)
        if sign:
            value, low, high = (None if v is None else -v for v in (value, low, high))
        start = sign.start() if sign else start - ordinal
        label: QuantityLabel = "ORDINAL" if ordinal else "CARDINAL"
        left = modifiers.before(text, start, n.bare) if not ordinal else None
        right = modifiers.after(text, end, False) if not ordinal and r.end == r.stop else None
        start, end = (left.edge if left else start), (right.edge if right else end)
        said = cast(Modifier, r.more) if r.more else modifiers.parted(text, start)
        modifier = left.modifier if left else right.modifier if right else said
        found.append(Quantity(id="n", start=start, end=end, text=text[start:end], label=label, value=value, low=low,
                              high=high, modifier=modifier, rule=r.rule))  # fmt: skip
    return numbered(_between(text, found), "n")


def counts(text: str, r: Reading) -> bool:
    """Tell whether a reading measures, counts, orders or rates something in the sense of the guidelines."""
    if r.label == "ORDINAL" and r.rule != "special":
        return contexts.ranks(text, r)
    if r.rule in ("special", "table"):
        return True
    if r.value == 0 and r.numeral.form == "hanzi":
        return False
    if r.label == "BARE":
        if notnumbers.marker(text, r.start, r.end):
            return False
        return currency_before(text, r.start) is not None or contexts.bare_counts(text, r)
    if r.rule == "great":
        return r.value != 1 and not notnumbers.slogan(text, r.start, r.end)
    if r.label == "DURATION" and not contexts.lasts(text, r):
        return False
    hanzi = r.numeral.form == "hanzi"
    if hanzi and r.value == 1 and not r.numeral.bare and r.rule != "range" and contexts.article(text, r):
        return False
    if hanzi and r.label in ("CARDINAL", "DURATION") and r.rule != "some" and not r.numeral.bare and notnumbers.slogan(text, r.start, r.end):
        return False
    return not contexts.named(text, r)


def _quantity(text: str, source: str, r: Reading, floor: int, home: str) -> Quantity:
    """Make the quantity of a reading: extend it over sign, currency and modifiers, and normalise it."""
    start, end = r.start, r.end
    value, low, high = r.value, r.low, r.high
    label, code = r.label, r.code
    if r.label == "ORDINAL" and source.endswith("第", floor, start):
        start -= 1
    sign = _SIGN.search(source, max(floor, start - 4), start) if r.label != "ORDINAL" else None
    if sign:
        start = sign.start()
        value, low, high = (None if v is None else -v for v in (value, low, high))
    if r.unit is not None and r.unit.code in ("Cel", "deg", "[degF]", "K"):
        start, below, scale = contexts.temperature(source, start)
        code = scale or code
        value, low, high = (None if v is None else -v if below else v for v in (value, low, high))
    if label in ("BARE", "MONEY"):
        prefix = currency_before(source, start)
        if prefix and source.rfind(prefix.written, 0, start) >= floor:
            start = source.rfind(prefix.written, 0, start)
            label, code = "MONEY", prefix.code
    if label == "BARE" and contexts.means_money(source, r):
        label, code = "MONEY", home
    if label == "MONEY" and r.code == "CNY" and code == "CNY" and "人民币" not in source[start:end]:
        code = home
    if label == "MONEY" and code and "/" not in code:
        code = contexts.priced(source, r, code)
    if code == "deg":
        code = contexts.degrees(source, r)
    if r.code == "km":
        code = contexts.speed(source, r, "km")
    modifier: Modifier | None = None
    if r.rule != "special":
        start, end, modifier = _bounded(source, r, start, end, floor)
    elif r.more:
        modifier = cast(Modifier, r.more)
    if label == "BARE":
        label = "CARDINAL"
    si, si_unit = _normal(value, r)
    return Quantity(
        id="q", start=start, end=end, text=text[start:end], label=cast(QuantityLabel, label), value=value, low=low,
        high=high, modifier=modifier, unit=code, precision=r.step, value_si=si, unit_si=si_unit, rule=r.rule,
    )  # fmt: skip


def _bounded(text: str, r: Reading, start: int, end: int, floor: int) -> tuple[int, int, Modifier | None]:
    """Extend a span over the bounding words at its sides; return it with what they say."""
    left = modifiers.before(text, start, r.numeral.bare)
    right = modifiers.after(text, end, r.label in ("DURATION", "QUANTITY"))
    modifier: Modifier | None = None
    if right:
        end, modifier = right.edge, right.modifier
        again = modifiers.after(text, end, False)
        if again and modifier == "over":
            end, modifier = again.edge, again.modifier
    if r.more:
        modifier = modifier or cast(Modifier, r.more)
    if left and left.edge >= floor:
        start, modifier = left.edge, left.modifier
    elif modifier is None:
        modifier = modifiers.parted(text, start)
    if modifier == "at_least" and right and contexts.exceeds(text, r, start):
        modifier = "over"
    return start, end, modifier


def _normal(value: Decimal | None, r: Reading) -> tuple[Decimal | None, str | None]:
    """Return value and unit in the SI, where the unit has one and stands alone."""
    if value is None or r.unit is None or r.unit.si is None or r.unit.factor is None or (r.code and "/" in r.code):
        return None, None
    if r.unit.code == "Cel":
        return value + Decimal("273.15"), "K"
    if r.unit.code == "[degF]":
        return (value + Decimal("459.67")) * r.unit.factor, "K"
    return value * r.unit.factor, r.unit.si
