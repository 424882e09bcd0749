"""Mistakes: each with its kind, its place, its sentence and what both sides say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .facts import FULL, FactMatch, Roles
from .sheets import Amount, Claim, amount, dates
from .spans import LAYERS, Layer, Pair

SLOT_ORDER = ("quantity", "subject", "indicator", "time", "status", "aspect")


class Mistake(NamedTuple):
    """One mistake: of which kind, where, what stands there, what gold and prediction say of it, and its sentence."""

    kind: str
    file: str
    start: int
    text: str
    gold: str
    predicted: str
    sentence: str = ""

    def __str__(self) -> str:
        told = f"gold: {self.gold or '-'} | predicted: {self.predicted or '-'}"
        return f"{self.file}:{self.start} {self.text!r} {told}"


class MistakeBook:
    """All mistakes counted by kind; of each kind the first `kept` are kept, all where it is None."""

    def __init__(self, kept: int | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self._kept = kept
        self._found: dict[str, list[Mistake]] = defaultdict(list)

    def enter(self, mistake: Mistake, pair: Pair | None = None) -> None:
        """Count a mistake, and keep it if there is room, with its sentence out of `pair` if that is given."""
        self.counts[mistake.kind] += 1
        if self._kept is None or len(self._found[mistake.kind]) < self._kept:
            if pair is not None:
                sentence = pair.sentence(mistake.start, mistake.start + max(1, len(mistake.text)))
                mistake = mistake._replace(sentence=sentence)
            self._found[mistake.kind].append(mistake)

    def by_kind(self) -> dict[str, list[Mistake]]:
        """Return the kept mistakes by kind, the kinds of a layer from frequent to rare."""
        layers = list(dict.fromkeys(kind.split(":")[0] for kind in self.counts))
        order = sorted(self.counts, key=lambda k: (layers.index(k.split(":")[0]), -self.counts[k]))
        return {kind: self._found.get(kind, []) for kind in order}


def span_mistakes(pair: Pair) -> Iterator[Mistake]:
    """Yield the mistakes of names, quantities and times in a raw file.

    missed, spurious, border (spans overlap), label (on one span), and of what both have: link, value, modifier, dates.
    """
    for layer in LAYERS:
        yield from _layer_mistakes(pair, layer)
        yield from _field_mistakes(pair, layer)


def _layer_mistakes(pair: Pair, layer: Layer) -> Iterator[Mistake]:
    aligned = pair.layers[layer]
    theirs, matched = aligned.predicted, aligned.matched
    for key, x in sorted(aligned.gold.items()):
        there = matched.get(key)
        if there is None:
            yield _mistake(pair, f"{layer}: missed", x, _labelled(x), "")
        elif there != key:
            yield _mistake(pair, f"{layer}: border", x, _labelled(x), _labelled(theirs[there]))
        elif theirs[key].label != x.label:
            yield _mistake(pair, f"{layer}: label", x, x.label, theirs[key].label)
    taken = set(matched.values())
    for key, x in sorted(theirs.items()):
        if key not in taken:
            yield _mistake(pair, f"{layer}: spurious", x, "", x.label)


def _field_mistakes(pair: Pair, layer: Layer) -> Iterator[Mistake]:
    """Yield where items that both sides have disagree in a field beyond their label."""
    aligned = pair.layers[layer]
    for key, x in aligned.gold.items():
        if (y := aligned.predicted.get(key)) is None:
            continue
        for kind, what in FIELDS[layer]:
            if not pair.agree(what, x, y):
                sides = _shown(what, x, pair.gold.folder), _shown(what, y, pair.predicted.folder)
                yield _mistake(pair, f"{layer}: {kind}", x, *sides)


FIELDS: dict[Layer, tuple[tuple[str, str], ...]] = {
    "mentions": (("link", "name"),),
    "quantities": (("value", "amount"), ("modifier", "modifier")),
    "times": (("dates", "dates"),),
}
"""Kinds of mistakes in fields, each with what `Pair.agree` compares."""


def _shown(what: str, item: Any, folder: Any) -> str:
    match what:
        case "name":
            return str(folder.name(item.entity))
        case "amount":
            return _amount(amount(item))
        case "dates":
            return " to ".join(str(d) for d in dates(item))
        case _:
            return str(getattr(item, what))


def _amount(number: Amount) -> str:
    value = str(number.value) if number.value is not None else f"{number.low} to {number.high}"
    return f"{value} {number.unit or ''}".rstrip()


def _mistake(pair: Pair, kind: str, item: Any, ours: str, theirs: str) -> Mistake:
    return Mistake(kind, pair.gold.file, item.start, item.text, ours, theirs)


def _labelled(item: Any) -> str:
    return f"{item.text} {item.label}"


def fact_mistakes(matches: Sequence[FactMatch], predicted: Sequence[Claim]) -> Iterator[Mistake]:
    """Yield facts that are missed, that have wrong fields (the kind names them), or that the gold does not have."""
    known = set()
    for m in matches:
        g = m.gold
        known.add((g.file, g.start, g.end))
        there = m.predicted if m.exact else None
        if there is None:
            yield Mistake("facts: missed", g.file, g.start, g.text, str(g), "", g.sentence)
        elif wrong := [s for s in SLOT_ORDER if s in FULL and s not in m.right]:
            kind = f"facts: wrong {' '.join(wrong)}"
            yield Mistake(kind, g.file, g.start, g.text, str(g), str(there), there.sentence or g.sentence)
    for c in predicted:
        if (c.file, c.start, c.end) not in known:
            yield Mistake("facts: spurious", c.file, c.start, c.text, "", str(c), c.sentence)


def role_mistakes(gold: Roles, predicted: Roles) -> Iterator[Mistake]:
    """Yield the roles that only one side has."""
    for key in sorted(gold.keys() ^ predicted.keys(), key=str):
        triple = ", ".join(str(x) for x in key[1])
        if key in gold:
            yield Mistake("roles: missed", key[0], gold[key], "", triple, "")
        else:
            yield Mistake("roles: spurious", key[0], predicted[key], "", "", triple)
