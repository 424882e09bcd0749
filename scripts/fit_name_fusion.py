"""Fit how the rules' names and the tagger's proposals are weighed: prints the weights, writes fusion.tsv.

    fit_name_fusion.py FOLDS GOLD... [--drop 0.1] [--write pipeline/data/fusion.tsv]

FOLDS holds one JSON file an article, {"id", "fold", "text", "names": [[start, end, label, score], ...]}, from models
that have not seen the article (scripts/ner_folds.py); GOLD are folders of gold files. Every article is read twice: as
it is, and with a share of the rules' names dropped, because in other articles the tables know fewer names.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
from zhfacts.model import Span
from zhfacts.recognise.names import fusion, namer
from zhfacts.recognise.names.places import Candidate

Example = tuple[dict[str, float], bool]
Article = tuple[str, set[fusion.Key], list[Span], list[fusion.Scored]]


def articles(folds: Path, gold: list[Path]) -> list[Article]:
    """Return text, gold names, spans of quantities and times, and proposals of every article with a fold file."""
    found = []
    for path in sorted(file for folder in gold for file in folder.glob("*.json")):
        for article in json.loads(path.read_text(encoding="utf-8"))["articles"]:
            file = folds / f"{article['id']}.json"
            if file.exists():
                fold = json.loads(file.read_text(encoding="utf-8"))
                at = article["start"]
                right = {(m["start"] - at, m["end"] - at, m["label"]) for m in article["mentions"]}
                blocked = [Span(q["start"] - at, q["end"] - at) for q in (*article["quantities"], *article["times"])]
                tagged = [fusion.Scored(*name) for name in fold["names"]]
                found.append((fold["text"], right, blocked, tagged))
    return found


def main() -> None:
    """Fit, print and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folds", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    examples: list[Example] = []
    for text, right, blocked, tagged in articles(options.folds, options.gold):
        seen = namer.evidence(text, None, blocked, tagged)
        for drop in (0.0, options.drop):

            def kept(c: Candidate, text: str = text, drop: float = drop) -> bool:
                return zlib.crc32(text[c.start : c.end].encode()) % 1000 >= 1000 * drop

            chosen = [c for c in seen.chosen if kept(c)]
            proposed = [c for c in seen.proposals if kept(c)]
            for key, facts in fusion.features(text, chosen, proposed, seen.tagged).items():
                examples.append((facts, key in right))
    kinds = sorted({name for facts, _ in examples for name in facts})
    weights = fit(examples, kinds)
    for kind, weight in zip(kinds, weights, strict=True):
        print(f"{kind}\t{weight:.3f}")
    if options.write:
        head = "# Weights by which rules and tagger are weighed, written by scripts/fit_name_fusion.py.\n"
        rows = "".join(f"{k}\t{w:.3f}\n" for k, w in zip(kinds, weights, strict=True))
        options.write.write_text(head + "feature\tweight\n" + rows, encoding="utf-8")


def fit(examples: list[Example], kinds: list[str]) -> np.ndarray:
    """Return the weights of a logistic regression with a ridge of one, by Newton's method."""
    x = np.array([[facts.get(kind, 0.0) for kind in kinds] for facts, _ in examples])
    y = np.array([float(right) for _, right in examples])
    weights = np.zeros(len(kinds))
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.eye(len(kinds)), x.T @ (p - y) + weights)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


if __name__ == "__main__":
    main()
