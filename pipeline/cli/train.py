"""`zhfacts train`: a model of names and facts from annotations of the user's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from .telling import LOGGER, Log, Quiet, Verbose, show_log


def command(
    data: Annotated[list[Path], typer.Argument(help="Folders of gold annotations, or corrected extracts.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the model.")],
    what: Annotated[str, typer.Option(help="What to train: names,facts or one of them.")] = "names,facts",
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of the raw files that gold annotations name.")] = None,
    start: Annotated[Path | None, typer.Option("--from", help="Model to start from; default: the shipped one.")] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Names: rounds over the articles at most.")] = 15,
    held_out: Annotated[float, typer.Option(min=0, max=0.9, help="Names: share kept back to measure on.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Seed of all chances.")] = 1,
    work: Annotated[Path | None, typer.Option(help="Folder from which a broken-off training goes on.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Names: threads.")] = os.cpu_count() or 1,
    fast: Annotated[bool, typer.Option("--fast", help="Facts: measure without the reader, as run --fast.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write a model even if it is worse than before.")] = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
) -> None:
    """Train names and facts on your own annotations; use the model with `run --model MODEL`."""
    from ..train import user

    parts = tuple(part.strip() for part in what.split(",") if part.strip())
    order = user.TrainingOrder(parts, epochs, held_out, seed, threads, force, fast, work)
    with show_log(verbose, quiet, log) as progress:
        task = progress.add_task("articles", total=None)

        def show(doing: str, done: int, of: int) -> None:
            LOGGER.info("%s: %d of %d", doing, done, of)
            progress.update(task, description=doing, completed=done, total=of)

        report = user.train(data, out, order, raw=raw or (), start=start, progress=show)
        for line in report.lines():
            LOGGER.info(line)
    for line in report.lines():
        print(line)
    raise typer.Exit(1 if report.left_out else 0)
