"""Rows as a school's file: text in an encoding, or a workbook, the same bytes every time. Knows no pupil."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

import xlsxwriter

from pipelines.demo.dialects import SavedAs, Words

Cell = str | date | None
Record = Mapping[str, Cell]
_CREATED = datetime(2020, 1, 1)
# strftime's %b follows the machine's language; a school's export is English everywhere
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(slots=True)
class Sheet:
    """One file to be: `path` under the inbox, headers, rows of cells (text, dates or None), titles above the header.

    `fields` names what each column holds, so that a fault can find its cell.
    """

    path: PurePosixPath
    style: SavedAs
    headers: list[str]
    fields: list[str]
    rows: list[list[Cell]]
    titles: list[str] = field(default_factory=list)

    @property
    def first_line(self) -> int:
        """The line (as a text editor or Excel shows it) of the first row of data."""
        return len(self.titles) + 2

    def column(self, name: str) -> int:
        return self.fields.index(name)


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(part.name for part in fields(cast(Any, kind)))


def values(record: Any) -> dict[str, Cell]:
    """The fields of a dataclass by their names, which are those of our columns."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


def sheet_of(
    path: PurePosixPath,
    style: SavedAs,
    columns: Mapping[str, str],
    words: Words,
    records: Iterable[Record],
    titles: Sequence[str] = (),
) -> Sheet:
    """A sheet with these columns (header -> field) of the records, coded values in the sender's words."""
    fields = [(name, words.get(name, {})) for name in columns.values()]
    return Sheet(
        path=path,
        style=style,
        headers=list(columns),
        fields=list(columns.values()),
        rows=[[_said(record.get(name), said) for name, said in fields] for record in records],
        titles=list(titles),
    )


def _said(value: Cell, words: Mapping[str, str]) -> Cell:
    return words.get(value, value) if isinstance(value, str) else value


def _text(cell: Cell, dates: str) -> str:
    if isinstance(cell, date):
        return cell.strftime(dates.replace("%b", _MONTHS[cell.month - 1]))
    return cell or ""


def _as_text(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sheet.style.delimiter, lineterminator="\r\n")
    writer.writerow(sheet.headers)
    writer.writerows([_text(cell, sheet.style.dates) for cell in row] for row in sheet.rows)
    if sheet.style.encoding == "utf-16":
        return b"\xff\xfe" + out.getvalue().encode("utf-16-le")  # the machine's own byte order would vary
    return out.getvalue().encode(sheet.style.encoding)


def _as_workbook(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": _CREATED, "author": "", "title": ""})
    day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    page = book.add_worksheet("Export")
    for line, title in enumerate(sheet.titles):
        page.write_string(line, 0, title, bold)
    page.write_row(len(sheet.titles), 0, sheet.headers, bold)
    for line, row in enumerate(sheet.rows, len(sheet.titles) + 1):
        for position, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(line, position, datetime(cell.year, cell.month, cell.day), day)
            elif cell:
                page.write_string(line, position, cell)
    book.close()
    return out.getvalue()


def contents(sheet: Sheet) -> bytes:
    """The file's bytes; the same sheet always gives the same bytes."""
    return _as_workbook(sheet) if sheet.style.suffix == "xlsx" else _as_text(sheet)


def write(inbox: Path, path: PurePosixPath, data: bytes) -> None:
    """Put a file into the inbox, making its folders."""
    target = inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
