"""Old Excel workbooks (.xls): what LibreOffice makes of an .xlsx reads like the .xlsx; damage and far cells do no harm."""

from __future__ import annotations

import struct

from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, rules, the
from spreadsheet_samples import record, xls

from intake.extract import read_extract
from intake.formats import read_document

PATH = FOLDER + "leavers.xls"
FILEPASS = record(0x2F, bytes(6))


def cells(data: bytes) -> list[list[str | None]]:
    return [list(row) for row in read_document(data, "leavers.xls", lambda _: 0).sheets[0].records]


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    extract = read_extract(xls({"Y11": [[], [], TITLES, *PUPILS]}), PATH)
    assert extract.format == "xls"
    assert extract.sheets.select("sheet", "state", "header_line", "date_system").rows() == [("Y11", "read", 3, 1900)]
    assert extract.rows["line"].to_list() == [4, 5, 6]
    assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]
    assert not rules(extract) & {"ragged_row", "shifted_row"}
    assert_conserved(extract)


def test_numbers_booleans_errors_and_dates_have_the_text_that_they_have_in_a_new_workbook() -> None:
    row = [9276308686, 1234567890123, 0.5, 1e-7, "1.23E+09", "007", True, False, "#N/A", (40212,), (0.375,), (40212.5,)]
    assert cells(xls({"Sheet1": [row]})) == [
        [
            *("9276308686", "1234567890123", "0.5", "0.0000001", "1.23E+09", "007", "true", "false", "#N/A"),
            *("2010-02-03", "09:00:00", "2010-02-03 12:00:00"),
        ]
    ]


def test_a_learner_number_dressed_as_an_impossible_date_is_the_number_again() -> None:
    assert cells(xls({"Sheet1": [[(9276308686,), (-3,)]]})) == [["9276308686", "-3"]]


def test_the_first_days_of_1900_are_counted_as_excel_counts_them() -> None:
    assert cells(xls({"Sheet1": [[(1,), (59,), (61,)]]})) == [["1900-01-01", "1900-02-28", "1900-03-01"]]


def test_dates_of_the_1904_system_come_out_right_and_bare_numbers_as_sent() -> None:
    data = xls(
        {"Sheet1": [[*TITLES], ["B801200005001", "Abara", "Zoë", (38750,)], ["P207000016049", "Bo", "Al", 38750]]},
        date_1904=True,
    )
    extract = read_extract(data, PATH)
    assert extract.rows["date_of_birth"].to_list() == ["2010-02-03", "38750"]
    assert extract.sheets["date_system"].to_list() == [1904]


def test_a_hidden_sheet_beside_a_visible_one_is_not_read() -> None:
    extract = read_extract(xls({"Y11": [TITLES, *PUPILS], "Old": [TITLES, *PUPILS]}, hidden=["Old"]), PATH)
    assert extract.sheets["reason"].to_list() == [None, "hidden"]
    assert the(extract, "hidden_sheet").sheet == "Old"


def test_a_filter_that_is_on_is_mentioned_and_every_row_read() -> None:
    extract = read_extract(xls({"Y11": [TITLES, *PUPILS], "Notes": [["x"]]}, filtered=["Y11"]), PATH)
    finding = the(extract, "filter_active")
    assert (finding.sheet, finding.severity) == ("Y11", "warning")
    assert extract.rows.height == 3


def test_a_password_is_named_as_such() -> None:
    assert rules(read_extract(xls({"Y11": [TITLES, *PUPILS]}, more=FILEPASS), PATH)) == {"password_protected"}


def test_a_cell_in_the_far_corner_is_read() -> None:
    rows: list[list[object]] = [[] for _ in range(65_536)]
    rows[:4] = [list(row) for row in (TITLES, *PUPILS)]
    rows[-1] = [None] * 255 + ["x"]
    extract = read_extract(xls({"Y11": rows}), PATH)
    assert extract.rows.height == 4
    assert extract.sheets["records"].to_list() == [65_536]


@given(
    places=st.lists(st.integers(0, 10**6), min_size=1, max_size=4),
    value=st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\xff"]),
    cut=st.integers(0, 10**6),
)
@settings(max_examples=200)
def test_damage_is_a_finding_and_never_the_end_of_the_process(places: list[int], value: bytes, cut: int) -> None:
    data = bytearray(xls({"Y11": [TITLES, *PUPILS]}))
    for place in places:
        data[place % len(data) : place % len(data) + len(value)] = value
    extract = read_extract(bytes(data[: len(data) - cut % 50]), PATH)
    assert "reading_fault" not in rules(extract)
    assert_conserved(extract)


def test_counts_that_a_damaged_file_states_about_itself_are_not_believed() -> None:
    strings = record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))
    assert read_extract(xls({"Y11": [TITLES, *PUPILS]}, more=strings), PATH).rows.height == 3
