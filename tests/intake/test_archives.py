"""ZIP archives of lists: every file inside is read, what can't be is named, and nothing is written anywhere."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from intake_samples import FOLDER, PUPILS, TITLES, as_csv, assert_conserved, one_sheet, rules, the, workbook
from spreadsheet_samples import archive, ods, ods_rows, xls

from intake.extract import Extract, read_extract

TABLE = [TITLES, *PUPILS]
CSV = as_csv(TABLE)
FINAL = "hollins/2025-26/final/leavers.zip"


def read(members: object, path: str = FINAL) -> Extract:
    return read_extract(archive(members), path)  # type: ignore[arg-type]


def blamed(extract: Extract, rule: str) -> str | None:
    """The file that is held because of the rule: blamed by its name, so that the others are not."""
    finding = the(extract, rule)
    assert (finding.severity, finding.line) == ("blocking", None)
    return finding.sheet


def test_each_file_is_a_sheet_and_each_sheet_of_a_workbook_another() -> None:
    def two_sheets(book: object) -> None:
        for name in ("Y12", "Y13"):
            sheet = book.add_worksheet(name)  # type: ignore[attr-defined]
            for line, row in enumerate(TABLE):
                sheet.write_row(line, 0, row)

    extract = read(
        {
            "Y11-final/leavers.csv": CSV,
            "sixth form.xlsx": workbook(two_sheets),
            "old/Y6.xls": xls({"Sheet1": TABLE}),
            "Y13.ods": ods({"S": ods_rows(TABLE)}),
        }
    )
    assert extract.format == "zip"
    assert extract.sheets.select("sheet_number", "sheet", "row_records").rows() == [
        (1, "Y11-final/leavers.csv", 3),
        (2, "sixth form.xlsx › Y12", 3),
        (3, "sixth form.xlsx › Y13", 3),
        (4, "old/Y6.xls › Sheet1", 3),
        (5, "Y13.ods › S", 3),
    ]
    assert extract.rows["in_year_group"].to_list() == [11] * 3 + [12] * 3 + [13] * 3 + [6] * 3 + [13] * 3
    assert_conserved(extract)


def test_what_computers_put_beside_the_files_is_passed_over_in_silence() -> None:
    litter = (
        "__MACOSX/Y11/._leavers.csv",
        "Y11/.DS_Store",
        "Thumbs.db",
        "Y11/desktop.ini",
        "Y11/~$leavers.xlsx",
        "Y11/",
    )
    extract = read([("Y11/leavers.csv", CSV), *((name, b"\x00\x01") for name in litter)])
    assert extract.sheets["sheet"].to_list() == ["Y11/leavers.csv"]
    assert not [finding for finding in extract.findings if finding.sheet != "Y11/leavers.csv"]


def test_the_same_name_twice_makes_two_sheets() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        extract = read([("Y11.csv", CSV), ("Y11.csv", CSV)])
    assert extract.sheets["sheet"].to_list() == ["Y11.csv", "Y11.csv (2)"]
    assert_conserved(extract)


def test_a_file_that_cannot_be_read_is_named_and_skipped_and_the_others_are_read() -> None:
    extract = read({"Y11.csv": CSV, "Y12.xlsx": one_sheet(TABLE)[:-300], "Y13.csv": b""})
    assert blamed(extract, "unreadable_workbook") == "Y12.xlsx"
    assert blamed(extract, "empty_file") == "Y13.csv"
    assert extract.sheets.select("sheet", "state", "reason").rows() == [
        ("Y11.csv", "read", None),
        ("Y12.xlsx", "skipped", "not read"),
        ("Y13.csv", "skipped", "not read"),
    ]
    assert extract.rows.height == 3
    assert_conserved(extract)


def test_a_letter_beside_the_lists_is_a_notice() -> None:
    extract = read({"Y11.csv": CSV, "cover letter.pdf": b"%PDF-1.7 ..."})
    finding = the(extract, "not_a_spreadsheet")
    assert (finding.severity, finding.sheet) == ("notice", "cover letter.pdf")


def test_an_archive_inside_the_archive_is_not_opened() -> None:
    extract = read({"Y11.csv": CSV, "more.zip": archive({"Y12.csv": CSV})})
    assert blamed(extract, "archive_in_archive") == "more.zip"
    assert extract.rows.height == 3


@pytest.mark.parametrize(
    "name", ["/etc/Y11.csv", "../Y11.csv", "a/../../Y11.csv", "C:\\Y11.csv", "..\\Y11.csv", "\\\\server\\Y11.csv"]
)
def test_a_path_that_points_outside_is_refused(name: str) -> None:
    extract = read({"Y11.csv": CSV, name: CSV})
    assert blamed(extract, "archive_member_path") == name.replace("\\", "/")
    assert extract.rows.height == 3


def test_a_file_that_would_grow_beyond_measure_is_not_opened() -> None:
    extract = read({"Y11.csv": CSV, "zeros.csv": b"0," * 1_000_000})
    assert blamed(extract, "archive_member_too_dense") == "zeros.csv"


def test_too_many_files_and_too_many_bytes_are_refused_as_a_whole() -> None:
    many = read({f"{n}.csv": CSV for n in range(51)})
    assert "51 files" in the(many, "archive_too_many_files").message
    huge = bytearray(archive({"Y11.csv": CSV}))
    place = huge.rindex(b"PK\x01\x02")
    huge[place + 20 : place + 28] = struct.pack("<II", 2_000_000, 201_000_000)
    finding = the(read_extract(bytes(huge), FINAL), "archive_too_large")
    assert (finding.sheet, "201 MB" in finding.message) == (None, True)


def test_a_file_with_a_password_is_named() -> None:
    data = bytearray(archive({"Y11.csv": CSV, "secret.csv": CSV}))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(start) + flags] |= 1
    extract = read_extract(bytes(data), FINAL)
    assert blamed(extract, "archive_member_locked") == "secret.csv"
    assert extract.rows.height == 3


def test_a_file_whose_bytes_were_damaged_is_named() -> None:
    data = bytearray(archive({"Y11.csv": CSV, "Y12.csv": as_csv([*TABLE, *TABLE])}))
    place = data.index(b"Y12.csv") + 20
    data[place : place + 4] = b"\xff\xff\xff\xff"
    assert blamed(read_extract(bytes(data), FINAL), "archive_member_damaged") == "Y12.csv"


def test_where_nothing_can_be_read_one_finding_says_why() -> None:
    finding = the(read({"Y11.pdf": b"%PDF-1.7", "Y12.csv": b""}), "archive_without_list")
    assert finding.sheet is None
    assert "Y11.pdf" in finding.message
    assert rules(read({".DS_Store": b"x"})) == {"archive_without_list"}


def test_a_fault_of_a_whole_file_blames_that_file_alone() -> None:
    broken = b'UPN,Surname,Forename,Destination type\nA,"Young,Ada,Sixth form\nB,Old,Bo,Sixth form\n'
    assert blamed(read({"Y11.csv": CSV, "Y12.csv": broken}), "unclosed_quote") == "Y12.csv"


def test_the_only_sheet_of_a_workbook_counts_also_where_it_is_hidden() -> None:
    extract = read({"Y11.csv": CSV, "Y12.xls": xls({"Sheet1": TABLE}, hidden=["Sheet1"])})
    assert extract.rows.height == 6


def test_letters_in_names_survive_however_they_were_packed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("Zoë Y11.csv", CSV)
    marked = out.getvalue()
    unmarked = bytearray(marked)
    for start, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        unmarked[unmarked.index(start) + flags] &= 0xF7
    for data in (marked, bytes(unmarked)):
        assert read_extract(data, FOLDER + "a.zip").sheets["sheet"].to_list() == ["Zoë Y11.csv"]
