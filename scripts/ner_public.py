"""The tagger's code on a public set alone: trains on its training part, prints exact-span F1 on its held-out part.

Network and pretrained encoder are those of train_names.py; labels are the set's own. Broken off, it goes on where it
stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from zhfacts.recognise.taggers.decoding import settled
from zhfacts.train.names import data, learning, scores
from zhfacts.train.names.loop import Schedule
from zhfacts.train.names.network import TaggerNetwork
from zhfacts.train.names.stages import Workshop


class PublicSet(NamedTuple):
    """A set's files, labels, and how it is learned: schedule, characters a step, dropout."""

    train: str
    held: str
    labels: Sequence[str]
    schedule: Schedule
    size: int
    dropout: float


SETS = {
    "msra": PublicSet(
        "train", "test", ("PER", "ORG", "LOC"), Schedule(2000, 2.5e-3, warmup=150, decay=0.995), 4800, 0.3
    ),
    "cluener2020": PublicSet(
        "train", "dev",
        ("address", "book", "company", "game", "government", "movie", "name", "organization", "position", "scene"),
        Schedule(1800, 2e-3, warmup=150, decay=0.99), 2400, 0.5,
    ),
}  # fmt: skip


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("--bulk", type=Path, required=True, help="folder of raw news, gzipped JSONL with `text`")
    parser.add_argument("--ner", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--work", type=Path, required=True, help="the work folder of train_names.py")
    parser.add_argument("--steps", type=int, help="instead of the set's own number")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Train on one set and print the scores."""
    args = options()
    torch.set_num_threads(args.threads)
    chosen = SETS[args.set]
    test = data.public(args.ner / args.set / f"{chosen.held}.jsonl.gz", args.set, chosen.labels)
    network, vocabulary = trained(args, chosen)
    found = learning.names(network, vocabulary, [row.text for row in test], 0.5, chosen.labels)
    for label, figures in scores.score(test, [settled(x) for x in found]).items():
        print(f"{label:12}", *(f"{k} {v}" for k, v in figures.items()))
    return 0


def trained(args: argparse.Namespace, chosen: PublicSet) -> tuple[TaggerNetwork, str]:
    """Return the network trained on a set's training part, and the characters that it knows."""
    schedule = replace(chosen.schedule, steps=args.steps or chosen.schedule.steps)
    recipe = replace(learning.Recipe(), base=schedule, base_size=chosen.size, dropout=chosen.dropout)
    shop = Workshop(args.work, recipe)
    vocabulary = shop.vocabulary(args.bulk)
    network = TaggerNetwork(shop.encoder(args.bulk), 1 + 4 * len(chosen.labels))
    rows = data.public(args.ner / args.set / f"{chosen.train}.jsonl.gz", args.set, chosen.labels)
    learning.train_base(network, vocabulary, rows, [], recipe, args.work / f"{args.set}.state", chosen.labels)
    return network, vocabulary


if __name__ == "__main__":
    sys.exit(main())
