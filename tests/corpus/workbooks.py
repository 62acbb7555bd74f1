"""Workbooks as bytes: XLSX, ODS, and a ZIP of one. The same table gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from .table import Cell, OtherSheet, Table

_DAY_ONE = (1980, 1, 1, 0, 0, 0)


def _sheets(table: Table) -> list[tuple[str, list[list[Cell]], bool]]:
    """Every sheet in its order: name, rows, whether it is hidden."""

    def others(first: bool) -> list[tuple[str, list[list[Cell]], bool]]:
        chosen: list[OtherSheet] = [each for each in table.other_sheets if each.first is first]
        return [(each.name, each.rows, each.hidden) for each in chosen]

    return [*others(True), (table.sheet, table.grid(), False), *others(False)]


def xlsx_bytes(table: Table) -> bytes:
    """An XLSX with real dates and numbers."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"created": datetime(2026, 9, 1)})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows, hidden in _sheets(table):
        sheet = workbook.add_worksheet(name)
        if hidden:
            sheet.hide()
        elif name == table.sheet:
            sheet.activate()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                elif cell:
                    sheet.write_string(line, column, cell)
    workbook.close()
    return buffer.getvalue()


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>"
)


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        kind, shown = f'office:value-type="date" office:date-value="{cell.isoformat()}"', f"{cell:%d/%m/%Y}"
    elif isinstance(cell, int):
        kind, shown = f'office:value-type="float" office:value="{cell}"', str(cell)
    else:
        kind, shown = 'office:value-type="string"', cell
    # A line break in a cell is a paragraph more.
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def ods_bytes(table: Table) -> bytes:
    """An ODS with real dates and numbers; its sheets are never hidden."""
    sheets = []
    for name, rows, _ in _sheets(table):
        body = "".join(
            "<table:table-row>" + "".join(map(_ods_cell, row or [None])) + "</table:table-row>" for row in rows
        )
        sheets.append(f"<table:table table:name={quoteattr(name)}>{body}</table:table>")
    return _zipped(
        [
            ("mimetype", _ODS_TYPE.encode()),
            ("content.xml", (_CONTENT % "".join(sheets)).encode()),
            ("META-INF/manifest.xml", _MANIFEST.encode()),
        ]
    )


def zip_of(name: str, data: bytes) -> bytes:
    """A ZIP with this one file."""
    return _zipped([(name, data)])


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _DAY_ONE), data, method)
    return buffer.getvalue()
