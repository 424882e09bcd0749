"""The words of statistical tables, as every room that reads tables asks for them."""

from __future__ import annotations

from functools import cache

from .tables import table
from .word_set import either


@cache
def listed(kind: str) -> tuple[str, ...]:
    """Return the words of a kind of `table_words.tsv`, the longest first."""
    words = (row["word"] for row in table("table_words.tsv") if row["kind"] == kind)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


NUMBERED = r"[表图] ?\d+"
"""表3: the number of a table or a picture, before its caption."""
UNIT_LABEL = f"{either(listed('unit_label'))}[:：]"
"""单位: what stands before the unit of a whole table."""


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(listed(kind))


def plain(text: str) -> str:
    """Return a cell's text without blanks, its brackets ASCII."""
    return "".join(text.split()).replace("（", "(").replace("）", ")")


def is_named(text: str, *kinds: str) -> bool:
    """Tell whether a cell is a word of some kinds, blanks and what it adds in brackets aside."""
    text = plain(text)
    bare = text.split("(")[0]
    return any(text in _known(kind) or bare in _known(kind) for kind in kinds)


def has_word(text: str, *kinds: str) -> bool:
    """Tell whether a text holds a word of some kinds, words left out that only look so (增加值 holds no 增加)."""
    text = plain(text)
    for word in listed("fixed"):
        text = text.replace(word, "")
    return any(word in text for kind in kinds for word in listed(kind))


def ends_with(text: str, kind: str) -> bool:
    """Tell whether a name ends with a word of a kind, blanks and what it adds in brackets aside."""
    return plain(text).split("(")[0].endswith(listed(kind))
