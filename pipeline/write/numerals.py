"""The ledger of numerals: every number that is written in an article, and what became of it.

A numeral is a run of digits, with the points, commas and % that numbers are written with, or of Chinese numerals, as it
stands in the raw file; where a name, time or quantity begins or ends inside a run, it is parted. So each digit and each
Chinese numeral of an article stands in just one row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple, get_args

from ..lang.tables import table
from ..model import Article, UnusedReason

BECAME: tuple[str, ...] = ("fact", "quantity", "time", "name", *get_args(UnusedReason), "unread")

_KINDS = {kind: "".join(r["char"] for r in table("numerals.tsv") if r["kind"] == kind)
          for kind in ("digit", "ten", "big", "sum", "zero", "money")}  # fmt: skip
_FORMAL = _KINDS["money"] + "拾佰仟"
_PLAIN = "".join(c for kind in ("digit", "ten", "big", "sum", "zero") for c in _KINDS[kind] if c not in _FORMAL)
NUMERAL = re.compile(rf"(?:\d+(?:[.．]\d+|[,，]\d{{3}}(?!\d))*|[{_PLAIN}]+|[{_FORMAL}{_PLAIN}]{{2,}})+[%％‰‱]?")
"""A run as it is written. 参, 陆, 伍 and the other numerals of cheques are mostly words and count in company only."""
_SOME = re.compile(rf"[\d{_PLAIN}{_FORMAL}]|&#")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Entry(NamedTuple):
    """A span of the raw file: what became of it, the id of that in its article, and why a quantity states nothing."""

    start: int
    end: int
    became: str
    item: str | None = None
    why: str | None = None


def ledger(article: Article) -> Iterator[Entry]:
    """Yield every numeral of an article, in text order."""
    taken, untaken, trimmed = _taken(article), _Untaken(article), _Trimmer(article)
    at = 0
    for start, end in _runs(article):
        while start < end:
            while at < len(taken) and taken[at].end <= start:
                at += 1
            item = taken[at] if at < len(taken) else None
            inside = item is not None and item.start <= start
            stop = end if item is None else min(end, item.end if inside else item.start)
            if piece := trimmed(start, stop):
                yield item._replace(start=piece[0], end=piece[1]) if item and inside else untaken.entry(*piece)
            start = stop


def _runs(article: Article) -> Iterator[tuple[int, int]]:
    """Yield the runs of digits and numerals that a reader sees, as spans of the raw file."""
    if not article.markup and "&" not in article.text:
        for run in NUMERAL.finditer(article.text):
            yield article.start + run.start(), article.start + run.end()
        return
    characters, places, at = [], [], 0
    hidden = [(s - article.start, e, "") for s, e in ((s, e - article.start) for s, e in article.markup)]
    references = ((m.start(), m.end(), unescape(m[0])) for m in _REFERENCE.finditer(article.text))
    for start, end, said in sorted([*hidden, *(r for r in references if len(r[2]) == 1)]):
        if start < at:
            continue
        characters += [*article.text[at:start], *said]
        places += [*((n, n + 1) for n in range(at, start)), *[(start, end)] * len(said)]
        at = end
    characters += article.text[at:]
    places += ((n, n + 1) for n in range(at, len(article.text)))
    for run in NUMERAL.finditer("".join(characters)):
        yield article.start + places[run.start()][0], article.start + places[run.end() - 1][1]


class _Trimmer:
    """Takes the tags at its edges off a piece of a run."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._ends = dict(article.markup)
        self._starts = {end: start for start, end in article.markup}

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the piece without tags at its edges, None where no numeral is left (a point, a %)."""
        while start in self._ends:
            start = self._ends[start]
        while end in self._starts:
            end = self._starts[end]
        piece = self._article.text[max(0, start - self._article.start) : max(0, end - self._article.start)]
        return (start, end) if _SOME.search(piece) else None


def _taken(article: Article) -> list[Entry]:
    """Return the names, times and quantities of an article, none overlapping, in text order."""
    stating = {f.quantity: f.id for f in reversed(article.facts)}
    found = [Entry(m.start, m.end, "name", m.id) for m in article.mentions]
    found += [Entry(t.start, t.end, "time", t.id) for t in article.times]
    reasons = {u.quantity: u.reason for u in article.unstated}
    for q in article.quantities:
        if q.id in stating:
            found.append(Entry(q.start, q.end, "fact", stating[q.id]))
        else:
            found.append(Entry(q.start, q.end, "quantity", q.id, reasons.get(q.id)))
    kept: list[Entry] = []
    for entry in sorted(found, key=lambda e: (e.start, -e.end)):
        last = kept[-1].end if kept else 0
        if entry.end > last:
            kept.append(entry if entry.start >= last else entry._replace(start=last))
    return kept


class _Untaken:
    """What became of the numerals of an article that are in no name, time or quantity."""

    def __init__(self, article: Article) -> None:
        self._passed = sorted((n.start, n.end, n.reason) for n in article.numerals)
        self._sentences = article.sentences

    def entry(self, start: int, end: int) -> Entry:
        """Return the entry of a numeral: why it is no quantity, or that it was not read."""
        n = bisect_right(self._passed, end - 1, key=lambda p: p[0]) - 1
        if n >= 0 and self._passed[n][1] > start:
            return Entry(start, end, self._passed[n][2])
        s = bisect_right(self._sentences, start, key=lambda s: s[0]) - 1
        read = not self._sentences or (s >= 0 and start < self._sentences[s][1])
        return Entry(start, end, "bare" if read else "unread")
