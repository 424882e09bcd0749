"""Takes parts of the name tagger's training away, one at a time, and prints what each is worth.

Every variant goes through the same shortened schedule (base on a share of the public sentences, then tuning; the
pretrained encoder is that of train_names.py) and is measured on folds of ner_folds.py: articles that it has not seen,
strict span and label, no rules. (Without the lexicon the network learns the names without it; the pretraining had it.)
What a variant has finished is kept in WORK/ablations, so that a broken-off run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from zhfacts.recognise.names.proposal import Proposal
from zhfacts.recognise.taggers.decoding import settled
from zhfacts.recognise.taggers.features import FLAGS
from zhfacts.train.names import data, learning, scores
from zhfacts.train.names.data import AnnotatedText
from zhfacts.train.names.network import TaggerNetwork
from zhfacts.train.names.stages import Workshop, public_sets

FOLDS = 5
SOURCES = {"MSRA": "msra", "CLUENER": "cluener2020", "Resume": "resume", "People's Daily": "people_daily"}
OWN = "own 152 articles"
VARIANTS = ("full", "pretraining", "lexicon", *SOURCES, OWN)


class Corpora(NamedTuple):
    """What a variant may learn from: public sentences, the articles of every fold, the gold articles."""

    sets: Sequence[AnnotatedText]
    own: Sequence[AnnotatedText]
    gold: Sequence[AnnotatedText]


def options() -> argparse.Namespace:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bulk", type=Path, required=True, help="folder of raw news, gzipped JSONL with `text`")
    parser.add_argument("--ner", type=Path, required=True, help="folder of the public sets and own/articles.jsonl.gz")
    parser.add_argument("--gold", type=Path, nargs=2, action="append", required=True, metavar=("GOLD", "RAW"))
    parser.add_argument("--work", type=Path, required=True, help="the work folder of train_names.py")
    parser.add_argument("--without", nargs="+", default=list(VARIANTS), choices=VARIANTS, help="only these variants")
    parser.add_argument("--folds", type=int, nargs="+", default=[0, 2], help="only these folds")
    parser.add_argument("--every", type=int, default=4, help="learn from every so many-th public sentence")
    parser.add_argument("--base-steps", type=int, default=180)
    parser.add_argument("--tune-steps", type=int, default=90)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Train the variants and print a row for each."""
    args = options()
    torch.set_num_threads(args.threads)
    gold = sorted(row for folder, raw in args.gold for row in data.gold(folder, raw))
    sets = public_sets(args.ner)[:: args.every]
    whole = Corpora(sets, data.public(args.ner / "own/articles.jsonl.gz", "own"), gold)
    print("| without | precision | recall | F1 | folds |\n| --- | --- | --- | --- | --- |", flush=True)
    for variant in args.without:
        every, by_fold = judged(variant, whole, args)
        figures = " | ".join(f"{every[k]:.3f}" for k in "prf")
        name = "nothing (all there)" if variant == "full" else variant
        print(f"| {name} | {figures} | {', '.join(f'{x:.3f}' for x in by_fold)} |", flush=True)
    return 0


def judged(variant: str, whole: Corpora, args: argparse.Namespace) -> tuple[dict[str, float], list[float]]:
    """Return a variant's scores over all the folds' articles, and the F1 of each fold."""
    shop = workshop(variant, args)
    part = reduced(variant, whole)
    seen: list[AnnotatedText] = []
    found: list[list[Proposal]] = []
    by_fold = []
    for fold in args.folds:
        held = [row for n, row in enumerate(part.gold) if n % FOLDS == fold]
        rest = [row for n, row in enumerate(part.gold) if n % FOLDS != fold]
        network = shop.tuned(args.bulk, part.sets, part.own, [*part.own, *rest], f"fold{fold}", 1)
        if variant == "lexicon":
            forget_lexicon(network)
        loose = learning.names(network, shop.vocabulary(args.bulk), [r.text for r in held], shop.recipe.threshold)
        strict = [settled(x) for x in loose]
        seen, found = seen + held, found + strict
        by_fold.append(scores.score(held, strict)["all"]["f"])
    return scores.score(seen, found)["all"], by_fold


def workshop(variant: str, args: argparse.Namespace) -> Workshop:
    """Return the work folder and recipe of a variant; the encoder is the shipped run's or, without it, a fresh one."""
    recipe = learning.Recipe()
    recipe = replace(
        recipe,
        base=replace(recipe.base, steps=args.base_steps, warmup=args.base_steps // 6, decay=0.99),
        tune=replace(recipe.tune, steps=args.tune_steps),
        blind=1.0 if variant == "lexicon" else recipe.blind,
    )
    whole = Workshop(args.work)
    vocabulary = whole.vocabulary(args.bulk)
    folder = args.work / "ablations" / variant.replace(" ", "_").replace("'", "")
    if not (folder / "encoder.pt").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(args.work / "characters.txt", folder)
        whole.encoder(args.bulk)
        if variant == "pretraining":
            torch.save(learning.encoder(vocabulary, recipe, seed=1).state_dict(), folder / "encoder.pt")
        else:
            shutil.copy(args.work / "encoder.pt", folder)
    return Workshop(folder, recipe)


def reduced(variant: str, whole: Corpora) -> Corpora:
    """Return the corpora without the source that a variant leaves out."""
    if variant == OWN:
        return whole._replace(own=[])
    source = SOURCES.get(variant)
    return whole._replace(sets=[row for row in whole.sets if not row.id.startswith(f"{source}-")])


@torch.no_grad()  # type: ignore[untyped-decorator]
def forget_lexicon(network: TaggerNetwork) -> None:
    """Make a network that was trained without lexicon features blind to them: every word counts as no word."""
    network.encoder.word.weight.copy_(network.encoder.word.weight[:1].expand_as(network.encoder.word.weight))
    network.encoder.inputs.weight[:, -FLAGS:] = 0


if __name__ == "__main__":
    sys.exit(main())
