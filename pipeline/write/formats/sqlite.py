"""SQLite: all tables with primary and foreign keys and indices, and a full-text search of facts that knows Chinese.

Numbers are text, exact to the last digit, each with a computed REAL column beside it (value, value_real) to sort and
add up by; dates are ISO text, lists and mappings JSON text.

`facts_search` is an FTS5 index of subject, indicator and sentence. SQLite's own tokenizers take a run of Chinese for
one word, or miss words of two characters; so the index is fed with all pieces of 1 to LONGEST characters that a run
holds, and `SELECT * FROM facts WHERE rowid IN (SELECT rowid FROM facts_search WHERE facts_search MATCH '人均')` finds
them, as does the search box of Datasette, which knows the index by `content="facts"`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from ...errors import OutputError, ZhfactsError
from ..folder import new_file
from ..registry import Exporter
from ..selection import Selection
from ..tables import TABLES, Column, Row, Table, cell

APPLICATION = int.from_bytes(b"zhfa")
"""Application id in the header of our databases (https://www.sqlite.org/fileformat.html, section 1.3.11)."""
_APPLICATION_AT = 68

SEARCH = "facts_search"
SEARCHED = ("subject", "indicator", "sentence")
LONGEST = 8
"""Characters of the longest word that the search finds as one; a longer one is found by its parts, blanks between."""
_UNITS = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*|[^\W\d_]|\d", re.IGNORECASE)
"""What a piece is made of: a Latin word, a number, or one character."""


def to_sqlite(selection: Selection, target: Path) -> None:
    """Write all tables of a selection into the database `target`."""
    with new_file(target, _ours) as path:
        try:
            with closing(sqlite3.connect(path)) as database:
                _fill(database, selection)
        except sqlite3.Error as error:
            raise OutputError(f"cannot write {target}: {error}") from error


def _ours(file: Path) -> bool:
    """Tell whether a file is a database that was written here."""
    with file.open("rb") as handle:
        header = handle.read(_APPLICATION_AT + 4)
    return header.startswith(b"SQLite format 3\0") and header[_APPLICATION_AT:] == APPLICATION.to_bytes(4)


def _fill(database: sqlite3.Connection, selection: Selection) -> None:
    database.execute("PRAGMA journal_mode = OFF")
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    with database:
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(create_table(table))
        columns = ", ".join(SEARCHED)
        options = 'content="facts", tokenize="unicode61 remove_diacritics 0", detail=column'
        database.execute(f"CREATE VIRTUAL TABLE {SEARCH} USING fts5({columns}, {options})")
        inserts = {t.name: f'INSERT INTO "{t.name}" ({_names(t)}) VALUES ({_marks(t)})' for t in TABLES}
        rows = selection.rows()
        while batch := list(islice(rows, 10_000)):
            for table in TABLES:
                database.executemany(inserts[table.name], [_values(row) for name, row in batch if name == table.name])
        _index(database)
    for broken in database.execute("PRAGMA foreign_key_check"):
        raise ZhfactsError(f"{selection.folder}: row {broken[1]} of {broken[0]} refers to nothing in {broken[2]}")


def _index(database: sqlite3.Connection) -> None:
    """Make an index of each foreign key, and fill the search."""
    for table in TABLES:
        for reference in table.references:
            index = f"{table.name}_{reference.column}"
            database.execute(f'CREATE INDEX "{index}" ON "{table.name}" ("{reference.column}")')
    columns = ", ".join(SEARCHED)
    rows = database.execute(f"SELECT rowid, {columns} FROM facts").fetchall()
    texts = ((number, *(" ".join(pieces(text or "")) for text in found)) for number, *found in rows)
    marks = ", ".join("?" * (len(SEARCHED) + 1))
    database.executemany(f"INSERT INTO {SEARCH} (rowid, {columns}) VALUES ({marks})", texts)
    database.execute(f"INSERT INTO {SEARCH} ({SEARCH}) VALUES ('optimize')")


def pieces(text: str) -> Iterator[str]:
    """Yield the pieces of a text that a search finds: every 1 to LONGEST neighbouring units of a run without gaps."""
    runs: list[list[str]] = []
    end = -1
    for unit in _UNITS.finditer(text):
        if unit.start() != end or not runs:
            runs.append([])
        runs[-1].append(unit[0])
        end = unit.end()
    for run in runs:
        for start in range(len(run)):
            for length in range(1, min(LONGEST, len(run) - start) + 1):
                yield "".join(run[start : start + length])


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


EXPORTER = Exporter("an SQLite database with keys and a search that knows Chinese (Datasette)", ".sqlite", to_sqlite)
