"""How a title stands: former (原部长), acting (代市长) or elect (候任主席), by a cue before it."""

from __future__ import annotations

from typing import cast, get_args

from ...lang.words import cut
from ...model import Standing
from .words import PROFESSIONS, cues, titles


def known(kind: str) -> Standing | None:
    """Return the standing that a kind of cue tells."""
    name = kind.partition("-")[0]
    return cast(Standing, name) if name in get_args(Standing) else None


def read_standing(lead: str, title: str) -> tuple[Standing | None, str, str]:
    """Return how a title stands, the cue that opens it as far as that is part of it, and the title without cues.

    `lead` stands before the body that the title belongs to (原|人民银行司长). Verbs and adverbs (时任, 现任) are
    no part of a title, adjectives (原, 代) are.
    """
    words = cues("former", "acting", "elect")
    before = cues("former", "acting", "elect", "former-verb")
    if before.before(lead, 0, len(lead)) and (last := cut(lead).words[-1]) in before.values:
        return known(before.values[last]), "", title
    loose = cues("former-verb", "now")
    if word := loose.at(title, 0, len(title)):
        how, cue, rest = read_standing("", title[len(word) :])
        return known(loose.values[word]) or how, cue, rest
    if words.first(title, 0, len(title))[0] < 0:
        return None, "", title
    whole = cut(title)
    for at in whole.starts:
        word = words.at(title, at, len(title))
        end = at + len(word)
        if word and _holds(title, at, end, words.values[word], bool(whole.edge[end])):
            opens = end if at == 0 else 0
            return known(words.values[word]), title[:opens], title[opens:]
    return None, "", title


def _holds(title: str, at: int, rest: int, kind: str, apart: bool) -> bool:
    """Tell whether a cue at a place of a title is one: right before an office, or a word apart that opens the title."""
    office = titles("head", "title").at(title, rest, len(title))
    if kind == "former":
        return bool(office) or (apart and at == 0)
    return bool(office) and not office.endswith(PROFESSIONS)
