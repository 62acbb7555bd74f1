"""Our own workbooks coming back: the guide is heard, and only the school's own cells are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from intake_samples import PUPILS, TITLES, as_csv, assert_conserved, rules, the, workbook

from domain.own_workbooks import (
    ANSWER,
    BELONGS_IN,
    CODE,
    GUIDE,
    INSTRUCTIONS,
    LISTS,
    QUESTION,
    REFERENCE,
    SUGGESTED,
    neutral,
)
from intake.extract import Extract, read_extract

BELONGS = "hollins/2025-26/Y11-final/leavers.csv"


def guide(
    reference: str = "abc123", belongs: str = BELONGS, answers: Sequence[tuple[str, str]] = ()
) -> list[list[str]]:
    doubts = [["Are these last year's?", answer, code] for answer, code in answers]
    return [
        ["What to do with this workbook"],
        ["Correct the red cells", "UPN", "Surname", "Forename"],
        [],
        [QUESTION, ANSWER, CODE],
        *doubts,
        [],
        [REFERENCE, reference],
        [BELONGS_IN, belongs],
    ]


def returned(
    path: str,
    rows: Sequence[Sequence[str]] = (TITLES, *PUPILS),
    sheet: str = "leavers",
    guide_name: str = GUIDE,
    **said: Any,
) -> Extract:
    def fill(book: Any) -> None:
        for name, table in ((guide_name, guide(**said)), (sheet, rows), (LISTS, [["UPN", "Surname"], ["Sixth form"]])):
            page = book.add_worksheet(name)
            for line, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    page.write_string(line, column, cell)

    return read_extract(workbook(fill), path)


def test_the_guide_and_the_choices_are_no_lists_and_give_no_finding() -> None:
    extract = returned("hollins/2025-26/Y11-final/to fix.xlsx")
    assert extract.sheets.select("sheet", "state", "reason").rows() == [
        (GUIDE, "skipped", "our own sheet"),
        ("leavers", "read", None),
        (LISTS, "skipped", "our own sheet"),
    ]
    assert extract.findings == ()
    assert extract.rows["sheet"].unique().to_list() == ["leavers"]
    assert_conserved(extract)


def test_what_was_answered_is_heard() -> None:
    answers = [("yes", "rolled_over"), (" YES! ", "roll_shrank"), ("no", "pupils_of_last_year"), ("", "x"), ("Y", "")]
    extract = returned("hollins/a.xlsx", answers=answers)
    assert extract.answers == "abc123"
    assert extract.confirms == ("roll_shrank", "rolled_over")


def test_a_template_answers_nothing_and_a_schools_own_file_neither() -> None:
    template = returned("hollins/a.xlsx", reference="")
    assert (template.answers, template.confirms) == (None, ())
    own = read_extract(as_csv([TITLES, *PUPILS]), BELONGS)
    assert (own.answers, own.confirms) == (None, ())


@pytest.mark.parametrize(
    ("path", "collection"),
    [
        ("hollins/to fix.xlsx", ("2025-26", 11, "final")),
        ("hollins/2025-26/to fix.xlsx", ("2025-26", 11, "final")),
        ("hollins/2024-25/Y13-intended/to fix.xlsx", ("2024-25", 13, "intended")),
    ],
)
def test_the_guide_says_the_collection_where_the_folder_says_nothing(path: str, collection: tuple[Any, ...]) -> None:
    extract = returned(path)
    assert extract.rows.select("in_cycle", "in_year_group", "in_stage").unique().rows() == [collection]
    assert extract.findings == ()


def test_a_template_names_its_folder_alone() -> None:
    extract = returned("hollins/to fix.xlsx", belongs="hollins/2025-26/Y11-final/")
    assert extract.rows.select("in_cycle", "in_year_group", "in_stage").unique().rows() == [("2025-26", 11, "final")]
    without_destinations = returned("hollins/a.xlsx", [("UPN", "Surname", "Year group"), ("A", "Abara", "11")])
    assert "the workbook’s first sheet" in the(without_destinations, "missing_destination").message


def test_a_folder_that_speaks_against_the_guide_stands_alone() -> None:
    assert rules(returned("hollins/2024-25/to fix.xlsx")) == {"year_group_missing", "stage_missing"}


def test_another_schools_guide_says_nothing_about_the_collection() -> None:
    extract = returned("queensbury/to fix.xlsx")
    assert rules(extract) == {"cycle_missing", "year_group_missing", "stage_missing"}
    assert extract.answers == "abc123"


def test_cells_that_we_escaped_come_back_as_they_were_sent() -> None:
    rows = [TITLES, ("A", neutral("-Abara"), "'Zoë", "01/02/2010", "Sixth form", neutral("=Hollins"))]
    extract = returned("hollins/a.xlsx", rows)
    assert extract.rows.select("surname", "forename", "destination_provider").rows() == [("-Abara", "'Zoë", "=Hollins")]
    sent = read_extract(as_csv([TITLES, ("A", "'-Abara", "", "", "Sixth form", "")]), BELONGS)
    assert sent.rows["surname"].to_list() == ["'-Abara"]


def test_columns_of_suggestions_are_ours_and_are_neither_used_nor_named() -> None:
    titles = (*TITLES, f"{SUGGESTED}Destination type", "Shoe size")
    rows = [titles, *((*pupil, "SIXTH_FORM", "39") for pupil in PUPILS)]
    extract = returned("hollins/a.xlsx", rows)
    assert [column for column in extract.columns["header"].to_list() if column.startswith("Suggested")] == []
    assert extract.rows["other"][0].to_list() == [{"header": "Shoe size", "value": "39"}]
    (finding,) = extract.findings
    assert "Suggested" not in finding.message


def test_a_column_of_suggestions_beneath_two_rows_of_titles_and_after_a_page_break_is_ours_too() -> None:
    upper = ("Pupil", "", "Final", "", "")
    lower = ("UPN", "Surname", "Type", f"{SUGGESTED}Type", "Provider")
    bare = ("UPN", "Surname", "Type", "", "Provider")
    rows = [upper, lower, ("A", "Abara", "x", "SIXTH_FORM", "y"), upper, bare, ("B", "Young", "x", "", "y")]
    extract = returned("hollins/a.xlsx", rows)
    assert extract.columns["header"].to_list() == ["Pupil UPN", "Pupil Surname", "Final Type", "Final Provider"]
    assert extract.rows["upn"].to_list() == ["A", "B"]
    assert extract.findings == ()


def test_the_row_of_instructions_beneath_the_titles_is_no_pupil() -> None:
    rows = [TITLES, (f"{INSTRUCTIONS}: 13 characters", "", "", "dd/mm/yyyy", "choose from the list", ""), *PUPILS]
    extract = returned("hollins/a.xlsx", rows)
    assert extract.dropped.rows() == [("leavers", 2, "instructions")]
    assert extract.rows.height == 3
    assert_conserved(extract)


@pytest.mark.parametrize("name", ["what to do", "What  to do ", GUIDE.upper()])
def test_the_guide_is_known_by_its_values_however_its_name_was_saved(name: str) -> None:
    assert returned("hollins/a.xlsx", guide_name=name).answers == "abc123"


def test_a_schools_own_sheet_with_such_a_name_is_read_like_any_other() -> None:
    def fill(book: Any) -> None:
        for name in (GUIDE, LISTS):
            sheet = book.add_worksheet(name)
            for line, row in enumerate([TITLES, *PUPILS]):
                sheet.write_row(line, 0, row)

    extract = read_extract(workbook(fill), "hollins/2025-26/Y11-final/a.xlsx")
    assert extract.rows["sheet"].unique(maintain_order=True).to_list() == [GUIDE, LISTS]
