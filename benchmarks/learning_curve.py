"""Print what a user's own annotated articles buy: facts on articles of the same kind that stay out, after 5, 10, 25 ...

    learning_curve.py OWN_GOLD:OWN_RAW --files '[tu]*' --base GOLD:RAW [GOLD:RAW ...]

Rankers are trained on the articles of --base alone, then adapted to so many of the own articles, as `zhfacts train`
adapts the shipped ones (which have learned from all of these). Without the reader; names, numbers and times are found
as shipped. Each size is drawn a few times; the articles that are scored are always the same.
"""

from __future__ import annotations

import argparse
import random
import statistics
from pathlib import Path

from zhfacts.relate.decide.ranking import Weights
from zhfacts.train.facts import user
from zhfacts.train.facts.lessons import lessons_of
from zhfacts.train.facts.own import OwnLesson, own_lessons
from zhfacts.train.facts.pairs import pair
from zhfacts.train.facts.rankers import train
from zhfacts.train.facts.teacher import FeatureIndex, exercises
from zhfacts.train.facts.trial import MEASURES, Scores, bound_each, scores


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("own", metavar="GOLD:RAW")
    found.add_argument("--files", default="*", help="pattern of the own files' names")
    found.add_argument("--base", nargs="+", required=True, metavar="GOLD:RAW")
    found.add_argument("--sizes", type=int, nargs="+", default=[5, 10, 25, 50, 100])
    found.add_argument("--held-out", type=int, default=50, help="articles that are scored")
    found.add_argument("--draws", type=int, default=2)
    return found


def base_of(pairs: list[str]) -> Weights:
    """Return rankers that have learned from the base alone."""
    vocabulary = FeatureIndex()
    found, _ = exercises([x for p in pairs for x in lessons_of(*pair(p))], vocabulary)
    return train(found, vocabulary.names())


def scored(held: list[OwnLesson], weights: Weights) -> Scores:
    """Return F1 on the articles that stay out."""
    return scores(held, bound_each(held, lambda number: weights))


def main() -> None:
    """Print the table."""
    given = parser().parse_args()
    gold, raw = pair(given.own)
    own = [x for x in own_lessons([gold], [raw]) if Path(x.lesson.file).match(given.files)]
    random.Random(0).shuffle(own)
    held, rest = own[: given.held_out], own[given.held_out :]
    base = base_of(given.base)
    print(f"{len(held)} articles are scored; rankers of {', '.join(given.base)}; {given.draws} draws\n")
    print(f"| own articles | {' | '.join(MEASURES)} | slots adapted |")
    print(f"| --- |{' --- |' * (len(MEASURES) + 1)}")
    before = scored(held, base)
    print(f"| 0 | {' | '.join(f'{before[m]:.3f}' for m in MEASURES)} | |", flush=True)
    for size in (n for n in given.sizes if n <= len(rest)):
        found, slots = [], []
        for draw in range(given.draws if size < len(rest) else 1):
            drawn = random.Random(draw).sample(rest, size)
            weights, pulls = user.adapted(base, drawn)
            found.append(scored(held, weights))
            slots.append(sum(p > 0 for p in pulls.values()))
        cells = []
        for measure in MEASURES:
            values = [x[measure] for x in found]
            cells.append(f"{statistics.mean(values):.3f} ({min(values):.3f}-{max(values):.3f})")
        print(f"| {size} | {' | '.join(cells)} | {statistics.mean(slots):.1f} |", flush=True)


if __name__ == "__main__":
    main()
