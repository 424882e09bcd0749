"""The nouns of the grammar of times and its tables: steps, readings, words with what may not stand beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ...lang.tables import table
from ...lang.word_set import either
from ..numbers.numerals import parse


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
    uses: tuple[str, ...]
    """What is made of it in news: length, ago, later, years, nth, lead, every."""


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
    prefix: str = ""
    """What the word before it is that it holds: the values of prefixes in data/time_bounds.tsv."""


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
    r["word"]: TimeUnit(
        r["unit"], int(r["months"] or 0), int(r["days"] or 0), int(r["seconds"] or 0), tuple(r["uses"].split())
    )
    for r in table("time_units.tsv")
}
FISCAL_YEARS = {r["place"]: int(r["first"]) for r in table("fiscal_years.tsv")}
EPOCHS = {r["name"]: r for r in table("epochs.tsv")}
ERAS = {r["name"]: int(r["first"]) for r in table("eras.tsv")}
PLANS = frozenset(name for name, r in EPOCHS.items() if r["kind"] == "plan")
EVENTS = [name for name, r in EPOCHS.items() if r["kind"] == "event"]
BEFORE_REPUBLIC = ERAS["民国"] - 1
"""The year of our era before the first year of the Republic of China."""

_DIGITS = {r["char"]: r["value"] for r in table("numerals.tsv") if r["kind"] in ("zero", "digit")}
LONG_DIGITS = {r["char"]: r["value"] for r in table("numerals.tsv") if r["kind"] in ("zero", "money")}
"""The digits of cheques: 贰零壹玖年."""
SMALL = "一二三四五六七八九十"
"""The characters of a number below 100."""
BELOW_100 = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])"
"""A regular expression for a number below 100, as days of a month are written."""
_CHINESE = f"{''.join(char for char, value in _DIGITS.items() if value == '0')}{SMALL}廿卅两"
NUMERAL = frozenset(f"0123456789{_CHINESE}")
NUMERALS = f"[0-9{_CHINESE}]"
"""A regular expression for a character of which the numbers of times are made."""
NUMBER = f"(?:[0-9]{{1,4}}|[{_CHINESE}][0{_CHINESE}]{{0,4}})"


def cue(*kinds: str) -> str:
    """Return a regular expression, in a group, for any word of some kinds of data/time_cues.tsv, the longest first."""
    return either({word for kind in kinds for word in CUES[kind]})


def units(use: str) -> str:
    """Return a regular expression, in a group, for the units of which something is made in news: 周 of 第三周 (nth)."""
    return either(word for word, unit in UNITS.items() if use in unit.uses)


def bounding(kind: str, *values: str) -> str:
    """Return a regular expression, in a group, for the words of a kind of data/time_bounds.tsv, with some values."""
    return either(word for word, row in BOUNDS[kind].items() if not values or row.value in values)


def bound_words(kind: str) -> str:
    """Return what `bounding` does, with what may not follow each word."""
    rows = sorted(BOUNDS[kind].items(), key=lambda r: len(r[0]), reverse=True)
    guards = {w: f"(?!{either(r.not_before)})" if r.not_before else "" for w, r in rows}
    return f"(?:{'|'.join(re.escape(w) + guard for w, guard in guards.items())})"


HOURS = bounding("unit", "clock")
"""What follows the number of an hour: 9点, 9时."""
TO, AND = cue("to"), cue("and")
"""What stands between two times: 到, as dashes too, and 、 or 和."""
WEEKDAY = f"[{''.join(word for word, day in BOUNDS['dayofweek'].items() if day.value.isdigit())}]"
"""The character of a day of the week: 周|三."""


def digitwise(written: str) -> bool:
    """Tell whether a number is written digit by digit: 2011, 二〇一一, not 十二."""
    return all(c in _DIGITS or c in "0123456789" for c in written)


def role_before(word: str) -> str:
    """Return what a word is before a time (from, by, on, ...), an empty string where it is nothing."""
    row = BOUNDS["prefix"].get(word)
    return row.value if row else ""


def weekday(mark: str) -> int:
    """Return the number of a day of the week, 1 = Monday, by its character."""
    return int(BOUNDS["dayofweek"][mark].value)


@lru_cache(4096)
def figure(written: str) -> int | None:
    """Return the whole number of up to four digits or of Chinese numerals, also digit by digit: 二〇一一, 廿三."""
    if written.isascii():
        return int(written)
    if digitwise(written):
        return int("".join(_DIGITS.get(c, c) for c in written))
    value = parse(written)
    return int(value) if value is not None else None
