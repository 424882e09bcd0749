"""Export an extract to an SQLite database with primary and foreign keys.

Numbers are text, exact to the last digit, each with a computed REAL column beside it (value, value_real) to sort and
add up by; dates are ISO text, lists and mappings JSON text.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import ZhfactsError
from .folder import new_file
from .load import table_rows
from .tables import TABLES, Column, Row, Table, cell

APPLICATION = int.from_bytes(b"zhfa")
"""Application id in the header of our databases (https://www.sqlite.org/fileformat.html, section 1.3.11)."""
_APPLICATION_AT = 68


def to_sqlite(extract: Path, target: Path) -> None:
    """Write all tables of an extract into the database `target`."""
    with new_file(target, _ours) as path:
        try:
            with closing(sqlite3.connect(path)) as database:
                _fill(database, extract)
        except sqlite3.Error as error:
            raise ZhfactsError(f"cannot write {target}: {error}") from error


def _ours(file: Path) -> bool:
    """Tell whether a file is a database that was written here."""
    with file.open("rb") as handle:
        header = handle.read(_APPLICATION_AT + 4)
    return header.startswith(b"SQLite format 3\0") and header[_APPLICATION_AT:] == APPLICATION.to_bytes(4)


def _fill(database: sqlite3.Connection, extract: Path) -> None:
    database.execute("PRAGMA journal_mode = OFF")
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    with database:
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(create_table(table))
        inserts = {t.name: f'INSERT INTO "{t.name}" ({_names(t)}) VALUES ({_marks(t)})' for t in TABLES}
        rows = table_rows(extract)
        while batch := list(islice(rows, 10_000)):
            for table in TABLES:
                database.executemany(inserts[table.name], [_values(row) for name, row in batch if name == table.name])
        for table in TABLES:
            for reference in table.references:
                index = f"{table.name}_{reference.column}"
                database.execute(f'CREATE INDEX "{index}" ON "{table.name}" ("{reference.column}")')
    for broken in database.execute("PRAGMA foreign_key_check"):
        raise ZhfactsError(f"{extract}: row {broken[1]} of {broken[0]} refers to nothing in {broken[2]}")


def create_table(table: Table) -> str:
    """Return the statement that creates a table, the description of each column as a comment."""
    parts = [part for c in table.columns for part in _column(c)]
    parts += [
        f'FOREIGN KEY ("{r.column}") REFERENCES "{r.target}" ("id") DEFERRABLE INITIALLY DEFERRED'
        for r in table.references
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


def _column(column: Column) -> list[str]:
    """Return the definition of a column, and of the computed one beside a number."""
    kind = {"integer": "INTEGER", "float": "REAL"}.get(column.type, "TEXT")
    definition = f'/* {column.description} */ "{column.name}" {kind}'
    if column.name == "id":
        definition += " PRIMARY KEY"
    if column.required:
        definition += " NOT NULL"
    if column.enum:
        values = ", ".join(f"'{v}'" for v in column.enum)
        definition += f' CHECK ("{column.name}" IN ({values}))'
    if column.type != "number":
        return [definition]
    return [definition, f'"{column.name}_real" REAL GENERATED ALWAYS AS (CAST("{column.name}" AS REAL))']


def _names(table: Table) -> str:
    return ", ".join(f'"{c.name}"' for c in table.columns)


def _marks(table: Table) -> str:
    return ", ".join("?" for _ in table.columns)


def _values(row: Row) -> list[Any]:
    return [value if value is None or isinstance(value, (int, float, str)) else cell(value) for value in row]
