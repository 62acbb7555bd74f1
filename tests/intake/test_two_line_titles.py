"""Titles over two rows, merged or not: they are read together only where that says more than either row alone."""

from __future__ import annotations

from typing import Any

import pytest
from intake_samples import FOLDER, PUPILS, TITLES, assert_conserved, read, rules, the, workbook

from intake.extract import Extract, read_extract

TRACKER = "hollins/2025-26/Y11/tracker"
UPPER = ("Pupil", "", "", "Intended", "", "Final", "")
LOWER = ("UPN", "Surname", "Forename", "Type", "Provider", "Type", "Provider")
ROWS = (
    ("B801200005001", "Abara", "Zoë", "Sixth form", "Hollins", "Apprenticeship", "Sparks"),
    ("P207000016049", "Young", "Ada", "Undecided", "", "FE college", "Luton College"),
)


def used(extract: Extract) -> list[tuple[Any, ...]]:
    return extract.columns.filter(part=1).select("header", "column", "stage").rows()


def test_a_stage_merged_above_type_and_provider_makes_a_claim_for_each_stage() -> None:
    extract = read([UPPER, LOWER, *ROWS], TRACKER + ".csv")
    shown = extract.rows.select(
        "line", "part", "in_stage", "upn", "surname", "destination_type", "destination_provider"
    )
    assert shown.rows() == [
        (3, 1, "intended", "B801200005001", "Abara", "Sixth form", "Hollins"),
        (3, 2, "final", "B801200005001", "Abara", "Apprenticeship", "Sparks"),
        (4, 1, "intended", "P207000016049", "Young", "Undecided", None),
        (4, 2, "final", "P207000016049", "Young", "FE college", "Luton College"),
    ]
    assert extract.sheets.select(
        "header_line", "records", "header_records", "dropped_records", "row_records"
    ).rows() == [(2, 4, 2, 0, 2)]
    assert extract.findings == ()
    assert_conserved(extract)


def test_merged_cells_of_a_workbook_arrive_the_same_way() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Y11")
        sheet.merge_range("A1:G1", "Leavers 2026 Hollins Academy")
        sheet.merge_range("A3:A4", "UPN")
        sheet.merge_range("B3:C3", "Pupil")
        sheet.merge_range("D3:E3", "Intended (Feb)")
        sheet.merge_range("F3:G3", "Results day")
        sheet.write_row("B4", ["Surname", "Forename", "Type", "Provider", "Type", "Provider"])
        for index, row in enumerate(ROWS, 4):
            sheet.write_row(index, 0, row)

    extract = read_extract(workbook(fill), TRACKER + ".xlsx")
    assert extract.rows.select("line", "in_stage", "destination_type", "destination_provider").rows()[:2] == [
        (5, "intended", "Sixth form", "Hollins"),
        (5, "final", "Apprenticeship", "Sparks"),
    ]
    assert extract.columns.filter(column="destination_type")["moment"].to_list() == ["feb", "results_day"]
    assert extract.dropped.rows() == [("Y11", 1, "above the header"), ("Y11", 2, "blank")]
    assert extract.rows["in_cycle"].unique().to_list() == ["2025-26"]
    assert_conserved(extract)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("Unique", "Last", "First", "Date of", "Destination", ""), ("pupil number", "name", "name", "birth", "type", "provider")),
        (("UPN", "Surname", "Forename", "Date of", "Destination", ""), ("", "", "", "birth", "type", "provider")),
        (("Pupil details", "", "", "", "Destination", ""), ("UPN", "Surname", "Forename", "DOB", "Type", "Provider")),
    ],
)  # fmt: skip
def test_the_same_titles_are_read_however_they_are_broken(upper: tuple[str, ...], lower: tuple[str, ...]) -> None:
    extract = read([upper, lower, *PUPILS])
    assert [column for _, column, _ in used(extract)] == [
        *("upn", "surname", "forename", "date_of_birth", "destination_type", "destination_provider")
    ]
    assert extract.rows.height == 3
    assert extract.findings == ()
    assert_conserved(extract)


def test_one_row_of_titles_stays_one_whatever_stands_above_or_below() -> None:
    for above in (
        [["Leavers 2026 Hollins Academy"]],
        [["Leavers 2026", "Hollins Academy"]],
        [["School", "Hollins", "Contact", "Office", "", ""]],
        [["Pupil", "", "", "", "Destination", ""]],
    ):
        extract = read([*above, TITLES, *PUPILS])
        assert extract.sheets.select("header_line", "header_records", "dropped_records").rows() == [(2, 1, 1)]
        assert extract.rows.height == 3


def test_a_surname_beneath_a_parent_is_not_the_pupils() -> None:
    upper = ("Pupil", "", "Parent", "", "Intended", "")
    lower = ("UPN", "Surname", "Surname", "Phone", "Type", "Provider")
    extract = read([upper, lower, ("A", "Abara", "Old", "01234", "Sixth form", "Hollins")], TRACKER + ".csv")
    assert extract.rows.select("surname", "parent_phone", "in_stage").rows() == [("Abara", "01234", "intended")]
    assert extract.rows["other"][0].to_list() == [{"header": "Parent Surname", "value": "Old"}]
    assert rules(extract) == {"unknown_columns"}


def test_a_page_break_that_repeats_both_rows_is_dropped() -> None:
    extract = read([UPPER, LOWER, ROWS[0], UPPER, tuple(map(str.upper, LOWER)), ROWS[1]], TRACKER + ".csv")
    assert extract.dropped.select("line", "reason").rows() == [(4, "header repeated"), (5, "header repeated")]
    assert extract.sheets.select("records", "header_records", "dropped_records", "row_records").rows() == [(6, 2, 2, 2)]


def test_a_tracker_of_two_years_says_each_stage_with_its_provider() -> None:
    titles = ("UPN", "Surname", "Year group", "Intended (Feb)", "Intended provider (Feb)", "Results day", "Results day provider", "Final", "Final provider")  # fmt: skip
    rows = [
        ("A", "Abara", "11", "Sixth form", "Hollins", "FE college", "Luton", "Apprenticeship", "Sparks"),
        ("B", "Young", "13", "University", "Leeds", "", "", "Gap year", ""),
    ]
    extract = read([titles, *rows], "hollins/2025-26/tracker.csv")
    shown = extract.rows.select("in_year_group", "in_stage", "destination_type", "destination_provider").rows()
    assert shown == [
        (11, "intended", "Sixth form", "Hollins"),
        (11, "final", "FE college", "Luton"),
        (11, "final", "Apprenticeship", "Sparks"),
        (13, "intended", "University", "Leeds"),
        (13, "final", None, None),
        (13, "final", "Gap year", None),
    ]
    assert extract.findings == ()


def test_what_lacks_beneath_two_rows_of_titles_is_said_in_the_words_of_both() -> None:
    extract = read([("Pupil", "", "Intended", ""), ("Form", "Surname", "Type", "Provider"), ("11A", "Abara", "x", "y")], FOLDER + "a.csv")  # fmt: skip
    assert "“Intended Type”" in the(extract, "missing_identifier").message
