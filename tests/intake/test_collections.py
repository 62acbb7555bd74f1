"""Which cycle, year group and stage a row is about: column, title, sheet, folder, file name; and never a guess."""

from __future__ import annotations

from typing import Any

import pytest
from intake_samples import PUPILS, TITLES, read, rules, the, workbook

from intake.collection import cycles_in, parse_year_group, stages_in, year_groups_in
from intake.extract import Extract, read_extract


def collection(extract: Extract) -> list[tuple[Any, ...]]:
    return extract.rows.select("in_cycle", "in_year_group", "in_stage").unique(maintain_order=True).rows()


@pytest.mark.parametrize(
    "path",
    [
        "hollins/2025-26/Y11-final/leavers.csv",
        "hollins/2025-2026/Year 11/Final/leavers.csv",
        "hollins/Leavers 2026/11/final/a.csv",
        "hollins/Y11_final_2025-26.csv",
        "hollins/Class of 2026 Year11 FinalDestinations.csv",
        "hollins/25-26/y11 actual.csv",
        "hollins/2025-26/Y11 intended and final/Y11-final/a.csv",
    ],
)
def test_folder_and_file_name_say_the_collection(path: str) -> None:
    extract = read([TITLES, *PUPILS], path)
    assert collection(extract) == [("2025-26", 11, "final")]
    assert extract.findings == ()


def test_the_schools_own_folder_says_nothing() -> None:
    extract = read([TITLES, *PUPILS], "y11-final-2024-25/2025-26/Y13-intended/a.csv")
    assert collection(extract) == [("2025-26", 13, "intended")]


def test_the_sheet_name_says_it_too() -> None:
    def fill(book: Any) -> None:
        for name in ("Y11 intended 2025-26", "Y13 final 2024-25"):
            sheet = book.add_worksheet(name)
            for index, row in enumerate([TITLES, *PUPILS]):
                sheet.write_row(index, 0, row)

    assert collection(read_extract(workbook(fill), "hollins/all.xlsx")) == [
        ("2025-26", 11, "intended"),
        ("2024-25", 13, "final"),
    ]


def test_columns_decide_row_by_row_and_a_blank_cell_takes_what_the_folder_says() -> None:
    titles = (*TITLES, "Academic year", "Year group", "Stage")
    rows = [
        (*PUPILS[0], "2025/26", "Y12", "Intended"),
        (*PUPILS[1], "Leavers 2026", "13", "actual"),
        (*PUPILS[2], "", "n/a", "-"),
    ]
    extract = read([titles, *rows], "hollins/2025-26/a.csv")
    assert collection(extract) == [("2025-26", 12, "intended"), ("2025-26", 13, "final"), ("2025-26", None, None)]
    assert [(finding.rule, finding.line) for finding in extract.findings] == [
        ("year_group_missing", 4),
        ("stage_missing", 4),
    ]


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("hollins/Y11-final/a.csv", "cycle_missing"),
        ("hollins/2025-26/final/a.csv", "year_group_missing"),
        ("hollins/2025-26/Y11/a.csv", "stage_missing"),
    ],
)
def test_what_nobody_says_is_null_and_holds_the_file_whose_rows_still_land(path: str, missing: str) -> None:
    extract = read([TITLES, *PUPILS], path)
    finding = the(extract, missing)
    assert (finding.severity, finding.sheet, finding.line) == ("blocking", None, None)
    assert rules(extract) == {missing}
    assert extract.rows.height == 3
    assert extract.rows[f"in_{missing.removesuffix('_missing')}"].null_count() == 3


@pytest.mark.parametrize(
    ("path", "rule", "says"),
    [
        (
            "hollins/2025-26/Y11-final/Y12.csv",
            "year_group_disagrees",
            "the folder says Year 11, the file name says Year 12",
        ),
        (
            "hollins/2025-26/Y11-final/2024-25.csv",
            "cycle_disagrees",
            "the folder says 2025-26, the file name says 2024-25",
        ),
        (
            "hollins/2025-26/Y11-final/intended.csv",
            "stage_disagrees",
            "the folder says final, the file name says intended",
        ),
    ],
)
def test_names_that_disagree_hold_the_file_and_the_finding_says_who_says_what(path: str, rule: str, says: str) -> None:
    extract = read([TITLES, *PUPILS], path)
    assert rules(extract) == {rule}
    assert says in the(extract, rule).message
    assert extract.rows[f"in_{rule.removesuffix('_disagrees')}"].null_count() == 3


def test_a_title_that_disagrees_with_the_folder_holds_the_file() -> None:
    titles = ("UPN", "Surname", "Intended destination", "Intended provider")
    extract = read([titles, ("A", "Abara", "Sixth form", "Hollins")], "hollins/2025-26/Y11-final/a.csv")
    assert "the column title says intended, the folder says final" in the(extract, "stage_disagrees").message
    assert extract.rows["in_stage"].to_list() == [None]


def test_titles_of_both_stages_agree_with_a_folder_that_names_one() -> None:
    titles = ("UPN", "Surname", "Intended destination", "Final destination")
    extract = read([titles, ("A", "Abara", "Sixth form", "Sixth form")], "hollins/2025-26/Y11-final/a.csv")
    assert extract.rows["in_stage"].to_list() == ["intended", "final"]
    assert extract.findings == ()


def test_a_few_rows_that_disagree_with_the_folder_are_held_alone() -> None:
    rows = [(*PUPILS[0][:1], f"Young{n}", "Ada", "", "Sixth form", "", "12" if n == 3 else "11") for n in range(8)]
    extract = read([(*TITLES, "Year group"), *rows], "hollins/2025-26/Y11-final/a.csv")
    finding = the(extract, "year_group_disagrees")
    assert (finding.line, finding.sheet, finding.column) == (5, "", "year_group")
    assert "this row says Year 12, the folder says Year 11" in finding.message
    assert extract.rows["in_year_group"].to_list() == [11, 11, 11, None, 11, 11, 11, 11]


def test_a_file_in_the_wrong_folder_is_held_as_a_whole() -> None:
    rows = [(*PUPILS[0], "2024-25")] * 5 + [(*PUPILS[0], "2025-26")]
    extract = read([(*TITLES, "Academic year"), *rows], "hollins/2025-26/Y11-final/a.csv")
    finding = the(extract, "cycle_disagrees")
    assert (finding.sheet, finding.line) == (None, None)
    assert "most rows say 2024-25, the folder says 2025-26" in finding.message
    assert extract.rows["in_cycle"].null_count() == 6


def test_a_year_group_or_stage_that_cannot_be_read_holds_its_row() -> None:
    rows = [(*PUPILS[0], "eleven", "final"), (*PUPILS[1], "11", "perhaps"), (*PUPILS[2], "11", "final")]
    extract = read([(*TITLES, "Year group", "Stage"), *rows], "hollins/2025-26/a.csv")
    assert [(finding.rule, finding.line) for finding in extract.findings] == [
        ("year_group_unreadable", 2),
        ("stage_unreadable", 3),
    ]


def test_destinations_are_not_collected_for_other_year_groups() -> None:
    rows = [(*PUPILS[0], "11"), (*PUPILS[1], "10")]
    extract = read([(*TITLES, "Year group"), *rows], "hollins/2025-26/final/a.csv")
    assert the(extract, "year_group_not_collected").line == 3
    assert the(read([TITLES, *PUPILS], "hollins/2025-26/Y9-final/a.csv"), "year_group_not_collected").line is None


def test_a_roll_of_the_whole_school_needs_no_stage_and_its_column_outranks_the_folder() -> None:
    titles = ("UPN", "Surname", "Forename", "Year", "Form")
    rows = [(f"A{year}", "Young", "Ada", year, "x") for year in (7, 11, 12, 14, "R", "Year 6")]
    extract = read([titles, *rows], "hollins/2025-26/Y11/roll.csv")
    assert extract.rows["in_year_group"].to_list() == [7, 11, 12, 14, 0, 6]
    assert extract.rows["in_stage"].null_count() == 6
    assert extract.findings == ()


@pytest.mark.parametrize(
    ("name", "cycles", "year_groups", "stages"),
    [
        ("Y12-13 destinations", set(), {12, 13}, set()),
        ("Y12 & Y13", set(), {12, 13}, set()),
        ("Y11 12-03-2026", set(), {11}, set()),
        ("20251103 export", set(), set(), set()),
        ("202526", {"2025-26"}, set(), set()),
        ("16-17 year olds", set(), set(), set()),
        ("Destinations 2025_26 v3", {"2025-26"}, set(), set()),
        ("intendedDestinations", set(), set(), {"intended"}),
        ("GCSE-Results-Day", set(), set(), {"final"}),
        ("history11", set(), set(), set()),
        ("", set(), set(), set()),
    ],
)
def test_names_are_read_as_people_write_them(
    name: str, cycles: set[str], year_groups: set[int], stages: set[str]
) -> None:
    assert (cycles_in(name), year_groups_in(name), stages_in(name)) == (cycles, year_groups, stages)


@pytest.mark.parametrize(
    ("cell", "year_group"),
    [
        ("11", 11),
        ("Y6", 6),
        ("Year 13", 13),
        ("NC Year 12", 12),
        ("11.0", 11),
        (" Yr 11 ", 11),
        ("R", 0),
        ("11A", None),
        ("15", None),
        ("X", None),
    ],
)
def test_year_group_cells_are_read_as_systems_write_them(cell: str, year_group: int | None) -> None:
    assert parse_year_group(cell) == year_group
