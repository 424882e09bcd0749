"""`zhfacts export`: an extract in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from .telling import Log, Quiet, Verbose, show_log
from .terminal import registered


def command(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    to: Annotated[str, typer.Option("--to", help=f"Format: {registered('zhfacts.exporters')}.")],
    target: Annotated[Path | None, typer.Option("--target", help="Where to write; default: beside OUT.")] = None,
    where: Annotated[
        str | None, typer.Option(help="Only facts for which it holds: \"score >= 0.7 and status == 'actual'\".")
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Percent for train, validation and test, by article: 80/10/10, or 80/20.")
    ] = None,
    heads: Annotated[Literal["names", "zh"], typer.Option(help="Column heads of csv and excel.")] = "names",
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens well: BOM, no formulas.")] = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
) -> None:
    """Write an extract in another format: all of it, the facts that fit a condition, or its parts."""
    from ..write import export as write_as

    with show_log(verbose, quiet, log) as progress:
        task = progress.add_task("articles", total=None)

        def show(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        place = write_as(out, to, target, where=where, split=split, heads=heads, spreadsheet=excel, progress=show)
    print(place)
