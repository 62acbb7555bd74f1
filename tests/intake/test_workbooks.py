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
from intake.letters import column_letter, column_number
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


def test_the_date_system_is_noted_and_bare_numbers_come_as_sent() -> None:
    for options, system in (({}, 1900), ({"date_1904": True}, 1904)):

        def fill(book: Any) -> None:
            sheet = book.add_worksheet("Y11")
            sheet.write_row(0, 0, TITLES)
            sheet.write_row(1, 0, ("B801200005001", "Abara", "Zoë", 38750, "Sixth form"))

        extract = read_extract(workbook(fill, **options), FOLDER + "leavers.xlsx")
        assert extract.sheets["date_system"].to_list() == [system]
        assert extract.rows["date_of_birth"].to_list() == ["38750"]
    assert read_extract(b"UPN,Surname,Forename\nA,B,C\n", FOLDER + "a.csv").sheets["date_system"].to_list() == [1900]


def test_a_time_of_day_is_the_time_alone_in_both_date_systems() -> None:
    for options in ({}, {"date_1904": True}):

        def fill(book: Any) -> None:
            sheet = book.add_worksheet()
            form = book.add_format({"num_format": "hh:mm"})
            sheet.write_datetime(0, 0, time(9, 5), form)
            sheet.write_datetime(0, 1, time(0, 0), form)

        assert read_workbook(workbook(fill, **options)).sheets[0].records == [("09:05:00", "00:00:00")]


def test_whole_numbers_come_without_a_point_or_an_exponent() -> None:
    numbers = (9276308686, 1234567890123, 11, 0.5, 1e-7, 123456789012345)
    (sheet,) = read_workbook(one_sheet([numbers, ("1.23E+09", "007")])).sheets
    assert sheet.records[0] == ("9276308686", "1234567890123", "11", "0.5", "0.0000001", "123456789012345")
    assert sheet.records[1][:2] == ("1.23E+09", "007")


@pytest.mark.parametrize("where", ["sheet", "table"])
def test_a_filter_that_is_on_is_mentioned_and_every_row_read(where: str) -> None:
    def fill(book: Any) -> None:
        for name in ("Y11", "Y12 & more"):
            sheet = book.add_worksheet(name)
            for line, row in enumerate([TITLES, *PUPILS]):
                sheet.write_row(line, 0, row)
            if where == "sheet":
                sheet.autofilter(0, 0, 3, 5)
            else:
                sheet.add_table(0, 0, 3, 5, {"columns": [{"header": title} for title in TITLES]})
        if where == "sheet":
            sheet.filter_column(1, "x == Young")
        sheet.set_row(1, options={"hidden": True})

    data = workbook(fill)
    if where == "table":
        data = replaced(
            data,
            b'<autoFilter ref="A1:F4"/>',
            b'<autoFilter ref="A1:F4"><filterColumn colId="1"/></autoFilter>',
            "table2",
        )
    extract = read_extract(data, "hollins/2025-26/final/leavers.xlsx")
    finding = the(extract, "filter_active")
    assert (finding.sheet, finding.severity) == ("Y12 & more", "warning")
    assert extract.rows.height == 6


def replaced(data: bytes, old: bytes, new: bytes, part: str = "") -> bytes:
    """The workbook with some bytes of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if part in name else content)
    return out.getvalue()


def test_rows_that_are_hidden_without_a_filter_are_read_and_not_mentioned() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for line, row in enumerate([TITLES, *PUPILS]):
            sheet.write_row(line, 0, row)
        sheet.set_row(2, options={"hidden": True})

    extract = read_extract(workbook(fill), FOLDER + "leavers.xlsx")
    assert "filter_active" not in rules(extract)
    assert extract.rows.height == 3


def test_a_chart_on_a_sheet_of_its_own_is_an_empty_sheet() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for line, row in enumerate([TITLES, *PUPILS]):
            sheet.write_row(line, 0, row)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
        book.add_chartsheet().set_chart(chart)

    assert read_extract(workbook(fill), FOLDER + "leavers.xlsx").sheets["reason"].to_list() == [None, "empty"]


def test_cells_without_a_place_in_a_far_row_are_refused_too() -> None:
    rows = b"<row r='1048576'><c t='str'><v>x</v></c></row><row r='1'>" + b"<c t='str'><v>x</v></c>" * 100 + b"</row>"
    data = replaced(one_sheet([("x",)]), b"<sheetData>", b"<sheetData>" + rows)
    assert rules(read_extract(data, FOLDER + "leavers.xlsx")) == {"sheet_too_large"}


@pytest.mark.parametrize("place", [b"O2147483648", b"o99999999", b"ABCD7"])
def test_a_cell_whose_place_is_on_no_sheet_is_refused_before_it_takes_all_memory(place: bytes) -> None:
    cell = b"<row r='2'><c r='" + place + b"' t='str'><v>x</v></c></row>"
    data = replaced(one_sheet([TITLES, *PUPILS]), b"</sheetData>", cell + b"</sheetData>")
    assert rules(read_extract(data, FOLDER + "leavers.xlsx")) <= {"sheet_too_large", "unreadable_workbook"}
