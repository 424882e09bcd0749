"""`zhfacts show`: an article, an entity, a fact or an indicator of an extract in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from .plots import period, plotted
from .terminal import json_text, table_of

PIPE_WIDTH = 160
FACT_COLUMNS = ["time", "subject", "indicator", "value", "unit", "about", "status", "score", "id"]
TABLES = {
    "roles": ["date", "person", "title", "organization", "article"],
    "mentions": ["date", "text", "article", "start", "end"],
}
"""What is shown beside facts: tables and their columns."""


def command(
    out: Annotated[Path, typer.Argument(help="Folder of an extract.")],
    thing: Annotated[
        str, typer.Argument(help="Entity (id, name, alias), article (id, title), fact (id) or indicator (any word).")
    ],
    indicator: Annotated[str | None, typer.Argument(help="Only facts of this indicator: show OUT 广州市 GDP.")] = None,
    kind: Annotated[
        Literal["article", "entity", "fact", "indicator"] | None,
        typer.Option(help="What THING is, where it may be several."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    where: Annotated[str | None, typer.Option(help='Only facts for which it holds: "score >= 0.7".')] = None,
) -> None:
    """Show an article, an entity, a fact or an indicator: what is told of it in time order, series as bars."""
    from ..compare import key
    from ..read import fold_text
    from ..write import extract_folder, find

    found = find(
        extract_folder(out), thing, lambda words: key(fold_text(words)),
        kind=kind, indicator=indicator, where=where,
    )  # fmt: skip
    if as_json:
        print(json_text(found.to_json()))
        return
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    for line in _head(found.kind, found.name, found.record):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if found.kind != "fact":
        rows = [_fact_cells(fact) for fact in found.facts]
        console.print(table_of(f"facts: {len(rows)}", FACT_COLUMNS, rows, numbers=False))
    for title, columns in TABLES.items():
        if told := getattr(found, title):
            cells = [["" if row[c] is None else row[c] for c in columns] for row in told]
            console.print(table_of(f"{title}: {len(cells)}", columns, cells, numbers=False))
    for line in plotted(found.series):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _head(kind: str, name: str, record: dict[str, Any]) -> Iterable[str]:
    """Yield what is said of a thing before the facts: its own fields in short."""
    if kind == "entity":
        forms = zip(record["aliases"], record["alias_counts"], strict=True)
        parts = [" ".join(f"{form} ({n})" for form, n in forms)]
        parts += [f"{key} {value}" for key, value in record["external_ids"].items()]
        parts += [f"in {record['parent']}"] if record["parent"] else []
        yield f"{name}: " + ", ".join(p for p in parts if p)
    elif kind == "indicator":
        yield f"{name}: written {', '.join(record['written'])}"
    elif kind == "article":
        about = (record["title"], record["date"] or "undated", record["file"])
        yield f"{name}: " + ", ".join(x for x in about if x)
    else:
        yield from (f"{field}: {_plain(value)}" for field, value in record.items() if value not in (None, {}, []))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)


def _fact_cells(fact: dict[str, Any]) -> list[str]:
    """Return the cells of a fact, those of FACT_COLUMNS."""
    number = " to ".join(f"{Decimal(fact[x]):,f}" for x in ("value", "low", "high") if fact[x] is not None)
    when = period(fact["start_date"], fact["end_date"]) if fact["end_date"] else fact["time_text"] or fact["start_date"]
    about = " ".join(fact[x] for x in ("aspect", "direction", "comparison") if fact[x])
    status = " ".join(fact[x] for x in ("status", "modality") if fact[x])
    score = "" if fact["score"] is None else f"{fact['score']:.2f}"
    value = f"{fact['modifier'] or ''} {number}".strip()
    cells = when, fact["subject"], fact["indicator"], value, fact["unit"], about, status, score, fact["id"]
    return [cell or "" for cell in cells]
