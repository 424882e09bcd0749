"""`zhfacts import`: annotations of another tool as gold."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ZhfactsError
from .terminal import registered


def command(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What the tool exported: a file or a folder.")],
    kind: Annotated[str, typer.Option("--from", help=f"Format: {registered('zhfacts.importers')}.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the gold files.")],
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of raw files to check the texts against.")] = None,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Also articles that nobody has submitted.")] = False,
) -> None:
    """Turn annotations from another tool into gold, one JSON file a raw file."""
    from ..model import Quantity
    from ..run import parse
    from ..write import import_gold

    def measured(words: str) -> Quantity | None:
        found = parse(words).quantities
        return found[0] if len(found) == 1 and found[0].text == words else None

    texts = _raw_texts(raw) if raw else None
    report = import_gold(source, kind, out, unchecked=unchecked, raw_text=texts, measured=measured)
    for line in report.lines(out):
        print(line)


def _raw_texts(folders: list[Path]) -> Callable[[str], str | None]:
    """Return what gives the decoded text of a raw file in some folders by its name, None where there is none."""
    from .. import read

    @cache
    def text(name: str) -> str | None:
        for folder in folders:
            if (folder / name).is_file():
                try:
                    return read.decode((folder / name).read_bytes()).text
                except (OSError, read.UndecodableError) as error:
                    raise ZhfactsError(f"cannot read {folder / name}: {error}") from None
        return None

    return text
