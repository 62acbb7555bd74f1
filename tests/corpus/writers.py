"""A table's bytes in each format that schools send, and where each cell then stands. Workbooks are in `workbooks.py`."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .table import Table, text_of
from .workbooks import ods_bytes, xlsx_bytes, zip_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands as a spreadsheet program shows it; `sheet` is "" in a format without named sheets."""

    sheet: str
    line: int
    letter: str


@dataclass(frozen=True, slots=True)
class Written:
    """A written table. `places`: (index of the row, index of the column) -> place; column -1 is the row itself."""

    data: bytes
    suffix: str
    sheet: str
    places: Mapping[tuple[int, int], Place]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffix of its files, whether its sheets have names, whether it keeps typed cells and more sheets."""

    suffix: str
    write: Callable[[Table], bytes]
    sheets: bool = False


def letter_of(column: int) -> str:
    """A, B … Z, AA … for 0, 1 …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _separated(encoding: str, delimiter: str) -> Callable[[Table], bytes]:
    def write(table: Table) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        width = len(table.headers)
        for row in table.grid():
            cells = [text_of(cell, table.date_format) for cell in row]
            writer.writerow(cells + [""] * (width - len(cells)))
        return text.getvalue().encode(encoding)

    return write


def _html(table: Table) -> bytes:
    """What some management systems call Excel: one HTML table."""
    rows = [
        "<tr>" + "".join(f"<td>{html.escape(text_of(cell, table.date_format))}</td>" for cell in row or [""]) + "</tr>"
        for row in table.grid()
    ]
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">\n'
    return (head + "\n".join(rows) + "\n</table></body></html>\n").encode()


def _as_text(table: Table) -> bytes:
    """A workbook whose every cell is text, as reports are exported."""
    copy = table.copy()
    copy.above = [[text_of(cell, table.date_format) or None for cell in row] for row in copy.above]
    copy.rows = [[text_of(cell, table.date_format) or None for cell in row] for row in copy.rows]
    return xlsx_bytes(copy)


FORMATS: Mapping[str, Format] = {
    "csv": Format(".csv", _separated("utf-8", ",")),
    "csv_bom": Format(".csv", _separated("utf-8-sig", ",")),
    "csv_cp1252": Format(".csv", _separated("cp1252", ",")),
    "csv_utf16": Format(".csv", _separated("utf-16", "\t")),  # Excel's "Unicode text"
    "csv_semicolon": Format(".csv", _separated("utf-8-sig", ";")),
    "tsv": Format(".tsv", _separated("utf-8", "\t")),
    "xlsx": Format(".xlsx", xlsx_bytes, sheets=True),
    "xlsx_text": Format(".xlsx", _as_text, sheets=True),
    "xls_html": Format(".xls", _html),
    "ods": Format(".ods", ods_bytes, sheets=True),
    "zip": Format(".zip", lambda table: zip_of("export.xlsx", xlsx_bytes(table)), sheets=True),
}
ALL = tuple(FORMATS)
COMMA = ("csv", "csv_bom", "csv_cp1252")  # comma-separated, in an alphabet of which ASCII is a part
UNICODE = tuple(name for name in FORMATS if name != "csv_cp1252")
SHEETS = tuple(name for name, each in FORMATS.items() if each.sheets)
TYPED = ("xlsx", "ods", "zip")


def write(table: Table, name: str) -> Written:
    """The table in a format, and where its cells stand. The same table gives the same bytes."""
    chosen = FORMATS[name]
    sheet = table.sheet if chosen.sheets else ""
    places = {
        (row, column): Place(sheet, table.line(row), letter_of(column) if column >= 0 else "")
        for row in range(len(table.rows))
        for column in range(-1, len(table.headers))
    }
    return Written(chosen.write(table), chosen.suffix, sheet, places)
