"""The nouns of the grammar of times and its tables: steps, readings, words with what may not stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ...lang.tables import table
from ..numbers.numerals import parse

NUMERALS = "[0-9〇零○一二三四五六七八九十廿卅两]"
"""A regular expression for a character of which the numbers of times are made."""


class TimeStep(NamedTuple):
    """One link of a chain of steps from large to small: what calendar unit, which one, and counted from where."""

    kind: str
    value: int = 0
    base: str = ""
    """'' for an absolute unit; ref, focus or same for one relative to the article or to the text; a unit or weekday."""
    name: str = ""
    """The table row or written form that it comes from."""


Steps = tuple[TimeStep, ...]
StepsRead = tuple[Steps, int]
"""Steps that were read, and the position after them."""


class TimeWord(NamedTuple):
    """A row of data/time_words.tsv or data/time_bounds.tsv."""

    kind: str
    value: str
    base: str
    part: str
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]

    def allowed(self, text: str, start: int, end: int) -> bool:
        """Tell whether what stands beside text[start:end] lets it be this word."""
        before, after = text[max(0, start - 2) : start], text[end : end + 4]
        return not (before.endswith(self.not_after) or after.startswith(self.not_before))


class TimeUnit(NamedTuple):
    """A row of data/time_units.tsv: a unit of calendar or clock, and how long one lasts."""

    unit: str
    months: int
    days: int
    seconds: int


class Length(NamedTuple):
    """A length of time that is counted from some day: 两年多, 近3个月."""

    low: Decimal
    unit: str
    more: bool
    vague: bool


@dataclass(slots=True)
class Expression:
    """What the grammar read: one chain, two (a range), a length, a repeated time or a vague word."""

    start: int
    end: int
    kind: str
    """chain, range, length, set (a repeated time) or vague."""
    first: Steps = ()
    last: Steps = ()
    given: Steps = ()
    """The date in brackets that it holds: 昨天（26日）下午."""
    length: Length | None = None
    bound: str = ""
    """until, since, after, before, of a length how it is counted: the values of data/time_bounds.tsv."""
    rule: str = ""


RANK: dict[str, float] = {
    "vague": 0, "span": 0, "century": 0, "decade": 1, "epoch": 2, "fiscal": 3, "year": 3, "shortyear": 3,
    "season": 4, "half": 4, "quarter": 4, "lunar": 5, "month": 5, "lead": 6, "halfmonth": 7, "xun": 7, "week": 7,
    "nthweek": 7, "weekend": 8, "day": 8, "leaddays": 8, "festival": 8, "lunarday": 8, "workday": 8, "weekday": 8.5,
    "nthday": 9, "edge": 9, "same": 9, "part": 10, "clock": 11,
}  # fmt: skip


def rank(step: TimeStep) -> float:
    """Return how fine a step is; the steps of a chain go from coarse to fine. Marks such as 农历 have -1."""
    return RANK.get(step.kind, -1)


def _rows(name: str) -> list[tuple[str, TimeWord]]:
    return [
        (r["word"], TimeWord(r["kind"], r["value"], r.get("base", ""), r.get("part", ""), tuple(r["not_after"].split()),
                         tuple(r["not_before"].split())))
        for r in table(name)
    ]  # fmt: skip


WORDS = dict(_rows("time_words.tsv"))
BOUNDS: dict[str, dict[str, TimeWord]] = {}
for _word, _row in _rows("time_bounds.tsv"):
    BOUNDS.setdefault(_row.kind, {})[_word] = _row
CUES: dict[str, tuple[str, ...]] = {
    kind: tuple(r["word"] for r in table("time_cues.tsv") if r["kind"] == kind)
    for kind in dict.fromkeys(r["kind"] for r in table("time_cues.tsv"))
}
"""The words of data/time_cues.tsv by kind."""
UNITS = {
    r["word"]: TimeUnit(r["unit"], int(r["months"] or 0), int(r["days"] or 0), int(r["seconds"] or 0))
    for r in table("time_units.tsv")
}
FISCAL_YEARS = {r["place"]: int(r["first"]) for r in table("fiscal_years.tsv")}
EPOCHS = {r["name"]: r for r in table("epochs.tsv")}
ERAS = {r["name"]: int(r["first"]) for r in table("eras.tsv")}
PLANS = frozenset(name for name, r in EPOCHS.items() if r["kind"] == "plan")
EVENTS = [name for name, r in EPOCHS.items() if r["kind"] == "event"]

NUMERAL = frozenset("0123456789〇零○一二三四五六七八九十廿卅两")
NUMBER = r"(?:[0-9]{1,4}|[〇零○一二三四五六七八九十廿卅两][〇零○0一二三四五六七八九十廿卅两]{0,4})"
WEEKDAYS = "一二三四五六日天"
_DIGITS = {**{c: str(i) for i, c in enumerate("〇一二三四五六七八九")}, "零": "0", "○": "0", "0": "0", "两": "2"}


def longest_first(words: Iterable[str]) -> str:
    """Return the words as alternatives of a regular expression, longer ones before their beginnings."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def bound_words(kind: str) -> str:
    """Return the words of one kind of data/time_bounds.tsv, with what may not follow, as a regular expression."""
    rows = sorted(BOUNDS[kind].items(), key=lambda r: len(r[0]), reverse=True)
    guards = {w: f"(?!{longest_first(list(r.not_before))})" if r.not_before else "" for w, r in rows}
    return "|".join(re.escape(w) + guard for w, guard in guards.items())


def digitwise(written: str) -> bool:
    """Tell whether a number is written digit by digit: 2011, 二〇一一, not 十二."""
    return all(c in _DIGITS or c in "0123456789" for c in written)


@lru_cache(4096)
def figure(written: str) -> int | None:
    """Return the whole number of up to four digits or of Chinese numerals, also digit by digit: 二〇一一, 廿三."""
    if written.isascii():
        return int(written)
    if digitwise(written):
        return int("".join(_DIGITS.get(c, c) for c in written))
    value = parse(written)
    return int(value) if value is not None else None
