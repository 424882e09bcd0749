"""Exact-span precision, recall and F1 of found names, by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ...recognise.names.proposal import Proposal
from .data import AnnotatedText


def f1(right: int, found: int, wanted: int) -> dict[str, float]:
    """Return p, r, f of counts, and the counts."""
    p, r = right / found if found else 0.0, right / wanted if wanted else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f": round(f, 4), "right": right, "found": found, "gold": wanted}


def score(rows: Sequence[AnnotatedText], found: Iterable[Sequence[Proposal]]) -> dict[str, dict[str, float]]:
    """Return the scores of all names ("all") and of each gold label; where gold allows several labels, any is right.

    A name whose label its source never uses is left out of the count.
    """
    used = {label for row in rows for name in row.names for label in name.labels}
    wanted, right, seen = Counter[str](), Counter[str](), Counter[str]()
    for row, names in zip(rows, found, strict=True):
        gold = {(x.start, x.end): x.labels for x in row.names}
        wanted.update("|".join(x.labels) for x in row.names)
        group = {label: "|".join(labels) for labels in gold.values() for label in labels}
        for name in names:
            if name.label not in used:
                continue
            labels = gold.get((name.start, name.end), ())
            key = "|".join(labels) if name.label in labels else group.get(name.label, name.label)
            seen[key] += 1
            right[key] += name.label in labels
    result = {"all": f1(right.total(), seen.total(), wanted.total())}
    result.update({k: f1(right[k], seen[k], wanted[k]) for k in sorted(wanted)})
    return result
