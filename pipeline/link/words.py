"""The words of names by which linking judges what means the same, from `link_words.tsv`."""

from __future__ import annotations

from functools import cache

from ..lang import word_set
from ..lang.tables import table


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the words of a kind."""
    return frozenset(row["word"] for row in table("link_words.tsv") if row["kind"] == kind)


def either(kind: str) -> str:
    """Return a regular expression, in a group, for any word of a kind, the longest first."""
    return word_set.either(words_of(kind))
