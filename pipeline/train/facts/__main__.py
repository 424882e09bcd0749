"""The command line: `python -m zhfacts.train.facts GOLD:RAW [GOLD:RAW ...] -o MODEL`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import ZhfactsError
from ...relate.decide.deciders import SLOTS, Adviser
from ...relate.decide.ranking import Weights
from ...relate.decide.reader import PassageReader
from . import calibration
from .folds import bound, held_out
from .joining import Pair, Trial, joined
from .lessons import Lesson, lessons_of
from .pairs import pair
from .plan import Hyperparameters, held_back
from .rankers import mean, train
from .teacher import FeatureIndex, exercises

DESCRIPTION = """Train the rankers of facts on folders of gold files, and fit the score of a fact.

GOLD holds gold files, RAW their raw texts. The articles are cut into folds by file; each fold's articles are bound by
rankers that learned from the others and from all of --also. On these facts the score is fitted, and how far it holds is
printed; --predictions keeps them, for `zhfacts evaluate GOLD FOLDER`. With -o the rankers are then trained on all.

With --reader the articles that the reader has not learned from (--held-out, as in its own training) are bound once
more, by rankers that learned from the others and by the reader: how far it is trusted is found there, and the score.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        prog="python -m zhfacts.train.facts",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("data", nargs="+", metavar="GOLD:RAW")
    found.add_argument("--also", nargs="*", default=[], metavar="GOLD:RAW", help="more to learn from, in no fold")
    found.add_argument("--also-weight", type=float, default=1.0, help="how much an article of --also counts")
    found.add_argument("--given", action="store_true", help="learn from the gold's own names and numbers besides")
    found.add_argument("--folds", type=int, default=5, help="0 leaves the score out")
    found.add_argument("--reader", type=Path, metavar="FOLDER", help="the reader to be trusted, e.g. pipeline/models")
    found.add_argument(
        "--held-out", type=float, default=Hyperparameters.held_out, help="the share that it has not learned from"
    )
    found.add_argument("--draws", type=int, default=0, help="subjects: the mean of so many trainings on drawn articles")
    found.add_argument("--mean", type=Path, metavar="MODEL", help="write the mean with its weights")
    found.add_argument("--keep", nargs="*", choices=SLOTS, default=[], help="slots that stay as in --mean")
    found.add_argument("--predictions", type=Path, metavar="FOLDER")
    found.add_argument("-o", "--output", type=Path, metavar="MODEL")
    return found


def main() -> int:
    """Train by the arguments of the command line; return the exit code."""
    options = parser().parse_args()
    try:
        judged = [x for p in options.data for x in lessons_of(*pair(p))]
        further: list[Lesson] = [x for p in options.also for x in lessons_of(*pair(p), weight=options.also_weight)]
        if options.given:
            further += [x for p in options.also for x in lessons_of(*pair(p), weight=options.also_weight, given=True)]
    except ZhfactsError as error:
        print("zhfacts:", error, file=sys.stderr)
        return 2
    vocabulary = FeatureIndex()
    found, offered = exercises([*judged, *further], vocabulary)
    for slot in SLOTS:
        count = offered[slot, True] + offered[slot, False]
        print(f"{slot}: the gold is an option in {offered[slot, True] / max(1, count):.3f} of {count}")
    names = vocabulary.names()
    more: Weights = {"score": {}}
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge([pair(p)[0] for p in options.data], options.predictions or Path(folder))
        if options.folds:
            more["score"] = judge.score(held_out(judged, found, names, options.folds))
        if options.reader:
            apart = [n for n, lesson in enumerate(judged) if held_back(lesson.file, options.held_out)]
            unseen = train(found, names, apart, options.draws)
            held, pairs = with_reader(judged, apart, unseen, PassageReader.load(options.reader))
            more |= joined({"advised": judge.score(held)}, pairs)
    if options.output:
        weights = {**train(found, names, draws=options.draws), **more}
        if options.mean:
            weights = mean(weights, json.loads(options.mean.read_text(encoding="utf-8")), options.keep)
        text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
        options.output.write_text(text + "\n", encoding="utf-8")
    return 0


@dataclass(frozen=True)
class Judge:
    """Fits the score of facts that were bound held out, against the gold folders, and prints how far it holds."""

    golds: Sequence[Path]
    place: Path

    def score(self, held: Sequence[calibration.Held]) -> dict[str, float]:
        """Return the weights of the score; the facts are left in the judge's place."""
        found = calibration.calibrate(held, self.golds, self.place)
        calibration.report(self.golds, self.place)
        return found


def with_reader(
    judged: Sequence[Lesson], apart: Sequence[int], weights: Weights, reader: Adviser, folds: int = 5
) -> tuple[list[calibration.Held], dict[str, Pair]]:
    """Return the lessons numbered `apart` as rankers and reader bind them, and how far the reader is trusted.

    Neither rankers nor reader have learned from these lessons. They are dealt out to folds for the score alone.
    """
    trial = Trial(weights, reader)
    for number in apart:
        trial.learn(judged[number])
    pairs = trial.best()
    for slot, found in pairs.items():
        alone, both = (trial.right[slot][p] / max(1, trial.asked[slot]) for p in ((1.0, 0.0), found))
        print(f"{slot}: own {found[0]}, advice {found[1]}; right among the options {alone:.3f} -> {both:.3f}")
    together = joined(weights, pairs)
    held = [bound(judged[number], together, n % folds, reader) for n, number in enumerate(apart)]
    return held, pairs


if __name__ == "__main__":
    sys.exit(main())
