"""Train the shipped name tagger: raw news, public sets and our own annotations in, a model folder out.

Broken off, it goes on where it stopped. On two cores the whole takes about an hour and a half.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import torch
from zhfacts.train.names import data, learning
from zhfacts.train.names.data import LABELS
from zhfacts.train.names.export import export_model
from zhfacts.train.names.stages import Workshop, public_sets


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bulk", type=Path, required=True, help="folder of raw news, gzipped JSONL with `text`")
    parser.add_argument("--ner", type=Path, required=True, help="folder of the public sets and own/articles.jsonl.gz")
    parser.add_argument(
        "--gold", type=Path, nargs=2, action="append", default=[], metavar=("GOLD", "RAW"),
        help="folder of gold files and folder of their raw files; may be given again",
    )  # fmt: skip
    parser.add_argument("--work", type=Path, required=True, help="folder for what is kept between runs")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="tuned models to average")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Train and write the model."""
    args = options()
    torch.set_num_threads(args.threads)
    shop = Workshop(args.work)
    sets = public_sets(args.ner)
    own = data.public(args.ner / "own/articles.jsonl.gz", "own")
    gold = sorted(row for folder, raw in args.gold for row in data.gold(folder, raw))
    tuned = [shop.tuned(args.bulk, sets, own, [*own, *gold], "all", seed) for seed in args.seeds]
    export_model(learning.averaged(tuned), shop.vocabulary(args.bulk), LABELS, shop.recipe.threshold, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
