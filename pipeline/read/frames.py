"""pandas frames as tables of texts: a row is an article, its number counts from one."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from ..errors import ArgumentError, InputError
from ..model import Failure
from .inputs import Source, table_sources
from .records import ANY, Columns, column_of
from .registry import Row, heads

if TYPE_CHECKING:
    import pandas as pd

NAME = "frame"
"""What a frame is called where a file has its name: an article's file is frame#1, frame#2, ..."""
ENCODING = "pandas"
_STEP = 1000


def is_frame(given: object) -> bool:
    """Tell whether something is a pandas DataFrame."""
    pandas = sys.modules.get("pandas")  # a frame has imported it
    return pandas is not None and isinstance(given, pandas.DataFrame)


def checked_frame(given: object, columns: Columns = ANY) -> pd.DataFrame:
    """Return a frame as such; OptionError where it is none, InputError where a column that is needed is not there."""
    if not is_frame(given):
        raise ArgumentError(f"frame: expected a pandas DataFrame, got {type(given).__name__}")
    frame = cast("pd.DataFrame", given)
    cells = dict.fromkeys(frame.columns)
    known = ", ".join(map(str, [*cells][:12]))
    for field in ("text", "title", "date", "id"):
        wanted = getattr(columns, field)
        if column_of(field, wanted, cells) is None and wanted:
            raise InputError(f"{field}: the frame has no column {wanted!r}; there are: {known}")
    if column_of("text", columns.text, cells) is None:
        raise InputError(f"text: no column of the frame has a usual name of texts; name it; there are: {known}")
    return frame


def frame_sources(frame: pd.DataFrame, columns: Columns = ANY) -> Iterator[Source | Failure]:
    """Yield the texts of a frame's rows, and what is wrong with it, as `sources` does for a file.

    Raises as `checked_frame` does, at once.
    """
    checked_frame(frame, columns)
    return table_sources(NAME, _rows(frame), _digest(frame), columns)


def _rows(frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows; a missing value of any kind is None."""
    import pandas as pd

    names = cast("list[str]", heads(list(frame.columns)))
    for number, values in enumerate(frame.itertuples(index=False, name=None), 1):
        cells = (None if pd.api.types.is_scalar(v) and pd.isna(v) else v for v in values)
        yield Row(str(number), dict(zip(names, cells, strict=True)), ENCODING)


def _digest(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of a frame as CSV, without its index."""
    digest = hashlib.sha256()
    for first in range(0, max(1, len(frame)), _STEP):
        part = frame.iloc[first : first + _STEP].to_csv(index=False, header=first == 0)
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
