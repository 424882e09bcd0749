"""The key of an indicator: one form for the words by which different articles name the same thing.

新增绿化面积 and 绿化面积新增 have one key, and so have 地区生产总值 and GDP. What it is made by stands in
`data/indicator_keys.tsv`: names that mean the same, and words that are left out, moved or replaced. What changes the
meaning stays (规模以上, 累计, 人均, 同口径); what other fields say goes (全市, 上半年, 同比增长).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from ..lang.tables import table
from ..lang.word_set import WordSet
from ..model import Fact

ROUNDS = 8
"""A key is made anew of itself until it stays; this many times at most."""

_SPACE = re.compile(r"""[\s“”‘’"'「」《》〈〉【】\[\]|]""")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ABBREVIATION = re.compile(r"[A-Z&.0-9]{1,12}")
_OF = re.compile("(?<!目)的(?![士确])")
_PERIOD = re.compile(r"(?:\d{2,4}年)?\d{1,2}(?:[-—–~至到]\d{1,2})?月份?|\d{4}年[末底度]?")
_EDGES = " 、,，。.:;；：·-—–/=()"


class _KeyTable(NamedTuple):
    """The table, made ready."""

    names: dict[str, str]
    words: dict[str, str]
    word: re.Pattern[str]
    qualifiers: dict[str, tuple[str, ...]]
    verbs: WordSet
    acts: WordSet
    fixed: tuple[str, ...]
    heads: WordSet
    tails: WordSet
    light: frozenset[str]
    asides: frozenset[str]


def keyed(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts with the key of their indicator, where `relate` put its words as the reading text has them."""
    return [fact.model_copy(update={"indicator_key": key(fact.indicator_key or "")}) for fact in facts]


@lru_cache(maxsize=10_000)
def key(indicator: str) -> str | None:
    """Return the key of an indicator as the reading text writes it (simplified, half width), None where none is left.

    The key of a key is the key itself.
    """
    for _ in range(ROUNDS):
        before, indicator = indicator, _once(indicator)
        if indicator == before:
            break
    return indicator or None


def _once(text: str) -> str:
    tab = _table()
    text = tab.word.sub(lambda m: tab.words[m[0]], _tidy(text, tab.asides))
    if text in tab.names:
        return tab.names[text]
    qualifiers, core = _qualified(text, tab)
    whole = "".join([*qualifiers, tab.names.get(core) or _ordered(core, tab)])
    return tab.names.get(whole, whole)


def _tidy(text: str, asides: frozenset[str]) -> str:
    """Return a phrase without blanks, quotation marks, brackets, remarks in them, and 的."""

    def inner(bracket: re.Match[str]) -> str:
        said = bracket[1]
        return "" if said in asides or (bracket.start() and _ABBREVIATION.fullmatch(said)) else said

    text = unicodedata.normalize("NFKC", _SPACE.sub("", unicodedata.normalize("NFKC", text)).upper())
    return _OF.sub("", _BRACKETS.sub(inner, text)).strip(_EDGES)


def _qualified(text: str, tab: _KeyTable) -> tuple[list[str], str]:
    """Return the qualifiers of a phrase, and the phrase without them and without words at its edges that say nothing.

    Qualifiers are taken away one by one until a name is left: 年均|居民人均可支配收入.
    """
    found: list[str] = []
    core = _trimmed(text, tab)
    for qualifier, forms in tab.qualifiers.items():
        if core in tab.names:
            break
        for form in forms:
            if form in core and len(core) > len(form):
                found += [qualifier] * (qualifier not in found)
                core = _trimmed(core.replace(form, "", 1), tab)
    return found, core


def _trimmed(text: str, tab: _KeyTable) -> str:
    """Return a phrase without the words at its edges that say nothing of what is measured."""
    while text not in tab.names:
        period = _PERIOD.match(text)
        head = period[0] if period else tab.heads.at(text, 0, len(text))
        tail = "" if head else tab.tails.before(text, 0, len(text))
        rest = text[len(head) : len(text) - len(tail)].strip(_EDGES)
        if rest == text or len(rest) < 2:
            return _lightened(text, tab)
        text = rest
    return text


def _lightened(text: str, tab: _KeyTable) -> str:
    """Return the name that a phrase is but for light words at its edges, else the phrase."""
    starts = [n for n in range(len(text)) if n == 0 or text[:n] in tab.light]
    ends = [n for n in range(len(text), 0, -1) if n == len(text) or text[n:] in tab.light]
    names = (text[a:b] for a in starts for b in ends if text[a:b] in tab.names)
    return next(names, text)


def _ordered(core: str, tab: _KeyTable) -> str:
    """Return a phrase with its verbs before the noun, in the order of the table, and an act behind it: 汽车出口."""
    verbs: list[str] = []
    rest = core
    while found := tab.verbs.before(rest, 0, len(rest)):
        verbs, rest = [*verbs, found], rest[: -len(found)]
    while found := tab.verbs.at(rest, 0, len(rest)):
        verbs, rest = [*verbs, found], rest[len(found) :]
    if len(rest) < 2:
        return core
    rest = tab.names.get(rest, rest)
    act = tab.acts.at(rest, 0, len(rest))
    if act and len(rest) > len(act) + 1 and not rest.startswith(tab.fixed):
        rest = rest[len(act) :] + act
    order = list(tab.verbs.values.values())
    return "".join(sorted({tab.verbs.values[v] for v in verbs}, key=order.index)) + rest


@cache
def _table() -> _KeyTable:
    """Return the rows of the table by kind; forms of names are written as `_once` meets them."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for r in table("indicator_keys.tsv"):
        grouped.setdefault((r["kind"], r["key"]), []).extend([r["form"]] if r["form"] else [])
    rows = [(kind, name, forms) for (kind, name), forms in grouped.items()]
    words: dict[str, str] = {}
    verbs: dict[str, str] = {}
    for kind, name, forms in rows:
        if kind in ("word", "drop", "fixed"):
            own = {"word": name, "drop": ""}
            words |= {f: own.get(kind, f) for f in ([name] if kind == "word" else []) + forms}
        elif kind == "verb":
            verbs |= dict.fromkeys((name, *forms), name)
    word = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    asides = frozenset(_forms(rows, "aside"))

    def met(form: str) -> str:
        return word.sub(lambda m: words[m[0]], _tidy(form, asides))

    return _KeyTable(
        names={met(f): met(name) for kind, name, forms in rows if kind == "name" for f in (name, *forms)},
        words=words,
        word=word,
        qualifiers={n: tuple(sorted((n, *f), key=len, reverse=True)) for kind, n, f in rows if kind == "qualifier"},
        verbs=WordSet(verbs),
        acts=WordSet({n: n for kind, n, _ in rows if kind == "act"}),
        fixed=tuple(_forms(rows, "fixed")),
        heads=WordSet(dict.fromkeys(_forms(rows, "head"), "")),
        tails=WordSet(dict.fromkeys(_forms(rows, "tail"), "")),
        light=frozenset(_forms(rows, "light")),
        asides=asides,
    )


def _forms(rows: list[tuple[str, str, list[str]]], wanted: str) -> list[str]:
    """Return the forms of all rows of a kind."""
    return [form for kind, _, forms in rows if kind == wanted for form in forms]
