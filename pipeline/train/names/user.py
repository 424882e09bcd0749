"""Trains the recogniser of names further on a user's own annotations: what `zhfacts train` does."""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import torch

from ... import recognise
from ...errors import ZhfactsError
from ...model import Span
from ...recognise.names.proposal import Proposal
from ...recognise.taggers.shipped import Tagger
from ...write.folder import Folder, writing
from . import learning
from .annotations import annotated
from .data import LABELS, AnnotatedText
from .export import export
from .learning import Recipe
from .restore import Restored, restore
from .scores import f1

MODEL = "names.onnx", "names.json"
CARD = "MODEL_CARD.md"
FEWEST = 5
"""With fewer articles none is held out."""

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

    `alone` are those of the recogniser, `ruled` those of recogniser and rules together, as `zhfacts run` has them.
    """

    alone: tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]
    ruled: tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]


@dataclass(frozen=True)
class TrainingReport:
    """What a training learned from and what it brought; `scores` is None where no article was held out."""

    out: Path
    plan: TrainingPlan
    learned: int
    held_out: int
    names: Counter[str]
    steps: int
    scores: Scores | None

    def lines(self) -> Iterator[str]:
        """Yield the report as plain lines."""
        counts = f"{self.learned} articles, {self.names.total()} names, {self.steps} steps, seed {self.plan.seed}"
        yield f"{self.out}: trained on {counts}"
        if self.scores:
            (a, b), (c, d) = ([x["all"]["f"] for x in pair] for pair in self.scores)
            yield f"names of {self.held_out} articles held out: F1 {a:.3f} -> {b:.3f}, with rules {c:.3f} -> {d:.3f}"
        else:
            yield "no article was held out: nothing was measured"
        yield f"use it with: zhfacts run INPUT -o OUT --names zhfacts:{self.out}"

    def card(self, start: str) -> str:
        """Return the model card, in Markdown; `start` names the model that the training began with."""
        counts = ", ".join(f"{label} {n}" for label, n in sorted(self.names.items()))
        parts = [
            "# A recogniser of names for zhfacts",
            f"Trained by `zhfacts train` from {start} on {self.learned} articles with {self.names.total()} names "
            f"({counts}): {self.plan.epochs} epochs, {self.steps} steps, seed {self.plan.seed}. "
            "What an article does not mark counted as no name.",
            "Use: `zhfacts run INPUT -o OUT --names zhfacts:FOLDER` with this folder.",
        ]
        if self.scores:
            parts += [f"Strict span and label on {self.held_out} articles held out:", "\n".join(_rows(self.scores))]
        return "\n\n".join(parts) + "\n"


def train(
    folders: Sequence[Path],
    out: Path,
    plan: TrainingPlan | None = None,
    *,
    raw: Sequence[Path] = (),
    start: Path | None = None,
    work: Path | None = None,
    progress: Progress = lambda done, steps: None,
) -> TrainingReport:
    """Train from the model folder `start` (by default the shipped one) on annotations and write the model folder `out`.

    `folders` and `raw` are those of `annotated`. `work` keeps the state of a broken-off training, which goes on from
    there when it is called again with the same articles and plan. `progress` is called with the steps done and all
    steps. The same articles, plan and number of threads give the same model. Raises ZhfactsError for broken input.
    """
    plan = plan or TrainingPlan()
    rows = annotated(folders, raw)
    if not any(row.names for row in rows):
        raise ZhfactsError(f"{', '.join(map(str, folders))}: no names to learn from")
    learned, held = divided(rows, plan)
    torch.set_num_threads(plan.threads)
    with _folder(start) as begun, Folder(out, (*MODEL, CARD), MODEL) as folder:
        model = restore(begun)
        steps = _steps(learned, plan)
        with _state(work, rows, plan, begun) as state:
            _tune(model, learned, plan, steps, state, progress)
        export(model.network, model.characters, LABELS, model.threshold, folder.path)
        scores = _scores(begun, folder.path, held) if held else None
        kinds = Counter(name.labels[0] for row in learned for name in row.names)
        report = TrainingReport(out, plan, len(learned), len(held), kinds, steps, scores)
        card = report.card(f"`{start.name}`" if start else "the shipped model")
        (folder.path / CARD).write_text(card, encoding="utf-8")
        folder.commit()
    return report


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
) -> None:
    """Train a restored model in place."""
    schedule = replace(plan.recipe.tune, steps=steps, warmup=min(plan.recipe.tune.warmup, steps // 5), save_every=50)
    recipe = replace(plan.recipe, tune=schedule)
    model.network.encoder.dropout.p = recipe.dropout
    done = [0]

    def count(*_: object) -> None:
        done[0] += 1
        progress(done[0], steps)

    handle = model.network.register_forward_hook(count)
    learning.tune(model.network, model.characters, rows, [], recipe, state, plan.seed)
    handle.remove()


@contextmanager
def _folder(start: Path | None) -> Iterator[Path]:
    """Give the folder of the model to start from."""
    if start is not None:
        yield start
        return
    with as_file(files(__package__.split(".")[0]) / "models") as shipped:
        yield shipped


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
    taggers = [Tagger.load(path) for path in (before, after)]
    alone = [strict(rows, [_alone(tagger, row.text) for row in rows]) for tagger in taggers]
    ruled = [strict(rows, [_ruled(tagger, row.text) for row in rows]) for tagger in taggers]
    return Scores((alone[0], alone[1]), (ruled[0], ruled[1]))


def _alone(tagger: Tagger, text: str) -> list[Proposal]:
    return [Proposal(start, end, label, score=score) for start, end, label, score in tagger.spans(text)]


def _ruled(tagger: Tagger, text: str) -> list[Proposal]:
    quantities, times = recognise.measures(text)
    blocked = [Span(x.start, x.end) for x in (*quantities, *times)]
    return [Proposal(m.start, m.end, m.label) for m in recognise.names.Namer(None, tagger)(text, blocked)]


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
