"""Words that bound or hedge a number, left and right of it: 逾, 不低于, 近; 以上, 左右, 多."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from ...lang.tables import table
from ...model import Modifier
from .cues import pattern, words
from .numeral_characters import EACH


class Bound(NamedTuple):
    """A bounding word found beside a number: where it reaches, and what it says."""

    edge: int
    modifier: Modifier


class _Word(NamedTuple):
    written: str
    modifier: Modifier
    side: str
    not_after: frozenset[str]
    not_before: frozenset[str]


_WORDS = sorted(
    (
        _Word(
            r["written"], cast(Modifier, r["modifier"]), r["side"],
            frozenset(r["not_after"]), frozenset(r["not_before"]),
        )
        for r in table("modifiers.tsv")
    ),
    key=lambda w: -len(w.written),
)
_LEFT: dict[str, list[_Word]] = {}
_RIGHT: dict[str, list[_Word]] = {}
for _word in _WORDS:
    if _word.side == "parted":
        continue
    if _word.side in ("left", "bare", "large"):
        _LEFT.setdefault(_word.written[-1], []).append(_word)
    else:
        _RIGHT.setdefault(_word.written[0], []).append(_word)

_PARTING = {w.written: w for w in _WORDS if w.side == "parted"}
_PARTED = re.compile(
    rf"({'|'.join(_PARTING)})也?只?能?仅?({pattern('parting verb')})?了?([^\s\d，。；：、,;:（）()“”！？]{{0,7}})$"
)
_OPEN = re.compile(r"[\W已]")
"""What stands before 过 where it is a verb of its own: 已过, or the clause begins."""
_REACH = 14
"""How far before a number a bounding word may stand that other words part from it."""


def before(text: str, start: int, bare: bool, large: bool = False) -> Bound | None:
    """Return the bounding word that ends where a number starts; `bare`: the number is a scale alone (上百), `large`: it
    counts ten thousands or is a percentage, before which 过 is no mark of a verb (过3亿元, not 去过3次).
    """
    end = start
    while end > 0 and start - end < 2 and text[end - 1] == " ":
        end -= 1
    if end == 0:
        return None
    for word in _LEFT.get(text[end - 1], ()):
        if not text.endswith(word.written, 0, end):
            continue
        edge = end - len(word.written)
        if word.side == "bare" and (not bare or end != start):
            continue
        if word.side == "large" and not (bare or large or edge == 0 or _OPEN.match(text[edge - 1])):
            continue
        if edge > 0 and text[edge - 1] in word.not_after:
            continue
        return Bound(edge, word.modifier)
    return None


def parted(text: str, start: int) -> Modifier | None:
    """Return what a bounding word says that other words part from the number: 约占全国的|70%, 至少有|1000家."""
    found = _PARTED.search(text, max(0, start - _REACH), start)
    if found is None:
        return None
    word, verb, rest = found.groups()
    if verb is None and word != "达不到" and not (
        rest.startswith(EACH) or (word == "超过" and rest.endswith("的"))
    ):
        return None
    another = text[found.start() - 1 : found.start()] in _PARTING[word].not_after
    return None if another or (rest and word in words("verb alone parts")) else _PARTING[word].modifier


def after(text: str, end: int, length: bool) -> Bound | None:
    """Return the bounding word that begins where a number ends; `length`: 内 may follow (30分钟内, 5公里内)."""
    i = end
    while i < len(text) and i - end < 2 and text[i] == " ":
        i += 1
    if i >= len(text):
        return None
    for word in _RIGHT.get(text[i], ()):
        if not text.startswith(word.written, i):
            continue
        edge = i + len(word.written)
        if (word.side == "inside" and not length) or text[edge : edge + 1] in word.not_before:
            continue
        return Bound(edge, word.modifier)
    return None
