"""Excel workbooks, by xlsxwriter and openpyxl, compared with what openpyxl reads: rows, letters, dates, text."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, one_sheet, rules, the, workbook

from intake.extract import read_extract
from intake.workbook import column_letter, column_number
from intake.workbook import read as read_workbook

values = st.one_of(
    st.none(),
    st.text(st.characters(categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=8).filter(
        lambda text: text.strip()
    ),
    st.integers(-(10**14), 10**14),
    st.floats(-1e6, 1e6, width=32),
    st.booleans(),
    st.datetimes(datetime(1900, 3, 2), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    st.dates(date(1900, 3, 2), date(2100, 1, 1)),
)


def as_text(value: object) -> object:
    """What a value that openpyxl read should look like as text; a number stays one, to compare as such."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value


def same(text: str | None, value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return text is not None and float(text) == pytest.approx(value, rel=1e-12)
    return text == as_text(value)


def compare_with_openpyxl(data: bytes) -> None:
    theirs = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in read_workbook(data).sheets:
        ours = {
            (line, f"{column_letter(position)}{line}"): cell
            for record, line in zip(sheet.records, sheet.lines, strict=True)
            for position, cell in enumerate(record, 1)
            if cell is not None
        }
        expected = {
            (cell.row, cell.coordinate): cell.value
            for row in theirs[sheet.name].iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        assert ours.keys() == expected.keys()
        assert all(same(ours[place], expected[place]) for place in expected)


@settings(max_examples=60)
@given(
    table=st.lists(st.lists(values, min_size=1, max_size=5), min_size=1, max_size=6),
    top=st.integers(0, 9),
    left=st.integers(0, 30),
    writer=st.sampled_from(["xlsxwriter", "openpyxl"]),
)
def test_any_workbook_reads_as_openpyxl_reads_it_at_the_rows_and_letters_that_excel_shows(
    table: list[list[Any]], top: int, left: int, writer: str
) -> None:
    if writer == "openpyxl":
        book = openpyxl.Workbook()
        for row, cells in enumerate(table, top + 1):
            for column, value in enumerate(cells, left + 1):
                cell = book.active.cell(row, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    else:

        def fill(book: Any) -> None:
            sheet = book.add_worksheet("Sheet")
            formats = {
                kind: book.add_format({"num_format": shown})
                for kind, shown in ((date, "dd/mm/yyyy"), (datetime, "dd/mm/yyyy hh:mm"))
            }
            for row, cells in enumerate(table, top):
                for column, value in enumerate(cells, left):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, formats[type(value)])
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value)
                    elif value is not None:
                        sheet.write(row, column, value)

        data = workbook(fill)
    compare_with_openpyxl(data)


def test_column_letters_are_excels() -> None:
    assert [column_letter(position) for position in (1, 26, 27, 52, 703, 16384)] == ["A", "Z", "AA", "AZ", "AAA", "XFD"]
    assert all(column_number(column_letter(position)) == position for position in range(1, 2000))


def test_a_table_far_from_the_corner_keeps_excels_row_numbers_and_letters() -> None:
    extract = read_extract(one_sheet([TITLES, *PUPILS], top=6, left=3), FOLDER + "leavers.xlsx")
    assert extract.format == "xlsx"
    assert extract.sheets["header_line"].to_list() == [7]
    assert extract.rows["line"].to_list() == [8, 9, 10]
    assert extract.columns.filter(column="upn")["letter"].to_list() == ["D"]
    assert extract.dropped["reason"].to_list() == ["blank"] * 6
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert_conserved(extract)


def test_real_dates_come_as_iso_text_also_in_the_1904_system() -> None:
    for options in ({}, {"date_1904": True}):

        def fill(book: Any) -> None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ("UPN", "Surname", "DOB", "Destination type", "Recorded on"))
            sheet.write_row(1, 0, ("B801200005001", "Abara"))
            sheet.write_datetime(1, 2, datetime(2010, 2, 3), book.add_format({"num_format": "dd/mm/yyyy"}))
            sheet.write_datetime(
                1, 4, datetime(2026, 2, 3, 14, 5, 6), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
            )

        row = read_extract(workbook(fill, **options), FOLDER + "leavers.xlsx").rows.row(0, named=True)
        assert (row["date_of_birth"], row["recorded_on"]) == ("2010-02-03", "2026-02-03 14:05:06")


def test_a_column_that_is_empty_for_two_thousand_rows_still_comes_back() -> None:
    rows = [
        ["UPN", "Surname", "Forename", "Destination type"],
        *([f"A{n}", "Young", "Ada", "" if n < 2000 else "Sixth form"] for n in range(2010)),
    ]
    data = one_sheet(rows)
    assert read_extract(data, FOLDER + "leavers.xlsx").rows["destination_type"].drop_nulls().len() == 10
    compare_with_openpyxl(data)


def test_an_error_of_a_formula_is_kept_as_text_and_reported() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ("UPN", "Surname", "Destination type", "Destination provider"))
        sheet.write_row(3, 1, ("B801200005001", "Abara", "Sixth form"))
        sheet.write_formula(3, 4, "=VLOOKUP(1,A1:B2,2,0)", None, "#N/A")

    extract = read_extract(workbook(fill), FOLDER + "leavers.xlsx")
    assert extract.rows["destination_provider"].to_list() == ["#N/A"]
    finding = the(extract, "formula_error")
    assert (finding.sheet, finding.line, finding.column) == ("Sheet1", 4, "destination_provider")


def test_a_learner_number_dressed_as_an_impossible_date_is_the_number_again() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("UPN", "ULN", "Destination type"))
        sheet.write_row(1, 0, ("B801200005001", None, "Sixth form"))
        sheet.write_number(1, 1, 9276308686, book.add_format({"num_format": "dd/mm/yyyy"}))

    assert read_extract(workbook(fill), FOLDER + "leavers.xlsx").rows["uln"].to_list() == ["9276308686"]


def test_every_visible_sheet_is_read_and_a_hidden_one_is_not_counted() -> None:
    def fill(book: Any) -> None:
        for name in ("Y12", "Y13", "Notes", "Old list", "Lists"):
            sheet = book.add_worksheet(name)
            if name.startswith(("Y", "Old")):
                for index, row in enumerate([TITLES, *PUPILS]):
                    sheet.write_row(index, 0, row)
            else:
                sheet.write_row(0, 0, ("Please fill in", "every row"))
            if name in ("Old list", "Lists"):
                sheet.hide()

    extract = read_extract(workbook(fill), "hollins/2025-26/final/leavers.xlsx")
    assert extract.sheets.select("sheet", "state", "reason", "records", "row_records").rows() == [
        ("Y12", "read", None, 4, 3),
        ("Y13", "read", None, 4, 3),
        ("Notes", "skipped", "no header row", 1, 0),
        ("Old list", "skipped", "hidden", 0, 0),
        ("Lists", "skipped", "hidden", 0, 0),
    ]
    assert extract.rows["in_year_group"].to_list() == [12] * 3 + [13] * 3
    assert the(extract, "hidden_sheet").sheet == "Old list"
    assert the(extract, "sheet_skipped").sheet == "Notes"
    assert_conserved(extract)


def test_where_all_sheets_are_hidden_they_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(one_sheet([TITLES, *PUPILS]))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'sheetId="1"', b'sheetId="1" state="hidden"'))
    assert [sheet.hidden for sheet in read_workbook(out.getvalue()).sheets] == [True]
    assert read_extract(out.getvalue(), FOLDER + "leavers.xlsx").rows.height == 3


def test_an_empty_workbook_is_an_empty_file() -> None:
    extract = read_extract(workbook(lambda book: book.add_worksheet()), FOLDER + "leavers.xlsx")
    assert rules(extract) == {"empty_file"}


def test_one_cell_in_the_far_corner_is_refused_before_it_takes_all_memory() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        sheet.write(1_048_575, 16_383, "x")

    finding = the(read_extract(workbook(fill), FOLDER + "leavers.xlsx"), "sheet_too_large")
    assert "1,048,576" in finding.message
    assert "XFD" in finding.message


def test_a_formatted_but_empty_corner_does_no_harm() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for index, row in enumerate([TITLES, *PUPILS]):
            sheet.write_row(index, 0, row)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert read_extract(workbook(fill), FOLDER + "leavers.xlsx").sheets["records"].to_list() == [4]
