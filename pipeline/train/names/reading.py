"""Train the tagger that reads: `python -m zhfacts.train.names.reading GOLD:RAW ... --encoder ENCODER -o MODELS`.

The lower layers of the pretrained encoder and what stands on top learn from annotated articles, some of whose names
are exchanged for others of their label in each round. Each file of --held-out of the first folders (a share of the
files, by the hash of their names) is not learned from: on these the tagger is scored at the end. A training that was
broken off goes on from WORK.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...errors import ZhfactsError
from ...lang.pieces import UNKNOWN, Vocabulary
from ...recognise.taggers.decoding import settled
from ...recognise.taggers.encoder import EncoderTagger
from ...recognise.taggers.windows import Numbers, Window, character_numbers, windows_of
from ..facts.encoder import EncoderFiles, freeze
from ..facts.pairs import pair
from ..facts.plan import held_back
from . import data, scores
from .annotations import annotated
from .data import AnnotatedText, Marked
from .encoder_network import EncoderNetwork, Sheaf, characters_of, lower_layers, sheaf, start_from, write
from .loop import Part, Schedule, fit

FRESH = 2
"""How often an article of the first folders comes in a round, others once."""
EXCHANGE = 0.12
"""Share of names that stand for others: a quarter, in half of the articles."""
PIECES = 3400
"""Pieces of a batch."""
CHUNK = 320
"""Windows among which those of like length are put in a batch together."""
HEAD_RATE, ENCODER_SHARE = 1e-3, 0.1
"""The rate of what is new, and the share of it at which the encoder learns."""
THRESHOLD = 0.5


class LabelledWindow(NamedTuple):
    """A window with the number of the right tag of each character."""

    window: Window
    goals: Numbers


def examples(row: AnnotatedText, vocabulary: Vocabulary, numbers: dict[str, int]) -> Iterator[LabelledWindow]:
    """Yield the windows of an annotated article; of a name that two windows share each holds its part."""
    for window in windows_of(row.text, vocabulary, numbers):
        start, end = window.start, window.start + len(window.piece)
        inside = [
            Marked(max(x.start, start) - start, min(x.end, end) - start, x.labels[:1])
            for x in row.names
            if x.start < end and x.end > start
        ]
        yield LabelledWindow(window, data.allowed_tags(end - start, inside).argmax(1))


def batches(
    found: Sequence[LabelledWindow], chance: random.Random, pieces: int = PIECES
) -> list[list[LabelledWindow]]:
    """Return one round of batches of about so many pieces, windows of like length together, in random order."""
    order = list(found)
    chance.shuffle(order)
    groups: list[list[LabelledWindow]] = [[]]
    for start in range(0, len(order), CHUNK):
        for example in sorted(order[start : start + CHUNK], key=lambda e: len(e.window.pieces)):
            if groups[-1] and (len(groups[-1]) + 1) * len(example.window.pieces) > pieces:
                groups.append([])
            groups[-1].append(example)
    chance.shuffle(groups)
    return groups


def _tensors(group: Sequence[LabelledWindow]) -> tuple[Sheaf, Tensor]:
    batch = sheaf([e.window for e in group])
    goals = np.full(batch.shown.shape, -1, np.int64)
    for row, example in zip(goals, group, strict=True):
        row[: len(example.goals)] = example.goals
    return batch, torch.from_numpy(goals)


class Taught(NamedTuple):
    """What a tagger learns from, and the articles kept back."""

    rows: list[AnnotatedText]
    held: list[AnnotatedText]
    characters: str


class Course(NamedTuple):
    """How a tagger learns: steps, pieces of a batch, the rate of what is new, lower layers that stay as they are."""

    steps: int
    pieces: int = PIECES
    rate: float = HEAD_RATE
    frozen: int = 0
    seed: int = 1


def train(network: EncoderNetwork, vocabulary: Vocabulary, taught: Taught, work: Path, course: Course) -> None:
    """Let a network learn from articles, the same for the same seed and number of threads."""
    numbers = character_numbers(taught.characters)
    pool = data.name_pool(taught.rows)

    def rounds() -> Iterator[tuple[Sheaf, Tensor]]:
        chance = random.Random(course.seed)
        while True:
            rows = [data.exchanged(row, pool, EXCHANGE, chance) for row in taught.rows]
            found = [e for r in rows for e in examples(r, vocabulary, numbers)]
            yield from map(_tensors, batches(found, chance, course.pieces))

    def step(item: tuple[Sheaf, Tensor]) -> tuple[Tensor, float]:
        loss = network.loss(*item)
        return loss, float(loss.detach())

    freeze(network.encoder, course.frozen)
    schedule = Schedule(course.steps, course.rate, warmup=20, decay=0.98, save_every=100, log_every=20)
    new = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    old = [p for name, p in network.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    parts = Part(old, ENCODER_SHARE), Part(new)
    fit(network, rounds(), step, schedule, work / "reading.state", course.seed, parts=parts)


def main() -> int:
    """Train by the arguments of the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", metavar="GOLD:RAW")
    parser.add_argument("--also", nargs="*", default=[], metavar="GOLD:RAW", help="more, nothing of it kept back")
    parser.add_argument("--sets", nargs="*", default=[], type=Path, help="JSONL of `text` and `ents`, labels ours")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--start", type=Path, metavar="FOLDER", help="go on from its tagger, e.g. pipeline/models")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--pieces", type=int, default=PIECES, help="of a batch")
    parser.add_argument("--rate", type=float, default=HEAD_RATE, help="of what is new; the encoder has a tenth of it")
    parser.add_argument("--frozen", type=int, default=0, metavar="LAYERS", help="lower layers that do not learn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", type=float, default=0.2)
    parser.add_argument("--threads", type=int, default=2)
    options: Any = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        taught = _taught(options)
        files = EncoderFiles(options.encoder)
        torch.manual_seed(options.seed)
        network = EncoderNetwork(lower_layers(files), len(taught.characters))
        if options.start:
            start_from(network, options.start)
        vocabulary = Vocabulary(files.pieces, UNKNOWN)
        course = Course(options.steps, options.pieces, options.rate, options.frozen, options.seed)
        train(network, vocabulary, taught, options.work, course)
        write(network, files.pieces, taught.characters, options.output, options.work)
        report(EncoderTagger.load(options.output), taught.held)
    except (ZhfactsError, OSError) as error:
        print("zhfacts:", error, file=sys.stderr)
        return 2
    return 0


def _taught(options: Any) -> Taught:
    def rows(pairs: Sequence[str]) -> list[AnnotatedText]:
        return [row for text in pairs for row in annotated(*([folder] for folder in pair(text)))]

    fresh = rows(options.data)
    held = [row for row in fresh if held_back(f"{row.id}.txt", options.held_out)]
    kept = [row for row in fresh if row not in held]
    taught = [*kept * FRESH, *rows(options.also), *(r for s in options.sets for r in data.public(s, "own"))]
    own = "".join(sorted({c for row in taught for c in row.text}))
    return Taught(taught, held, characters_of(options.start) if options.start else own)


def report(tagger: EncoderTagger, held: Sequence[AnnotatedText]) -> None:
    """Print how right a tagger is in articles that it has not seen, by label."""
    found = [settled(tagger.candidates(row.text, THRESHOLD)) for row in held]
    for label, figures in scores.score(held, found).items() if held else ():
        print(f"{label:12}", *(f"{name} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
