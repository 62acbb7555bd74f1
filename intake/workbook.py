"""Excel workbooks (.xlsx): every sheet as text, with the row numbers and columns that Excel shows.

Calamine (through fastexcel) reads all cells as text. What it gets wrong for us is put right here: it drops leading
blank rows and columns unless told, writes a date as an instant, leaves out error cells, and aborts the process for one
cell in the far corner.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import fastexcel
import polars as pl

from intake.document import Document, NotReadableError, Record, Sheet
from intake.findings import found

# a million rows of twenty columns; calamine allocates the whole rectangle before it reads the first cell
MOST_CELLS = 20_000_000
MOST_BYTES = 1_000_000_000
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
_DATE = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
_TIME = r"^1899-12-31 (\d{2}:\d{2}:\d{2})$"
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
    _refuse_giants(data)
    try:
        workbook = fastexcel.read_excel(data)
        names = workbook.sheet_names
        sheets = tuple(_sheet(workbook, number, name) for number, name in enumerate(names, 1))
    except BaseException as error:
        # a panic in the Rust library arrives as PanicException, which is no Exception
        if not (isinstance(error, Exception) or type(error).__name__ == "PanicException"):
            raise
        raise NotReadableError(found("unreadable_workbook", why="it is damaged")) from None
    return Document("xlsx", None, sheets)


def _refuse_giants(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise NotReadableError(found("unreadable_workbook", why="unpacked, it would be larger than 1 GB"))
            for member in archive.namelist():
                name = member.replace("\\", "/").lower()
                if "worksheets/" in name and name.endswith(".xml"):
                    _refuse_giant_sheet(archive.read(member))
                elif name.endswith("sharedstrings.xml"):
                    archive.read(member)  # for its checksum, which calamine doesn't look at
    except NotReadableError:
        raise
    except Exception as error:
        raise NotReadableError(
            found("unreadable_workbook", why="it is damaged or only part of it was copied")
        ) from error


def _refuse_giant_sheet(xml: bytes) -> None:
    cells = _FILLED_CELL.findall(xml)
    rows = max((int(row) for _, row in cells), default=0)
    letter = max({letters for letters, _ in cells}, key=lambda letters: (len(letters), letters), default=b"A").decode()
    if rows * column_number(letter) > MOST_CELLS:
        raise NotReadableError(found("sheet_too_large", rows=f"{rows:,}", letter=letter))


def _sheet(workbook: Any, number: int, name: str) -> Sheet:
    # skip_rows=0 keeps the blank rows above the table, so that a record's place is Excel's row number
    loaded = workbook.load_sheet(number - 1, header_row=None, skip_rows=0, dtypes="string")
    hidden = loaded.visible != "visible"
    if not loaded.width:
        return Sheet(name, number, (), (), hidden)
    batch, errors = loaded.to_arrow_with_errors()
    text = pl.col(pl.String).str.replace(_DATE, "$1").str.replace(_TIME, "$1")
    frame = pl.DataFrame(batch).select(text)
    margin = (None,) * loaded.available_columns()[0].absolute_index
    records: list[Record] = [margin + row for row in frame.rows()]
    for error in errors.errors if errors else ():
        _put_back(records, error.position[0], error.position[1] + len(margin), error.detail)
    return Sheet(name, number, records, range(1, len(records) + 1), hidden)


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


def column_letter(position: int) -> str:
    """'A' for 1, 'AA' for 27, as Excel names its columns."""
    letters = ""
    while position:
        position, remainder = divmod(position - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_number(letters: str) -> int:
    """1 for 'A', 27 for 'AA'."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
