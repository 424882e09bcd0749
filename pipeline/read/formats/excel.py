"""Sheets of Excel and OpenDocument files as tables of texts.

The header is the first row with two cells that are filled, where a sheet has any such row: a title may stand above it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from ...errors import InputError
from ..archives import check_bounds
from ..registry import Found, Reader, Row, heads, missing


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
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            filled = [(number, cells) for number, cells in enumerate(rows, 1) if any(cell != "" for cell in cells)]
            first = next((n for n, (_, cells) in enumerate(filled) if sum(cell != "" for cell in cells) > 1), 0)
            names = heads([str(cell).strip() for cell in filled[first][1]]) if filled else []
            for number, cells in filled[first + 1 :]:
                row = {str(head): cell for head, cell in zip(names, cells, strict=False)}
                yield Row(f"{prefix}{number}", row, "excel")
    except PasswordError as error:
        raise InputError("locked with a password") from error
    except (CalamineError, OSError) as error:
        raise InputError(f"no valid sheet: {error}") from error


READER = Reader("Excel, OpenDocument sheets", _read)
