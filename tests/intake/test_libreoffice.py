"""The same workbook as LibreOffice saves it in other formats: every cell reads as it does in the .xlsx."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, one_sheet, rules, workbook
from spreadsheet_samples import converted, needs_libreoffice

from intake.document import Document
from intake.extract import read_extract
from intake.formats import read_document

pytestmark = needs_libreoffice


def every_kind_of_cell(book: Any) -> None:
    def shown(form: str) -> Any:
        return book.add_format({"num_format": form})

    sheet = book.add_worksheet("Every kind")
    sheet.write_row(3, 2, ("Title", 9276308686, 1234567890123, 0.5, 1e-7, -40249.5))
    sheet.write_row(4, 3, ("  two  blanks\nand a line, é ’ 😀 ", "'quoted"))
    for column, text in enumerate(("007", "1.23E+09", "2010-02-03", "TRUE", "=1+1")):
        sheet.write_string(6, column, text)
    sheet.write_datetime(7, 0, datetime(2010, 2, 3), shown("dd/mm/yyyy"))
    sheet.write_datetime(7, 1, datetime(2026, 2, 3, 14, 5, 6), shown("dd/mm/yyyy hh:mm:ss"))
    sheet.write_datetime(7, 2, time(9, 5), shown("hh:mm"))
    sheet.write_number(7, 3, 0.255, shown("0%"))
    sheet.write_number(7, 4, 1234.5, shown("£#,##0.00"))
    sheet.write_number(7, 5, 9276308686, shown("0.00E+00"))
    sheet.write_boolean(8, 0, True)
    sheet.write_boolean(8, 1, False)
    sheet.write_formula(8, 2, "=NA()", None, "#N/A")
    sheet.write_formula(8, 3, "=1/0", None, "#DIV/0!")
    sheet.write_formula(8, 4, "=A8", shown("dd/mm/yyyy"), 38750)
    book.add_worksheet("Empty")
    book.add_worksheet("Hidden").hide()
    book.get_worksheet_by_name("Hidden").write(0, 0, "x")


def cells(document: Document) -> list[tuple[str, bool, int, dict[tuple[int, int], str]]]:
    return [
        (
            sheet.name,
            sheet.hidden,
            sheet.date_system,
            {
                (line, column): cell
                for record, line in zip(sheet.records, sheet.lines, strict=True)
                for column, cell in enumerate(record, 1)
                if cell
            },
        )
        for sheet in document.sheets
    ]


def read(data: bytes) -> Document:
    return read_document(data, "leavers", lambda _: 0)


@pytest.mark.parametrize("date_1904", [False, True])
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_every_kind_of_cell_reads_as_it_does_in_the_new_workbook(suffix: str, date_1904: bool, tmp_path: Path) -> None:
    original = workbook(every_kind_of_cell, date_1904=date_1904)
    theirs = read(converted(original, suffix, tmp_path))
    assert theirs.format == suffix
    assert cells(theirs) == cells(read(original))


@pytest.mark.parametrize("suffix", ["xls", "ods", "html", "csv"])
def test_a_list_of_pupils_reads_the_same_in_every_format(suffix: str, tmp_path: Path) -> None:
    extract = read_extract(converted(one_sheet([TITLES, *PUPILS]), suffix, tmp_path), FOLDER + "leavers")
    assert extract.format == suffix
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert extract.rows["line"].to_list() == [2, 3, 4]
    assert_conserved(extract)


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_a_part_of_a_file_is_a_finding_wherever_it_was_cut(suffix: str, tmp_path: Path) -> None:
    data = converted(one_sheet([TITLES, *PUPILS]), suffix, tmp_path)
    for length in range(0, len(data) - 1, 97):
        extract = read_extract(data[:length], FOLDER + "leavers.xls")
        assert "reading_fault" not in rules(extract)
        assert_conserved(extract)


def test_an_old_workbook_with_damaged_bytes_never_ends_the_process(tmp_path: Path) -> None:
    data = converted(one_sheet([TITLES, *PUPILS]), "xls", tmp_path)
    for place in range(0, len(data) - 4, 41):
        for damage in (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x00"):
            extract = read_extract(data[:place] + damage + data[place + 4 :], FOLDER + "leavers.xls")
            assert "reading_fault" not in rules(extract)
