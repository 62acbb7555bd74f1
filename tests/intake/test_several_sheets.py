"""Workbooks with more than one list, and with sheets that are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from intake_samples import PUPILS, TITLES, assert_conserved, rules, the, workbook

from intake.extract import Extract, read_extract

LIST = (TITLES, *PUPILS)


def sheets(tables: Mapping[str, Sequence[Sequence[str]]], path: str, hidden: Sequence[str] = ()) -> Extract:
    def fill(book: Any) -> None:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            if name in hidden:
                sheet.hide()

    return read_extract(workbook(fill), path)


def test_a_sheet_for_each_year_group_is_a_collection_of_its_own() -> None:
    tables = {"Y11": LIST, "Year 13 Final": LIST, "Year 6": LIST}
    extract = sheets(tables, "hollins/2025-26/final/all years.xlsx")
    shown = extract.rows.select("sheet", "in_cycle", "in_year_group", "in_stage").unique(maintain_order=True)
    assert shown.rows() == [
        ("Y11", "2025-26", 11, "final"),
        ("Year 13 Final", "2025-26", 13, "final"),
        ("Year 6", "2025-26", 6, "final"),
    ]
    assert extract.findings == ()
    assert_conserved(extract)


def test_hidden_sheets_notes_and_lists_of_choices_are_left_out_and_named() -> None:
    tables = {
        "Read me": [["How we fill this in"], ["Ask the office"]],
        "Y11": LIST,
        "Last year": LIST,
        "Codes": [("Code", "Description"), ("FE", "Further education"), ("HE", "University")],
        "Choices": [("Destination type",), ("Sixth form",)],
    }
    extract = sheets(tables, "hollins/2025-26/Y11-final/a.xlsx", hidden=["Last year"])
    assert extract.sheets.select("sheet", "reason").rows() == [
        ("Read me", "no header row"),
        ("Y11", None),
        ("Last year", "hidden"),
        ("Codes", "no header row"),
        ("Choices", "no header row"),
    ]
    assert {finding.severity.value for finding in extract.findings} == {"notice"}
    assert extract.rows.height == 3


@pytest.mark.parametrize(
    "lookup",
    [
        ("Destination provider", "UKPRN", "Postcode", "Town"),
        ("Provider", "Destination type", "School", "Telephone"),
        ("School", "Year group", "Destination type", "Number of pupils"),
        ("Year group", "Stage", "Destination type", "% of pupils"),
    ],
)
def test_a_list_of_providers_or_a_summary_beside_the_pupils_is_not_read(lookup: tuple[str, ...]) -> None:
    tables = {"Y11": LIST, "Lookup": [lookup, ("Luton College", "10004112", "LU1 1AA", "12")]}
    extract = sheets(tables, "hollins/2025-26/Y11-final/a.xlsx")
    finding = the(extract, "sheet_without_pupils")
    assert (finding.sheet, finding.severity) == ("Lookup", "notice")
    assert f"“{lookup[0]}”" in finding.message
    assert extract.rows["sheet"].unique().to_list() == ["Y11"]
    assert_conserved(extract)


@pytest.mark.parametrize("title", ["Name", "Pupil", "Full name", "Student name"])
def test_a_list_of_pupils_that_identifies_nobody_is_held_and_never_passed_over(title: str) -> None:
    tables = {"Y11": LIST, "Y13": [(title, "Year group", "Destination type", "Provider"), ("A", "13", "Gap year", "")]}
    extract = sheets(tables, "hollins/2025-26/final/a.xlsx")
    finding = the(extract, "missing_identifier")
    assert (finding.sheet, finding.severity) == ("Y13", "blocking")
    assert f"“{title}”" in finding.message


def test_a_list_without_pupils_that_stands_alone_is_held() -> None:
    tables = {"Sheet1": [("School", "Year group", "Destination type"), ("Hollins", "11", "Sixth form")]}
    assert "missing_identifier" in rules(sheets(tables, "hollins/2025-26/Y11-final/a.xlsx"))


def test_a_sheet_of_two_hundred_columns_is_read_and_says_how_many_it_did_not_know() -> None:
    titles = (*TITLES, *(f"Assessment point {n}" for n in range(200)))
    tables = {"Y11": [titles, *((*pupil, *map(str, range(200))) for pupil in PUPILS)]}
    extract = sheets(tables, "hollins/2025-26/Y11-final/a.xlsx")
    assert "and 188 more" in the(extract, "unknown_columns").message
    assert len(extract.rows["other"][0]) == 200
    assert extract.rows["surname"].to_list() == [pupil[1] for pupil in PUPILS]
