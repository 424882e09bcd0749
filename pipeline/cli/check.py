"""`zhfacts check`: an extract or gold validated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ZhfactsError


def command(
    out: Annotated[Path, typer.Argument(help="Folder of an extract, or of gold annotations.")],
    raw: Annotated[list[Path] | None, typer.Option(help="Folders of the raw files that gold names.")] = None,
) -> None:
    """Validate an extract or gold: types, keys, foreign keys, every span against its text."""
    from ..read import decode
    from ..write import check as problems_of
    from ..write import is_gold, read_extract

    if not is_gold(out):
        read_extract(out)
    problems = problems_of(out, raw=raw or (), decode=lambda content: decode(content).text)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        raise ZhfactsError(f"{out}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
    print(f"{out}: valid")
