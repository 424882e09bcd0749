"""Names of people, organisations, places and things in a text, by tables, surface grammar and the article itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from ...errors import ZhfactsError
from ...model import Mention, NameLabel, Span, numbered
from .echoes import enumerated, glosses, repeated, stocks
from .firms import defined, firm_names, relabelled
from .fusion import Evidence, Scored, fuse
from .grammar import Grammar
from .introductions import introduced
from .lexicon import Hit, Lexicon, hits, listed
from .market import marketed
from .numbered import numbered_names
from .persons import Persons
from .places import Candidate, Places, abbreviations
from .quoted import Titles
from .vetoes import vetoed
from .words import Words

LEAST = 0.1
SURE = 0.8
MARKED = frozenset({("《", "》"), ("“", "”"), ("「", "」"), ("『", "』")})
"""Marks that stand around a name and are no part of it."""


class Proposer(Protocol):
    """What proposes names: spans with label and probability, overlapping ones too."""

    def candidates(self, text: str, least: float) -> Sequence[tuple[int, int, str, float]]:
        """Return every span of `text` that is a name with at least the probability `least`."""
        ...


@dataclass(frozen=True)
class Namer:
    """A recogniser of names chosen by a user, with the user's own names: call it with a text and its blocked spans.

    `tagger` proposes names that the rules weigh; without one the rules stand alone.
    """

    lexicon: Lexicon | None = None
    tagger: Proposer | None = None

    @classmethod
    def load(cls, names: str = "zhfacts", lexicon: Path | None = None) -> Namer:
        """Return the recogniser that `names` chooses, with a file of the user's own names (`lexicon`).

        "zhfacts" is the shipped tagger and the rules around it, "lexicon" rules and gazetteers alone. "zhfacts:FOLDER"
        (a tagger that `zhfacts train` made), "spacy:PACKAGE_OR_PATH" and "hanlp:PATH_OR_NAME" put another recogniser in
        the shipped tagger's place. Raises ZhfactsError for another choice, a model that cannot be loaded or finds no
        names, a package that is not installed, an unreadable file.
        """
        own = Lexicon.read(lexicon) if lexicon else None
        return cls(own, None if names == "lexicon" else _proposer(names))

    def __call__(self, text: str, blocked: Sequence[Span] = ()) -> list[Mention]:
        """Return the names in a reading text; `blocked` are its quantities and times."""
        if self.tagger is None:
            return find(text, self.lexicon, blocked)
        return find(text, self.lexicon, blocked, [Scored(*name) for name in self.tagger.candidates(text, LEAST)])


def _proposer(names: str) -> Proposer:
    """Return what proposes names by the user's choice; imports the library that it needs and no other."""
    kind, colon, which = names.partition(":")
    if kind == "zhfacts" and bool(which) == bool(colon):
        from ..taggers.shipped import Tagger

        return Tagger.load(Path(which) if which else None)
    if kind == "spacy" and which:
        from ..taggers import spacy_pipeline

        return spacy_pipeline.load(which)
    if kind == "hanlp" and which:
        from ..taggers import hanlp_model

        return hanlp_model.load(which)
    raise ZhfactsError(
        f"names: {names!r} is no recogniser; zhfacts, zhfacts:FOLDER, spacy:PACKAGE_OR_PATH, hanlp:PATH_OR_NAME and "
        "lexicon are"
    )


def find(
    text: str,
    lexicon: Lexicon | None = None,
    blocked: Sequence[Span] = (),
    candidates: Sequence[Scored] = (),
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
    text: str, lexicon: Lexicon | None, blocked: Sequence[Span], candidates: Sequence[Scored]
) -> Evidence:
    """Return what the rules and a tagger say of a text, before they are weighed against each other."""
    words = Words(text)
    fixed = fixed_terms(text)

    def possible(c: Candidate | Scored) -> bool:
        certain = isinstance(c, Candidate) and c.tier == 4
        return not fixed[c.start] and (certain or not vetoed(words, c.start, c.end, c.label))

    proposals = [c for c in _proposals(words, hits(text, lexicon), blocked) if possible(c)]
    firms = firm_names(words, proposals)
    proposals = relabelled(text, proposals, firms)
    chosen = select(proposals, text, blocked)
    named = [(c.start, c.end, c.label) for c in (*chosen, *(c for c in candidates if c.score >= SURE))]
    echoes = (*repeated(words, chosen), *enumerated(words, chosen), *glosses(words, named))
    proposals += [c for c in echoes if possible(c)]
    candidates = unmarked(text, candidates)
    mistaken = [c for c in candidates if c.label in ("PERSON", "GPE") and text[c.start : c.end] in firms]
    tagged = echoed(words, [c for c in candidates if possible(c) and c not in mistaken]) if candidates else []
    return Evidence(words, select(proposals, text, blocked), proposals, tagged)


def _proposals(words: Words, found: list[Hit], blocked: Sequence[Span]) -> list[Candidate]:
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
        proposals += [Candidate(start, body.end, body.label, "known:local") for start in owners]
    persons = {c.start: c.end for c in known if c.label == "PERSON"}
    proposals = [c for c in proposals if not (c.label == "PERSON" and persons.get(c.start, 0) > c.end)]
    return [*proposals, *stocks(words), *marketed(words), *defined(words)]


def unmarked(text: str, candidates: Sequence[Scored]) -> list[Scored]:
    """Return a tagger's candidates without the marks around them; of two that are the same then, the surer."""
    best: dict[tuple[int, int, str], float] = {}
    for start, end, label, score in candidates:
        marked = end - start > 2 and (text[start], text[end - 1]) in MARKED
        key = (start + marked, end - marked, label)
        best[key] = max(score, best.get(key, 0.0))
    return [Scored(*key, score) for key, score in best.items()]


def echoed(words: Words, candidates: Sequence[Scored]) -> list[Scored]:
    """Return a tagger's candidates and the further mentions of the names that it is sure of, with a low score."""
    there = {(c.start, c.end, c.label) for c in candidates}
    sure = [Candidate(c.start, c.end, c.label, "tagger") for c in candidates if c.score >= SURE]
    echoes = {(c.start, c.end, c.label) for c in repeated(words, sure)} - there
    return sorted([*candidates, *(Scored(*key, 0.0) for key in echoes)])


def _known(words: Words, found: Iterable[Hit]) -> list[Candidate]:
    """Return the candidates from the user's lexicon and the table of well-known names."""
    kept = []
    for hit in found:
        if hit.entry.source == "user":
            kept.append(Candidate(hit.start, hit.end, hit.entry.label, "lexicon", 4))
        elif hit.entry.source == "known":
            aligned = words.aligned(hit.start, hit.end)
            name = words.text[hit.start : hit.end]
            before = words.text[hit.start - 1 : hit.start]
            if _common(name, words, hit) or (before in ("市", "省", "县") and name.endswith(("委", "局", "部"))):
                continue
            if aligned or (len(name) >= 4 and words.edge[hit.end]) or len(name) >= 5:
                index = hit.entry.label == "PRODUCT" and words.text.startswith("指数", hit.end)
                kept.append(Candidate(hit.start, hit.end + 2 * index, hit.entry.label, "known"))
    return kept


def _owner(body: Candidate, places: Places, text: str) -> list[int]:
    """Return where the place begins that a ministry's or airport's name follows (中国商务部), if one does."""
    ending = "部委局署院办会府" if body.label == "ORG" else "场" if body.label == "FAC" else ""
    if text[body.end - 1] not in ending:
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


def _common(name: str, words: Words, hit: Hit) -> bool:
    """Tell whether a well-known name is also a common word (平安, 科学), believed only before 公司 or 集团."""
    if name not in listed("name_words.tsv")["not_known"]:
        return False
    firm = words.text.startswith(("公司", "集团", "总部", "服务器"), hit.end)
    return not firm and not words.text.endswith("机构", 0, hit.start)


def select(proposals: Iterable[Candidate], text: str, blocked: Sequence[Span]) -> list[Candidate]:
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


def _rank(candidate: Candidate) -> tuple[int, int, int, bool, str, str]:
    """Return the sort key of the selection: the best candidate first."""
    start, end, label, rule, tier = candidate
    return (-tier, start - end, start, rule == "document", label, rule)


def _mention(text: str, candidate: Candidate) -> Mention:
    """Return the mention of a candidate."""
    return Mention(
        id="m",
        start=candidate.start,
        end=candidate.end,
        text=text[candidate.start : candidate.end],
        label=cast(NameLabel, candidate.label),
        rule=candidate.rule,
    )
