"""Tune the shipped tagger of names on annotated articles: by two halves, whose mean learns from all once more.

    tune_names.py FRESH:RAW ... --also GOLD:RAW ... --sets names.jsonl.gz ... --work WORK --folds FOLDS -o MODEL

Each half's network starts from the model folder `--start` and learns from the other articles, those of one half of
FRESH twice a round; it has not seen the other half and proposes the names of its articles into FOLDS (one JSON file an
article: id, fold, text, names), by which scripts/fit_name_fusion.py weighs rules against tagger. The mean of the two
networks' weights (Wortsman et al. 2022, model soups) has seen all; it is tuned once more on all articles. Broken off,
it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from zhfacts.recognise.names.proposal import Proposal
from zhfacts.recognise.taggers.decoding import settled
from zhfacts.train.names import data, learning, scores
from zhfacts.train.names.annotations import annotated
from zhfacts.train.names.data import LABELS, AnnotatedText
from zhfacts.train.names.export import export_model
from zhfacts.train.names.learning import Recipe
from zhfacts.train.names.restore import Restored, restored_network

HALVES = 2
FRESH = 2
"""How often a fresh article comes in a round, others once."""
LEAST = 0.1
LAST_RATE = 1.3e-3


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fresh", nargs="+", metavar="GOLD:RAW")
    parser.add_argument("--also", nargs="+", default=[], metavar="GOLD:RAW", help="annotated articles of other kinds")
    parser.add_argument("--sets", nargs="+", default=[], type=Path, help="JSONL of `text` and `ents`, labels ours")
    parser.add_argument("--start", type=Path, default=Path("pipeline/models"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("-o", "--out", type=Path, required=True)
    return parser.parse_args()


def rows(pairs: Sequence[str]) -> list[AnnotatedText]:
    """Return the articles of pairs GOLD:RAW as reading texts."""
    folders = [pair.split(":") for pair in pairs]
    return sorted(row for gold, raw in folders for row in annotated([Path(gold)], [Path(raw)]))


def tuned(
    start: Path, learned: Sequence[AnnotatedText], steps: int, state: Path, rate: float = Recipe().tune.rate
) -> Restored:
    """Return the model of a folder tuned on articles."""
    model = restored_network(start)
    recipe = Recipe(public=0.0)
    schedule = replace(recipe.tune, steps=steps, rate=rate, decay=0.99, save_every=100)
    model.network.encoder.dropout.p = recipe.dropout
    learning.tune(
        model.network, model.characters, learned, [], replace(recipe, tune=schedule), state.with_suffix(".state"), 1
    )
    return model


def propose(model: Restored, half: int, held: Sequence[AnnotatedText], folder: Path) -> list[list[Proposal]]:
    """Write what a network proposes in articles that it has not seen; return the names that it is sure of."""
    folder.mkdir(parents=True, exist_ok=True)
    found = learning.names(model.network, model.characters, [row.text for row in held], LEAST)
    for row, names in zip(held, found, strict=True):
        content = {"id": row.id, "fold": half, "text": row.text, "names": [(*x.key, x.score) for x in names]}
        (folder / f"{row.id}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return [settled([x for x in names if x.score >= model.threshold]) for names in found]


def main() -> int:
    """Tune, print the scores of each half on the other, write."""
    args = options()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    args.work.mkdir(parents=True, exist_ok=True)
    fresh = rows(args.fresh)
    rest = rows(args.also) + [row for path in args.sets for row in data.public(path, "own")]
    models = []
    for half in range(HALVES):
        held = [row for n, row in enumerate(fresh) if n % HALVES == half]
        learned = [row for n, row in enumerate(fresh) if n % HALVES != half]
        models.append(tuned(args.start, learned * FRESH + rest, args.steps, args.work / f"half{half}"))
        for label, figures in scores.score(held, propose(models[-1], half, held, args.folds)).items():
            print(f"half {half} {label:12}", *(f"{k} {v}" for k, v in figures.items()))
    mean = learning.averaged([model.network for model in models])
    both = args.work / "mean"
    export_model(mean, models[0].characters, LABELS, models[0].threshold, both)
    last = tuned(both, fresh * FRESH + rest, args.steps, args.work / "all", LAST_RATE)
    export_model(last.network, last.characters, LABELS, last.threshold, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
