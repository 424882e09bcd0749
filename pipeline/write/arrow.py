"""The tables and articles of an extract as Arrow data, a batch at a time, for all formats that are made of it.

Numbers are decimal128 with DECIMALS places, so that they compute everywhere and stay exact; only what has more places
(a measure converted to SI) is rounded there. Mappings are JSON, because few readers know maps.
"""

from __future__ import annotations

import datetime as dt
import types
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from ..errors import ZhfactsError
from ..model import Article
from .tables import BY_NAME, Column, Row, Table, cell

if TYPE_CHECKING:
    import pyarrow as pa

DIGITS, DECIMALS = 38, 12
BATCH = 20_000
"""Rows of a table that are held before they are written."""

_EXACT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-DECIMALS)


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table: descriptions as metadata of the fields, the table's as its own."""
    import pyarrow as pa

    fields = [pa.field(c.name, _column_type(c), not c.required, {"description": c.description}) for c in table.columns]
    return pa.schema(fields, {"table": table.name, "description": table.description})


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
        raise ZhfactsError(f"{place}: {value} does not fit decimals of Arrow ({limit}); sqlite holds it") from error


def _value(column: Column, value: Any, place: str) -> Any:
    if isinstance(value, Decimal):
        return decimal128(value, f"{place}, {column.name}")
    return cell(value) if isinstance(value, dict) else value


class TableFiles:
    """Context manager over a Parquet file a table in a folder, written batch by batch; `counts` are rows by table."""

    def __init__(self, folder: Path, names: Iterable[str] = tuple(BY_NAME)) -> None:
        self.counts: Counter[str] = Counter()
        self._names = tuple(names)
        self._folder = folder
        self._stack = ExitStack()
        self._files: dict[str, Any] = {}
        self._waiting: dict[str, list[Row]] = {name: [] for name in self._names}

    def __enter__(self) -> TableFiles:
        import pyarrow.parquet as pq

        self._schemas = {name: arrow_schema(BY_NAME[name]) for name in self._names}
        for name, schema in self._schemas.items():
            file = pq.ParquetWriter(self._folder / f"{name}.parquet", schema, compression="zstd")
            self._files[name] = self._stack.enter_context(file)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def write(self, rows: Iterator[tuple[str, Row]]) -> None:
        """Write all rows."""
        self.take(rows)
        self.flush()

    def take(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Write some of the rows; what is left of a batch waits for more."""
        for name, row in rows:
            self.counts[name] += 1
            self._waiting[name].append(row)
            if len(self._waiting[name]) >= BATCH:
                self._flush(name)

    def flush(self) -> None:
        """Write what waits."""
        for name in self._waiting:
            self._flush(name)

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        rows, self._waiting[name] = self._waiting[name], []
        table = BY_NAME[name]
        at = [c.name for c in table.columns].index("id")
        columns = [[_value(c, row[n], f"{name}, {row[at]}") for row in rows] for n, c in enumerate(table.columns)]
        arrays = [pa.array(v, f.type) for v, f in zip(columns, self._schemas[name], strict=True)]
        self._files[name].write_table(pa.Table.from_arrays(arrays, schema=self._schemas[name]))


def write_articles(articles: Iterable[Article], path: Path) -> None:
    """Write articles with all that is nested in them to a Parquet file, a few at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(n, arrow_type(f.annotation)) for n, f in Article.model_fields.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        waiting: list[dict[str, Any]] = []
        for article in articles:
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
