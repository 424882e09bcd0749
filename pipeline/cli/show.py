"""`zhfacts show`: an entity of an extract in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .terminal import json_text, table_of

PAGE = {
    "facts": ("end_date", "subject", "indicator", "aspect", "direction", "value", "low", "high", "unit", "article"),
    "roles": ("date", "person", "title", "organization", "article"),
    "mentions": ("date", "text", "article", "start", "end"),
}
"""What `zhfacts show` prints of an entity: tables and their columns."""


def command(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    entity: Annotated[str, typer.Argument(help="Id, name or alias of an entity.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    where: Annotated[str | None, typer.Option(help='Only facts for which it holds: "score >= 0.7".')] = None,
) -> None:
    """Show an entity: its facts, roles and mentions over all articles, in time order."""
    from ..write import read_extract

    page = read_extract(out).entity(entity, where=where)
    if as_json:
        print(json_text(page.to_json()))
        return
    entity_, parts = page.entity, []
    parts.append(" ".join(f"{form} ({n})" for form, n in zip(entity_.aliases, entity_.alias_counts, strict=True)))
    parts += [f"{key} {value}" for key, value in entity_.external_ids.items()]
    parts += [f"in {entity_.parent}"] if entity_.parent else []
    print(f"{entity_.id}: " + ", ".join(p for p in parts if p))
    console = Console(width=None if sys.stdout.isatty() else 160)
    for title, columns in PAGE.items():
        rows = [[row.get(c) or "" for c in columns] for row in page.to_json()[title]]
        console.print(table_of(f"{title}: {len(rows)}", list(columns), rows, numbers=False))
