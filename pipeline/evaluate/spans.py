"""Measures of spans: names, quantities and times, strict and by overlap.

Strict measures compare sets of (start, end, ...), as neleval, seqeval and nervaluate's `exact` and `strict` do.
Measures by overlap pair each gold span with one predicted span that shares a character with it, as nervaluate's
`ent_type` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Literal

from ..model import Located
from .sheets import Sheet, SpanKey, amount, dates, same_amount
from .tallies import Tallies, Units

Layer = Literal["mentions", "quantities", "times"]
LAYERS: tuple[Layer, ...] = ("mentions", "quantities", "times")
COARSE = {"PERSON": "PER", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
"""Three coarse classes, for taggers that know no more."""


@dataclass(frozen=True, slots=True)
class SpanMeasure:
    """A measure over the items of a layer.

    `part`: what an item is counted by beyond its span; items of which it is None are left out. `agree`: what two items
    on one span must agree in to be a hit. `overlap`: spans need only overlap. `found`: only what both sides have counts
    (an accuracy).
    """

    name: str
    layer: Layer
    part: str = ""
    agree: str = ""
    overlap: bool = False
    found: bool = False


SPAN_MEASURES = (
    SpanMeasure("strong_mention_match", "mentions"),
    SpanMeasure("strong_typed_mention_match", "mentions", part="label"),
    SpanMeasure("overlap_mention_match", "mentions", overlap=True),
    SpanMeasure("overlap_typed_mention_match", "mentions", agree="label", overlap=True),
    SpanMeasure("coarse_mention_match", "mentions", part="class"),
    SpanMeasure("strong_all_match", "mentions", agree="name"),
    SpanMeasure("strong_typed_all_match", "mentions", part="label", agree="name"),
    SpanMeasure("link_accuracy", "mentions", agree="name", found=True),
    SpanMeasure("quantity_span", "quantities"),
    SpanMeasure("quantity_typed", "quantities", part="label"),
    SpanMeasure("quantity", "quantities", agree="amount"),
    SpanMeasure("quantity_overlap", "quantities", agree="amount", overlap=True),
    SpanMeasure("quantity_modifier", "quantities", agree="modifier", found=True),
    SpanMeasure("time_span", "times"),
    SpanMeasure("time_typed", "times", part="label"),
    SpanMeasure("period", "times", agree="dates"),
    SpanMeasure("period_overlap", "times", agree="dates", overlap=True),
)

PARTS: Mapping[str, Callable[[Any], str | None]] = {
    "": lambda item: "",
    "label": lambda item: str(item.label),
    "class": lambda item: COARSE.get(item.label),
}


@dataclass(frozen=True, slots=True)
class AlignedLayer:
    """The items of one layer on both sides by span, and for each gold span the predicted one that overlaps it."""

    gold: dict[SpanKey, Any]
    predicted: dict[SpanKey, Any]
    matched: dict[SpanKey, SpanKey]


class Pair:
    """Two sheets of one raw file, the gold's and the other's, with their layers aligned."""

    def __init__(self, gold: Sheet, predicted: Sheet) -> None:
        self.gold = gold
        self.predicted = predicted
        self.layers: dict[Layer, AlignedLayer] = {}
        for layer in LAYERS:
            ours, theirs = ({span(x): x for x in getattr(sheet, layer)} for sheet in (gold, predicted))
            self.layers[layer] = AlignedLayer(ours, theirs, overlapping(ours, theirs))

    def agree(self, what: str, ours: Any, theirs: Any) -> bool:
        """Tell whether a gold and a predicted item agree in what a measure asks for."""
        match what:
            case "":
                return True
            case "amount":
                return same_amount(amount(ours), amount(theirs))
            case "dates":
                return dates(ours) == dates(theirs)
            case "name":
                name = self.gold.folder.name(ours.entity)
                return name is not None and name == self.predicted.folder.name(theirs.entity)
            case _:
                return bool(getattr(ours, what) == getattr(theirs, what))

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence around a span, from the side that has texts; "" where none has."""
        return self.predicted.sentence(start, end) or self.gold.sentence(start, end)

    def items(self, layer: Layer) -> tuple[Sequence[Any], Sequence[Any]]:
        """Return the items of a layer on both sides, two on one span included."""
        return getattr(self.gold, layer), getattr(self.predicted, layer)


def span(item: Located) -> SpanKey:
    """Return start and end."""
    return item.start, item.end


@dataclass(slots=True)
class Group:
    """Items of one unit and part: those that both sides have, and how many each has."""

    shared: list[tuple[Any, Any]] = field(default_factory=list)
    predicted: int = 0
    gold: int = 0


Groups = dict[tuple[int, str], Group]
"""Unit and part (a label, a class, "") -> the items."""


def count_spans(pair: Pair, units: Units, tallies: Tallies) -> None:
    """Count all measures of spans on one raw file, and the typed ones by label ("mentions PERSON", "coarse PER")."""
    grouped: dict[tuple[Layer, str, bool], Groups] = {}
    for measure in SPAN_MEASURES:
        kind = measure.layer, measure.part, measure.overlap
        if kind not in grouped:
            make = _overlap_groups if measure.overlap else _strict_groups
            grouped[kind] = make(pair, measure.layer, measure.part, units)
        by_label = _label_prefix(measure)
        for (unit, part), group in grouped[kind].items():
            hits = sum(pair.agree(measure.agree, a, b) for a, b in group.shared) if measure.agree else len(group.shared)
            both = len(group.shared)
            counts = (unit, hits, both, both) if measure.found else (unit, hits, group.predicted, group.gold)
            tallies[measure.name].add(*counts)
            if by_label:
                tallies[f"{by_label} {part}"].add(*counts)


def _label_prefix(measure: SpanMeasure) -> str:
    """Return under what the counts of a measure by label are kept; "" where there are none."""
    if measure.part == "class":
        return "coarse"
    return measure.layer if measure.part == "label" and not measure.agree else ""


def _strict_groups(pair: Pair, layer: Layer, part: str, units: Units) -> Groups:
    """Return the items that are the same in span and part."""
    part_of = PARTS[part]
    ours, theirs = ({(span(x), part_of(x)): x for x in side} for side in pair.items(layer))
    groups: Groups = defaultdict(Group)
    for key, x in ours.items():
        if key[1] is not None:
            group = groups[units.of(pair.gold.file, key[0][0]), key[1]]
            group.gold += 1
            if key in theirs:
                group.shared.append((x, theirs[key]))
    for key in theirs:
        if key[1] is not None:
            groups[units.of(pair.gold.file, key[0][0]), key[1]].predicted += 1
    return groups


def _overlap_groups(pair: Pair, layer: Layer, part: str, units: Units) -> Groups:
    """Return the items whose spans overlap, each with one other; what the gold lacks counts where it stands."""
    aligned = pair.layers[layer]
    groups: Groups = defaultdict(Group)
    for key, x in aligned.gold.items():
        group = groups[units.of(pair.gold.file, key[0]), part]
        group.gold += 1
        if (there := aligned.matched.get(key)) is not None:
            group.shared.append((x, aligned.predicted[there]))
            group.predicted += 1
    for key in aligned.predicted.keys() - aligned.matched.values():
        groups[units.of(pair.gold.file, key[0]), part].predicted += 1
    return groups


def overlapping(gold: Iterable[SpanKey], predicted: Iterable[SpanKey]) -> dict[SpanKey, SpanKey]:
    """Return for each gold span that has one the predicted span that overlaps it, each predicted span once.

    Equal spans belong together; of the others each takes, in text order, the first that is free.
    """
    ours, theirs = set(gold), set(predicted)
    found = {key: key for key in ours & theirs}
    free = sorted(theirs - ours)
    for key in sorted(ours - theirs):
        while free and free[0][1] <= key[0]:
            del free[0]
        near = takewhile(lambda f: f[0] < key[1], free)  # noqa: B023 - used at once
        if there := next((f for f in near if f[1] > key[0]), None):
            found[key] = there
            free.remove(there)
    return found
