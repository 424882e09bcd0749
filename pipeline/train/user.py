"""Trains names and facts on a user's own annotations into one model folder: what `zhfacts train` does.

A part that is worse on articles held out than the one it began with is not handed out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from ..errors import MissingExtra, OptionError, ZhfactsError, unknown_choice
from ..relate.decide.ranking import MODEL, Weights, load
from ..relate.decide.reader import shipped
from ..trained import CARD, MANIFEST, PARTS, open_model, write_manifest
from ..write.folder import Folder

NEEDS = {"names": ("train", "torch", "onnx"), "facts": ("train-facts", "scipy")}
"""The extra that brings what a part needs, and the packages."""
Progress = Callable[[str, int, int], None]
"""Told what is done, its steps so far and all its steps."""


@dataclass(frozen=True)
class TrainingOrder:
    """What to train and how: the parts (of "names", "facts"), and for names rounds, share held out, threads of torch.

    force: hand out a part even where it is worse. fast: measure facts without the reader, as `run --fast` binds them.
    work: a folder from which a broken-off training of names goes on.
    """

    what: tuple[str, ...] = ("names", "facts")
    epochs: int = 15
    held_out: float = 0.1
    seed: int = 1
    threads: int = 1
    force: bool = False
    fast: bool = False
    work: Path | None = None

    def __post_init__(self) -> None:
        for part in self.what:
            if part not in PARTS:
                raise unknown_choice("what", part, PARTS)
        if not self.what:
            raise OptionError(f"what: nothing to train; known are {', '.join(PARTS)}")


class PartReport(Protocol):
    """What a training of one part brought."""

    @property
    def worse(self) -> bool:
        """Whether it is worse on articles held out than what it began with."""
        ...

    def line(self) -> str:
        """Return it as a plain line."""
        ...

    def described(self) -> dict[str, Any]:
        """Return what model.json says of it."""
        ...

    def card(self) -> str:
        """Return its section of the model card, in Markdown."""
        ...


@dataclass(frozen=True)
class ModelReport:
    """A model folder and what became of its parts; those `left_out` are worse than what they began with."""

    out: Path
    parts: dict[str, PartReport]
    left_out: dict[str, PartReport] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return the report as plain lines."""
        told = [f"{self.out}: {' and '.join(self.parts)}; use it with: zhfacts run INPUT -o OUT --model {self.out}"]
        told += [report.line() for report in self.parts.values()]
        return told + [f"left out, worse than before: {report.line()}" for report in self.left_out.values()]


def train(
    folders: Sequence[Path],
    out: Path,
    order: TrainingOrder | None = None,
    *,
    raw: Sequence[Path] = (),
    start: Path | None = None,
    progress: Progress = lambda what, done, of: None,
) -> ModelReport:
    """Train from the model folder `start` (by default the shipped models) on annotations; write the model folder `out`.

    Each of `folders` is an extract that was corrected, or holds gold files, whose raw files are looked for in the
    folders `raw` and beside them. Raises ZhfactsError for broken input, MissingExtra where a package is missing, and
    where every part is worse than what it began with; then nothing is written.
    """
    order = order or TrainingOrder()
    _ask_for_packages(order.what)
    begun = open_model(start) if start else None
    with Folder(out, (*sum(PARTS.values(), ()), MANIFEST, CARD), (MANIFEST,)) as folder:
        found: dict[str, PartReport] = {}
        if "facts" in order.what:
            weights = begun.facts if begun and begun.facts else load()
            found["facts"] = _facts(folders, folder.path, order, raw, weights, progress)
        if "names" in order.what:
            place = begun.folder if begun and "names" in begun.parts else MODEL.parent
            found["names"] = _names(folders, folder.path, order, raw, place, progress)
        kept = {part: report for part, report in found.items() if order.force or not report.worse}
        left_out = {part: report for part, report in found.items() if part not in kept}
        if not kept:
            lines = "; ".join(report.line() for report in left_out.values())
            raise ZhfactsError(f"worse than what it began with, so {out} was not written (--force writes it): {lines}")
        for part in left_out:
            for name in PARTS[part]:
                (folder.path / name).unlink()
        write_manifest(folder.path, {part: report.described() for part, report in kept.items()}, version("zhfacts"))
        (folder.path / CARD).write_text(_card(kept, start), encoding="utf-8")
        folder.commit()
    return ModelReport(out, kept, left_out)


def _ask_for_packages(parts: Sequence[str]) -> None:
    """Raise MissingExtra where a package is missing that some parts need."""
    for part in parts:
        extra, *packages = NEEDS[part]
        for package in packages:
            if find_spec(package) is None:
                raise MissingExtra(f"train: {part}", extra, package)


def _facts(
    folders: Sequence[Path], out: Path, order: TrainingOrder, raw: Sequence[Path], start: Weights, progress: Progress
) -> PartReport:
    """Train the rankers of facts and write relate.json."""
    from .facts import own, user

    lessons = own.own_lessons(folders, raw, lambda done, of: progress("articles", done, of))
    adviser = None if order.fast else shipped()
    weights, report = user.train(start, lessons, order.seed, adviser, lambda done, of: progress("facts", done, of))
    text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
    (out / "relate.json").write_text(text + "\n", encoding="utf-8")
    return report


def _names(
    folders: Sequence[Path], out: Path, order: TrainingOrder, raw: Sequence[Path], start: Path, progress: Progress
) -> PartReport:
    """Train the recogniser of names and write names.onnx and names.json."""
    from .names import user

    plan = user.TrainingPlan(order.epochs, order.held_out, order.seed, order.threads)
    return user.train(
        folders, out, plan, raw=raw, start=start, work=order.work, progress=lambda done, of: progress("names", done, of)
    )


def _card(parts: dict[str, PartReport], start: Path | None) -> str:
    """Return the model card, in Markdown."""
    head = [
        "# A model for zhfacts",
        f"Made by `zhfacts train` from {f'`{start.name}`' if start else 'the shipped models'} with zhfacts "
        f"{version('zhfacts')}. Use: `zhfacts run INPUT -o OUT --model FOLDER`. `{MANIFEST}` holds checksums.",
    ]
    return "\n\n".join([*head, *(report.card() for report in parts.values())]) + "\n"
