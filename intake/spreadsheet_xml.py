"""Excel 2003 XML spreadsheets: workbooks that a system wrote as one XML file, often under the name .xls.

Sheets and cells are placed as Excel shows them; styles, and what a sheet merely looks like, are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from intake.cell_text import boolean_text, moment_text, number_text, time_text
from intake.document import Document, NotReadableError, Record, Sheet, squared
from intake.findings import found
from intake.letters import column_letter
from intake.workbook_parts import DAMAGED, MOST_CELLS

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_FIRST_DAY = datetime(1899, 12, 31)


def read(data: bytes) -> Document:
    """Read all sheets, hidden ones marked. Raises NotReadableError where the XML is damaged."""
    try:
        root = _parse(data)
        system = 1904 if root.find(f"{_EXCEL}ExcelWorkbook/{_EXCEL}Date1904") is not None else 1900
        sheets = tuple(_sheet(sheet, number, system) for number, sheet in enumerate(root.iter(f"{_SS}Worksheet"), 1))
    except NotReadableError:
        raise
    except Exception as error:
        raise NotReadableError(found("unreadable_workbook", why=DAMAGED)) from error
    return Document("xml", None, sheets)


def _parse(data: bytes) -> Element:
    return ElementTree.parse(io.BytesIO(data.lstrip())).getroot()


def _sheet(sheet: Element, number: int, date_system: int) -> Sheet:
    hidden = sheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible", "").endswith("Hidden")
    records: list[Record] = []
    width = 0
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        blanks = int(row.get(f"{_SS}Index", len(records) + 1)) - len(records) - 1
        record = list(_record(row))
        width = max(width, len(record))
        spanned = int(row.get(f"{_SS}Span", 0))
        rows = len(records) + blanks + 1 + spanned
        if rows * max(width, 1) > MOST_CELLS:
            raise NotReadableError(found("sheet_too_large", rows=f"{rows:,}", letter=column_letter(max(width, 1))))
        records += [*[()] * blanks, record, *[()] * spanned]
    return Sheet(sheet.get(f"{_SS}Name", ""), number, squared(records), range(1, len(records) + 1), hidden, date_system)


def _record(row: Element) -> Iterator[str | None]:
    column = 1
    for cell in row.iterfind(f"{_SS}Cell"):
        place = min(int(cell.get(f"{_SS}Index", column)), 16_384)
        yield from [None] * (place - column)
        content = cell.find(f"{_SS}Data")
        yield None if content is None else _text(content.get(f"{_SS}Type"), "".join(content.itertext()))
        covered = min(int(cell.get(f"{_SS}MergeAcross", 0)), 16_384)
        yield from [None] * covered
        column = max(place, column) + 1 + covered


def _text(kind: str | None, written: str) -> str:
    if kind == "Number":
        return number_text(float(written))
    if kind == "Boolean":
        return boolean_text(written.strip() == "1")
    if kind == "DateTime":
        at = datetime.fromisoformat(written)
        # a time of day is kept on the day before the first
        return time_text(at - _FIRST_DAY) if at.date() == _FIRST_DAY.date() else moment_text(at)
    return written
