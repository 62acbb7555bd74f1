"""Bytes that the writers don't write: archives with more in them, workbooks of other kinds, hidden rows, locks.

No kind and no expectation is in here. Everything is the same bytes each time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import xlsxwriter

from tests.intake.spreadsheet_samples import xls

from .table import Cell, Table

_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_EXCEL_DAY_0, _MAC_DAY_0 = date(1899, 12, 30), date(1904, 1, 1)
_SHEET = "xl/worksheets/sheet1.xml"


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, _DAY_ONE), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    """What a ZIP archive holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(data: bytes, more: Mapping[str, bytes]) -> bytes:
    """The archive with more members."""
    return packed([*members_of(data).items(), *more.items()])


def locked(data: bytes) -> bytes:
    """An archive of one member, which is marked as packed with a password."""
    marked = bytearray(data)
    marked[marked.index(b"PK\x03\x04") + 6] |= 1
    marked[marked.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)


def encrypted() -> bytes:
    """What Excel saves under a password: the old container, in which an encrypted package lies."""
    sector = bytearray(512)
    for place, name in enumerate(("Root Entry", "EncryptionInfo", "EncryptedPackage")):
        letters = name.encode("utf-16-le")
        sector[place * 128 : place * 128 + len(letters)] = letters
        sector[place * 128 + 64] = len(letters) + 2
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + bytes(sector) + bytes(range(256)) * 16


def filtered(data: bytes, kept: int, hidden: int) -> bytes:
    """The workbook with a filter on its first column; of these two lines one stays visible, the other is hidden."""
    members = members_of(data)
    sheet = members[_SHEET].decode()
    sheet = sheet.replace(f'<row r="{hidden}"', f'<row r="{hidden}" hidden="1"', 1)
    chosen = f'<filters><filter val="line {kept}"/></filters>'
    filters = f'<autoFilter ref="A1:Z99"><filterColumn colId="0">{chosen}</filterColumn></autoFilter>'
    return packed({**members, _SHEET: sheet.replace("</sheetData>", f"</sheetData>{filters}", 1).encode()}.items())


def old_excel(table: Table) -> bytes:
    """The table as Excel saved it until 2003, with real dates and numbers."""

    def old(cell: Cell) -> object:
        return ((cell - _EXCEL_DAY_0).days,) if isinstance(cell, date) else cell

    return xls({table.sheet: [[old(cell) for cell in row] for row in table.grid()]})


def mac_excel(table: Table, *, bare: tuple[str, ...] = ()) -> bytes:
    """The table in a workbook that counts its days from 1904; the dates of the columns `bare` are mere numbers."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True})
    workbook.set_properties({"created": datetime(2026, 9, 1)})
    sheet, day = workbook.add_worksheet(table.sheet), workbook.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(table.grid()):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                is_bare = place < len(table.columns) and table.columns[place] in bare
                sheet.write_number(line, place, (cell - _MAC_DAY_0).days, None if is_bare else day)
            elif isinstance(cell, int):
                sheet.write_number(line, place, cell)
            elif cell:
                sheet.write_string(line, place, cell)
    workbook.close()
    return buffer.getvalue()
