"""Measures of linking over all articles: B-cubed and CEAF, as neleval (TAC KBP's scorer) defines them.

A cluster is all mentions of one entity by its canonical name. Mentions are the same where their spans are.
"""

from __future__ import annotations

from array import array
from collections import Counter

from .assignment import best_assignment
from .sheets import Sheet, SpanKey
from .spans import Pair, span
from .tallies import Tallies, Units

CLUSTER_MEASURES = ("b_cubed", "b_cubed_plus", "b_cubed_shared", "mention_ceaf", "mention_ceaf_shared")
NONE = -1


class Clusterings:
    """The mentions of all files with the numbers of their entities on both sides, NONE where a side has no mention."""

    def __init__(self) -> None:
        self.units, self.gold, self.predicted = array("q"), array("q"), array("q")
        self._numbers: dict[str, int] = {}
        self._unlinked = 0

    def enter(self, pair: Pair, units: Units) -> None:
        """Take in the mentions of a raw file."""
        ours, theirs = self._numbered(pair.gold), self._numbered(pair.predicted)
        for key in sorted(ours.keys() | theirs.keys()):
            self.units.append(units.of(pair.gold.file, key[0]))
            self.gold.append(ours.get(key, NONE))
            self.predicted.append(theirs.get(key, NONE))

    def _numbered(self, sheet: Sheet) -> dict[SpanKey, int]:
        return {span(m): self._number(sheet.folder.name(m.entity)) for m in sheet.mentions}

    def _number(self, name: str | None) -> int:
        """Return the number of an entity, one for both sides; a mention without entity is one by itself."""
        if name is None:
            self._unlinked += 1
            name = f"\0{self._unlinked}"
        return self._numbers.setdefault(name, len(self._numbers))

    def alignment(self) -> dict[str, str]:
        """Return predicted -> gold name: the gold entity with which each predicted one shares most mentions.

        Of several it is the one whose mention comes first.
        """
        names = list(self._numbers)
        votes: dict[int, Counter[int]] = {}
        for ours, theirs in zip(self.gold, self.predicted, strict=True):
            if NONE not in (ours, theirs):
                votes.setdefault(theirs, Counter())[ours] += 1
        return {names[k]: names[v.most_common(1)[0][0]] for k, v in votes.items()}

    def gold_names(self) -> frozenset[str]:
        """Return the names of all entities of the gold."""
        names = list(self._numbers)
        return frozenset(names[n] for n in set(self.gold) if n != NONE)

    def count(self, tallies: Tallies) -> None:
        """Count all measures of clusters."""
        self._b_cubed(tallies, "b_cubed", shared=False, same=False)
        self._b_cubed(tallies, "b_cubed_plus", shared=False, same=True)
        self._b_cubed(tallies, "b_cubed_shared", shared=True, same=False)
        self._ceaf(tallies)

    def _b_cubed(self, tallies: Tallies, name: str, shared: bool, same: bool) -> None:
        """Count B-cubed (Bagga and Baldwin 1998): of each mention, the share of its cluster that is right.

        `shared`: only mentions that both sides have count. `same`: a mention is right only where its entity is the same
        on both sides (neleval's b_cubed_plus, whose items are span and entity).
        """
        tally = tallies[name]
        rows = [
            (u, g, p) for u, g, p in zip(self.units, self.gold, self.predicted, strict=True)
            if not shared or NONE not in (g, p)
        ]  # fmt: skip
        ours, theirs = Counter(g for _, g, _ in rows), Counter(p for _, _, p in rows)
        both = Counter((g, p) for _, g, p in rows if NONE not in (g, p) and (g == p or not same))
        for unit, g, p in rows:
            if p != NONE:
                tally.predicted(unit, both[g, p] / theirs[p])
            if g != NONE:
                tally.gold(unit, both[g, p] / ours[g])

    def _ceaf(self, tallies: Tallies) -> None:
        """Count CEAF-m (Luo 2005): mentions shared under the best one-to-one alignment of clusters."""
        both = Counter((g, p) for g, p in zip(self.gold, self.predicted, strict=True) if NONE not in (g, p))
        aligned = best_assignment(both)
        for unit, g, p in zip(self.units, self.gold, self.predicted, strict=True):
            hit = float(NONE not in (g, p) and aligned.get(g) == p)
            tallies["mention_ceaf"].add(unit, hit, float(p != NONE), float(g != NONE))
            if NONE not in (g, p):
                tallies["mention_ceaf_shared"].add(unit, hit, 1.0, 1.0)
