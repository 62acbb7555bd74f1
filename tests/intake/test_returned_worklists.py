"""A worklist comes back: filled in, sorted, changed or dropped elsewhere. It is known as ours, its answers are read, and
what was done to it is said only where it matters."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.to_fix import to_fix_of
from domain.own_workbooks import GUIDE, LISTS, PLACES, REFERENCE
from domain.worklist_columns import WORKLISTS, worklist_columns
from domain.worklist_marks import MadeWorklist
from intake.extract import Extract, read_extract, school_sheets
from reports.worklist import WorklistSheet, render_worklist
from tests.returned import saved
from tests.worklists import chased, worklist

ROOT, FIRST = "hollins/my list.xlsx", 4
ANSWERS = {
    "Destination type": "Further education college",
    "Destination provider": "Larkhill College",
    "Verified on": "15/09/2026",
    "Verified by": "Provider",
    "Contacted by": "A. Khan",
    "Contacted on": "15/09/2026",
    "Contact method": "Phone",
    "Contact outcome": "Reached",
}
Change = Callable[[Any, dict[str, int]], None]


def returned(change: Change, path: str = ROOT, name: str = "chase_list") -> Extract:
    """The list as we make it, changed on its first sheet as a person would, dropped at the path."""
    book = openpyxl.load_workbook(io.BytesIO(render_worklist(worklist(name))))
    sheet = book.worksheets[1]
    change(sheet, {cell.value: cell.column for cell in sheet[2] if cell.value})
    return read_extract(saved(book), path)


def untouched(sheet: Any, at: dict[str, int]) -> None:
    """As it was written."""


def answer(*rows: int) -> Change:
    def fill(sheet: Any, at: dict[str, int]) -> None:
        for row in rows:
            for title, text in ANSWERS.items():
                sheet.cell(FIRST + row, at[title]).value = text

    return fill


def found(extract: Extract) -> list[tuple[str, int | None]]:
    return [(finding.rule, finding.line) for finding in extract.findings]


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST, max_row=FIRST + 7)]


def put(sheet: Any, rows: list[list[Any]]) -> None:
    for line, row in enumerate(rows, FIRST):
        for column, value in enumerate(row, 1):
            sheet.cell(line, column).value = value


@pytest.mark.parametrize("name", WORKLISTS)
def test_an_untouched_list_says_nothing_wrong_and_names_its_collection(name: str) -> None:
    extract = returned(untouched, name=name)
    stage, year_group = "intended" if name == "guidance_list" else "final", 13 if name == "results_day_board" else 11
    assert found(extract) == []
    assert extract.kind == "destinations" and extract.answers is None
    assert extract.worklist == MadeWorklist(name, "2025-26", "hollins", date(2026, 9, 14))
    assert extract.rows.select("in_cycle", "in_year_group", "in_stage").unique().rows() == [
        ("2025-26", year_group, stage)
    ]
    assert extract.rows["surname"].to_list()[:2] == ["Abara", "Baines"]
    assert extract.rows["destination_type"].null_count() == extract.rows.height == 8
    ours = {sheet for sheet, reason in extract.sheets.select("sheet", "reason").rows() if reason == "our own sheet"}
    assert ours == {GUIDE, LISTS} | ({PLACES} if name == "results_day_board" else set())


def test_what_our_files_say_is_not_read_back_nor_are_ways_to_reach_somebody() -> None:
    extract = returned(untouched)
    assert extract.rows["other"].list.len().sum() == 0
    known = {column.title for column in worklist_columns("chase_list") if column.role == "known"}
    assert not known & set(extract.columns["header"])
    for column in ("pupil_phone", "pupil_email", "parent_name", "parent_phone"):
        assert extract.rows[column].null_count() == 8, column
    assert extract.rows["list_row"].null_count() == 0


def test_answers_are_read_whole_or_in_part() -> None:
    extract = returned(answer(1, 6))
    assert found(extract) == []
    assert extract.rows["destination_provider"].to_list() == [
        "Larkhill College" if row in (1, 6) else None for row in range(8)
    ]
    row = extract.rows.row(1, named=True)
    read = [row[column] for column in ("verified_on", "verified_by", "contacted_on", "contact_outcome", "contacted_by")]
    assert read == ["15/09/2026", "Provider", "15/09/2026", "Reached", "A. Khan"]


def test_a_new_telephone_number_is_news_and_only_that_pupils() -> None:
    def new_number(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST + 2, at["Parent phone"]).value = "0161 496 0999"

    extract = returned(new_number)
    assert found(extract) == []
    assert extract.rows["parent_phone"].drop_nulls().to_list() == ["0161 496 0999"]


def test_a_list_sorted_as_a_whole_is_harmless() -> None:
    def turn(sheet: Any, at: dict[str, int]) -> None:
        answer(1)(sheet, at)
        put(sheet, rows_of(sheet)[::-1])

    extract = returned(turn)
    assert found(extract) == []
    answered = extract.rows.drop_nulls("destination_type")
    assert answered.select("surname", "line").rows() == [("Baines", FIRST + 6)]


def test_a_list_with_a_filter_on_is_harmless() -> None:
    def hide(sheet: Any, at: dict[str, int]) -> None:
        sheet.row_dimensions[FIRST + 1].hidden = True
        sheet.auto_filter.ref = f"A3:X{FIRST + 8}"
        sheet.auto_filter.add_filter_column(2, ["11A"])

    extract = returned(hide)
    assert found(extract) == [] and extract.rows.height == 8


def test_surnames_sorted_alone_hold_every_row_that_is_no_longer_itself() -> None:
    def sort_one(sheet: Any, at: dict[str, int]) -> None:
        names = sorted((row[at["Surname"] - 1] for row in rows_of(sheet)), reverse=True)
        for line, name in enumerate(names, FIRST):
            sheet.cell(line, at["Surname"]).value = name

    extract = returned(sort_one)
    assert found(extract) == [("locked_cell_changed", line) for line in range(FIRST, FIRST + 8)]
    assert {finding.severity.value for finding in extract.findings} == {"blocking"}


@pytest.mark.parametrize(
    ("title", "value", "rule"),
    [
        ("Surname", "Young", "locked_cell_changed"),
        ("Date of birth", "01/04/2010", "locked_cell_changed"),
        ("UPN", "A801200000999", "locked_cell_changed"),
        ("Form", "11Z", "known_cell_changed"),
        ("Whom to call", "Somebody else", "known_cell_changed"),
    ],
)
def test_a_locked_cell_that_was_changed_is_named_with_its_row(title: str, value: str, rule: str) -> None:
    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST + 3, at[title]).value = value

    assert found(returned(edit)) == [(rule, FIRST + 3)]


def test_spaces_letters_and_real_dates_are_no_change() -> None:
    def touch(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST, at["Surname"]).value = " ABARA "
        sheet.cell(FIRST, at["UPN"]).value = "a801200000000"
        born = sheet.cell(FIRST, at["Date of birth"])
        born.value, born.number_format = date(2010, 3, 1), "dd/mm/yyyy"

    assert found(returned(touch)) == []


def test_a_column_of_ones_own_is_kept_and_named_and_ours_beside_it_are_not() -> None:
    def add(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, sheet.max_column + 1).value = "My notes"
        sheet.cell(FIRST, sheet.max_column).value = "call after four"

    extract = returned(add)
    assert found(extract) == [("unknown_columns", None)]
    assert extract.findings[0].message == "These columns were kept but are not used: “My notes”."
    assert extract.findings[0].severity.value == "notice"


def test_a_row_that_was_added_is_read_and_said() -> None:
    def add(sheet: Any, at: dict[str, int]) -> None:
        for title, text in {"Surname": "Young", "Forename": "Ada", "Date of birth": "02/02/2010", **ANSWERS}.items():
            sheet.cell(FIRST + 8, at[title]).value = text

    extract = returned(add)
    assert found(extract) == [("list_row_missing", FIRST + 8)]
    assert extract.findings[0].severity.value == "notice"
    assert extract.rows["surname"].to_list()[-1] == "Young"


def test_a_list_without_its_hidden_column_says_so_once() -> None:
    extract = returned(lambda sheet, at: sheet.delete_cols(at["List row"]))
    assert found(extract) == [("list_rows_missing", None)] and extract.rows.height == 8


def test_a_column_of_what_we_know_may_be_deleted() -> None:
    assert found(returned(lambda sheet, at: sheet.delete_cols(at["Calls so far"]))) == []


def test_a_renamed_sheet_is_understood_from_the_guide() -> None:
    def rename(sheet: Any, at: dict[str, int]) -> None:
        sheet.title = "Sheet1"

    extract = returned(rename)
    assert found(extract) == []
    assert extract.rows.select("in_cycle", "in_year_group", "in_stage").unique().rows() == [("2025-26", 11, "final")]


@pytest.mark.parametrize("folder", ["2025-26/Y11-final/", "2025-26/roll/", "2025-26/Y13-intended/", "enrolments/", ""])
def test_it_knows_by_itself_what_it_is_about_wherever_it_lies_in_the_schools_folder(folder: str) -> None:
    extract = returned(answer(0), f"hollins/{folder}y13 roll final 2.xlsx")
    assert found(extract) == [] and extract.kind == "destinations"
    assert extract.rows.select("in_cycle", "in_year_group", "in_stage").unique().rows() == [("2025-26", 11, "final")]


def test_a_list_of_two_year_groups_is_read_sheet_by_sheet() -> None:
    sheets = tuple(WorklistSheet(year, "final", (chased(year), chased(year + 1))) for year in (11, 13))
    data = render_worklist(worklist("chase_list", sheets=sheets))
    extract = read_extract(data, "hollins/2025-26/Y11-final/chase list.xlsx")
    assert found(extract) == []
    assert extract.rows.select("in_year_group", "in_stage").unique(maintain_order=True).rows() == [
        (11, "final"),
        (13, "final"),
    ]


@pytest.mark.parametrize(
    ("path", "rule", "said"),
    [
        ("marsh/list.xlsx", "worklist_of_another_school", "chase list of hollins for 2025-26, made on 14/09/2026"),
        ("marsh/2025-26/Y11-final/list.xlsx", "worklist_of_another_school", "lies in the folder of marsh"),
        ("_network/list.xlsx", "worklist_of_another_school", "of hollins"),
        ("hollins/2026-27/list.xlsx", "worklist_of_another_year", "lies in a folder of 2026-27"),
        ("hollins/2026-27/Y11-final/list.xlsx", "worklist_of_another_year", "of hollins for 2025-26"),
    ],
)
def test_a_list_of_another_school_or_year_is_named_as_such_and_nothing_else_is_said(
    path: str, rule: str, said: str
) -> None:
    extract = returned(answer(0), path)
    assert found(extract) == [(rule, None)] and said in extract.findings[0].message
    assert extract.findings[0].severity.value == "blocking" and extract.findings[0].sheet is None


def as_to_fix(change: Change) -> Extract:
    """The list's own sheets as a to-fix workbook hands them back: with marks, without the line that names the list."""
    (sheet,) = school_sheets(render_worklist(worklist("chase_list")), ROOT)
    book = openpyxl.Workbook()
    guide, page = book.active, book.create_sheet(sheet.name)
    guide.title = GUIDE
    guide.append([REFERENCE, "abc123"])
    for record in sheet.records:
        page.append(list(record))
    change(page, {cell.value: cell.column for cell in page[2] if cell.value})
    return read_extract(saved(book), "hollins/2025-26/Y11-final/list to-fix.xlsx")


def test_a_to_fix_workbook_of_a_list_keeps_its_marks() -> None:
    right = as_to_fix(answer(1))
    assert found(right) == [] and (right.worklist, right.answers) == (None, "abc123")
    assert right.rows["other"].list.len().sum() == 0 and right.rows["parent_phone"].null_count() == 8

    def rename(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(FIRST + 2, at["Surname"]).value = "Young"
        sheet.cell(FIRST + 3, at["Calls so far"]).value = "none"

    assert found(as_to_fix(rename)) == [("locked_cell_changed", FIRST + 2)]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")
def test_saved_by_libreoffice_it_is_the_same_list(tmp_path: Path) -> None:
    from tests.reports.workbook_page import through_libreoffice

    book = through_libreoffice(render_worklist(worklist("chase_list")), tmp_path)
    sheet = book.worksheets[1]
    answer(3)(sheet, {cell.value: cell.column for cell in sheet[2] if cell.value})
    extract = read_extract(saved(book), ROOT)
    assert found(extract) == [] and extract.worklist is not None
    assert extract.rows["destination_type"].drop_nulls().to_list() == ["Further education college"]


def as_csv(change: Change) -> bytes:
    """The first list of the workbook, saved by itself."""
    book = openpyxl.load_workbook(io.BytesIO(render_worklist(worklist("chase_list"))))
    sheet = book.worksheets[1]
    change(sheet, {cell.value: cell.column for cell in sheet[2] if cell.value})
    out = io.StringIO()
    csv.writer(out).writerows(
        ["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)
    )
    return out.getvalue().encode()


def test_a_sheet_that_was_saved_by_itself_is_known_by_its_marks_and_a_changed_name_is_held() -> None:
    def rename(sheet: Any, at: dict[str, int]) -> None:
        answer(0, 1)(sheet, at)
        sheet.cell(FIRST, at["Forename"]).value = "Zed"

    extract = read_extract(as_csv(rename), "hollins/2025-26/Y11-final/chase.csv")
    assert [(rule, line) for rule, line in found(extract) if rule != "filter_active"] == [
        ("worklist_alone", None), ("locked_cell_changed", FIRST),
    ]  # fmt: skip
    assert extract.worklist is None and extract.kind == "destinations"


def test_a_worklist_of_another_school_stays_one_when_it_comes_back_as_a_to_fix_workbook() -> None:
    misplaced = returned(answer(0), "cresswater/my list.xlsx")
    assert found(misplaced) == [("worklist_of_another_school", None)]
    made = misplaced.worklist
    assert made is not None
    head = {
        "school_name": "Cresswater", "folder": "cresswater", "path": "cresswater/my list.xlsx", "delivery_id": "d1",
        "received_on": date(2026, 9, 16), "worklist": made.name, "worklist_school_id": made.school_id,
        "worklist_cycle": made.cycle, "worklist_made_on": made.made_on,
    }  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(render_worklist(worklist("chase_list"))))
    findings = [{**asdict(finding), "severity": finding.severity.value} for finding in misplaced.findings]
    to_fix = to_fix_of(saved(book), head, findings, misplaced.sheets.to_dicts(), misplaced.columns.to_dicts(), {})
    assert to_fix is not None
    again = read_extract(to_fix, "cresswater/my list-to-fix.xlsx")
    assert ("worklist_of_another_school", None) in found(again)
