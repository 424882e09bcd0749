"""Fitting of what turns the rankers' probabilities into the score of a fact, on articles that they had not seen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ...evaluate import measure, verdicts
from ...relate.decide.deciders import Rankers
from ...relate.decide.decisions import Decision
from ...relate.decide.score import features as score_features
from ...relate.decide.score import probability

STRENGTH = 1.0
"""The L2 penalty of the score's weights."""
Numbers = dict[str, float]
"""What speaks for a fact, as named numbers."""


class Witness(Rankers):
    """Decides with the weights, and keeps the features of each fact's score, in the order of the facts."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.seen: list[Numbers] = []

    def score(self, decisions: Mapping[str, Decision], article: float) -> None:
        """Keep the features."""
        self.seen.append(score_features(decisions, article))


@dataclass
class Held:
    """An article bound by rankers that had not seen it: its fold, its record, and what speaks for its facts by fact id.

    Facts of table cells are not decided by rankers and have no such features.
    """

    fold: int
    article: dict[str, Any]
    features: dict[str, Numbers]


def calibrate(held: Sequence[Held], golds: Sequence[Path], folder: Path) -> Numbers:
    """Return the weights of the score, fitted on all held-out facts.

    The articles are written to `folder`, their facts with scores from weights that were fitted on the other folds, so
    that the reliability of what stands there is that of new articles.
    """
    write(held, folder)
    right: dict[tuple[str, str], bool] = {}
    for gold in golds:
        right |= verdicts(gold, folder)
    facts = [(h, fact, right[_key(h, fact)]) for h in held for fact in h.article["facts"] if fact["id"] in h.features]
    for fold in sorted({h.fold for h in held}):
        others = [(h.features[f["id"]], r) for h, f, r in facts if h.fold != fold]
        weights = fit([found for found, _ in others], [r for _, r in others])
        for h, fact, _ in facts:
            if h.fold == fold:
                fact["score"] = probability(weights, h.features[fact["id"]])
    write(held, folder)
    return fit([h.features[f["id"]] for h, f, _ in facts], [r for _, _, r in facts])


def fit(features: Sequence[Numbers], right: Sequence[bool]) -> Numbers:
    """Return the weights of a logistic regression with L2 penalty (but for the bias)."""
    names = sorted({name for found in features for name in found})
    x = np.array([[found.get(name, 0.0) for name in names] for found in features])
    y = np.array(right, dtype=float)
    penalty = np.array([0.0 if name == "bias" else STRENGTH for name in names])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w
        p = 1 / (1 + np.exp(-z))
        value = np.logaddexp(0, z).sum() - y @ z + 0.5 * penalty @ w**2
        return float(value), x.T @ (p - y) + penalty * w

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(value), 4) for name, value in zip(names, best, strict=True)}


def write(held: Sequence[Held], folder: Path) -> None:
    """Write the articles to `folder`/articles.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(h.article, ensure_ascii=False) + "\n" for h in held)


def report(golds: Sequence[Path], folder: Path) -> None:
    """Print for each gold folder how far the scores in `folder` hold, as rows of a Markdown table."""
    for gold in golds:
        table = measure(gold, folder, resamples=0).reliability_table()
        print(f"\n{gold}: {table.title}\n\n| {' | '.join(table.columns)} |\n|{' --- |' * len(table.columns)}")
        for row in table.rows:
            print("|", " | ".join(f"{x:.2f}" if isinstance(x, float) else str(x) for x in row), "|")


def _key(held: Held, fact: Mapping[str, Any]) -> tuple[str, str]:
    """Return the raw file and the id of a fact's quantity in it, as `zhfacts evaluate` knows them."""
    return Path(held.article["file"]).name, f"{held.article['id']}/{fact['quantity']}"
