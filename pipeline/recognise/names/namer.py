"""Names of people, organisations, places and things in a text, by tables, surface grammar and the article itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from ...errors import OptionError
from ...lang.characters import HAN
from ...model import Mention, NameLabel, Span, numbered
from .echoes import enumerated, glosses, repeated, stocks
from .firms import defined, firm_names, relabelled
from .fusion import NameEvidence, fuse
from .grammar import Grammar
from .introductions import introduced
from .lexicon import Hit, Lexicon, hits, listed, ordered
from .market import marketed
from .numbered import numbered_names
from .persons import Persons
from .places import Places, abbreviations
from .proposal import Proposal
from .quoted import Titles
from .vetoes import vetoed
from .words import TaggedWords

LEAST = 0.1
SURE = 0.8
BEFORE_PERSON = re.compile(f"([丨｜|/／]|C[A-Z]O)(?=[{HAN}]{{2}})")
MARKED = frozenset({("《", "》"), ("“", "”"), ("「", "」"), ("『", "』")})
"""Marks that stand around a name and are no part of it."""


class Proposer(Protocol):
    """What proposes names: spans with label and probability, overlapping ones too."""

    def candidates(self, text: str, least: float) -> Sequence[Proposal]:
        """Return every span of `text` that is a name with at least the probability `least`."""
        ...


@dataclass(frozen=True)
class Namer:
    """A recogniser of names chosen by a user, with the user's own names: call it with a text and its blocked spans.

    `tagger` proposes names that the rules weigh; without one the rules stand alone.
    """

    lexicon: Lexicon | None = None
    tagger: Proposer | None = None

    def __call__(self, text: str, blocked: Sequence[Span] = ()) -> list[Mention]:
        """Return the names in a reading text; `blocked` are its quantities and times."""
        if self.tagger is None:
            return find(text, self.lexicon, blocked)
        return find(text, self.lexicon, blocked, self.tagger.candidates(text, LEAST))


def rules_alone(which: str) -> None:
    """Return no proposer: rules and tables stand alone. Raises OptionError where something stands behind the colon."""
    if which:
        raise OptionError(f"names: 'lexicon:{which}': lexicon takes nothing behind a colon; see --lexicon")


def find(
    text: str,
    lexicon: Lexicon | None = None,
    blocked: Sequence[Span] = (),
    candidates: Sequence[Proposal] = (),
) -> list[Mention]:
    """Return the names in a reading text, flat and in text order, with ids m1, m2, ...

    `lexicon` holds the user's names, which win. `blocked` are the spans of quantities and times, which no name cuts
    through. `candidates` are another recogniser's spans, which the rules may overrule, complete or split.
    """
    if not text.strip():
        return []
    seen = evidence(text, lexicon, blocked, candidates)
    chosen = seen.chosen
    if candidates:
        chosen = select(fuse(seen), text, blocked)
    return numbered((_mention(text, candidate) for candidate in chosen), "m")


def evidence(
    text: str, lexicon: Lexicon | None, blocked: Sequence[Span], candidates: Sequence[Proposal]
) -> NameEvidence:
    """Return what the rules and a tagger say of a text, before they are weighed against each other."""
    words = TaggedWords(text)
    fixed = fixed_terms(text)

    def possible(c: Proposal) -> bool:
        certain = c.tier == 4
        return not fixed[c.start] and (certain or not vetoed(words, c.start, c.end, c.label))

    found = hits(text, lexicon)
    proposals = [c for c in _proposals(words, found, blocked) if possible(c)]
    proposals += [c for c in _entities(words, found, blocked, [*proposals, *candidates]) if possible(c)]
    firms = firm_names(words, proposals)
    proposals = relabelled(text, proposals, firms)
    chosen = select(proposals, text, blocked)
    named = [c.key for c in (*chosen, *(c for c in candidates if c.score >= SURE))]
    echoes = (*repeated(words, chosen), *enumerated(words, chosen), *glosses(words, named))
    proposals += [c for c in echoes if possible(c)]
    candidates = unmarked(text, candidates)
    mistaken = [c for c in candidates if c.label in ("PERSON", "GPE") and text[c.start : c.end] in firms]
    tagged = echoed(words, [c for c in candidates if possible(c) and c not in mistaken]) if candidates else []
    return NameEvidence(words, select(proposals, text, blocked), proposals, tagged)


def _proposals(words: TaggedWords, found: list[Hit], blocked: Sequence[Span]) -> list[Proposal]:
    """Return what every rule proposes, by the tables' hits and by the words around them."""
    places = Places(words, found)
    known = _known(words, found)
    bodies = {c.end: c.start for c in known if c.label in ("ORG", "FAC")}
    proposals = [*places.candidates, *known, *abbreviations(words)]
    proposals += Grammar(words, places, bodies, blocked).candidates()
    proposals += Persons(words, places.ends).candidates()
    proposals += Titles(words).candidates()
    proposals += introduced(words)
    proposals += numbered_names(words, proposals)
    for body in known:
        owners = _owner(body, places, words.text)
        proposals += [Proposal(start, body.end, body.label, "known:local") for start in owners]
    persons = {c.start: c.end for c in known if c.label == "PERSON"}
    proposals = [c for c in proposals if not (c.label == "PERSON" and persons.get(c.start, 0) > c.end)]
    return [*proposals, *_shares(words, found), *stocks(words), *marketed(words), *defined(words)]


def unmarked(text: str, candidates: Sequence[Proposal]) -> list[Proposal]:
    """Return a tagger's candidates without the marks around them; of two that are the same then, the surer.

    A person's name opens with neither a mark of bylines nor an office in Latin letters (丨金某, CEO张某).
    """
    best: dict[tuple[int, int, str], float] = {}
    for c in candidates:
        marked = c.end - c.start > 2 and (text[c.start], text[c.end - 1]) in MARKED
        start = c.start + marked
        if c.label == "PERSON" and (lead := BEFORE_PERSON.match(text, start, c.end)):
            start = lead.end()
        key = (start, c.end - marked, c.label)
        best[key] = max(c.score, best.get(key, 0.0))
    return [Proposal(*key, score=score) for key, score in best.items()]


def echoed(words: TaggedWords, candidates: Sequence[Proposal]) -> list[Proposal]:
    """Return a tagger's candidates and the further mentions of the names that it is sure of, with a low score."""
    echoes = {c.key for c in repeated(words, [c for c in candidates if c.score >= SURE])}
    echoes -= {c.key for c in candidates}
    return sorted([*candidates, *(Proposal(*key) for key in echoes)])


def _known(words: TaggedWords, found: Iterable[Hit]) -> list[Proposal]:
    """Return the candidates from the user's lexicon and the table of well-known names."""
    kept = []
    for hit in found:
        if hit.entry.source == "user":
            kept.append(Proposal(hit.start, hit.end, hit.entry.label, "lexicon", 4))
        elif hit.entry.source == "known":
            name = words.text[hit.start : hit.end]
            before = words.text[hit.start - 1 : hit.start]
            level = before in listed("name_grammar.tsv")["level"]
            office = level and name.endswith(ordered("name_grammar.tsv", "office_end"))
            if _common(name, words, hit) or office:
                continue
            if _bounded(words, hit):
                tails = ordered("name_words.tsv", "product_goes_on") if hit.entry.label == "PRODUCT" else ()
                more = next((word for word in tails if words.text.startswith(word, hit.end)), "")
                kept.append(Proposal(hit.start, hit.end + len(more), hit.entry.label, "known"))
    return kept


def _bounded(words: TaggedWords, hit: Hit) -> bool:
    """Tell whether a name can begin and end where a hit does; a long one is no accident inside other words."""
    size = hit.end - hit.start
    reporter = words.text.startswith(ordered("person_cues.tsv", "reporter"), hit.end)
    if size >= 4 and hit.entry.label == "ORG" and reporter:
        return True  # 极目新闻|记者, which the dictionary cuts 极目|新闻记者
    return words.aligned(hit.start, hit.end) or (size >= 4 and bool(words.edge[hit.end])) or size >= 5


def _entities(
    words: TaggedWords, found: Iterable[Hit], blocked: Sequence[Span], others: Iterable[Proposal]
) -> list[Proposal]:
    """Return the names of the user's knowledge base, the longest first, but those inside a longer name of the others.

    A candidate of the tagger counts among these where it is sure.
    """
    own = [
        Proposal(h.start, h.end, h.entry.label, "kb", 4) for h in found if h.entry.source == "kb" and _bounded(words, h)
    ]
    if not own:
        return []
    surest = (c for c in others if c.rule != "tagger" or c.score >= SURE)
    wider = {(c.start, c.end) for c in select(surest, words.text, blocked)}

    def inside(c: Proposal) -> bool:
        return any(start <= c.start and c.end <= end and end - start > c.end - c.start for start, end in wider)

    return [c for c in select(own, words.text, blocked) if not inside(c)]


def _shares(words: TaggedWords, found: Iterable[Hit]) -> list[Proposal]:
    """Return the listed firms' short names, for where no other rule says more.

    One that is a single word of the dictionary mostly means something else (生物, 阳光).
    """
    several = (
        hit
        for hit in found
        if hit.entry.source == "listed"
        and words.aligned(hit.start, hit.end)
        and words.at(hit.start) != words.at(hit.end - 1)
    )
    return [Proposal(hit.start, hit.end, "ORG", "org:listed", 1) for hit in several]


def _owner(body: Proposal, places: Places, text: str) -> list[int]:
    """Return where the place begins that a ministry's or airport's name follows (中国商务部), if one does."""
    ending = {"ORG": "ministry_end", "FAC": "airport_end"}.get(body.label, "")
    if text[body.end - 1] not in listed("name_words.tsv").get(ending, ()):
        return []
    start = places.starts.get(body.start)
    return [] if start is None else [start]


def fixed_terms(text: str) -> bytearray:
    """Return 1 for each character of a term in which no name is marked (中国特色, 世界500强), else 0."""
    marks = bytearray(len(text))
    for term in listed("name_words.tsv")["fixed"]:
        start = text.find(term)
        while start >= 0:
            marks[start : start + len(term)] = b"\1" * len(term)
            start = text.find(term, start + 1)
    return marks


def _common(name: str, words: TaggedWords, hit: Hit) -> bool:
    """Tell whether a well-known name is also a common word (平安, 科学), believed only before 公司 or 集团."""
    if name not in listed("name_words.tsv")["not_known"]:
        return False
    firm = words.text.startswith(ordered("name_words.tsv", "firm_goes_on"), hit.end)
    return not firm and not words.text.endswith(ordered("name_words.tsv", "firm_before"), 0, hit.start)


def select(proposals: Iterable[Proposal], text: str, blocked: Sequence[Span]) -> list[Proposal]:
    """Return the candidates that stay when none may overlap another or cut through a quantity or time.

    An event may open a time (党的十八大|以来).
    """
    edges, opens = bytearray(len(text) + 1), {span.start for span in blocked}
    for span in blocked:
        for i in range(span.start + 1, span.end):
            edges[i] = 1
    taken = bytearray(len(text))
    chosen = []
    for candidate in sorted(proposals, key=_rank):
        start, end = candidate.start, candidate.end
        cuts = edges[start] or (edges[end] and not (candidate.label == "EVENT" and start in opens))
        if candidate.tier < 4 and cuts:
            continue
        if "\n" in text[start:end] or any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        chosen.append(candidate)
    return sorted(chosen)


def _rank(candidate: Proposal) -> tuple[int, int, int, bool, str, str]:
    """Return the sort key of the selection: the best candidate first."""
    start, end, label, rule, tier, _ = candidate
    return (-tier, start - end, start, rule == "document", label, rule)


def _mention(text: str, candidate: Proposal) -> Mention:
    """Return the mention of a candidate."""
    return Mention(
        id="m",
        start=candidate.start,
        end=candidate.end,
        text=text[candidate.start : candidate.end],
        label=cast(NameLabel, candidate.label),
        rule=candidate.rule,
    )
