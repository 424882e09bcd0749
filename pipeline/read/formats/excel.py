"""Sheets of Excel and OpenDocument files: the first row that is not blank is the header of a table of texts."""

from __future__ import annotations

import io
from collections.abc import Iterator

from ...errors import InputError
from ..archives import check_bounds
from ..registry import Found, Reader, Row, missing


def _read(data: bytes) -> Iterator[Found]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError as error:
        raise missing("Excel", "excel", error) from error
    check_bounds(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            prefix = f"{name}!" if len(book.sheet_names) > 1 else ""
            header: list[str] = []
            for number, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
                if not any(cell != "" for cell in cells):
                    continue
                if not header:
                    header = [str(cell).strip() for cell in cells]
                else:
                    row = {head: cell for head, cell in zip(header, cells, strict=False) if head}
                    yield Row(f"{prefix}{number}", row, "excel")
    except PasswordError as error:
        raise InputError("locked with a password") from error
    except (CalamineError, OSError) as error:
        raise InputError(f"no valid sheet: {error}") from error


READER = Reader("Excel, OpenDocument sheets", _read)
