"""Export an extract to Parquet, and to a folder that Hugging Face datasets opens: the tables and the nested articles.

Numbers are decimal128 with DECIMALS places, so that they compute everywhere and stay exact; only what has more places
(a measure converted to SI) is rounded there. Mappings are JSON, because few readers know Parquet's maps.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from ..errors import ZhfactsError
from ..model import Article
from .folder import Folder, writing
from .load import read_articles, table_rows
from .tables import BY_NAME, TABLES, Column, Row, Table, cell

if TYPE_CHECKING:
    import pyarrow as pa

DIGITS, DECIMALS = 38, 12
BATCH = 20_000
"""Rows of a table that are held before they are written."""

_EXACT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-DECIMALS)


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table, descriptions as field metadata."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(c.name, _column_type(c), not c.required, {"description": c.description})
            for c in table.columns
        ]
    )


def _column_type(column: Column) -> pa.DataType:
    import pyarrow as pa

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.decimal128(DIGITS, DECIMALS),
        "float": pa.float64(),
        "date": pa.date32(),
        "array": pa.list_(pa.field("element", pa.int64() if column.items == "integer" else pa.string())),
        "object": pa.string(),
    }
    return kinds[column.type]


def decimal128(value: Decimal, place: str) -> Decimal:
    """Return a number with DECIMALS places; ZhfactsError naming `place` where it has too many digits."""
    try:
        return value.quantize(_STEP, context=_EXACT)
    except InvalidOperation as error:
        limit = f"{DIGITS - DECIMALS} digits before the point"
        raise ZhfactsError(f"{place}: {value} does not fit Parquet's decimals ({limit}); sqlite holds it") from error


def _value(column: Column, value: Any, place: str) -> Any:
    if isinstance(value, Decimal):
        return decimal128(value, f"{place}, {column.name}")
    return cell(value) if isinstance(value, dict) else value


class _TableFiles:
    """Context manager over a Parquet file a table, written batch by batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._files: dict[str, Any] = {}
        self._waiting: dict[str, list[Row]] = {table.name: [] for table in TABLES}

    def __enter__(self) -> _TableFiles:
        import pyarrow.parquet as pq

        self._schemas = {table.name: arrow_schema(table) for table in TABLES}
        for name, schema in self._schemas.items():
            file = pq.ParquetWriter(self._folder / f"{name}.parquet", schema, compression="zstd")
            self._files[name] = self._stack.enter_context(file)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def write(self, rows: Iterator[tuple[str, Row]]) -> None:
        """Write all rows."""
        for name, row in rows:
            self._waiting[name].append(row)
            if len(self._waiting[name]) >= BATCH:
                self._flush(name)
        for name in self._waiting:
            self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        rows, self._waiting[name] = self._waiting[name], []
        table = BY_NAME[name]
        at = [c.name for c in table.columns].index("id")
        columns = [
            [_value(c, row[n], f"{name}, {row[at]}") for row in rows] for n, c in enumerate(table.columns)
        ]
        arrays = [pa.array(v, f.type) for v, f in zip(columns, self._schemas[name], strict=True)]
        self._files[name].write_table(pa.Table.from_arrays(arrays, schema=self._schemas[name]))


def to_parquet(extract: Path, target: Path) -> None:
    """Write the tables of an extract into the folder `target`, a Parquet file a table."""
    names = tuple(f"{table.name}.parquet" for table in TABLES)
    with Folder(target, names, ("facts.parquet", "entities.parquet", "mentions.parquet")) as folder:
        with writing(target), _TableFiles(folder.path) as files:
            files.write(table_rows(extract))
        folder.commit()


def to_huggingface(extract: Path, target: Path) -> None:
    """Write a folder for `datasets.load_dataset`: each table, and "documents" with texts and all that is in them."""
    with Folder(target, ("README.md", "data"), ("data/facts.parquet", "data/documents.parquet")) as folder:
        data = folder.path / "data"
        with writing(target):
            data.mkdir()
            with _TableFiles(data) as files:
                files.write(table_rows(extract))
            _write_documents(extract, data / "documents.parquet")
            counts = json.loads((extract / "run.json").read_text(encoding="utf-8")).get("counts", {})
            (folder.path / "README.md").write_text(card(counts), encoding="utf-8", newline="\n")
        folder.commit()


def card(counts: dict[str, int]) -> str:
    """Return the dataset card: configurations in YAML, then what the tables and their columns hold.

    A table without rows is no configuration, because datasets cannot open it.
    """
    configs = [("documents", "One article a row, with its text and all that was found in it, nested.")]
    filled = [t for t in TABLES if counts.get(t.name, 1)]
    configs = [(t.name, t.description) for t in sorted(filled, key=lambda t: t.name != "facts")] + configs
    lines = ["---", "language:", "- zh", "pretty_name: Statistical facts from Chinese news articles", "configs:"]
    for n, (name, _) in enumerate(configs):
        lines += [f"- config_name: {name}", f"  data_files: data/{name}.parquet"] + ["  default: true"] * (n == 0)
    lines += ["---", "", "# Statistical facts from Chinese news articles", "", "Made with zhfacts.", ""]
    lines += ["| configuration | rows | what a row is |", "| --- | ---: | --- |"]
    lines += [f"| {n} | {counts.get(n if n != 'documents' else 'articles', '')} | {d} |" for n, d in configs]
    for table in TABLES:
        lines += ["", f"## {table.name}", "", "| column | type | |", "| --- | --- | --- |"]
        lines += [f"| {c.name} | {c.type} | {c.description.replace('|', '/')} |" for c in table.columns]
    return "\n".join(lines) + "\n"


def _write_documents(extract: Path, path: Path) -> None:
    """Write the articles with all that is nested in them, a few at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(n, arrow_type(f.annotation)) for n, f in Article.model_fields.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        waiting: list[dict[str, Any]] = []
        for article in read_articles(extract):
            waiting.append(_plain(article.model_dump() | {"meta": cell(article.meta)}, article.id))
            if len(waiting) >= 500:
                file.write_table(pa.Table.from_pylist(waiting, schema))
                waiting = []
        file.write_table(pa.Table.from_pylist(waiting, schema))


def _plain(value: Any, place: str) -> Any:
    if isinstance(value, Decimal):
        return decimal128(value, place)
    if isinstance(value, dict):
        return {k: _plain(v, place) for k, v in value.items()}
    return [_plain(v, place) for v in value] if isinstance(value, (list, tuple)) else value


def arrow_type(annotation: Any) -> pa.DataType:
    """Return the Arrow type of a model field's annotation: models are structs, tuples lists, mappings JSON text."""
    import pyarrow as pa

    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_type(args[0])
    if origin in (Union, types.UnionType):
        return arrow_type(next(a for a in args if a is not type(None)))
    if origin is Literal:
        return pa.string()
    if origin is dict:
        return pa.string()
    if origin is tuple:
        return pa.list_(arrow_type(args[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct([pa.field(n, arrow_type(f.annotation)) for n, f in annotation.model_fields.items()])
    simple = {str: pa.string(), int: pa.int64(), float: pa.float64(), dt.date: pa.date32()}
    return pa.decimal128(DIGITS, DECIMALS) if annotation is Decimal else simple[annotation]
