"""Facts of gold beside those of an extract, as plain rows: what either says of each field, and what of it is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import plain
from .facts import FULL, MORE_SLOTS, NEW_SLOTS, SLOTS, FactMatch
from .sheets import Amount, Claim

COMPARED = (*SLOTS, *MORE_SLOTS, *NEW_SLOTS)
"""The fields of a fact that are compared, by their names in `right`."""


def comparison_rows(matches: Sequence[FactMatch], predicted: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return a row for each fact of the gold, and for each predicted one on a quantity that has none in the gold.

    `outcome`: "right" (all of FULL is), "wrong", "missed", "spurious". `gold` and `predicted` hold the fields of
    COMPARED as texts (None where a side has no such fact), `right` the names of those that are right. `file`,
    `start`, `end` and `text` say where the quantity stands in which raw file, `fact` is the id of the predicted fact
    (ARTICLE/f1) or None.
    """
    rows, known = [], set()
    for match in matches:
        known.add((match.gold.file, match.gold.start, match.gold.end))
        there = match.predicted if match.exact else None
        rows.append(_row(match.gold, there, match.right if there else frozenset()))
    for claim in predicted:
        if (claim.file, claim.start, claim.end) not in known:
            rows.append(_row(None, claim, frozenset()))
    return sorted(rows, key=lambda row: (row["file"], row["start"], row["end"]))


def _row(gold: Claim | None, predicted: Claim | None, right: frozenset[str]) -> dict[str, Any]:
    place = gold or predicted
    assert place is not None
    if gold is None:
        outcome = "spurious"
    elif predicted is None:
        outcome = "missed"
    else:
        outcome = "right" if right >= FULL else "wrong"
    return {
        "file": place.file,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "outcome": outcome,
        "gold": gold and _fields(gold),
        "predicted": predicted and _fields(predicted),
        "right": [name for name in COMPARED if name in right],
        "fact": predicted.fact if predicted else None,
    }


def _fields(claim: Claim) -> dict[str, str | None]:
    """Return the fields of a fact as texts."""
    told = {name: getattr(claim, name) for name in COMPARED if name not in ("quantity", "time")}
    days = claim.time[1] if claim.time else None
    time = "/".join(str(day or "..") for day in days) if days else None
    return {"quantity": _amount(claim.amount), "time": time} | told


def _amount(amount: Amount) -> str:
    ends = (amount.value,) if amount.value is not None else (amount.low, amount.high)
    number = " to ".join("..." if end is None else plain(end) for end in ends)
    return f"{number} {amount.unit or ''}".rstrip()
