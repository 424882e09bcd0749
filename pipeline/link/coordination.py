"""Names that share the head of the last one in a row: 乌东德、白鹤滩水电站; 襄阳、荆门高新区."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ..lang.characters import JOINERS
from ..lang.tables import table
from ..model import Mention, NameLabel
from .words import either, words_of

LINK = re.compile(f"[{JOINERS}]")
AFTER = re.compile(f"(?:等)?(?:[0-9]+|[两二三四五六七八九十]+)?{either('size-unit')}?{either('size')}?")
LONGEST = 5
PAIR = 2
PAIRED = re.compile(f"{either('short-place')}{{2}}")
SHARED: tuple[NameLabel, ...] = ("FAC", "GPE", "LOC")
HEADS: dict[NameLabel, frozenset[str]] = {
    "FAC": frozenset({"strong", "road", "works", "site"}),
    "GPE": frozenset({"zone"}),
    "LOC": frozenset({"loc"}),
}
TABLES: dict[NameLabel, str] = {"FAC": "fac_suffixes.tsv", "GPE": "place_suffixes.tsv", "LOC": "place_suffixes.tsv"}


@cache
def heads(label: NameLabel, shortest: int = 2) -> tuple[str, ...]:
    """Return the words that end names with a label and that a row of names can share, longest first."""
    ends, no_heads = {row["word"] for row in table(TABLES[label]) if row["kind"] in HEADS[label]}, words_of("no-head")
    return tuple(sorted((w for w in ends if len(w) >= shortest and w not in no_heads), key=lambda w: (-len(w), w)))


def completed(text: str, mentions: Iterable[Mention]) -> dict[tuple[int, int], str]:
    """Return the complete name of each mention in a row that shares the last one's head, by its span."""
    found = {}
    for row in rows(text, sorted(mentions, key=lambda m: m.start)):
        if len(row) > 1 and row[0].label in SHARED and (head := shared_head(text, row)):
            for mention in row:
                name = text[mention.start : mention.end]
                if len(name) <= LONGEST and not any(name.endswith(word) for word in (head, *heads(mention.label, 1))):
                    found[mention.start, mention.end] = name + head
    return found


def rows(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the mentions that follow each other with 、 or 和 between them and one label as rows; single ones too."""
    row: list[Mention] = []
    for mention in mentions:
        if row and (mention.label != row[-1].label or not LINK.fullmatch(text[row[-1].end : mention.start])):
            yield row
            row = []
        row.append(mention)
    if row:
        yield row


def shared_head(text: str, row: Sequence[Mention]) -> str | None:
    """Return the head that stands at the end of a row's last name or after it, None where there is none.

    After pairs of one-character places all that follows the last pair is the head: 浙琼、粤琼、深儋合作产业园.
    """
    last = text[row[-1].start : row[-1].end]
    label = row[-1].label
    pairs = label == "FAC" and all(PAIRED.fullmatch(text[m.start : m.end]) for m in row[:-1])
    if inside := next((w for w in heads(label) if last.endswith(w) and len(last) - len(w) > 1), None):
        return last[PAIR:] if pairs and len(last) - PAIR > len(inside) else inside
    match = AFTER.match(text, row[-1].end)
    position = match.end() if match else row[-1].end
    return next((w for w in heads(label) if text.startswith(w, position)), None)
