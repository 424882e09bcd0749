"""DuckDB: a database with typed tables, numbers as DECIMAL, keys, closed sets of values and described columns."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import OutputError
from ..arrow import DECIMALS, DIGITS, TableFiles
from ..folder import new_file
from ..registry import Exporter, missing
from ..selection import Selection
from ..tables import TABLES, Column, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTE = "Written by zhfacts."
"""Comment of the table of facts, by which an earlier export is known again."""
BLOCK = 16_384
"""Bytes of a block of the file, the fewest that DuckDB allows: every column of every table takes one at least."""
_TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": f"DECIMAL({DIGITS}, {DECIMALS})", "float": "DOUBLE",
    "date": "DATE", "object": "VARCHAR",
}  # fmt: skip


def to_duckdb(selection: Selection, target: Path) -> None:
    """Write all tables of a selection into the database `target`; MissingExtra where duckdb is not installed."""
    try:
        import duckdb
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise missing("duckdb", "duckdb", error) from error
    with new_file(target, _ours) as path, tempfile.TemporaryDirectory() as folder:
        with TableFiles(Path(folder)) as files:
            files.write(selection.rows())
        try:
            with duckdb.connect(str(path), config={"default_block_size": str(BLOCK)}) as database:
                for table in TABLES:
                    _load(database, table, Path(folder) / f"{table.name}.parquet")
        except duckdb.Error as error:
            raise OutputError(f"cannot write {target}: {error}") from error


def _load(database: DuckDBPyConnection, table: Table, rows: Path) -> None:
    """Create a table and fill it from a Parquet file."""
    database.execute(create_table(table))
    note = f"{table.description} {NOTE}" if table.name == "facts" else table.description
    database.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(note)}')
    for column in table.columns:
        database.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(column.description)}')
    database.execute(f'INSERT INTO "{table.name}" SELECT * FROM read_parquet({_quoted(str(rows))})')


def create_table(table: Table) -> str:
    """Return the statement that creates a table.

    DuckDB checks a foreign key row by row, so that rows of one table cannot refer to later ones of the same: such
    references (an entity's parent, the article that another reprints) are columns without a key.
    """
    parts = [_column(c) for c in table.columns]
    parts += [
        f'FOREIGN KEY ("{r.column}") REFERENCES "{r.target}" ("id")' for r in table.references if r.target != table.name
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


def _column(column: Column) -> str:
    kind = _TYPES.get(column.type) or ("BIGINT[]" if column.items == "integer" else "VARCHAR[]")
    definition = f'"{column.name}" {kind}'
    if column.name == "id":
        definition += " PRIMARY KEY"
    elif column.required:
        definition += " NOT NULL"
    if column.enum:
        definition += f' CHECK ("{column.name}" IN ({", ".join(map(_quoted, column.enum))}))'
    return definition


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _ours(file: Path) -> bool:
    """Tell whether a file is a database whose table of facts was written here."""
    import duckdb

    try:
        with duckdb.connect(str(file), read_only=True) as database:
            found = database.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'facts'").fetchone()
    except duckdb.Error:
        return False
    return found is not None and NOTE in (found[0] or "")


EXPORTER = Exporter("a DuckDB database with DECIMAL values and keys", ".duckdb", to_duckdb)
