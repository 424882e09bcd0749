"""Where a title begins that follows a name, and where it ends."""

from __future__ import annotations

import re

from ...model import Mention, Standing
from .standing import known
from .words import cues, titles

AFTER_REACH = 60
STOPS = frozenset("，。；：！？\n,;:“”（）()【】[]|")
CLOSING = frozenset("，。；！？\n,;）)")
TERM = tuple(cues("term").values)
BLANKS = " \u3000\t"
HIRING_REACH = 16
LISTING_REACH = 120
"""So many characters before a name the verb stands at most that puts a list of persons in office."""
ABOUT = re.compile(r"[（(][^（）()\n]{1,6}[）)]")
"""A bracket that tells of a person, no office (女, 回族)."""


def opened(text: str, person: Mention) -> tuple[int, Standing | None, bool]:
    """Return where a title begins that a verb, a comma or a bracket opens after a name (-1 for nowhere), how it
    stands, and whether the verb alone tells that a title follows."""
    at = past_address(text, person)
    if text[at : at + 1] in ("（", "(", "，", ","):
        return at + 1, None, False
    if particle := particle_of_loss(text, person):
        return at + len(particle), "former", True
    if blanks := blanks_of_line(text, person):
        return at + blanks, None, False
    hired = puts_in_office(text, person)
    how: Standing | None = None
    lead = cues("lead", "lead-elect", "lead-former")
    while word := lead.at(text, at, at + 4):
        how = known(lead.values[word].removeprefix("lead-")) or how
        at += len(word)
    verbs = cues("office", "former-verb", "now", "copula")
    verb = verbs.at(text, at, at + 4)
    alone = verb not in cues("not-alone").values
    if not verb or not (alone or hired):
        return -1, None, False
    kind, at = verbs.values[verb], at + len(verb)
    one = cues("one").at(text, at, at + 4)
    return at + len(one), known(kind) or how, kind != "copula" or not alone or bool(one)


def past_address(text: str, person: Mention) -> int:
    """Return where a name ends with the word of address and the bracket behind it (李红|女士, 李红|（女）)."""
    end = person.end + len(titles("plain").at(text, person.end, person.end + 4))
    about = ABOUT.match(text, end)
    return about.end() if about and text[about.end() : about.end() + 1] in cues("goes-on").values else end


def particle_of_loss(text: str, person: Mention) -> str:
    """Return the particle that joins a name to the office which the person loses (免去李某|的|副局长职务)."""
    verb = cues("remove").before(text, max(0, person.start - 4), person.start)
    at = past_address(text, person)
    return cues("particle").at(text, at, at + 1) if verb else ""


def blanks_of_line(text: str, person: Mention) -> int:
    """Return the length of the blanks between a name at the head of a line and its office (李某  某大学院长)."""
    heads = text[: person.start].rstrip(BLANKS).endswith("\n") or person.start == 0
    behind = text[person.end : person.end + 8]
    return len(behind) - len(behind.lstrip(BLANKS)) if heads else 0


def puts_in_office(text: str, person: Mention) -> bool:
    """Tell whether a verb before a name, or before the first of a list of clauses, puts persons in office."""
    start = max(text.rfind(c, 0, person.start) for c in "。；！？\n") + 1
    at, verb = cues("hire").last(text, max(start, person.start - LISTING_REACH), person.start)
    near = at >= person.start - HIRING_REACH
    opens = text[person.start - 1 : person.start] in ("，", "、", "；", "和")
    return at >= 0 and (near or opens) and bool(verb)


def succeeded(text: str, person: Mention) -> bool:
    """Tell whether a verb makes a person the one whose office another takes (接任|高某，成为新一任董事长)."""
    return bool(cues("succeed").before(text, max(0, person.start - 4), person.start))


def end_of_titles(text: str, start: int) -> int:
    """Return where a stretch of titles ends: before the next stop or a word for office; -1 where it does not."""
    i, limit = start, min(len(text), start + AFTER_REACH)
    while i < limit and text[i] not in CLOSING and not text.startswith(TERM, i):
        if text[i] in STOPS:
            return -1
        i += 1
    closed = i < limit or limit == len(text)
    return i - len(cues("post").before(text, start, i)) if closed else -1
