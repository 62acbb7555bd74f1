"""A management system that has moved on to the new year: one question about the whole file, and the folder's own year
in the rows, so that the file can count once a person has said yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake_samples import TITLES, read, rules, the, workbook

from intake.extract import Extract, read_extract

FOLDER = "hollins/2025-26/Y11-final/a.csv"


def rows(years: Sequence[str], *titles: str) -> list[tuple[str, ...]]:
    pupils = [(f"A{n}", f"Young{n}", "Ada", "", "Sixth form", "", *year.split(",")) for n, year in enumerate(years)]
    return [(*TITLES, *titles), *pupils]


def collection(extract: Extract) -> set[tuple[Any, ...]]:
    return set(extract.rows.select("in_cycle", "in_year_group", "in_stage").rows())


def test_a_year_group_one_too_high_is_asked_about_once_and_the_rows_keep_the_folders_year() -> None:
    extract = read(rows(["12", "Year 12", "", "12"], "Year group"), FOLDER)
    assert rules(extract) == {"rolled_over"}
    finding = the(extract, "rolled_over")
    assert (finding.severity, finding.sheet, finding.line) == ("blocking", None, None)
    assert "the rows say Year 12, the folder says Year 11" in finding.message
    assert "leavers of 2025-26" in finding.message
    assert finding.repair.startswith("Correct the year in the file")
    assert collection(extract) == {("2025-26", 11, "final")}


def test_the_next_academic_year_is_the_same_with_the_year_group_or_without_one() -> None:
    for extract in (
        read(rows(["2026-27,12", "2026/27,12"], "Academic year", "Year group"), FOLDER),
        read(rows(["2026-27", "2026-27"], "Academic year"), FOLDER),
        read(rows(["2025-26,12", "2025-26,12"], "Academic year", "Year group"), FOLDER),
    ):
        assert rules(extract) == {"rolled_over"}
        assert collection(extract) == {("2025-26", 11, "final")}


def test_next_years_own_list_in_last_years_folder_is_not_this() -> None:
    extract = read(rows(["2026-27,11", "2026-27,11"], "Academic year", "Year group"), FOLDER)
    assert rules(extract) == {"cycle_disagrees"}
    assert collection(extract) == {(None, 11, "final")}


def test_a_wrong_year_group_is_not_this() -> None:
    for cells in (["13", "13"], ["10", "10"], ["12", "12", "13", "12"], ["12", "12", "11", "11"]):
        assert "rolled_over" not in rules(read(rows(cells, "Year group"), FOLDER))


def test_two_years_ahead_or_a_cycle_that_fits_neither_is_not_this() -> None:
    extract = read(rows(["2027-28,12", "2027-28,12"], "Academic year", "Year group"), FOLDER)
    assert rules(extract) == {"cycle_disagrees", "year_group_disagrees"}


def test_nothing_is_asked_where_no_name_says_the_cycle() -> None:
    assert "rolled_over" not in rules(read(rows(["12", "12"], "Year group"), "hollins/Y11-final/a.csv"))


def test_the_few_rows_that_say_otherwise_are_held_by_themselves() -> None:
    extract = read(rows(["12"] * 10 + ["11"], "Year group"), FOLDER)
    assert rules(extract) == {"rolled_over", "year_group_disagrees"}
    finding = the(extract, "year_group_disagrees")
    assert finding.line == 12
    assert "this row says Year 11, most rows say Year 12" in finding.message
    assert extract.rows["in_year_group"].to_list() == [11] * 10 + [None]


def test_a_roll_that_names_next_years_pupils_says_what_its_rows_say() -> None:
    titles = ("UPN", "Surname", "Forename", "Year group", "Form")
    extract = read([titles, *((f"A{n}", "Young", "Ada", "12", "x") for n in range(3))], "hollins/2025-26/Y11/roll.csv")
    assert extract.findings == ()
    assert extract.rows["in_year_group"].to_list() == [12] * 3


def test_two_sheets_of_one_workbook_are_asked_about_in_one_question() -> None:
    def fill(book: Any) -> None:
        for name, year in (("Y11 final", "12"), ("Y13 final", "14")):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows([year] * 3, "Year group")):
                sheet.write_row(line, 0, row)

    extract = read_extract(workbook(fill), "hollins/2025-26/all.xlsx")
    assert "Year 11 and Year 13" in the(extract, "rolled_over").message
    assert collection(extract) == {("2025-26", 11, "final"), ("2025-26", 13, "final")}
