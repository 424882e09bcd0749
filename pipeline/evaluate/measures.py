"""The measures of `evaluate`, each declared as the fields in which gold and prediction must agree.

Names are those of neleval (TAC-EDL) for names and links, and after MeasEval for quantities and facts. Every measure
comes down to sums over articles, so that the same counts give the figure and its bootstrap interval.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Item = Mapping[str, Any]
Key = tuple[Hashable, ...]


@dataclass(slots=True)
class Sheet:
    """All annotations of one raw file; keys of the items as in the model, entities by canonical name (`link`)."""

    articles: list[Item] = field(default_factory=list)
    mentions: list[Item] = field(default_factory=list)
    quantities: list[Item] = field(default_factory=list)
    times: list[Item] = field(default_factory=list)
    facts: list[Item] = field(default_factory=list)
    roles: list[Item] = field(default_factory=list)


Sheets = dict[str, Sheet]
"""Name of the raw file -> what is annotated in it."""


class Units:
    """The articles of the gold as units of resampling; what stands between two belongs to the one before."""

    def __init__(self, gold: Sheets) -> None:
        self._starts: dict[str, list[int]] = {}
        self._first: dict[str, int] = {}
        self.size = 0
        for file, sheet in gold.items():
            self._starts[file] = sorted(a["start"] for a in sheet.articles) or [0]
            self._first[file] = self.size
            self.size += len(self._starts[file])

    def __contains__(self, file: str) -> bool:
        return file in self._first

    def of(self, file: str, position: int) -> int:
        """Return the number of the unit in which a position of a file lies."""
        return self._first[file] + max(0, bisect_right(self._starts[file], position) - 1)


class Tally:
    """Counts of one measure by unit: hits over the predicted, hits over the gold, predicted, gold."""

    def __init__(self, units: int) -> None:
        self.cells = [[0.0, 0.0, 0.0, 0.0] for _ in range(units)]

    def predicted(self, unit: int, hit: float = 0.0) -> None:
        """Count something predicted."""
        self.cells[unit][0] += hit
        self.cells[unit][2] += 1

    def gold(self, unit: int, hit: float = 0.0) -> None:
        """Count something in the gold."""
        self.cells[unit][1] += hit
        self.cells[unit][3] += 1


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure over the items of a layer.

    `key`: fields that make two items the same. `agree`: further fields in which they must agree to be a hit. `only`:
    items whose last key field has this value. `found`: count only what both sides have (an accuracy).
    `aggregate`: "sets" counts items; "b_cubed" and "ceaf" compare clusters of mentions by entity.
    """

    name: str
    layer: str
    key: tuple[str, ...]
    agree: tuple[str, ...] = ()
    only: str | None = None
    found: bool = False
    aggregate: Literal["sets", "b_cubed", "ceaf"] = "sets"


SPAN = ("start", "end")
TYPED = (*SPAN, "label")
COARSE = {"PERSON": "PER", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
"""Three coarse classes, for taggers that know no more."""

MEASURES = (
    Measure("strong_mention_match", "mentions", SPAN),
    Measure("strong_typed_mention_match", "mentions", TYPED),
    Measure("coarse_mention_match", "mentions", (*SPAN, "class")),
    Measure("strong_all_match", "mentions", SPAN, agree=("link",)),
    Measure("link_accuracy", "mentions", SPAN, agree=("link",), found=True),
    Measure("b_cubed", "mentions", SPAN, aggregate="b_cubed"),
    Measure("mention_ceaf", "mentions", SPAN, aggregate="ceaf"),
    Measure("mention_ceaf_shared", "mentions", SPAN, found=True, aggregate="ceaf"),
    Measure("quantity", "quantities", SPAN),
    Measure("quantity_typed", "quantities", TYPED),
    Measure("quantity_value_unit", "quantities", SPAN, agree=("value",)),
    Measure("quantity_modifier", "quantities", SPAN, agree=("modifier",), found=True),
    Measure("time", "times", SPAN),
    Measure("time_typed", "times", TYPED),
    Measure("time_dates", "times", SPAN, agree=("dates",)),
)

FACT_MEASURES: Mapping[str, tuple[str, ...]] = {
    "fact": (),
    "fact_core": ("quantity", "subject", "indicator"),
    "fact_full": ("quantity", "subject", "indicator", "time", "status", "aspect"),
}
"""Slots that must be right, beyond a fact on the same quantity."""
FACT_SLOTS = ("quantity", "subject", "indicator", "aspect", "status", "time", "speaker")
"""Slots by which the best of several facts on one quantity is chosen."""
MORE_SLOTS = ("direction", "comparison")


def label_measures(gold: Sheets) -> Iterator[Measure]:
    """Yield a typed measure for each label that the gold has, and one for each coarse class."""
    for layer in ("mentions", "quantities", "times"):
        for label in sorted({x["label"] for sheet in gold.values() for x in getattr(sheet, layer)}):
            yield Measure(label, layer, TYPED, only=label)
    for label in ("PER", "ORG", "PLACE"):
        yield Measure(f"coarse {label}", "mentions", (*SPAN, "class"), only=label)


def decimal(value: Any) -> Any:
    """Return a number in one form, so that 5.0 and "5" are equal; what is none stays as it is."""
    if value is None:
        return None
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return value


UNITS = {
    "m²": "m2", "km²": "km2", "人民币": "CNY", "元": "CNY", "RMB": "CNY", "亩": "mu", "[mu_cn]": "mu", "年": "a",
    "yr": "a", "个月": "mo", "月": "mo", "天": "d", "日": "d", "小时": "h", "分钟": "min", "周": "wk", "公里": "km",
    "米": "m", "吨": "t", "倍": "times", "percent": "%", "标箱": "TEU",
}  # fmt: skip
"""Spellings of a unit that are no difference."""


def same_value(gold: Item, predicted: Item) -> bool:
    """Tell whether two quantities have the same unit and value (or low and high).

    Where one side has no unit, a count or rank is still right: a missing classifier is no different value.
    """
    ours, theirs = (UNITS.get(x.get("unit") or "", x.get("unit")) for x in (gold, predicted))
    if ours != theirs and (None not in (ours, theirs) or gold["label"] not in ("CARDINAL", "ORDINAL")):
        return False
    if (value := decimal(gold.get("value"))) is not None:
        return bool(value == decimal(predicted.get("value")))
    return all(decimal(gold.get(k)) == decimal(predicted.get(k)) for k in ("low", "high"))


def dates(item: Item) -> tuple[str | None, str | None]:
    """Return first and last day of a time."""
    return item.get("start_date"), item.get("end_date")


AGREE: Mapping[str, Callable[[Item, Item], bool]] = {
    "link": lambda g, p: bool(g.get("link") == p.get("link")),
    "value": same_value,
    "modifier": lambda g, p: bool(g.get("modifier") == p.get("modifier")),
    "dates": lambda g, p: dates(g) == dates(p),
}


def keyed(measure: Measure, sheets: Sheets, files: Sequence[str]) -> dict[Key, Item]:
    """Return the items that a measure counts, by file and key fields."""
    items: dict[Key, Item] = {}
    for file in files:
        for item in getattr(sheets.get(file, Sheet()), measure.layer):
            key = tuple(COARSE.get(item["label"]) if k == "class" else item[k] for k in measure.key)
            if key[-1] is not None and measure.only in (None, key[-1]):
                items[(file, *key)] = item
    return items


def count(measure: Measure, gold: Sheets, predicted: Sheets, units: Units) -> Tally:
    """Return the counts of a measure."""
    ours, theirs = keyed(measure, gold, list(gold)), keyed(measure, predicted, list(gold))
    if measure.aggregate != "sets":
        if measure.found:
            ours, theirs = ({k: x for k, x in a.items() if k in b} for a, b in ((ours, theirs), (theirs, ours)))
        return CLUSTERS[measure.aggregate](ours, theirs, units)
    tally = Tally(units.size)
    for key, item in ours.items():
        there = theirs.get(key)
        hit = there is not None and all(AGREE[a](item, there) for a in measure.agree)
        if there is not None or not measure.found:
            tally.gold(_unit(units, key), hit)
        if there is not None:
            tally.predicted(_unit(units, key), hit)
    for key in theirs.keys() - ours.keys() if not measure.found else ():
        tally.predicted(_unit(units, key))
    return tally


def _unit(units: Units, key: Key) -> int:
    return units.of(str(key[0]), int(str(key[1])))


def _clusters(items: Mapping[Key, Item]) -> dict[Any, set[Key]]:
    clusters: dict[Any, set[Key]] = defaultdict(set)
    for key, item in items.items():
        clusters[item.get("link")].add(key)
    return clusters


def b_cubed(gold: Mapping[Key, Item], predicted: Mapping[Key, Item], units: Units) -> Tally:
    """Count B-cubed (Bagga and Baldwin 1998) over the mentions that both sides have, over all files."""
    both = [k for k in gold if k in predicted]
    ours, theirs = _clusters({k: gold[k] for k in both}), _clusters({k: predicted[k] for k in both})
    tally = Tally(units.size)
    shared: dict[tuple[Any, Any], int] = Counter((gold[k].get("link"), predicted[k].get("link")) for k in both)
    for key in both:
        a, b = gold[key].get("link"), predicted[key].get("link")
        tally.predicted(_unit(units, key), shared[a, b] / len(theirs[b]))
        tally.gold(_unit(units, key), shared[a, b] / len(ours[a]))
    return tally


def mention_ceaf(gold: Mapping[Key, Item], predicted: Mapping[Key, Item], units: Units) -> Tally:
    """Count CEAF-m (Luo 2005): mentions shared under the best one-to-one alignment of clusters, over all files."""
    shared = Counter((gold[k].get("link"), predicted[k].get("link")) for k in gold if k in predicted)
    aligned = alignment(shared)
    tally = Tally(units.size)
    for key, item in gold.items():
        link = item.get("link")
        tally.gold(_unit(units, key), key in predicted and aligned.get(link, ()) == (predicted[key].get("link"),))
    for key, item in predicted.items():
        link = gold[key].get("link") if key in gold else None
        tally.predicted(_unit(units, key), key in gold and aligned.get(link, ()) == (item.get("link"),))
    return tally


CLUSTERS: Mapping[str, Callable[[Mapping[Key, Item], Mapping[Key, Item], Units], Tally]] = {
    "b_cubed": b_cubed,
    "ceaf": mention_ceaf,
}


def alignment(weights: Mapping[tuple[Any, Any], int]) -> dict[Any, tuple[Any]]:
    """Return the one-to-one alignment of left with right ids whose sum of weights is greatest: left -> (right,)."""
    found: dict[Any, tuple[Any]] = {}
    for part in _components(weights):
        lefts, rights = (list(dict.fromkeys(pair[side] for pair in part)) for side in (0, 1))
        matrix = [[-weights.get((a, b), 0) for b in rights] for a in lefts]
        flipped = len(lefts) > len(rights)
        if flipped:
            matrix = [list(row) for row in zip(*matrix, strict=True)]
        for row, col in enumerate(assignment(matrix)):
            a, b = (col, row) if flipped else (row, col)
            if (lefts[a], rights[b]) in weights:
                found[lefts[a]] = (rights[b],)
    return found


def _components(weights: Mapping[tuple[Any, Any], int]) -> Iterator[list[tuple[Any, Any]]]:
    """Yield the pairs of each connected part of a bipartite graph."""
    at: dict[tuple[int, Any], list[tuple[Any, Any]]] = defaultdict(list)
    for pair in weights:
        for side in (0, 1):
            at[side, pair[side]].append(pair)
    seen: set[tuple[Any, Any]] = set()
    for pair in weights:
        part, waiting = [], [pair]
        while waiting:
            if (current := waiting.pop()) not in seen:
                seen.add(current)
                part.append(current)
                waiting += at[0, current[0]] + at[1, current[1]]
        if part:
            yield part


def assignment(cost: Sequence[Sequence[int]]) -> list[int]:
    """Return for each row the column that makes the sum of costs least, each column once (Kuhn 1955, Munkres 1957).

    There must be no more rows than columns; shortest augmenting paths with potentials, cubic in the rows.
    """
    rows, cols = len(cost), len(cost[0]) if cost else 0
    row_potential, col_potential = [0] * (rows + 1), [0] * (cols + 1)
    row_of = [0] * (cols + 1)  # row 0 and column 0 stand for "none"; rows and columns count from 1
    for row in range(1, rows + 1):
        row_of[0], col = row, 0
        least: list[float] = [float("inf")] * (cols + 1)
        before, used = [0] * (cols + 1), [False] * (cols + 1)
        while row_of[col]:
            used[col], here = True, row_of[col]
            for j in range(1, cols + 1):
                reduced = cost[here - 1][j - 1] - row_potential[here] - col_potential[j]
                if not used[j] and reduced < least[j]:
                    least[j], before[j] = reduced, col
            nearest = min((j for j in range(1, cols + 1) if not used[j]), key=least.__getitem__)
            step = int(least[nearest])
            for j in range(cols + 1):
                if used[j]:
                    row_potential[row_of[j]] += step
                    col_potential[j] -= step
                else:
                    least[j] -= step
            col = nearest
        while col:
            row_of[col], col = row_of[before[col]], before[col]
    found = [0] * rows
    for j in range(1, cols + 1):
        if row_of[j]:
            found[row_of[j] - 1] = j - 1
    return found


def overlap(a: str | None, b: str | None) -> float:
    """Return the F1 of the characters of two phrases, particles and punctuation aside; 1 where both are empty."""
    ours, theirs = (Counter(re.sub(r"[\s“”‘’\"'《》（）()、，,的]", "", x or "")) for x in (a, b))
    both = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / both if both else 1.0


def entity_alignment(gold: Sheets, predicted: Sheets) -> tuple[dict[Any, Any], set[Any]]:
    """Return predicted -> gold name by the mentions that they share, and all gold names."""
    links = Measure("links", "mentions", SPAN)
    ours, theirs = keyed(links, gold, list(gold)), keyed(links, predicted, list(gold))
    votes: dict[Any, Counter[Any]] = defaultdict(Counter)
    for key, item in ours.items():
        if key in theirs:
            votes[theirs[key].get("link")][item.get("link")] += 1
    return {k: v.most_common(1)[0][0] for k, v in votes.items()}, {x.get("link") for x in ours.values()}


@dataclass(frozen=True, slots=True)
class FactMatch:
    """A gold fact, the best predicted fact on the same quantity (or None) and which slots of it are right."""

    file: str
    gold: Item
    quantity: Item
    predicted: Item | None
    right: frozenset[str]


def match_facts(gold: Sheets, predicted: Sheets) -> Iterator[FactMatch]:
    """Yield a match for each gold fact."""
    aligned, names = entity_alignment(gold, predicted)
    for file, sheet in gold.items():
        other = predicted.get(file, Sheet())
        quantities, others = ({q["id"]: q for q in s.quantities} for s in (sheet, other))
        times, other_times = ({t["id"]: t for t in s.times} for s in (sheet, other))
        at: dict[Key, list[Item]] = defaultdict(list)
        for fact in other.facts:
            if (q := others.get(fact["quantity"])) is not None:
                at[q["start"], q["end"]].append(fact)
        for fact in sheet.facts:
            quantity, best, right = quantities[fact["quantity"]], None, frozenset[str]()
            for candidate in at.get((quantity["start"], quantity["end"]), ()):
                slots = right_slots(fact, candidate, aligned, names)
                if same_value(quantity, others[candidate["quantity"]]):
                    slots.add("quantity")
                if same_time(times.get(fact.get("time")), other_times.get(candidate.get("time"))):
                    slots.add("time")
                if best is None or len(slots.intersection(FACT_SLOTS)) > len(right.intersection(FACT_SLOTS)):
                    best, right = candidate, frozenset(slots)
            yield FactMatch(file, fact, quantity, best, right)


def right_slots(gold: Item, predicted: Item, aligned: Mapping[Any, Any], names: set[Any]) -> set[str]:
    """Return the slots in which a predicted fact is right, but for its quantity and time.

    A subject that is an entity must be that entity; a noun phrase and an indicator must share half their characters.
    """
    right = {s for s in ("aspect", "status", *MORE_SLOTS) if gold.get(s) == predicted.get(s)}
    subject = aligned.get(predicted.get("subject"), predicted.get("subject"))
    if gold["subject"] in names:
        subject_right = subject == gold["subject"]
    else:
        subject_right = gold["subject"] is None or overlap(gold["subject"], subject) >= 0.5
    if subject_right:
        right.add("subject")
    if overlap(gold["indicator"], predicted.get("indicator")) >= 0.5:
        right.add("indicator")
    speaker = aligned.get(predicted.get("speaker"), predicted.get("speaker"))
    if (gold.get("speaker") or None) == (speaker or None):
        right.add("speaker")
    return right


def same_time(gold: Item | None, predicted: Item | None) -> bool:
    """Tell whether two facts are dated alike: by the same expression, by equal known dates, or both by none."""
    if gold is None or predicted is None:
        return gold is predicted
    same_span = all(gold[k] == predicted[k] for k in SPAN)
    return same_span or (dates(gold) == dates(predicted) and any(dates(gold)))


def count_facts(matches: Sequence[FactMatch], predicted: Sheets, units: Units) -> dict[str, Tally]:
    """Return the counts of FACT_MEASURES and, under "slot NAME", of each slot where a fact was found."""
    slots = (*FACT_SLOTS, *MORE_SLOTS)
    tallies = {name: Tally(units.size) for name in (*FACT_MEASURES, *(f"slot {s}" for s in slots))}
    for m in matches:
        unit = units.of(m.file, m.quantity["start"])
        for name, wanted in FACT_MEASURES.items():
            hit = m.predicted is not None and m.right.issuperset(wanted)
            tallies[name].gold(unit, hit)
            tallies[name].cells[unit][0] += hit
        for slot in slots if m.predicted is not None else ():
            tallies[f"slot {slot}"].gold(unit, slot in m.right)
            tallies[f"slot {slot}"].predicted(unit, slot in m.right)
    for file, sheet in predicted.items():
        starts = {q["id"]: q["start"] for q in sheet.quantities}
        for fact in sheet.facts if file in units else ():
            for name in FACT_MEASURES:
                tallies[name].predicted(units.of(file, starts.get(fact["quantity"], 0)))
    return tallies


def role_triples(sheets: Sheets, files: Sequence[str], aligned: Mapping[Any, Any]) -> dict[Key, int]:
    """Return the distinct (file, person, title, organisation) with where the article begins that has them first."""
    found: dict[Key, int] = {}
    for file in files:
        for r in sheets.get(file, Sheet()).roles:
            person, organization = (aligned.get(r.get(x), r.get(x)) for x in ("person", "organization"))
            found.setdefault((file, person, r["title"], organization), r.get("start", 0))
    return found


def count_roles(ours: Mapping[Key, int], theirs: Mapping[Key, int], units: Units) -> Tally:
    """Return the counts of roles that are the same triple."""
    tally = Tally(units.size)
    for key, start in ours.items():
        tally.gold(units.of(str(key[0]), start), key in theirs)
    for key, start in theirs.items():
        tally.predicted(units.of(str(key[0]), ours.get(key, start)), key in ours)
    return tally
