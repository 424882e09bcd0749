"""The words around numbers, by what they tell: reads the table of cues."""

from __future__ import annotations

import re
from functools import cache

from ...lang.tables import table


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the cues of one kind, the longest first."""
    found = (row["cue"] for row in table("quantity_cues.tsv") if row["kind"] == kind)
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


def pattern(kind: str) -> str:
    """Return a regular expression that matches any cue of one kind."""
    return "(?:" + "|".join(map(re.escape, words(kind))) + ")"
