"""CSV on the Web: a folder of CSV files with csv-metadata.json (W3C, Metadata Vocabulary for Tabular Data)."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ..folder import new_folder
from ..registry import Exporter
from ..selection import Selection
from ..tables import TABLES, Column, Table, cell, csv_line

METADATA = "csv-metadata.json"
_DATATYPES = {
    "string": "string", "integer": "integer", "number": "decimal", "float": "double", "date": "date", "array": "json",
    "object": "json",
}  # fmt: skip
_PROPERTIES = {
    "value": "https://schema.org/value",
    "low": "https://schema.org/minValue",
    "high": "https://schema.org/maxValue",
    "unit": "https://schema.org/unitCode",
    "indicator": "https://schema.org/measuredProperty",
    "subject": "https://schema.org/observationAbout",
}
"""What columns mean in schema.org, in every table that has them."""


def to_csvw(selection: Selection, target: Path) -> None:
    """Write the tables of a selection into the folder `target`, described by csv-metadata.json."""
    with new_folder(target) as folder:
        with ExitStack() as stack:
            opened = {t.name: (folder / t.path).open("w", encoding="utf-8", newline="") for t in TABLES}
            files = {name: stack.enter_context(handle) for name, handle in opened.items()}
            for table in TABLES:
                files[table.name].write(csv_line(c.name for c in table.columns))
            for name, row in selection.rows():
                files[name].write(csv_line(map(cell, row)))
        text = json.dumps(metadata(), ensure_ascii=False, indent=1) + "\n"
        (folder / METADATA).write_text(text, encoding="utf-8", newline="\n")


def metadata() -> dict[str, Any]:
    """Return the description of all tables: datatypes, keys, foreign keys, heads in English and Chinese."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "Statistical facts from Chinese news articles",
        "dc:description": "Offsets count Unicode code points of the decoded raw file; ends are exclusive.",
        "dialect": {"header": True, "encoding": "utf-8", "commentPrefix": None, "doubleQuote": True},
        "tables": [_table(t) for t in TABLES],
    }


def _table(table: Table) -> dict[str, Any]:
    targets = {r.column: r.target for r in table.references}
    columns = [_column(c) | _link(c, targets.get(c.name)) for c in table.columns]
    schema = {"aboutUrl": f"#{table.name}/{{id}}", "columns": columns, "primaryKey": "id"}
    keys = [
        {"columnReference": c.name, "reference": {"resource": f"{targets[c.name]}.csv", "columnReference": "id"}}
        for c in table.columns
        if c.required and c.name in targets
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {"url": table.path, "dc:description": table.description, "tableSchema": schema}


def _link(column: Column, target: str | None) -> dict[str, Any]:
    """Return what a column says of the row that it refers to; a foreign key of CSVW is never null, a link may be."""
    return {"valueUrl": f"#{target}/{{{column.name}}}"} if target else {}


def _column(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "titles": {"en": column.name, "zh": column.head},
        "dc:description": column.description,
        "datatype": _DATATYPES[column.type],
    }
    if column.enum:
        said["datatype"] = {"base": "string", "format": "|".join(map(re.escape, column.enum))}
    if column.required:
        said["required"] = True
    if column.name in _PROPERTIES:
        said["propertyUrl"] = _PROPERTIES[column.name]
    return said


EXPORTER = Exporter("a folder of CSV files described for the web (CSVW)", "-csvw", to_csvw)
