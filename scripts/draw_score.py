"""Draw the score of facts towards what new annotated articles show.

    draw_score.py GOLD EXTRACT [--share 0.35] [--models pipeline/models]

EXTRACT is what the shipped pipeline found in the articles of GOLD, best ones that nothing of it has learned from. Slope
and shift of the log-odds are fitted on its facts, whose wanted probability is a mean: of whether the fact is right,
with the weight --share, and of its score as it is, with the rest (annotators of new articles agree less than those of
the articles on which the score was fitted). They go into `score` and `advised` of relate.json, the weights of the score
without and with the reader. Facts of table cells, whose score is fixed, do not count. To be run once, after
`python -m zhfacts.train.facts`, which fits the score itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from zhfacts.evaluate import verdicts

FIXED = "table"
"""In the rule of a fact whose score is not decided by weights."""


def scored(gold: Path, extract: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of an extract's facts, and which of them are right (1) or wrong (0)."""
    right = verdicts(gold, extract)
    scores, truths = [], []
    for line in (extract / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for fact in article["facts"]:
            key = (Path(article["file"]).name, f"{article['id']}/{fact['quantity']}")
            if fact["score"] is not None and key in right and FIXED not in (fact["rule"] or ""):
                scores.append(fact["score"])
                truths.append(right[key])
    return np.array(scores).clip(0.001, 0.999), np.array(truths, float)


def line_of(scores: np.ndarray, truths: np.ndarray, share: float) -> tuple[float, float]:
    """Return slope and shift of the log-odds that bring scores nearest to the wanted probabilities."""
    odds, wanted = np.log(scores / (1 - scores)), share * truths + (1 - share) * scores

    def loss(line: np.ndarray) -> float:
        drawn = line[0] * odds + line[1]
        return float((np.logaddexp(0, drawn) - wanted * drawn).sum())

    slope, shift = minimize(loss, [1.0, 0.0]).x
    return float(slope), float(shift)


def main() -> int:
    """Fit, print and write; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--share", type=float, default=0.35)
    parser.add_argument("--models", type=Path, default=Path("pipeline/models"))
    options = parser.parse_args()
    scores, truths = scored(options.gold, options.extract)
    slope, shift = line_of(scores, truths, options.share)
    print(f"{len(scores)} facts, right {truths.mean():.3f}, mean score {scores.mean():.3f}: {slope:.3f} {shift:+.3f}")
    path = options.models / "relate.json"
    weights = json.loads(path.read_text(encoding="utf-8"))
    for name in ("score", "advised"):
        drawn = {feature: weight * slope for feature, weight in weights[name].items()}
        drawn["bias"] += shift
        weights[name] = {feature: round(weight, 4) for feature, weight in drawn.items()}
    path.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
