"""Measures of facts: which predicted fact stands for which of the gold, and what of it is right."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .sheets import Claim, SpanKey, Triple, same_amount
from .spans import Pair, overlapping
from .tallies import Tallies, Units

CORE = frozenset({"quantity", "subject", "indicator"})
FULL = CORE | {"time", "status", "aspect"}
FACT_MEASURES: Mapping[str, frozenset[str]] = {
    "fact": frozenset(),
    "fact_core": CORE,
    "fact_core_overlap": CORE,
    "fact_full": FULL,
    "fact_joint": frozenset({"joint"}),
}
"""What must be right, beyond a fact on the same quantity (on one that overlaps it, for fact_core_overlap)."""
SLOTS = ("quantity", "subject", "indicator", "aspect", "status", "time", "speaker")
"""Fields by which the best of several facts on one quantity is chosen."""
MORE_SLOTS = ("direction", "comparison")
NEW_SLOTS = ("scope", "modality")
"""Fields that count only where the gold has any."""
HALF, JOINT = 0.5, 0.6
"""So much of their characters must two phrases, and subject and indicator together, have in common."""


@dataclass(frozen=True, slots=True)
class Entities:
    """How names of entities compare: predicted -> gold name by shared mentions, and all names of the gold."""

    aligned: Mapping[str, str]
    gold: frozenset[str]

    def as_gold(self, name: str | None) -> str | None:
        """Return the gold's name of a predicted entity, a name that no mention aligns as it is."""
        return self.aligned.get(name, name) if name else name


@dataclass(frozen=True, slots=True)
class FactMatch:
    """A gold fact, the best predicted fact for it (or None) and what of it is right."""

    gold: Claim
    predicted: Claim | None
    right: frozenset[str]
    exact: bool = True
    """Whether both stand on the same quantity; else on quantities that overlap."""


@dataclass(slots=True)
class Claims:
    """The facts of both sides over all files, to be compared when all entities are known."""

    gold: list[Claim] = field(default_factory=list)
    candidates: list[tuple[list[Claim], bool]] = field(default_factory=list)
    """For each gold fact the predicted ones on its quantity (True), else those on one that overlaps it (False)."""
    predicted: list[Claim] = field(default_factory=list)
    roles: tuple[list[tuple[str, Triple, int]], list[tuple[str, Triple, int]]] = field(default_factory=lambda: ([], []))

    def enter(self, pair: Pair, with_sentences: bool = True) -> None:
        """Take in the facts and roles of a raw file, with their sentences where they will be shown."""

        def sentence(start: int, end: int) -> str:
            return pair.sentence(start, end) if with_sentences else ""

        on: dict[SpanKey, list[Claim]] = defaultdict(list)
        for claim in pair.predicted.claims(sentence):
            self.predicted.append(claim)
            on[claim.start, claim.end].append(claim)
        ours = list(pair.gold.claims(sentence))
        touching = overlapping({(c.start, c.end) for c in ours}, on)
        for claim in ours:
            key = claim.start, claim.end
            there = touching.get(key)
            self.gold.append(claim)
            self.candidates.append((on[there] if there else [], there == key))
        for side, sheet in zip(self.roles, (pair.gold, pair.predicted), strict=True):
            side.extend((pair.gold.file, triple, start) for triple, start in sheet.roles())

    def matches(self, entities: Entities) -> list[FactMatch]:
        """Return a match for each gold fact, with the predicted fact that has most slots right, the first of equals."""
        found = []
        for gold, (candidates, exact) in zip(self.gold, self.candidates, strict=True):
            best: FactMatch | None = None
            for candidate in candidates:
                right = right_slots(gold, candidate, entities)
                if best is None or len(right.intersection(SLOTS)) > len(best.right.intersection(SLOTS)):
                    best = FactMatch(gold, candidate, right, exact)
            found.append(best or FactMatch(gold, None, frozenset()))
        return found


@lru_cache(maxsize=100_000)
def characters(phrase: str) -> Counter[str]:
    """Return the characters of a phrase, 的 and punctuation aside."""
    return Counter(re.sub(r"[\s“”‘’\"'《》（）()、，,的]", "", phrase))


def overlap(a: str | None, b: str | None) -> float:
    """Return the F1 of the characters of two phrases, 的 and punctuation aside; 1 where both are empty."""
    ours, theirs = characters(a or ""), characters(b or "")
    both = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / both if both else 1.0


def right_slots(gold: Claim, predicted: Claim, entities: Entities) -> frozenset[str]:
    """Return what of a predicted fact is right: names of fields, and "joint".

    A subject that is an entity must be that entity; a noun phrase and an indicator must share half their characters.
    Any of the gold's `also` will do as well. "joint": quantity and the words of subject and indicator together.
    """
    right = {s for s in ("aspect", "status", "modality", *MORE_SLOTS) if getattr(gold, s) == getattr(predicted, s)}
    subjects = (gold.subject, *gold.also)
    told = entities.as_gold(predicted.subject)
    if any(_same_subject(wanted, told, entities) for wanted in subjects):
        right.add("subject")
    if overlap(gold.indicator, predicted.indicator) >= HALF:
        right.add("indicator")
    for slot in ("speaker", "scope"):
        if getattr(gold, slot) == entities.as_gold(getattr(predicted, slot)):
            right.add(slot)
    if same_time(gold, predicted):
        right.add("time")
    if same_amount(gold.amount, predicted.amount):
        right.add("quantity")
        if any(same_joint(wanted, gold.indicator, predicted, entities) for wanted in subjects):
            right.add("joint")
    return frozenset(right)


def _same_subject(wanted: str | None, told: str | None, entities: Entities) -> bool:
    if wanted in entities.gold:
        return told == wanted
    return wanted is None or overlap(wanted, told) >= HALF


def same_joint(subject: str | None, indicator: str | None, predicted: Claim, entities: Entities) -> bool:
    """Tell whether a predicted fact says the same, however it is cut into subject and indicator.

    A named subject must be its subject or its scope; the words of a noun phrase as subject and of the indicator
    together must overlap by JOINT, or, of a named subject, the indicators by HALF.
    """
    named = subject in entities.gold
    if named and subject not in (entities.as_gold(predicted.subject), entities.as_gold(predicted.scope)):
        return False
    told = "" if entities.as_gold(predicted.subject) in entities.gold else predicted.subject or ""
    ours = ("" if named else subject or "") + (indicator or "")
    if overlap(ours, told + (predicted.indicator or "")) >= JOINT:
        return True
    return named and overlap(indicator, predicted.indicator) >= HALF


def same_time(gold: Claim, predicted: Claim) -> bool:
    """Tell whether two facts are dated alike: by the same expression, by equal known dates, or both by none."""
    if gold.time is None or predicted.time is None:
        return gold.time is predicted.time
    (span, dates), (other_span, other_dates) = gold.time, predicted.time
    return span == other_span or (dates == other_dates and any(dates))


def count_facts(matches: Sequence[FactMatch], predicted: Sequence[Claim], units: Units, tallies: Tallies) -> None:
    """Count FACT_MEASURES and, under "slot NAME", how often each slot is right where a fact was found."""
    new = [s for s in NEW_SLOTS if any(getattr(m.gold, s) for m in matches)]
    served: set[int] = set()
    for m in matches:
        unit = units.of(m.gold.file, m.gold.start)
        for name, wanted in FACT_MEASURES.items():
            reached = m.predicted is not None and (m.exact or name == "fact_core_overlap")
            hit = reached and m.right >= wanted
            if name == "fact_core_overlap" and hit:
                hit = m.exact or id(m.predicted) not in served
                served.add(id(m.predicted))
            tallies[name].add(unit, float(hit), 0.0, 1.0)
        for slot in (*SLOTS, *MORE_SLOTS, *new) if m.predicted is not None and m.exact else ():
            tallies[f"slot {slot}"].add(unit, float(slot in m.right), 1.0, 1.0)
    for claim in predicted:
        for name in FACT_MEASURES:
            tallies[name].add(units.of(claim.file, claim.start), 0.0, 1.0, 0.0)


Roles = dict[tuple[str, Triple], int]
"""Raw file and triple -> where the article begins that has it first."""


def distinct_roles(roles: Sequence[tuple[str, Triple, int]], entities: Entities) -> Roles:
    """Return the distinct roles of a side, persons and organisations by the gold's names."""
    found: Roles = {}
    for file, (person, title, organization), start in roles:
        found.setdefault((file, (entities.as_gold(person), title, entities.as_gold(organization))), start)
    return found


def count_roles(gold: Roles, predicted: Roles, units: Units, tallies: Tallies) -> None:
    """Count the roles that are the same triple in a file."""
    for key in gold.keys() | predicted.keys():
        start = gold.get(key, predicted.get(key, 0))
        tallies["role"].add(units.of(key[0], start), float(key in gold and key in predicted),
                            float(key in predicted), float(key in gold))  # fmt: skip
