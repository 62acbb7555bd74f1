"""Small files for the tests of this folder: synthetic pupils, written with other people's writers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import xlsxwriter

from intake.extract import Extract, read_extract

TITLES = ("UPN", "Surname", "Forename", "Date of birth", "Destination type", "Destination provider")
PUPILS = (
    ("B801200005001", "Abara", "Zoë", "01/02/2010", "Sixth form", "Hollins"),
    ("P207000016049", "O’Neill", "Sam", "11/12/2009", "Apprenticeship", "Bright – Sparks Ltd"),
    ("Y202400025001", "Young", "Ada", "30/08/2010", "", ""),
)
FOLDER = "hollins/2025-26/Y11-final/"


def as_csv(rows: Sequence[Sequence[object]], encoding: str = "utf-8", **writer: Any) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, **writer).writerows(rows)
    return out.getvalue().encode(encoding)


def read(rows: Sequence[Sequence[object]], path: str = FOLDER + "leavers.csv") -> Extract:
    return read_extract(as_csv(rows), path)


def workbook(fill: Callable[[Any], None], **options: Any) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book)
    book.close()
    return out.getvalue()


def one_sheet(rows: Sequence[Sequence[object]], name: str = "Sheet1", top: int = 0, left: int = 0) -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(top + index, left, row)

    return workbook(fill)


def rules(extract: Extract) -> set[str]:
    return {finding.rule for finding in extract.findings}


def the(extract: Extract, rule: str) -> Any:
    """The one finding of this rule."""
    (finding,) = [finding for finding in extract.findings if finding.rule == rule]
    return finding


def assert_conserved(extract: Extract) -> None:
    """Every record of every sheet is the title row, dropped with a reason, or a row; and the frames say the same."""
    for sheet in extract.sheets.iter_rows(named=True):
        name = pl.col("sheet") == sheet["sheet"]
        assert sheet["records"] == sheet["header_records"] + sheet["dropped_records"] + sheet["row_records"]
        assert extract.dropped.filter(name).height == sheet["dropped_records"]
        assert extract.rows.filter(name)["line"].n_unique() == sheet["row_records"]
