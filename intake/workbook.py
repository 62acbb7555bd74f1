"""Excel workbooks (.xlsx): every sheet as text, with the row numbers and columns that Excel shows.

Calamine (through fastexcel) reads all cells as text. What it gets wrong for us is put right here: it drops leading
blank rows and columns unless told, writes a date as an instant, leaves out error cells, and aborts the process for one
cell in the far corner.
"""

from __future__ import annotations

import re
from typing import Any

import fastexcel
import polars as pl

from intake.document import Document, NotReadableError, Record, Sheet
from intake.findings import found
from intake.workbook_parts import Parts, look_into

_DATE = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
# a time of day comes on the day from which the workbook counts
_TIME = {1900: r"^1899-12-31 (\d{2}:\d{2}:\d{2})$", 1904: r"^1904-01-01 (\d{2}:\d{2}:\d{2})$"}
_ERROR_CELL = re.compile(r"got 'Error\((\w+)\)'")
_NUMBER_CELL = re.compile(r"value: (-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)")
ERROR_TEXTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def read(data: bytes) -> Document:
    """Read all sheets, hidden ones marked. Raises NotReadableError where the workbook is damaged or impossibly
    large."""
    parts = look_into(data)
    try:
        workbook = fastexcel.read_excel(data)
        names = workbook.sheet_names
        sheets = tuple(_sheet(workbook, number, name, parts) for number, name in enumerate(names, 1))
    except BaseException as error:
        # a panic in the Rust library arrives as PanicException, which is no Exception
        if not (isinstance(error, Exception) or type(error).__name__ == "PanicException"):
            raise
        raise NotReadableError(found("unreadable_workbook", why="it is damaged")) from None
    filtered = [sheet.name for sheet in sheets if sheet.name in parts.filtered and not sheet.hidden]
    return Document("xlsx", None, sheets, tuple(found("filter_active", sheet=name) for name in filtered))


def _sheet(workbook: Any, number: int, name: str, parts: Parts) -> Sheet:
    # skip_rows=0 keeps the blank rows above the table, so that a record's place is Excel's row number
    loaded = workbook.load_sheet(number - 1, header_row=None, skip_rows=0, dtypes="string")
    hidden = loaded.visible != "visible"
    if not loaded.width:
        return Sheet(name, number, (), (), hidden, parts.date_system)
    batch, errors = loaded.to_arrow_with_errors()
    text = pl.col(pl.String).str.replace(_TIME[parts.date_system], "$1").str.replace(_DATE, "$1")
    frame = pl.DataFrame(batch).select(text)
    margin = (None,) * loaded.available_columns()[0].absolute_index
    records: list[Record] = [margin + row for row in frame.rows()]
    for error in errors.errors if errors else ():
        _put_back(records, error.position[0], error.position[1] + len(margin), error.detail)
    return Sheet(name, number, records, range(1, len(records) + 1), hidden, parts.date_system)


def _put_back(records: list[Record], row: int, column: int, detail: str) -> None:
    """An error cell, or a number dressed as an impossible date (a ULN in a date column), as the text it stands for."""
    error, number = _ERROR_CELL.search(detail), _NUMBER_CELL.search(detail)
    if error:
        text = ERROR_TEXTS.get(error[1], "#ERROR!")
    elif number:
        text = number[1].removesuffix(".0")
    else:
        text = "#ERROR!"
    cells = list(records[row])
    cells[column] = text
    records[row] = tuple(cells)
