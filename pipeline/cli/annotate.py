"""`zhfacts annotate`: an extract corrected on a local page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..model import Quantity, Time


def command(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    gold: Annotated[Path | None, typer.Option(help="Folder for the corrected articles; default: OUT-gold.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0: any that is free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
) -> None:
    """Correct an extract on a local page, one article at a time; what is finished becomes gold."""
    from ..annotate import serve
    from ..run import parse

    def measures(words: str, date: dt.date | None) -> tuple[list[Quantity], list[Time]]:
        found = parse(words, date)
        return found.quantities, found.times

    serve(out, measures, gold=gold, port=port, browser=browser, say=lambda line: print(line, flush=True))
