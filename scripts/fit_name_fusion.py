"""Fit how the rules' names and the tagger's proposals are weighed: writes name_rules.tsv and name_fusion.tsv.

    fit_name_fusion.py FOLDS GOLD:RAW [GOLD:RAW ...] [--also GOLD:RAW ...] [--write pipeline/data]

FOLDS holds one JSON file an article, {"id", "text", "names": [[start, end, label, probability], ...]}, from taggers
that have not seen the article (scripts/tune_names.py); GOLD and RAW are folders of gold files and of their raw files,
of articles that no rule was written with. Those of `--also` count a fifth, and for the rules' reliabilities only.
Prints what weights fitted on four fifths of the articles do on the last fifth, in turn, and writes those of all.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from zhfacts import recognise
from zhfacts.model import Span
from zhfacts.recognise.names import fusion, namer
from zhfacts.recognise.names.proposal import Proposal
from zhfacts.train.names.annotations import annotated
from zhfacts.train.names.data import LABELS, AnnotatedText

FOLDS = 5
RIDGE = 2.0
PRIOR, SMOOTHING = 0.7, 2.0
"""A rule counts as if it had been right in 0.7 of two names more than were seen."""
IN_VIEW = 0.2


class Article(NamedTuple):
    """An annotated article: its right names, and what rules and tagger say of it."""

    gold: set[fusion.Key]
    seen: fusion.NameEvidence
    blocked: list[Span]
    features: dict[fusion.Key, dict[str, float]]


def rows(pairs: Sequence[str]) -> list[AnnotatedText]:
    """Return the articles of pairs GOLD:RAW as the reading texts that the recogniser sees."""
    folders = [pair.split(":") for pair in pairs]
    return sorted(row for gold, raw in folders for row in annotated([Path(gold)], [Path(raw)]))


def evidence(row: AnnotatedText, tagged: Sequence[Proposal]) -> tuple[fusion.NameEvidence, list[Span]]:
    """Return what rules and tagger say of an article, and the spans of its quantities and times."""
    quantities, times = recognise.measures(row.text)
    blocked = [Span(x.start, x.end) for x in (*quantities, *times)]
    return namer.evidence(row.text, None, blocked, tagged), blocked


def right(row: AnnotatedText) -> set[fusion.Key]:
    """Return the annotated names of an article."""
    return {(x.start, x.end, x.labels[0]) for x in row.names}


def reliabilities(fresh: Iterable[Article], also: Iterable[Article]) -> dict[str, float]:
    """Return for each rule how often what it proposed and the selection chose is right, smoothed."""
    hits, counts = Counter[str](), Counter[str]()
    for weight, articles in ((1.0, fresh), (IN_VIEW, also)):
        for article in articles:
            for c in article.seen.chosen:
                counts[c.rule] += weight  # type: ignore[assignment]
                hits[c.rule] += weight * ((c.start, c.end, c.label) in article.gold)  # type: ignore[assignment]
    return {rule: (hits[rule] + SMOOTHING * PRIOR) / (counts[rule] + SMOOTHING) for rule in sorted(counts)}


def fit(articles: Iterable[Article]) -> dict[str, float]:
    """Return the weights of a logistic regression with a ridge over the spans of articles, by Newton's method."""
    examples = [(facts, key in a.gold) for a in articles for key, facts in a.features.items()]
    kinds = {name: n for n, name in enumerate(sorted({name for facts, _ in examples for name in facts}))}
    x, y = np.zeros((len(examples), len(kinds))), np.array([float(good) for _, good in examples])
    for row, (facts, _) in enumerate(examples):
        for name, value in facts.items():
            x[row, kinds[name]] = value
    weights = np.zeros(len(kinds))
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + RIDGE * np.eye(len(kinds)), x.T @ (p - y) + RIDGE * weights)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(kinds, weights.tolist(), strict=True))


def found(article: Article, weights: Mapping[str, float]) -> set[fusion.Key]:
    """Return the names of an article by some weights."""
    text = article.seen.words.text
    kept = namer.select(fusion.decide(article.seen, article.features, weights), text, article.blocked)
    return {(c.start, c.end, c.label) for c in kept}


def report(title: str, judged: Sequence[tuple[set[fusion.Key], set[fusion.Key]]]) -> None:
    """Print precision, recall and F1 of (gold, found) pairs, of all and by label."""
    print(title)
    for label in ("all", *LABELS):
        counts = [0, 0, 0]
        for gold, ours in judged:
            kept = [{x for x in side if label in ("all", x[2])} for side in (gold & ours, ours, gold)]
            counts = [n + len(side) for n, side in zip(counts, kept, strict=True)]
        hits, ours_n, gold_n = counts
        p, r, f = hits / max(ours_n, 1), hits / max(gold_n, 1), 2 * hits / max(ours_n + gold_n, 1)
        print(f"  {label:12} P {p:.3f} R {r:.3f} F1 {f:.4f} gold {gold_n}")


def weighed(row: AnnotatedText, seen: fusion.NameEvidence, blocked: list[Span]) -> Article:
    """Return an article with the features of its spans."""
    return Article(right(row), seen, blocked, fusion.features(seen))


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folds", type=Path)
    parser.add_argument("fresh", nargs="+", metavar="GOLD:RAW")
    parser.add_argument("--also", nargs="+", default=[], metavar="GOLD:RAW")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    tagged = {}
    for path in options.folds.glob("*.json"):
        fold = json.loads(path.read_text(encoding="utf-8"))
        tagged[fold["text"]] = [Proposal(a, b, label, score=p) for a, b, label, p in fold["names"]]
    known = [(row, *evidence(row, tagged[row.text])) for row in rows(options.fresh) if row.text in tagged]
    also = [(row, *evidence(row, [])) for row in rows(options.also)]
    precisions = reliabilities(*([Article(right(r), e, b, {}) for r, e, b in side] for side in (known, also)))
    fusion.reliabilities.cache_clear()
    fusion.reliabilities = lambda: precisions  # type: ignore[assignment]
    articles = [weighed(*item) for item in known]
    judged = []
    for fold in range(FOLDS):
        weights = fit(a for n, a in enumerate(articles) if n % FOLDS != fold)
        judged += [(a.gold, found(a, weights)) for n, a in enumerate(articles) if n % FOLDS == fold]
    report("rules alone", [(a.gold, {(c.start, c.end, c.label) for c in a.seen.chosen}) for a in articles])
    report("rules and tagger, weights of the other folds", judged)
    if options.write:
        write(options.write, precisions, fit(articles))


def write(folder: Path, precisions: Mapping[str, float], weights: Mapping[str, float]) -> None:
    """Write both tables."""
    source = "written by scripts/fit_name_fusion.py.\n"
    head = f"# How often the names of each rule were right on annotated articles (smoothed), {source}rule\tprecision\n"
    lines = "".join(f"{rule}\t{value:.2f}\n" for rule, value in precisions.items())
    (folder / "name_rules.tsv").write_text(head + lines, encoding="utf-8")
    head = f"# Weights by which rules and tagger are weighed, {source}feature\tweight\n"
    lines = "".join(f"{name}\t{value:.3f}\n" for name, value in weights.items())
    (folder / "name_fusion.tsv").write_text(head + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
