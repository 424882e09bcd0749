"""Words that bound or hedge a number, left and right of it: 逾, 不低于, 近; 以上, 左右, 多."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from ..data import table
from ..model import Modifier


class Bound(NamedTuple):
    """A bounding word found beside a number: where it reaches, and what it says."""

    edge: int
    modifier: Modifier


class _Word(NamedTuple):
    written: str
    modifier: Modifier
    side: str
    not_after: str


_WORDS = sorted(
    (
        _Word(r["written"], cast(Modifier, r["modifier"]), r["side"], r["not_after"])
        for r in table("modifiers.tsv")
    ),
    key=lambda w: -len(w.written),
)
_LEFT: dict[str, list[_Word]] = {}
_RIGHT: dict[str, list[_Word]] = {}
for _word in _WORDS:
    if _word.side in ("left", "bare"):
        _LEFT.setdefault(_word.written[-1], []).append(_word)
    else:
        _RIGHT.setdefault(_word.written[0], []).append(_word)

_PARTED = re.compile(
    r"(大约|大概|约|至少|不足|不到|至多|最多|最高(?=也?只能)|达不到|接近|将近|超过)"
    r"(?:也)?(?:只)?(?:能)?(?:仅)?(占|有|为|达到|达|需|合|是|要|在|于|相当于|翻|增长|下降)?了?([^\s\d，。；：、,;:（）()“”！？]{0,7})$"
)
_PARTED_SENSE: dict[str, Modifier] = {
    "大约": "about", "大概": "about", "约": "about", "至少": "at_least", "不足": "under", "不到": "under", "至多": "at_most",
    "最多": "at_most", "最高": "at_most", "达不到": "under", "接近": "near", "将近": "near", "超过": "over",
}  # fmt: skip


def before(text: str, start: int, bare: bool) -> Bound | None:
    """Return the bounding word that ends where a number starts; `bare`: the number is a scale alone (上百)."""
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
        if edge > 0 and text[edge - 1] in word.not_after:
            continue
        return Bound(edge, word.modifier)
    return None


def parted(text: str, start: int) -> Modifier | None:
    """Return what a bounding word says that other words part from the number: 约占全国的|70%, 至少有|1000家."""
    found = _PARTED.search(text[max(0, start - 14) : start])
    if found is None:
        return None
    word, verb, rest = found.groups()
    if verb is None and word != "达不到" and not (word == "超过" and rest.endswith("的")):
        return None
    if word in ("接近", "将近") and rest:
        return None
    before = text[max(0, start - 14) : start][: found.start()]
    if word == "约" and before[-1:] in tuple("合条制契节公签违预特邀大"):
        return None
    return _PARTED_SENSE[word]


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
        if word.side == "inside" and (not length or text[edge : edge + 1] in tuple("部涵容外在地陆销需存")):
            continue
        if word.written == "上下" and text[edge : edge + 1] in tuple("客行游级车班楼联文"):
            continue
        if word.written in ("多", "余", "许") and text[edge : edge + 1] in tuple("额款样元云媒个可多"):
            continue
        return Bound(edge, word.modifier)
    return None
