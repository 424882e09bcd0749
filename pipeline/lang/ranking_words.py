"""Whether a word for the country only says within what something ranks or has a share: 居|全国|第三, 高于|全国."""

from __future__ import annotations

from functools import cache

from .tables import table
from .word_set import WordSet


@cache
def _around(kind: str) -> WordSet:
    """Return the words before (country-object) or behind (country-rank) such a word."""
    return WordSet({row["word"]: "" for row in table("statement_words.tsv") if row["kind"] == kind})


def only_ranks(text: str, start: int, end: int) -> bool:
    """Tell whether the word for the country at a place of a text is only what something is compared with."""
    before = _around("country-object").before(text, max(0, start - 3), start)
    return bool(before or _around("country-rank").at(text, end, end + 3))
