"""Recognisers of other libraries as proposers of names: their spans and labels in, ours out.

Such a recogniser says no probability, so each of its names has the same score; the rules weigh it as they weigh the
shipped tagger's. What its labels stand for is in the table label_map.tsv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...errors import ZhfactsError
from ...lang.tables import table
from ..names.grammar import suffixes
from ..names.lexicon import builtin
from ..names.proposal import Proposal
from .features import pieces

SCORE = 0.9
"""The probability that stands for each name of another recogniser; docs/decisions.md says how it was chosen."""

Found = Iterable[tuple[int, int, str]]
"""Names of one piece of text: half-open range and the recogniser's own label."""


@dataclass(frozen=True)
class LibraryNames:
    """A proposer of names around another recogniser.

    `meanings` maps its labels to ours. `spans` takes pieces of text (whole sentences of one line, 128 characters at
    most) and gives the names of each.
    """

    meanings: Mapping[str, tuple[str, ...]]
    spans: Callable[[Sequence[str]], Iterable[Found]]

    def candidates(self, text: str, least: float) -> Sequence[Proposal]:
        """Return the recogniser's names in a text in order, with our labels and SCORE; none where `least` is above."""
        cuts = pieces(text) if least <= SCORE else []
        found = set()
        for (at, _), names in zip(cuts, self.spans([text[a:b] for a, b in cuts]), strict=True):
            for start, end, theirs in names:
                name = text[at + start : at + end]
                if name.strip() and theirs in self.meanings:
                    begin = at + start + len(name) - len(name.lstrip())
                    label = meant(name.strip(), self.meanings[theirs])
                    found.add(Proposal(begin, begin + len(name.strip()), label, score=SCORE))
        return sorted(found)


def meanings(labels: Iterable[str], recogniser: str) -> dict[str, tuple[str, ...]]:
    """Return what a recogniser's labels stand for, by that scheme of the table which knows most of them.

    Each stands for one of our labels or for several of which one is meant; dates, numbers and the like are left out.
    Raises ZhfactsError naming the recogniser where no scheme knows any of its labels.
    """
    used = sorted(set(labels))
    schemes: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table("label_map.tsv"):
        if row["ours"] and row["theirs"] in used:
            schemes.setdefault(row["source"], {})[row["theirs"]] = tuple(row["ours"].split("|"))
    if not schemes:
        raise ZhfactsError(f"{recogniser}: its labels stand for no names: {', '.join(used) or 'it has none'}")
    return max(schemes.values(), key=len)


def meant(name: str, labels: Sequence[str]) -> str:
    """Return the one of several labels that fits a name: by the tables of known names, else by its last word."""
    if len(labels) > 1:
        known = builtin().get(name, None)
        if known and known[1].label in labels:
            return str(known[1].label)
        kinds, lengths = suffixes()
        for length in lengths.get(name[-1], ()):
            kind = kinds.get(name[-length:]) if length < len(name) else None
            if kind and kind.label in labels:
                return kind.label
    return labels[0]
