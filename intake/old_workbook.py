"""Old Excel workbooks (.xls, Excel 2 to 2003): every sheet as text, with the row numbers and columns that Excel shows.

Read by xlrd, not by calamine as the newer ones are: calamine believes the counts that such a file states about itself,
and one damaged byte in them aborts the whole process. xlrd is Python alone, so damage is an exception.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import xlrd  # type: ignore[import-untyped]
from xlrd.compdoc import CompDoc  # type: ignore[import-untyped]

from domain.findings import Finding
from intake.cell_text import ERROR, boolean_text, number_text, serial_text
from intake.document import Document, NotReadableError, Record, Sheet, squared
from intake.findings import found
from intake.workbook_parts import DAMAGED

# the first record of a workbook that was saved without the container that Excel 5 and later put around it
BARE_STARTS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
CONTAINER_START = bytes.fromhex("d0cf11e0a1b11ae1")
_BOUNDSHEET, _BOF, _EOF, _FILTERMODE = 0x85, 0x809, 0x0A, 0x9B
_WORKSHEET = 0


def read(data: bytes) -> Document:
    """Read all sheets, hidden ones marked. Raises NotReadableError where the workbook is damaged or has a password."""
    try:
        stream = _stream(data)
        book = xlrd.open_workbook(file_contents=stream, ragged_rows=True, logfile=io.StringIO())
        sheets = tuple(_sheet(sheet, number, book.datemode) for number, sheet in enumerate(book.sheets(), 1))
    except Exception as error:
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise NotReadableError(found("password_protected")) from None
        # xlrd meets damage with half a dozen unrelated exceptions; to the sender they are one thing
        raise NotReadableError(found("unreadable_workbook", why=DAMAGED)) from None
    return Document("xls", None, sheets, tuple(_filters(stream, sheets)))


def _sheet(sheet: xlrd.sheet.Sheet, number: int, datemode: int) -> Sheet:
    system = 1904 if datemode else 1900
    records = [_record(sheet, row, system) for row in range(sheet.nrows)]
    return Sheet(sheet.name, number, squared(records), range(1, len(records) + 1), bool(sheet.visibility), system)


def _record(sheet: xlrd.sheet.Sheet, row: int, date_system: int) -> Record:
    return [
        value if kind == xlrd.XL_CELL_TEXT else _text(kind, value, date_system)
        for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True)
    ]


def _text(kind: int, value: float, date_system: int) -> str | None:
    if kind == xlrd.XL_CELL_NUMBER:
        return number_text(value)
    if kind == xlrd.XL_CELL_DATE:
        return serial_text(value, date_system)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return boolean_text(value)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, ERROR))
    return None


def _stream(data: bytes) -> bytes:
    """The workbook without its container."""
    if not data.startswith(CONTAINER_START):
        return data
    container = CompDoc(data, logfile=io.StringIO())
    # the one chain that xlrd would follow for ever, where damage has tied its end to its beginning
    if _goes_round(container.SSAT):
        raise ValueError
    stream: bytes | None = container.get_named_stream("Workbook") or container.get_named_stream("Book")
    if not stream:
        raise ValueError
    return stream


def _goes_round(following: Sequence[int]) -> bool:
    """Whether any chain comes back to a place where it was; `following[place]` is the next, negative at the end."""
    done: set[int] = set()
    for place in range(len(following)):
        walked: set[int] = set()
        while 0 <= place < len(following) and place not in done:
            if place in walked:
                return True
            walked.add(place)
            place = following[place]
        done |= walked
    return False


def _filters(stream: bytes, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """The sheets on which a filter is on; xlrd skips the record that says so."""
    starts = [
        struct.unpack_from("<I", stream, place)[0]
        for kind, place, length in _records(stream, 0)
        if kind == _BOUNDSHEET and length > 6 and stream[place + 5] == _WORKSHEET
    ]
    for sheet, start in zip(sheets, starts, strict=False):
        if not sheet.hidden and any(kind == _FILTERMODE for kind, _, _ in _records(stream, start)):
            yield found("filter_active", sheet=sheet.name)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the records of one part of the stream (the workbook's, or a sheet's), charts
    included."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        yield kind, place + 4, length
        place += 4 + length
