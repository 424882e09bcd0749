"""Parquet: a folder with a file a table, columns typed and described, numbers as exact decimals."""

from __future__ import annotations

from pathlib import Path

from ..arrow import TableFiles
from ..folder import new_folder
from ..registry import Exporter, missing
from ..selection import Selection


def to_parquet(selection: Selection, target: Path) -> None:
    """Write the tables of a selection into the folder `target`; MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise missing("parquet", "parquet", error) from error
    with new_folder(target) as folder, TableFiles(folder) as files:
        files.write(selection.rows())


EXPORTER = Exporter("a folder with a Parquet file a table (pandas, Polars, R, Spark)", "-parquet", to_parquet)
