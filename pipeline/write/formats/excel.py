"""Excel: a workbook with typed sheets of facts, series and sources, and one that explains the columns.

No cell is a formula, whatever it begins with. Excel's numbers have 15 digits: one that it cannot hold exactly stands as
text, as does a day before 1900, with which Excel's calendar begins. Numbers of the text are shown with all their
digits, in groups of three; Excel by itself would show 170000000000 as 1.7E+11.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import OutputError
from ..folder import new_file
from ..registry import Exporter, missing
from ..selection import Selection
from ..tables import BY_NAME, Cell, Column, Table, cell
from .csv import heads

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEETS = {"facts": ("facts", "事实"), "series": ("series", "序列"), "articles": ("sources", "来源")}
"""Tables that have a sheet, with its name in English and Chinese."""
LEGEND = ("columns", "列说明")
MOST_ROWS, LONGEST = 1_048_576, 32_767
"""Rows of a sheet and characters of a cell (Microsoft, Excel specifications and limits)."""
_FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that there never was; days before it would be off by one."""
_DECIMALS = 15
_GENERATOR = "zhfacts"
_WIDE = {"sentence": 80, "title": 30, "indicator": 24, "subject": 18, "value": 20, "facts": 30, "meta": 20}


def to_excel(selection: Selection, target: Path) -> None:
    """Write facts, series and articles of a selection into the workbook `target`; MissingExtra without xlsxwriter."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise missing("excel", "excel", error) from error
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with new_file(target, _ours) as path, Workbook(path, options) as book:
        # a fixed day, so that the same facts make the same bytes
        book.set_properties({"title": "zhfacts", "comments": _GENERATOR, "created": dt.datetime(2000, 1, 1)})
        sheets = {name: _Worksheet(book, BY_NAME[name], selection) for name in SHEETS}
        for name, row in selection.rows():
            if name in sheets:
                sheets[name].write(row)
        for sheet in sheets.values():
            sheet.close()
        _write_legend(book, selection)


class _Worksheet:
    """A sheet that is written row by row: heads that stay in view, filters, and cells of their columns' types."""

    def __init__(self, book: Workbook, table: Table, selection: Selection) -> None:
        self._table = table
        self._sheet: Worksheet = book.add_worksheet(SHEETS[table.name][selection.heads == "zh"])
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self._digits: list[Format] = [book.add_format({"num_format": digits(n)}) for n in range(_DECIMALS + 1)]
        self._row = 0
        bold = book.add_format({"bold": True, "bottom": 1})
        for n, column in enumerate(table.columns):
            self._sheet.set_column(n, n, _WIDE.get(column.name, 12))
        for n, head in enumerate(heads(table.columns, selection)):
            self._sheet.write_string(0, n, head, bold)
        self._sheet.freeze_panes(1, 0)

    def write(self, row: tuple[Cell, ...]) -> None:
        """Write the next row."""
        self._row += 1
        if self._row >= MOST_ROWS:
            raise OutputError(f"{self._table.name}: an Excel sheet has {MOST_ROWS} rows, these are more; see --where")
        for n, (column, value) in enumerate(zip(self._table.columns, row, strict=True)):
            if value not in (None, "", {}, ()):
                self._cell(n, column, value)

    def _cell(self, n: int, column: Column, value: Cell) -> None:
        if isinstance(value, dt.date) and value >= _FIRST_DAY:
            self._sheet.write_datetime(self._row, n, dt.datetime.combine(value, dt.time()), self._day)
        elif isinstance(value, Decimal) and exact(value):
            self._sheet.write_number(self._row, n, float(value), self._digits[min(places(value), _DECIMALS)])
        elif isinstance(value, (int, float)):
            self._sheet.write_number(self._row, n, value)
        else:
            text = cell(value)
            shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
            self._sheet.write_string(self._row, n, shown)

    def close(self) -> None:
        """Put filters over the columns of all rows."""
        self._sheet.autofilter(0, 0, self._row, len(self._table.columns) - 1)


def exact(value: Decimal) -> bool:
    """Tell whether Excel, which shows 15 digits of a double, holds a number exactly."""
    return len(value.normalize().as_tuple().digits) <= 15 and abs(value.adjusted()) <= 300


def places(value: Decimal) -> int:
    """Return how many digits a number has behind its point."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def digits(places: int) -> str:
    """Return the format of numbers with so many digits behind the point."""
    return "#,##0" + ("." + "0" * places if places else "")


def _write_legend(book: Workbook, selection: Selection) -> None:
    """Write the sheet that says what each column of the others holds."""
    sheet = book.add_worksheet(LEGEND[selection.heads == "zh"])
    rows: list[tuple[str, ...]] = [("sheet", "column", "列", "what it holds")]
    for name, titles in SHEETS.items():
        title = titles[selection.heads == "zh"]
        rows += [(title, c.name, c.head, c.description) for c in BY_NAME[name].columns]
    for n, row in enumerate(rows):
        for k, text in enumerate(row):
            sheet.write_string(n, k, text)
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, 3, 100)
    sheet.freeze_panes(1, 0)


def _ours(file: Path) -> bool:
    """Tell whether a file is a workbook that was written here."""
    try:
        with zipfile.ZipFile(file) as book:
            return f"<dc:description>{_GENERATOR}</dc:description>".encode() in book.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError):
        return False


EXPORTER = Exporter("an Excel workbook: facts, series, sources, what columns mean", ".xlsx", to_excel, ("heads",))
