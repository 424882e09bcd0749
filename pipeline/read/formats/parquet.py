"""Parquet: a row is a row of a table of texts."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import InputError
from ..registry import Found, Reader, Row, missing

_BATCH = 256


def _read(data: bytes) -> Iterator[Found]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise missing("Parquet", "parquet", error) from error
    number = 0
    try:
        for batch in parquet.ParquetFile(pa.BufferReader(data)).iter_batches(_BATCH):
            for cells in batch.to_pylist():
                number += 1
                yield Row(str(number), cells, "parquet")
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"no valid Parquet after row {number}: {error}") from error


READER = Reader("Parquet", _read)
