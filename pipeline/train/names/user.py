"""Trains the recogniser of names further on a user's own annotations: the names of `zhfacts train`. Needs torch."""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import torch

from ... import recognise
from ...errors import ZhfactsError
from ...lang.english_counts import counted
from ...model import Span
from ...recognise.names.proposal import Proposal
from ...recognise.taggers.shipped import Tagger
from ...write.folder import writing
from . import learning
from .annotations import annotated
from .data import LABELS, AnnotatedText
from .export import export_model
from .learning import Recipe
from .restore import Restored, restored_network
from .scores import f1

FEWEST = 5
"""With fewer articles none is held out."""
WATCHED = 10
"""With so many to learn from, a tenth of them says when to stop."""

_RECIPE = Recipe()
_FEWEST_STEPS = 30
Progress = Callable[[int, int], None]
"""Told the steps done and all steps."""


@dataclass(frozen=True)
class TrainingPlan:
    """How to train: rounds over the articles, share of articles held out to measure on, seed, threads of torch."""

    epochs: int = 15
    held_out: float = 0.1
    seed: int = 1
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    recipe: Recipe = _RECIPE


class Scores(NamedTuple):
    """Strict typed precision, recall and F1 by label ("all": of all) on the articles held out, before and after.

    `alone` are those of the recogniser, `ruled` those of `zhfacts run`, which also asks the
    tagger that reads and the rules.
    """

    alone: tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]
    ruled: tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]


@dataclass(frozen=True)
class TrainingReport:
    """What a training learned from and what it brought; `scores` is None where no article was held out."""

    plan: TrainingPlan
    learned: int
    held_out: int
    names: Counter[str]
    steps: int
    scores: Scores | None

    @property
    def measured(self) -> bool:
        """Tell whether it was measured on articles held out."""
        return self.scores is not None

    @property
    def worse(self) -> bool:
        """Tell whether recogniser and rules together find names less well than before."""
        return self.scores is not None and self.scores.ruled[1]["all"]["f"] < self.scores.ruled[0]["all"]["f"]

    @property
    def _material(self) -> str:
        return f"{counted(self.learned, 'articles')} with {counted(self.names.total(), 'names')}"

    def line(self) -> str:
        """Return the report as a plain line."""
        told = f"names: learned from {self._material}, {counted(self.steps, 'steps')}"
        if self.scores is None:
            return f"{told}; no article was held out: nothing was measured"
        (a, b), (c, d) = ([x["all"]["f"] for x in pair] for pair in self.scores)
        return f"{told}; F1 on {self.held_out} held out {c:.3f} -> {d:.3f}, without rules {a:.3f} -> {b:.3f}"

    def described(self) -> dict[str, Any]:
        """Return what model.json says of it."""
        told = {"articles": self.learned, "held_out": self.held_out, "names": dict(sorted(self.names.items()))}
        how = {"epochs": self.plan.epochs, "steps": self.steps, "seed": self.plan.seed}
        f1 = [round(x["all"]["f"], 4) for x in self.scores.ruled] if self.scores else None
        return {**told, **how, "f1_before_after": f1}

    def card(self) -> str:
        """Return its section of the model card, in Markdown."""
        counts = ", ".join(f"{label} {n}" for label, n in sorted(self.names.items()))
        parts = [
            "## Recogniser of names (`names.onnx`, `names.json`)",
            f"{self._material} ({counts}): at most {counted(self.plan.epochs, 'epochs')}, "
            f"{counted(self.steps, 'steps')}, seed {self.plan.seed}. What an article does not mark counted as no name.",
        ]
        if self.scores:
            parts += [
                f"Strict span and label on {counted(self.held_out, 'articles')} held out:",
                "\n".join(_rows(self.scores)),
            ]
        return "\n\n".join(parts)


def train(
    folders: Sequence[Path],
    out: Path,
    plan: TrainingPlan,
    *,
    raw: Sequence[Path] = (),
    start: Path,
    work: Path | None = None,
    progress: Progress = lambda done, steps: None,
) -> TrainingReport:
    """Train from the model in the folder `start` on annotations and write names.onnx and names.json into `out`.

    `folders` and `raw` are those of `annotated`. `work` keeps the state of a broken-off training, which goes on from
    there when it is called again with the same articles and plan. `progress` is called with the steps done and all
    steps. The same articles, plan and number of threads give the same model. Raises ZhfactsError for broken input.
    """
    rows = annotated(folders, raw)
    if not any(row.names for row in rows):
        raise ZhfactsError(f"{', '.join(map(str, folders))}: no names to learn from")
    learned, held = divided(rows, plan)
    torch.set_num_threads(plan.threads)
    model = restored_network(start)
    steps = _steps(learned, plan)
    with _state(work, rows, plan, start) as state:
        done = _tune(model, learned, plan, steps, state, progress)
    export_model(model.network, model.characters, LABELS, model.threshold, out)
    scores = _scores(start, out, held) if held else None
    kinds = Counter(name.labels[0] for row in learned for name in row.names)
    return TrainingReport(plan, len(learned), len(held), kinds, done, scores)


def divided(rows: Sequence[AnnotatedText], plan: TrainingPlan) -> tuple[list[AnnotatedText], list[AnnotatedText]]:
    """Return the articles to learn from and those held out, drawn by the plan's seed; none of fewer than FEWEST."""
    wanted = round(len(rows) * plan.held_out)
    number = min(max(wanted, 1), len(rows) - 1) if plan.held_out and len(rows) >= FEWEST else 0
    held = set(random.Random(plan.seed).sample(range(len(rows)), number))
    return [r for n, r in enumerate(rows) if n not in held], [r for n, r in enumerate(rows) if n in held]


def _steps(rows: Sequence[AnnotatedText], plan: TrainingPlan) -> int:
    """Return how many steps the plan's epochs take."""
    size = sum(len(row.text) for row in rows)
    return max(_FEWEST_STEPS, round(plan.epochs * size / plan.recipe.tune_size))


def _tune(
    model: Restored,
    rows: Sequence[AnnotatedText],
    plan: TrainingPlan,
    steps: int,
    state: Path,
    progress: Progress,
) -> int:
    """Train a restored model in place until it no longer gains on a tenth of the articles; return the steps it took.

    With fewer than WATCHED articles all are learned from, to the last step.
    """
    schedule = replace(plan.recipe.tune, steps=steps, warmup=min(plan.recipe.tune.warmup, steps // 5), save_every=50)
    recipe = replace(plan.recipe, tune=schedule)
    model.network.encoder.dropout.p = recipe.dropout
    chance = random.Random(plan.seed + 1)
    watched = set(chance.sample(range(len(rows)), len(rows) // 10 if len(rows) >= WATCHED else 0))
    learned, others = ([row for n, row in enumerate(rows) if (n in watched) == side] for side in (False, True))
    done = [0]

    def count(*_: object) -> None:
        if model.network.training:
            done[0] += 1
            progress(done[0], steps)

    handle = model.network.register_forward_hook(count)
    taken = learning.tune(model.network, model.characters, learned, [], recipe, state, plan.seed, others)
    handle.remove()
    return taken


@contextmanager
def _state(work: Path | None, rows: Sequence[AnnotatedText], plan: TrainingPlan, start: Path) -> Iterator[Path]:
    """Give the path for a training's state: in `work` under a name of its own, else in a folder that is removed."""
    if work is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder) / "train.state"
        return
    content = repr((rows, replace(plan, threads=0))).encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(content + (start / "names.json").read_bytes())
    with writing(work):
        work.mkdir(parents=True, exist_ok=True)
        yield work / f"{digest.hexdigest()[:16]}.state"


def _scores(before: Path, after: Path, rows: Sequence[AnnotatedText]) -> Scores:
    """Return the scores of two model folders on articles that the second has not learned from."""
    folders = before, after
    alone = [strict(rows, [_alone(tagger, row.text) for row in rows]) for tagger in map(Tagger.load, folders)]
    namers = [recognise.recognisers.load(f"zhfacts:{folder}") for folder in folders]
    ruled = [strict(rows, [_ruled(namer, row.text) for row in rows]) for namer in namers]
    return Scores((alone[0], alone[1]), (ruled[0], ruled[1]))


def _alone(tagger: Tagger, text: str) -> list[Proposal]:
    return [Proposal(start, end, label, score=score) for start, end, label, score in tagger.spans(text)]


def _ruled(namer: recognise.names.Namer, text: str) -> list[Proposal]:
    quantities, times = recognise.measures(text)
    blocked = [Span(x.start, x.end) for x in (*quantities, *times)]
    return [Proposal(m.start, m.end, m.label) for m in namer(text, blocked)]


def strict(rows: Sequence[AnnotatedText], found: Iterable[Sequence[Proposal]]) -> dict[str, dict[str, float]]:
    """Return precision, recall, F1 and counts of names with the right span and label, of all and by label."""
    gold = {(n, x.start, x.end, x.labels[0]) for n, row in enumerate(rows) for x in row.names}
    ours = {(n, x.start, x.end, x.label) for n, row in enumerate(found) for x in row}
    result = {"all": f1(len(gold & ours), len(ours), len(gold))}
    for label in LABELS:
        kept = [{x for x in side if x[3] == label} for side in (gold & ours, ours, gold)]
        if kept[1] or kept[2]:
            result[label] = f1(*map(len, kept))
    return result


def _rows(scores: Scores) -> Iterator[str]:
    """Yield the model card's table of scores."""
    yield "| label | F1 before | after | F1 with rules before | after | gold |"
    yield "| --- | --- | --- | --- | --- | --- |"
    tables = [*scores.alone, *scores.ruled]
    for label in ("all", *LABELS):
        cells = [f"{table[label]['f']:.3f}" if label in table else "" for table in tables]
        gold = [table[label]["gold"] for table in tables if label in table]
        if gold:
            yield f"| {label} | {' | '.join(cells)} | {gold[0]} |"
