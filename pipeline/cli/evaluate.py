"""`zhfacts evaluate`: an extract measured against gold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ..errors import OptionError
from .telling import LOGGER, Log, Quiet, Verbose, show_log
from .terminal import json_text, table_of


def _list_measures(wanted: bool) -> None:
    if wanted:
        from ..evaluate import FACT_FIELDS, catalogue_table

        table = catalogue_table()
        Console(width=None if sys.stdout.isatty() else 160).print(
            table_of(table.title, table.columns, table.rows, numbers=False)
        )
        print(FACT_FIELDS)
        raise typer.Exit


def command(
    gold: Annotated[Path, typer.Argument(help="Folder of gold annotations.")],
    out: Annotated[Path, typer.Argument(help="Folder of an extract, or of another annotator's gold.")],
    errors: Annotated[int, typer.Option(min=0, help="List N mistakes of each kind, with their sentences.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    by_article: Annotated[bool, typer.Option(help="With --json or --csv: also each article's figures.")] = False,
    compare: Annotated[Path | None, typer.Option(help="A second extract to compare with, by a paired test.")] = None,
    list_measures: Annotated[
        bool, typer.Option("--list-measures", callback=_list_measures, is_eager=True, help="Say what is measured.")
    ] = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
) -> None:
    """Measure an extract against gold: precision, recall, F1 with intervals."""
    if as_json and as_csv:
        raise OptionError("--json and --csv exclude each other")
    from ..evaluate import measure

    with show_log(verbose, quiet, log) as progress:
        task = progress.add_task("raw files", total=None)

        def show(done: int, of: int) -> None:
            LOGGER.info("raw files: %d of %d", done, of)
            progress.update(task, completed=done, total=of)

        report = measure(gold, out, compare=compare, kept=errors, progress=show)
    if as_json or as_csv:
        told = report.to_csv(by_article) if as_csv else json_text(report.to_json(by_article))
        print(told.rstrip("\n"))
        return
    console = Console(width=None if sys.stdout.isatty() else 120)
    for table in report.tables():
        console.print(table_of(table.title, table.columns, table.rows))
    if errors:
        for line in report.error_lines(errors):
            print(line)
