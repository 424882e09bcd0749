"""Strict typed scores of names over gold articles, with predictions of a tagger that has not seen them.

    python benchmarks/names.py FOLDS GOLD:RAW [GOLD:RAW ...]

FOLDS holds what `scripts/ner_folds.py --predictions FOLDS` writes: a file an article with its fold and the names that
the fold's tagger proposes. Prints precision, recall and F1 of the rules alone and of rules and tagger together, by
label, and the F1 of each fold. The weights that join rules and tagger are those shipped, fitted on the same articles.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from zhfacts import read, recognise
from zhfacts.model import Document

Span = tuple[int, int, str]


class Folded:
    """Proposes what a fold's tagger found in one article, in the offsets of its reading text."""

    def __init__(self, document: Document, names: Sequence[Sequence[Any]]) -> None:
        self.names = names
        self.at = {position - document.start: i for i, position in enumerate(document.offsets)}

    def candidates(self, text: str, least: float) -> Sequence[tuple[int, int, str, float]]:
        """Return the stored names with at least this probability that the reading text holds."""
        held = ((s, e, label, p) for s, e, label, p in self.names if p >= least and s in self.at and e - 1 in self.at)
        return [(self.at[s], self.at[e - 1] + 1, label, p) for s, e, label, p in held if self.at[s] <= self.at[e - 1]]


class Answer(NamedTuple):
    """Gold and predicted names of an article, and its fold."""

    fold: int
    gold: set[Span]
    rules: set[Span]
    both: set[Span]


def answers(folds: Path, pairs: list[str]) -> Iterator[Answer]:
    """Yield the names of every gold article that the folds hold."""
    for pair in pairs:
        gold, raw = map(Path, pair.split(":"))
        for path in sorted(gold.glob("*.json")):
            wanted = {a["start"]: a for a in json.loads(path.read_text(encoding="utf-8"))["articles"]}
            for source in read.sources([raw / f"{path.stem}.txt"]):
                for document in read.documents(source):
                    article = wanted[document.start]
                    fold = json.loads((folds / f"{article['id']}.json").read_text(encoding="utf-8"))
                    spans = {(m["start"], m["end"], m["label"]) for m in article["mentions"]}
                    both = found(document, recognise.names.Namer(None, Folded(document, fold["names"])))
                    yield Answer(fold["fold"], spans, found(document, recognise.names.Namer()), both)


def found(document: Document, namer: recognise.names.Namer) -> set[Span]:
    """Return the names that a recogniser finds in a document, as spans of the raw file."""
    recognise.annotate(document, namer)
    placed = ((document.raw_span(m.start, m.end), m.label) for m in document.mentions)
    return {(span.start, span.end, label) for span, label in placed if span}


def f1(pairs: list[tuple[set[Span], set[Span]]], label: str | None = None) -> tuple[float, float, float]:
    """Return precision, recall and F1 over (gold, predicted) pairs."""
    counts: Counter[str] = Counter()
    for gold, predicted in pairs:
        ours, theirs = ({x for x in side if label in (None, x[2])} for side in (gold, predicted))
        counts.update(gold=len(ours), predicted=len(theirs), hit=len(ours & theirs))
    hit, predicted, gold = counts["hit"], counts["predicted"], counts["gold"]
    return hit / max(predicted, 1), hit / max(gold, 1), 2 * hit / max(predicted + gold, 1)


def main() -> None:
    """Measure and print."""
    folds, *pairs = sys.argv[1:]
    every = list(answers(Path(folds), pairs))
    for kind in ("rules", "both"):
        judged = [(a.gold, getattr(a, kind)) for a in every]
        print(kind, "P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(judged)))
        for label in sorted({x[2] for a in every for x in a.gold}):
            print(f"  {label:12} {f1(judged, label)[2]:.3f}")
        by_fold = defaultdict(list)
        for answer, pair in zip(every, judged, strict=True):
            by_fold[answer.fold].append(pair)
        scores = [f1(by_fold[n])[2] for n in sorted(by_fold)]
        print("  folds", " ".join(f"{s:.3f}" for s in scores), f"spread {statistics.pstdev(scores):.3f}")


if __name__ == "__main__":
    main()
