"""Workbooks as a test looks at them: openpyxl for what is stored, LibreOffice for what another program makes of it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine"
)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def cells(book: Workbook) -> Iterator[Cell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def texts(sheet: Worksheet) -> list[str]:
    """Every text of a sheet, from the top down."""
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def beside(sheet: Worksheet, label: str) -> str | None:
    """What stands in column B beside a label in column A."""
    (found,) = [row[1].value for row in sheet.iter_rows() if row[0].value == label]
    return found


def offered(book: Workbook, sheet: Worksheet, cell: str) -> list[str] | None:
    """The choices of a cell's drop-down; None where it has none."""
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and cell in rule.sqref:
            source = rule.formula1.lstrip("=")
            if source.startswith('"'):
                return source.strip('"').split(",")
            name, area = source.replace("$", "").split("!")
            return [row[0].value for row in book[name][area]]
    return None


def through_libreoffice(data: bytes, folder: Path) -> Workbook:
    """The workbook after LibreOffice has opened it and saved it as .xlsx."""
    return opened(_converted(data, folder, "xlsx"))


def printed(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice prints it, a PDF."""
    return _converted(data, folder, "pdf")


def _converted(data: bytes, folder: Path, ending: str) -> bytes:
    source, out = folder / "workbook.xlsx", folder / "out"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (out / f"workbook.{ending}").read_bytes()
