"""`zhfacts train`: a recogniser of names from annotations of the user's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ZhfactsError
from .terminal import progress_bar


def command(
    data: Annotated[list[Path], typer.Argument(help="Folders of gold annotations, or extracts.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the model.")],
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of the raw files that gold annotations name.")] = None,
    start: Annotated[Path | None, typer.Option("--from", help="Model to start from; default: the shipped one.")] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Rounds over the articles.")] = 15,
    held_out: Annotated[float, typer.Option(min=0, max=0.9, help="Share of articles kept back to measure on.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Seed of all chances.")] = 1,
    work: Annotated[Path | None, typer.Option(help="Folder from which a broken-off training goes on.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Threads.")] = os.cpu_count() or 1,
) -> None:
    """Train the recogniser of names on your own annotations; use the model with `run --names zhfacts:MODEL`."""
    try:
        from ..train.names import user
    except ModuleNotFoundError as error:
        raise ZhfactsError(f"train: {error.name} is not installed; pip install 'zhfacts[train]'") from None
    plan = user.TrainingPlan(epochs, held_out, seed, threads)
    with progress_bar() as progress:
        task = progress.add_task("steps", total=None)

        def show(done: int, steps: int) -> None:
            progress.update(task, completed=done, total=steps)

        report = user.train(data, out, plan, raw=raw or (), start=start, work=work, progress=show)
    for line in report.lines():
        print(line)
