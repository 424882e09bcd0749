"""Language knowledge as tables that a person can edit, and the one way to read them.

A table is a UTF-8 TSV file with a header line; lines that begin with "#" are comments; an empty cell is "".
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `pipeline/data/<name>` as dictionaries by column name.

    Raises ValueError naming file and line where a row has more cells than the header.
    """
    lines = (files(__package__.rpartition(".")[0]) / "data" / name).read_text(encoding="utf-8").split("\n")
    header: list[str] = []
    rows = []
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        if len(cells) > len(header):
            raise ValueError(f"data/{name}, line {number}: {len(cells)} cells, the header has {len(header)}")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return tuple(rows)
