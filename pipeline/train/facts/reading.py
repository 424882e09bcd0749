"""Train the reader: `python -m zhfacts.train.facts.reading GOLD:RAW [...] --encoder FOLDER --work WORK -o MODELS`.

Every annotated article is read as the pipeline makes it; with --given besides with its gold's own names and numbers,
half of these in each round. The encoder's embeddings stay as they are, all layers learn. What is learned lies in WORK
and a broken-off training goes on from there. Each file of --held-out in its name (a share of the files, by the hash of
their names) is not learned from: on these the shipped rankers learn how far to trust the reader (`joining`). The files
of --also are all learned from, as those that `python -m zhfacts.train.facts` is given with its --also judge nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

from ...errors import ZhfactsError
from ...lang.pieces import UNKNOWN, Vocabulary
from ...relate.decide.passages import Clerk
from .encoder import EncoderFiles, freeze, pretrained, start_from, write
from .lessons import lessons_of
from .network import ReaderNetwork, loss
from .pairs import pair
from .plan import Hyperparameters, held_back
from .sheets import LabelledPassage, examples

BATCH = 3400
"""Pieces of a batch."""
CHUNK = 320
"""Sheets among which those of like length are put in a batch together."""
WARM_UP = 30
"""Steps in which the rates grow to their full size."""


def batches(
    own: Sequence[LabelledPassage],
    given: Sequence[LabelledPassage],
    plan: Hyperparameters,
    new: Sequence[LabelledPassage] = (),
) -> list[list[LabelledPassage]]:
    """Return all batches of a training in their order, the same for the same seed; at most half of a round is `new`."""
    chance = random.Random(plan.seed)
    found: list[list[LabelledPassage]] = []
    for part in range(math.ceil(plan.rounds)):
        sheets = [*own, *chance.sample(list(given), len(given) // 2)]
        sheets += chance.sample(list(new), min(len(new), len(sheets)))
        chance.shuffle(sheets)
        one_round = list(_alike(sheets))
        chance.shuffle(one_round)
        share = min(1.0, plan.rounds - part)
        found += one_round[: round(share * len(one_round))]
    return found


def _alike(sheets: Sequence[LabelledPassage]) -> Iterator[list[LabelledPassage]]:
    """Yield batches of sheets of like length."""
    for start in range(0, len(sheets), CHUNK):
        batch: list[LabelledPassage] = []
        for example in sorted(sheets[start : start + CHUNK], key=lambda e: len(e.sheet.numbers)):
            batch.append(example)
            if sum(len(e.sheet.numbers) for e in batch) > BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


class Training:
    """A training that can be broken off and goes on from its folder."""

    def __init__(self, network: ReaderNetwork, work: Path, plan: Hyperparameters) -> None:
        self.network, self.plan = network, plan
        self.file = work / "training.pt"
        learned = {id(p) for p in network.judges()}
        encoder = [p for p in network.parameters() if id(p) not in learned and p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [{"params": encoder, "lr": plan.encoder_rate}, {"params": network.judges(), "lr": plan.judges_rate}],
            weight_decay=0.01,
        )
        self.step, self.seconds = 0, 0.0

    def resume(self) -> None:
        """Go on from where the folder's training was broken off."""
        if self.file.exists():
            kept = torch.load(self.file, weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.seconds = kept["step"], kept["seconds"]

    def save(self) -> None:
        """Write what is learned."""
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        torch.save({**state, "step": self.step, "seconds": self.seconds}, self.file.with_suffix(".part"))
        self.file.with_suffix(".part").replace(self.file)

    def run(self, steps: Sequence[list[LabelledPassage]], every: int = 100) -> None:
        """Learn from all batches that were not learned from yet; save every so many steps and at the end."""
        self.network.train()
        torch.manual_seed(self.plan.seed + self.step)
        begun, before = time.monotonic(), self.seconds
        for batch in steps[self.step :]:
            done = max(self.step / len(steps), self.seconds / 60 / self.plan.minutes)
            if done >= 1:
                break
            self._learn(batch, done)
            self.step += 1
            self.seconds = before + time.monotonic() - begun
            if self.step % every == 0:
                self.save()
        self.save()

    def _learn(self, batch: Sequence[LabelledPassage], done: float) -> None:
        rise = min(1.0, (self.step + 1) / WARM_UP) * max(0.02, 1 - done)
        for group, rate in zip(
            self.optimizer.param_groups, (self.plan.encoder_rate, self.plan.judges_rate), strict=True
        ):
            group["lr"] = rate * rise
        value = loss(self.network, batch)
        self.optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        print(f"step {self.step} loss {float(value.detach()):.3f}", file=sys.stderr)


def sheets_of(pairs: Iterable[str], clerk: Clerk, share: float = 0.0, given: bool = False) -> list[LabelledPassage]:
    """Return the examples of folders of gold, without the files that are kept back."""
    found: list[LabelledPassage] = []
    for text in pairs:
        taught = [x for x in lessons_of(*pair(text), given=given) if not held_back(x.file, share)]
        found += examples(taught, clerk)
    return found


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", metavar="GOLD:RAW")
    parser.add_argument("--also", nargs="*", default=[], metavar="GOLD:RAW", help="more, nothing of it kept back")
    parser.add_argument("--given", nargs="*", default=[], metavar="GOLD:RAW", help="of these the gold's own names too")
    parser.add_argument("--new", nargs="*", default=[], metavar="GOLD:RAW", help="more, at most half of each round")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--start", type=Path, metavar="FOLDER", help="go on from its reader, e.g. pipeline/models")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--rounds", type=float, default=Hyperparameters.rounds)
    parser.add_argument("--minutes", type=float, default=Hyperparameters.minutes)
    parser.add_argument("--seed", type=int, default=Hyperparameters.seed)
    parser.add_argument("--held-out", type=float, default=Hyperparameters.held_out)
    parser.add_argument("--rates", type=float, nargs=2, metavar="RATE", help="of the encoder, and of what is new on it")
    parser.add_argument("--frozen", type=int, default=0, help="so many of the lowest layers do not learn")
    parser.add_argument("--threads", type=int, default=2)
    return parser


def main() -> int:
    """Train by the arguments of the command line; return the exit code."""
    options: Any = arguments().parse_args()
    torch.set_num_threads(options.threads)
    encoder, judges = options.rates or (Hyperparameters.encoder_rate, Hyperparameters.judges_rate)
    plan = Hyperparameters(
        options.rounds, encoder, judges, minutes=options.minutes, seed=options.seed, held_out=options.held_out
    )
    torch.manual_seed(plan.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        files = EncoderFiles(options.encoder)
        network = ReaderNetwork(pretrained(files))
        if options.start:
            start_from(network, options.start)
        freeze(network.enc, options.frozen)
        clerk = Clerk(Vocabulary(files.pieces, UNKNOWN))
        own = sheets_of(options.data, clerk, plan.held_out) + sheets_of(options.also, clerk)
        judged = [x for x in options.given if x not in options.also]
        given = sheets_of(judged, clerk, plan.held_out, True)
        given += sheets_of([x for x in options.given if x in options.also], clerk, given=True)
        new = sheets_of(options.new, clerk)
    except (ZhfactsError, OSError) as error:
        print("zhfacts:", error, file=sys.stderr)
        return 2
    training = Training(network, options.work, plan)
    training.resume()
    training.run(batches(own, given, plan, new))
    write(training.network, files, options.output, options.work)
    print(json.dumps({"sheets": len(own), "given": len(given), "new": len(new), "steps": training.step}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
