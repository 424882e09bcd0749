"""Which known thing each name of an article means: namesakes among places are decided by the places around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..model import NameLabel, Span
from .knowledge import KnowledgeBase, Known

KIN: dict[NameLabel, frozenset[NameLabel]] = {
    "PERSON": frozenset({"PERSON"}),
    "GPE": frozenset({"GPE", "LOC"}),
    "LOC": frozenset({"GPE", "LOC", "FAC"}),
    "FAC": frozenset({"FAC", "LOC", "ORG"}),
    "ORG": frozenset({"ORG", "FAC", "PRODUCT"}),
    "PRODUCT": frozenset({"PRODUCT", "ORG", "EVENT", "LAW"}),
    "EVENT": frozenset({"EVENT", "LAW", "WORK_OF_ART", "PRODUCT"}),
    "LAW": frozenset({"LAW", "EVENT", "WORK_OF_ART", "PRODUCT"}),
    "WORK_OF_ART": frozenset({"WORK_OF_ART", "EVENT", "LAW", "PRODUCT"}),
}
PRIOR = {"country": 8.0, "province": 8.0, "city": 4.0, "county": 2.0, "zone": 2.0, "town": 0.0, None: 3.0}
FULL_NAME = 2.0
PARENT_BEFORE = 6.0
ANCESTOR_NAMED = (3.0, 2.0, 1.0)
NAMED_IN_FULL = 4.0
SIBLING = 1.5
CERTAIN = 4.0
MARGIN = 0.5
SHORT_TOWN = 3.0
LONGEST_CHAIN = 32


K = TypeVar("K", bound=str)


def most(counts: Mapping[K, int]) -> K:
    """Return the key that counts most, the first of equals."""
    return max(counts, key=counts.__getitem__)


@dataclass(slots=True)
class Form:
    """A written form and where it stands in an article; `labels` counts how its mentions are labelled.

    `city` is the article's city for a name that every city has, `whole` the name with the city's where it takes it.
    """

    text: str
    labels: dict[NameLabel, int] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)
    whole: str = ""
    city: Known | None = None

    @property
    def label(self) -> NameLabel:
        """Return the label that most of its mentions have, the first of equals."""
        return most(self.labels)

    @property
    def shown(self) -> str:
        """Return how it is mostly printed."""
        return most(self.written)


def candidates(form: Form, kb: KnowledgeBase, about: str | None) -> list[Known]:
    """Return the known things that a form can mean, those of its own label alone where there are any.

    `about` is the name of the place that the article is about; a record that is bound to it goes before others.
    """
    found = [r for r in kb.named(form.text) if r.where is None or r.where == about]
    if not found and form.label == "GPE":
        found = chained(form.text, kb)
    found = [r for r in found if r.where] or found
    if form.label == "LOC":
        found = [r for r in found if r.level not in ("county", "town") or r.name == form.text]
    same = [r for r in found if r.label == form.label]
    return same or [r for r in found if r.label in KIN[form.label]]


def chained(name: str, kb: KnowledgeBase) -> list[Known]:
    """Return the places that a name with the places above them means: 黑龙江杜尔伯特县, 广东省广州市番禺区."""
    for cut in range(2, min(len(name), LONGEST_CHAIN) - 1):
        above = {r.id for r in kb.named(name[:cut])}
        rest = above and len(name) <= LONGEST_CHAIN and [*kb.named(name[cut:]), *chained(name[cut:], kb)]
        if rest and (found := [r for r in rest if above & {p.id for p in kb.chain(r.parent)}]):
            return found
    return []


class Senses:
    """Chooses for each form of an article the known thing that it means, or none."""

    def __init__(self, forms: Mapping[str, Form], text: str, kb: KnowledgeBase, about: str | None = None) -> None:
        """Take an article's forms by text, and its text."""
        self.kb, self.text = kb, text
        self.options = {name: c for name, form in forms.items() if (c := candidates(form, kb, about))}
        self.forms = forms
        self.ends = {span.end: name for name, form in forms.items() for span in form.spans}
        self.named: Counter[str] = Counter()
        self.chosen: dict[str, Known] = {}

    def choose(self) -> dict[str, Known]:
        """Return the known thing for each form that means one, sure ones first, others in their light."""
        for sure in (True, False):
            pending = [name for name in self.options if name not in self.chosen]
            found = {name: best for name in pending if (best := self.best(self.forms[name], sure))}
            self.chosen |= found
            for name, record in found.items():
                if record.label == "GPE":
                    self.named[record.id] += len(self.forms[name].spans)
        return self.chosen

    def best(self, form: Form, sure: bool) -> Known | None:
        """Return the record that a form means; with `sure` only one that needs no context."""
        options = self.options[form.text]
        if sure:
            options = [r for r in options if r.level != "town"]
            if len(options) == 1 and (options[0].level not in ("county", "zone") or len(self.options[form.text]) == 1):
                return options[0]
            ranked = sorted(options, key=lambda r: -self.prior(r, form))
            if len(ranked) > 1 and self.prior(ranked[0], form) >= self.prior(ranked[1], form) + CERTAIN:
                return ranked[0]
            return None
        if any(r.level in ("country", "province", "city") for r in options):
            options = [r for r in options if r.level != "town" or r.name == form.text]
        scores = sorted(((self.score(r, form), n) for n, r in enumerate(options)), key=lambda pair: (-pair[0], pair[1]))
        first, index = scores[0]
        if options[index].level == "town" and first < SHORT_TOWN:
            return None
        if len(scores) > 1 and first < scores[1][0] + MARGIN and options[index].level in ("county", "town", "zone"):
            larger = [r for r in options if r.level in ("country", "province", "city")]
            return larger[0] if len(larger) == 1 else None
        return options[index]

    def prior(self, record: Known, form: Form) -> float:
        """Return how likely a record is meant by a form without context."""
        return PRIOR[record.level] + (FULL_NAME if record.name == form.text else 0.0)

    def score(self, record: Known, form: Form) -> float:
        """Return the prior with what the article adds: parents and neighbours named, the full name itself."""
        score = self.prior(record, form)
        chain = list(self.kb.chain(record.parent))
        ancestors = {a.id for a in chain}
        before = {self.chosen[name].id for s in form.spans if (name := self.ends.get(s.start)) in self.chosen}
        if before & ancestors - {self.kb.country}:
            score += PARENT_BEFORE
        weights = iter(ANCESTOR_NAMED)
        for ancestor in chain:
            weight = next(weights, 0.0)
            if ancestor.id != self.kb.country and self.named[ancestor.id]:
                score += weight
        if record.parent and any(self.kb.by_id[i].parent == record.parent for i in self.named if i != record.id):
            score += SIBLING if record.level in ("county", "town") else 0.0
        if record.name != form.text and record.name in self.text:
            score += NAMED_IN_FULL
        return score
