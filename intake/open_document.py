"""OpenDocument spreadsheets (.ods): every sheet as text, with the row numbers and columns that LibreOffice shows.

Read from the XML, not by calamine as Excel's own are: calamine turns "true" into 1 and an error into nothing, and
believes a file that says its last row is repeated a million times.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from domain.findings import Finding
from intake.cell_text import ERROR, boolean_text, moment_text, number_text, time_text
from intake.document import Document, NotReadableError, Record, Sheet, squared
from intake.findings import found
from intake.letters import column_letter
from intake.workbook_parts import DAMAGED, MOST_BYTES, MOST_CELLS

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = (f"{{{_NAMES}{part}:1.0}}" for part in ("table", "office", "text"))
_STYLE = f"{{{_NAMES}style:1.0}}"
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SPAN = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
# what a text may hold beside letters
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def read(data: bytes) -> Document:
    """Read all sheets, hidden ones marked. Raises NotReadableError where the file is damaged or has a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "META-INF/manifest.xml" in archive.namelist():
                _refuse_password(archive.read("META-INF/manifest.xml"))
            content = archive.getinfo("content.xml")
            if content.file_size > MOST_BYTES:
                raise NotReadableError(found("unreadable_workbook", why="unpacked, it would be larger than 500 MB"))
            with archive.open(content) as stream:
                reader = _Reader()
                for event, element in ElementTree.iterparse(stream, ("start", "end")):
                    reader.take(event, element)
    except NotReadableError:
        raise
    except Exception as error:
        raise NotReadableError(found("unreadable_workbook", why=DAMAGED)) from error
    return Document("ods", None, tuple(reader.sheets()), tuple(reader.findings))


def _refuse_password(manifest: bytes) -> None:
    if b"encryption-data" in manifest:
        raise NotReadableError(found("password_protected"))


class _Reader:
    """Takes the elements of content.xml as they end, and keeps no more of them than the cells' text."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._date_system = 1900
        self._hidden_styles: set[str] = set()
        self._tables: list[tuple[str, str, list[Record]]] = []
        self._nested = 0
        self._blank_rows = 0
        self._filtered = False
        self._width = 0

    def take(self, event: str, element: Element) -> None:
        tag = element.tag
        if tag == f"{_TABLE}table":
            self._table(event, element)
        elif event == "start" or self._nested > 1:
            return
        elif tag == f"{_TABLE}table-row":
            self._row(element)
            element.clear()
        elif tag == f"{_STYLE}style":
            properties = element.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                self._hidden_styles.add(element.get(f"{_STYLE}name", ""))
        elif tag == f"{_TABLE}null-date" and element.get(f"{_TABLE}date-value", "").startswith("1904"):
            self._date_system = 1904

    def sheets(self) -> Iterator[Sheet]:
        for number, (name, style, records) in enumerate(self._tables, 1):
            hidden = style in self._hidden_styles
            yield Sheet(name, number, squared(records), range(1, len(records) + 1), hidden, self._date_system)

    def _table(self, event: str, element: Element) -> None:
        # a table inside a cell is no sheet
        self._nested += 1 if event == "start" else -1
        if event == "start" and self._nested == 1:
            self._tables.append((element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", ""), []))
            self._blank_rows, self._filtered, self._width = 0, False, 0
        elif event == "end" and not self._nested:
            name, style, _ = self._tables[-1]
            if self._filtered and style not in self._hidden_styles:
                self.findings.append(found("filter_active", sheet=name))
            element.clear()

    def _row(self, element: Element) -> None:
        if not self._tables:
            return
        repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        record = _record(element)
        self._filtered |= element.get(f"{_TABLE}visibility") == "filter"
        if not record:
            self._blank_rows += repeated
            return
        records = self._tables[-1][2]
        self._width = max(self._width, len(record))
        rows = len(records) + self._blank_rows + repeated
        if rows * self._width > MOST_CELLS:
            raise NotReadableError(found("sheet_too_large", rows=f"{rows:,}", letter=column_letter(self._width)))
        records.extend([()] * self._blank_rows + [record] * repeated)
        self._blank_rows = 0


def _record(row: Element) -> Record:
    """The cells up to the last filled one."""
    record: list[str | None] = []
    blanks = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = _cell(cell)
        if not text:
            blanks += repeated
            continue
        if len(record) + blanks + repeated > 16_384:
            raise NotReadableError(found("unreadable_workbook", why="a row has more cells than a sheet can have"))
        record.extend([None] * blanks + [text] * repeated)
        blanks = 0
    return record


def _cell(cell: Element) -> str | None:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None and len(cell) == 0:
        return None
    shown = "\n".join("".join(_letters(paragraph)) for paragraph in cell if paragraph.tag == f"{_TEXT}p")
    if cell.get(_CALC_TYPE) == "error":
        return shown if shown.startswith("#") else ERROR
    if kind in ("float", "percentage", "currency"):
        # LibreOffice keeps TRUE() as a number that is shown as a word
        return shown.lower() if shown in ("TRUE", "FALSE") else number_text(float(cell.get(f"{_OFFICE}value", "")))
    if kind == "boolean":
        return boolean_text(cell.get(f"{_OFFICE}boolean-value") == "true")
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", ""), shown)
    if kind == "time":
        span = _SPAN.fullmatch(cell.get(f"{_OFFICE}time-value", ""))
        return time_text(timedelta(hours=int(span[1]), minutes=int(span[2]), seconds=int(span[3]))) if span else shown
    return shown or cell.get(f"{_OFFICE}string-value")


def _date(value: str, shown: str) -> str:
    """A learner number in a column of dates is a date beyond the calendar, which the program itself has destroyed."""
    try:
        return moment_text(datetime.fromisoformat(value))
    except ValueError:
        return ERROR if shown.startswith("#") else shown


def _letters(element: Element) -> Iterator[str]:
    """The text of a paragraph; runs of blanks are elements of their own, comments are not part of it."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 1000)
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag.startswith(_TEXT):
            yield from _letters(child)
        if child.tail:
            yield child.tail
