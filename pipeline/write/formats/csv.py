"""CSV: the facts as one file, on request as a spreadsheet program opens it well and safely."""

from __future__ import annotations

from pathlib import Path

from ..folder import holds, new_file
from ..registry import Exporter
from ..selection import Selection
from ..tables import BY_NAME, Cell, Column, cell, csv_line

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may take for a formula (OWASP, CSV Injection), full-width forms included."""


def to_csv(selection: Selection, target: Path) -> None:
    """Write the facts of a selection into the file `target`; as a spreadsheet with a BOM and without formulas."""
    columns = BY_NAME["facts"].columns
    with new_file(target, _ours) as path, path.open("w", encoding="utf-8", newline="") as handle:
        handle.write((BOM if selection.spreadsheet else "") + csv_line(heads(columns, selection)))
        for name, row in selection.rows():
            if name == "facts":
                cells = zip(columns, row, strict=True)
                handle.write(csv_line(harmless(c, v) if selection.spreadsheet else cell(v) for c, v in cells))


def heads(columns: tuple[Column, ...], selection: Selection) -> list[str]:
    """Return the heads of columns as a selection wants them."""
    return [c.head if selection.heads == "zh" else c.name for c in columns]


def harmless(column: Column, value: Cell) -> str:
    """Return a cell that no spreadsheet runs: a text that begins like a formula gets ' before it."""
    text = cell(value)
    return f"'{text}" if column.type not in ("number", "integer", "float") and text.startswith(_FORMULA) else text


def _ours(file: Path) -> bool:
    """Tell whether a file begins with the heads of facts."""
    columns = BY_NAME["facts"].columns
    return holds(*(csv_line(line).encode() for line in ([c.name for c in columns], [c.head for c in columns])))(file)


EXPORTER = Exporter("the facts as one CSV file; --excel for spreadsheets", ".csv", to_csv, ("heads", "spreadsheet"))
