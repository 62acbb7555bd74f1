"""Oddities of layout, of workbooks and of second files that look like a defect and are none."""

from __future__ import annotations

from .blind_destinations import misspell
from .clean import DESTINATIONS, RECIPES, ROLLS, TRACKERS
from .defect import Case, Damaged, Expected, having, kind
from .network import CYCLE
from .seen_bytes import mac_excel
from .seen_doubts import intentions
from .table import Cell, OtherSheet, Table
from .writers import SHEETS

_ANYWHERE = (*ROLLS, *DESTINATIONS, *TRACKERS)
_FINALS = [name for name in DESTINATIONS if RECIPES[name].stage == "final" and RECIPES[name].year_group > 6]
_OWN = [name for name in DESTINATIONS if RECIPES[name].dialect == "own"]


@kind(_ANYWHERE, harmless=True)
def two_hundred_columns(case: Case) -> Damaged:
    """“unknown columns are kept in raw and named”, however many a system exports."""
    for number in range(1, 201 - len(case.table.headers)):
        case.table.add(f"Assessment {number}", None, lambda row, number=number: str(row % 9) if number % 3 else None)
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True)
def blank_columns_between(case: Case) -> Damaged:
    """“blank columns” are in the catalogue of dirt: a gap for the eye, in the titles and in every row."""
    for place in (4, 2):
        case.table.headers.insert(place, "")
        case.table.columns.insert(place, None)
        for row in case.table.rows:
            row.insert(place, None)
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True)
def legend_beside_the_table(case: Case) -> Damaged:
    """“unknown columns are kept in raw and named”: what stands to the right of the last title, in a few rows, is a key to
    the colours, with no title of its own."""
    case.table.add("", None, lambda row: None)
    case.table.add(
        "", None, lambda row: ("Green: rung", "Red: to ring", "Blue: letter sent")[row - 1] if 0 < row < 4 else None
    )
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True)
def titles_in_capitals_with_dashes(case: Case) -> Damaged:
    """“Headers are matched on letters and digits only, without case”."""
    case.table.headers = [f" {header.upper().replace(' ', '-')}: " for header in case.table.headers]
    return Damaged(case.table)


@kind(
    DESTINATIONS, harmless=True, arguable="two columns with one title may be asked about; a parent's must not be used"
)
def parents_beside_the_pupils(case: Case) -> Damaged:
    """“merged headers, two header rows: … forward-fill merged”: beneath “Parent or carer” a surname is no pupil's, nor
    is a mobile."""
    width = len(case.table.headers)
    case.table.add("Surname", None, lambda row: "Holmfirth" if row % 3 == 0 else case.people[row].surname)
    case.table.add("Forename", None, lambda row: "Pat")
    case.table.add("Mobile", None, lambda row: f"07700 900{row:03d}")
    case.table.above = [["Student", *[None] * (width - 1), "Parent or carer", None, None]]
    return Damaged(case.table)


@kind(having("year_group", of=DESTINATIONS), harmless=True)
def year_group_merged_downwards(case: Case) -> Damaged:
    """“merged”: a cell merged over ten rows has its text in the first of them; the folder says the year group of all."""
    for row in range(len(case.table.rows)):
        if row % 10:
            case.table.set(row, "year_group", None)
    return Damaged(case.table)


@kind((*ROLLS, *DESTINATIONS), formats=("xlsx",), harmless=True)
def workbook_that_counts_from_1904(case: Case) -> Damaged:
    """“Excel serial dates (… in 1900 system; 1904 system +1462)”: real dates of an old Mac are the same days."""
    return Damaged(case.table, rewrite=lambda data: mac_excel(case.table))


@kind(having("date_of_birth", of=(*ROLLS, *DESTINATIONS)), formats=("xlsx",), harmless=True)
def bare_numbers_that_count_from_1904(case: Case) -> Damaged:
    """“1904 system +1462”, “Excel serials”: the column lost its format, and its numbers count from another day."""
    return Damaged(case.table, rewrite=lambda data: mac_excel(case.table, bare=("date_of_birth",)))


def _as_template(case: Case) -> Table:
    """The file as our own template: its guide says what it is about, so neither its rows nor its folder need to."""
    table = case.table
    where = f"{case.school.school_id}/{CYCLE}/Y{case.recipe.year_group}-{case.recipe.stage}/"
    table.drop("academic_year", "school", "year_group", "stage")
    hints: list[Cell] = [None if column in ("surname", "forename") else "As on your roll" for column in table.columns]
    table.rows.insert(0, ["How to fill in. 13 characters", *hints[1:]])
    guide: list[list[Cell]] = [
        ["Where did your pupils go?"], ["1", "Go to the sheet “Leavers”."], [None], ["Reference", ""], ["Belongs in", where],
    ]  # fmt: skip
    table.sheet = "Leavers"
    table.other_sheets = [
        OtherSheet("What to do", guide, first=True),
        OtherSheet("Choices", [["Destination type"], ["Apprenticeship"]], hidden=True),
    ]
    return table


@kind(_OWN, formats=SHEETS, harmless=True)
def our_template_comes_back(case: Case) -> Damaged:
    """“Every worklist that we write … filled in and dropped back, is a valid extract”, wherever it is dropped."""
    return Damaged(_as_template(case), folder="")


@kind(_OWN, formats=SHEETS)
def misspelling_in_a_workbook_to_fix(case: Case) -> Damaged:
    """“the school's own workbook marked up”, dropped back half mended: the column that says “Suggested: …” is ours, the
    cell beside it still the school's."""
    found = misspell(case)
    table = _as_template(case)
    row = (found.row or 0) + 1
    table.add("Suggested: Destination type", None, lambda at: found.suggestion if at == row else None)
    return Damaged(table, (Expected(row, found.column, found.severity, found.suggestion),), folder="")


@kind(ROLLS, harmless=True)
def two_pupils_fewer(case: Case) -> Damaged:
    """“absent pupils have left by its date”: two of a year group have; that is no roll cut short."""
    before = case.table.copy()
    for row in (20, 5):
        del case.table.rows[row]
    return Damaged(case.table, others=((f"{CYCLE}/roll/autumn", before),))


@kind(_FINALS, harmless=True)
def nearly_every_plan_came_true(case: Case) -> Damaged:
    """“no 100 % identical intended=final (copy-forward signal)”: two plans of more than forty changed, so somebody asked."""
    before = intentions(case)
    for nth in (0, 4):
        before.set(case.pick("SIXTH_FORM", "HIGHER_EDUCATION", nth=nth), "destination_provider", "Ribblesmere College")
    where = f"{CYCLE}/Y{case.recipe.year_group} intended/plans"
    return Damaged(case.table, others=((where, before),))
