"""`zhfacts view`: an extract as a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def command(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    target: Annotated[Path | None, typer.Option("--out", "-o", help="The page's file; default: OUT/view.html.")] = None,
    gold: Annotated[Path | None, typer.Option(help="Folder of gold annotations to set beside the facts.")] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language; default: the browser's.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write the page to look at: one HTML file that needs no network and no server."""
    from ..write import extract_folder, write_page

    source = extract_folder(out)
    compared = None
    if gold is not None:
        from ..evaluate import compared_facts

        compared = compared_facts(gold, source)
    place = write_page(source, target, language=lang, compared=compared)
    print(place)
    if open_:
        import webbrowser

        webbrowser.open(place.resolve().as_uri())
