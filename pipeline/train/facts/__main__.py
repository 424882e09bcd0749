"""The command line: `python -m zhfacts.train.facts GOLD:RAW [GOLD:RAW ...] -o MODEL`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from ...errors import ZhfactsError
from ...relate.decide.deciders import SLOTS
from . import calibration
from .folds import held_out
from .lessons import Lesson, lessons
from .pairs import pair
from .rankers import train
from .teacher import Vocabulary, exercises

DESCRIPTION = """Train the rankers of facts on folders of gold files, and fit the score of a fact.

GOLD holds gold files, RAW their raw texts. The articles are cut into folds by file; each fold's articles are bound by
rankers that learned from the others and from all of --also. On these facts the score is fitted, and how far it holds is
printed; --predictions keeps them, for `zhfacts evaluate GOLD FOLDER`. With -o the rankers are then trained on all.
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
    found.add_argument("--predictions", type=Path, metavar="FOLDER")
    found.add_argument("-o", "--output", type=Path, metavar="MODEL")
    return found


def main() -> int:
    """Train by the arguments of the command line; return the exit code."""
    options = parser().parse_args()
    try:
        judged = [x for p in options.data for x in lessons(*pair(p))]
        further: list[Lesson] = [x for p in options.also for x in lessons(*pair(p), weight=options.also_weight)]
        if options.given:
            further += [x for p in options.also for x in lessons(*pair(p), weight=options.also_weight, given=True)]
    except ZhfactsError as error:
        print("zhfacts:", error, file=sys.stderr)
        return 2
    vocabulary = Vocabulary()
    found, offered = exercises([*judged, *further], vocabulary)
    for slot in SLOTS:
        count = offered[slot, True] + offered[slot, False]
        print(f"{slot}: the gold is an option in {offered[slot, True] / max(1, count):.3f} of {count}")
    names, score = vocabulary.names(), {}
    if options.folds:
        golds = [pair(p)[0] for p in options.data]
        held = held_out(judged, found, names, options.folds)
        with tempfile.TemporaryDirectory() as folder:
            place = options.predictions or Path(folder)
            score = calibration.calibrate(held, golds, place)
            calibration.report(golds, place)
    if options.output:
        text = json.dumps({**train(found, names), "score": score}, ensure_ascii=False, indent=0, sort_keys=True)
        options.output.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
