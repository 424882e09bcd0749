"""The tagger's code on a public set alone: trains on its training part, prints exact-span F1 on its held-out part.

Starts from the pretrained encoder of train_names.py; labels are the set's own.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

import torch
from zhfacts.recognise.decoding import settled
from zhfacts.train import data, names, scores
from zhfacts.train.loop import Schedule
from zhfacts.train.network import Network
from zhfacts.train.stages import Workshop

SETS = {
    "msra": ("train", "test", ("PER", "ORG", "LOC")),
    "cluener2020": (
        "train",
        "dev",
        ("address", "book", "company", "game", "government", "movie", "name", "organization", "position", "scene"),
    ),
}


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("--bulk", type=Path, required=True, help="folder of raw news, gzipped JSONL with `text`")
    parser.add_argument("--ner", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--work", type=Path, required=True, help="the work folder of train_names.py")
    parser.add_argument("--steps", type=int, default=1400)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Train on one set and print the scores."""
    args = options()
    torch.set_num_threads(args.threads)
    train, held, labels = SETS[args.set]
    recipe = replace(names.Recipe(), base=Schedule(steps=args.steps, rate=2e-3), base_size=3600)
    shop = Workshop(args.work, recipe)
    vocabulary = shop.vocabulary(args.bulk)
    network = Network(shop.encoder(args.bulk), 1 + 4 * len(labels))
    rows = data.public(args.ner / args.set / f"{train}.jsonl.gz", args.set, labels)
    test = data.public(args.ner / args.set / f"{held}.jsonl.gz", args.set, labels)
    names.train_base(network, vocabulary, rows, [], recipe, args.work / f"{args.set}.state", labels)
    found = names.names(network, vocabulary, [row.text for row in test], 0.5, labels)
    for label, figures in scores.score(test, [settled(x) for x in found]).items():
        print(f"{label:12}", *(f"{k} {v}" for k, v in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
