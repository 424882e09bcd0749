"""What commands share: how they print to a terminal or a pipe, and which names packages register."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

if TYPE_CHECKING:
    from typer.exceptions import TyperException

_INVALID = re.compile(
    r"Invalid value for '(?P<option>[^']+)': (?:Value error, |Input )?(?P<why>.*?)(?:, unable to .*)?\.?"
)
"""How typer, by way of pydantic, says that an option takes no such value."""


def fail(message: str, code: int = 2) -> int:
    """Print a message as one line on stderr and return the exit code."""
    print("zhfacts:", " ".join(message.split()), file=sys.stderr)
    return code


def told(error: TyperException, named: bool = True) -> str:
    """Return what is wrong with an option in our words: its name (where `named`), what fits or what does not."""
    message = error.format_message()
    if found := _INVALID.fullmatch(" ".join(message.split())):
        return f"{found['option']}: {found['why']}" if named else found["why"]
    return message


def registered(group: str) -> str:
    """Return the names that installed packages register in a group, without importing one."""
    return ", ".join(sorted({point.name for point in _points().select(group=group)}))


@cache
def _points() -> Any:
    """Return what all packages register; looked up once, because each look reads the metadata of every package."""
    return entry_points()


def json_text(content: Any) -> str:
    """Return content as indented JSON with Chinese as it is."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def table_of(title: str, columns: list[str], rows: list[list[Any]], numbers: bool = True) -> Table:
    """Return rows as a table: numbers to three places, all columns but the first to the right if `numbers`."""
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for n, column in enumerate(columns):
        table.add_column(column, justify="right" if n and numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(f"{x:.3f}" if isinstance(x, float) else str(x) for x in row))
    return table
