"""Train the small tagger of names without any public set, in two steps, or go on from a model by annotated articles:

    teach_names.py mark --bulk BULK --minutes 30 -o MARKED.jsonl.gz
    teach_names.py learn MARKED.jsonl.gz GOLD:RAW ... --sets names.jsonl.gz ... --work WORK -o MODEL
    teach_names.py tune GOLD:RAW ... --sets names.jsonl.gz ... --work WORK -o MODEL

`mark` lets the tagger that reads (`encoder_names.onnx`, which has learned from our own articles alone) find the names
of raw news; `learn` trains a fresh network first on these and on annotated articles (distillation, Hinton et al. 2015,
with hard marks), then on annotated articles alone, and writes names.onnx and names.json. With --held-out a share of
the articles of the first GOLD:RAW is left out and the network scored on it. Broken off, `learn` and `tune` go on where
they stopped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch
from zhfacts.recognise.taggers.decoding import settled
from zhfacts.recognise.taggers.encoder import EncoderTagger
from zhfacts.train.facts.plan import held_back
from zhfacts.train.names import data, learning, scores
from zhfacts.train.names.annotations import annotated
from zhfacts.train.names.data import LABELS, AnnotatedText
from zhfacts.train.names.export import export_model
from zhfacts.train.names.learning import Recipe
from zhfacts.train.names.loop import Schedule
from zhfacts.train.names.network import TaggerNetwork
from zhfacts.train.names.pretrain import raw_texts
from zhfacts.train.names.restore import restored_network

MODELS = Path("pipeline/models")
LONGEST = 1500
"""Characters of an article that are marked."""
THRESHOLD = 0.5
TUNING_RATE = 1.2e-3


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=MODELS)
    parts = parser.add_subparsers(dest="part", required=True)
    mark = parts.add_parser("mark")
    mark.add_argument("--bulk", type=Path, required=True)
    mark.add_argument("--minutes", type=float, default=30)
    mark.add_argument("-o", "--out", type=Path, required=True)
    learn = parts.add_parser("learn")
    learn.add_argument("marked", type=Path)
    learn.add_argument("--base", type=int, default=900, help="steps on marked and annotated texts")
    for part in (learn, parts.add_parser("tune")):
        part.add_argument("gold", nargs="+", metavar="GOLD:RAW")
        part.add_argument("--sets", nargs="+", default=[], type=Path, help="JSONL of `text` and `ents`, labels ours")
        part.add_argument("--held-out", type=float, default=0.0)
        part.add_argument("--work", type=Path, required=True)
        part.add_argument("--tune", type=int, default=360, help="steps on annotated texts")
        part.add_argument("-o", "--out", type=Path, required=True)
    return parser.parse_args()


def drawn(bulk: Path) -> Iterator[str]:
    """Yield raw news in an order that does not change, of a file of N articles some sqrt(N) before its second N / 2."""
    ranked = []
    for number, file in enumerate(sorted(bulk.glob("*.jsonl.gz"))):
        texts = list(raw_texts([file]))
        random.Random(number).shuffle(texts)
        ranked += [(place / len(texts) ** 0.5, number, text) for place, text in enumerate(texts)]
    yield from (text[:LONGEST] for _, _, text in sorted(ranked))


def mark(models: Path, bulk: Path, minutes: float, out: Path) -> None:
    """Write articles with the names that the tagger that reads finds, as many as the minutes allow."""
    tagger = EncoderTagger.load(models)
    begun = time.monotonic()
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for text in drawn(bulk):
            if time.monotonic() - begun > 60 * minutes:
                break
            names = [x.key for x in settled(tagger.candidates(text, THRESHOLD))]
            lines.write(json.dumps({"text": text, "ents": names}, ensure_ascii=False) + "\n")


def shared_out(options: argparse.Namespace) -> tuple[list[AnnotatedText], list[AnnotatedText]]:
    """Return the annotated articles to learn from, and those that are left out."""
    pairs = [annotated(*([Path(folder)] for folder in pair.split(":"))) for pair in options.gold]
    first = list(pairs[0])
    held = [row for row in first if held_back(f"{row.id}.txt", options.held_out)]
    ours = [row for rows in (first, *pairs[1:]) for row in rows if row not in held]
    return ours + [row for path in options.sets for row in data.public(path, "own")], held


def learned(options: argparse.Namespace) -> None:
    """Train, write and score a fresh network."""
    ours, held = shared_out(options)
    marked = data.public(options.marked, "own")
    print(len(marked), "marked,", len(ours), "annotated,", len(held), "left out", flush=True)
    recipe = replace(
        Recipe(public=0.15),
        base=Schedule(options.base, 3e-3, warmup=100, decay=0.99, save_every=100, log_every=50),
        tune=Schedule(options.tune, 1.6e-3, warmup=30, decay=0.985, save_every=100, log_every=50),
    )
    characters = json.loads((options.models / "names.json").read_text(encoding="utf-8"))["characters"]
    network = TaggerNetwork(learning.encoder(characters, recipe, seed=1), 1 + 4 * len(LABELS))
    learning.train_base(network, characters, marked, ours, recipe, options.work / "base.state")
    report(network, characters, held)
    learning.tune(network, characters, ours, marked, recipe, options.work / "tune.state", 1)
    report(network, characters, held)
    export_model(network, characters, LABELS, THRESHOLD, options.out)


def tuned(options: argparse.Namespace) -> None:
    """Let the network of a model go on, write and score it."""
    ours, held = shared_out(options)
    model = restored_network(options.models)
    schedule = Schedule(options.tune, TUNING_RATE, warmup=30, decay=0.99, save_every=100, log_every=50)
    recipe = Recipe(public=0.0, tune=schedule)
    model.network.encoder.dropout.p = recipe.dropout
    learning.tune(model.network, model.characters, ours, [], recipe, options.work / "tune.state", 1)
    report(model.network, model.characters, held)
    export_model(model.network, model.characters, LABELS, model.threshold, options.out)


def report(network: TaggerNetwork, characters: str, held: list[AnnotatedText]) -> None:
    """Print how right a network is in articles that it has not seen, by label."""
    found = learning.names(network, characters, [row.text for row in held], THRESHOLD)
    for label, figures in scores.score(held, [settled(x) for x in found]).items() if held else ():
        print(f"{label:12}", *(f"{name} {value}" for name, value in figures.items()), flush=True)


def main() -> int:
    """Run the step that is asked for; return the exit code."""
    asked = options()
    torch.set_num_threads(1)
    if asked.part == "mark":
        mark(asked.models, asked.bulk, asked.minutes, asked.out)
        return 0
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.part == "learn":
        learned(asked)
    else:
        tuned(asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
