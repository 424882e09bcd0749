"""Five-fold cross-validation of the name tagger by article, without rules: prints strict typed F1 by label.

Every fold's model starts from the base network, which has seen none of the gold articles, and is tuned on the other
folds' articles. `--predictions` keeps each article's names as found by the model that has not seen it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from pathlib import Path

import torch
from zhfacts.recognise.names.proposal import Proposal
from zhfacts.recognise.taggers.decoding import settled
from zhfacts.train.names import data, learning, scores
from zhfacts.train.names.data import AnnotatedText
from zhfacts.train.names.stages import Workshop, public_sets

FOLDS = 5


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bulk", type=Path, required=True, help="folder of raw news, gzipped JSONL with `text`")
    parser.add_argument("--ner", type=Path, required=True, help="folder of the public sets and own/articles.jsonl.gz")
    parser.add_argument("--gold", type=Path, nargs=2, action="append", required=True, metavar=("GOLD", "RAW"))
    parser.add_argument("--work", type=Path, required=True, help="the work folder of train_names.py")
    parser.add_argument("--predictions", type=Path, help="folder for one JSON file an article")
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(FOLDS)), help="only these folds")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="tuned models to average")
    parser.add_argument("--least", type=float, default=0.1, help="smallest probability of a name in the predictions")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Train the folds' models and print their scores."""
    args = options()
    torch.set_num_threads(args.threads)
    shop = Workshop(args.work)
    sets = public_sets(args.ner)
    own = data.public(args.ner / "own/articles.jsonl.gz", "own")
    gold = sorted(row for folder, raw in args.gold for row in data.gold(folder, raw))
    seen: list[AnnotatedText] = []
    found: list[list[Proposal]] = []
    by_fold = []
    for fold in args.folds:
        held = [row for n, row in enumerate(gold) if n % FOLDS == fold]
        rest = [row for n, row in enumerate(gold) if n % FOLDS != fold]
        tuned = [shop.tuned(args.bulk, sets, own, [*own, *rest], f"fold{fold}", seed) for seed in args.seeds]
        network = learning.averaged(tuned)
        loose = learning.names(network, shop.vocabulary(args.bulk), [row.text for row in held], args.least)
        strict = [settled([x for x in found if x.score >= shop.recipe.threshold]) for found in loose]
        if args.predictions:
            keep(args.predictions, fold, held, loose)
        seen, found = seen + held, found + strict
        by_fold.append(scores.score(held, strict)["all"]["f"])
    for label, figures in scores.score(seen, found).items():
        print(f"{label:12}", *(f"{k} {v}" for k, v in figures.items()))
    if len(by_fold) > 1:
        print("folds", *by_fold, "deviation", round(statistics.stdev(by_fold), 4))
    return 0


def keep(folder: Path, fold: int, rows: list[AnnotatedText], found: list[list[Proposal]]) -> None:
    """Write one JSON file an article: its text as tagged (simplified, as long as the raw one) and all candidates."""
    folder.mkdir(parents=True, exist_ok=True)
    for row, names_found in zip(rows, found, strict=True):
        content = {"id": row.id, "fold": fold, "text": row.text, "names": [(*x.key, x.score) for x in names_found]}
        (folder / f"{row.id}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
