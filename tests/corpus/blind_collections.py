"""Kinds of defect in what a file is about: school, cycle, year group and stage that are missing, foreign or contradict."""

from __future__ import annotations

from .blind_destinations import misspell
from .clean import DESTINATIONS, RECIPES, ROLLS
from .defect import Case, Damaged, Expected, Spot, having, kind
from .network import school

_WITH_SCHOOL = having("school")
_WITH_YEAR = having("academic_year", of=DESTINATIONS)
_WITH_GROUP = having("year_group", of=DESTINATIONS)
_FILE: tuple[Spot, ...] = ((None, None),)


def _all(case: Case, column: str, value: str | int) -> Damaged:
    """Every row with another value: a finding on the file."""
    for row in range(len(case.table.rows)):
        case.table.set(row, column, value)
    return Damaged(case.table, (Expected(None, column, "blocking", elsewhere=_FILE),))


@kind(_WITH_SCHOOL)
def another_school_in_one_row(case: Case) -> Damaged:
    """“if present it must name the same school (id, name, URN or LAESTAB)”."""
    row = case.pick()
    case.table.set(row, "school", school(case.number + 1, case.school.kind).name)
    return Damaged(case.table, (Expected(row, "school", "blocking"),))


@kind(_WITH_SCHOOL)
def another_school_in_every_row(case: Case) -> Damaged:
    """“it must name the same school”: the file lies in the wrong folder, which is said once."""
    return _all(case, "school", school(case.number + 1, case.school.kind).name)


@kind(_WITH_GROUP, files=6, arguable="a row that is about nobody we ask for; its file is still right")
def year_10_in_one_row(case: Case) -> Damaged:
    """“Destinations are about year_group 6, 11, 12, 13”."""
    row = case.pick()
    case.table.set(row, "year_group", 10 if case.recipe.year_group > 6 else 5)
    return Damaged(case.table, (Expected(row, "year_group", "blocking"),))


@kind(_WITH_GROUP, arguable="a row that can't be read; its file is still right")
def year_group_in_one_row_is_no_year(case: Case) -> Damaged:
    """“a value that can't be typed is a finding, never a silent null”."""
    row = case.pick()
    case.table.set(row, "year_group", "Eleventy")
    return Damaged(case.table, (Expected(row, "year_group", "blocking"),))


@kind(_WITH_GROUP)
def year_group_contradicts_the_folder(case: Case) -> Damaged:
    """“Where two of them disagree … the file is held with a finding that says what to write”."""
    other = {6: 11, 11: 13, 12: 11, 13: 11}[case.recipe.year_group]
    folder = f"{case.table.cycle}/Y{other}-{case.recipe.stage}"
    return Damaged(case.table, (Expected(None, "year_group", "blocking", elsewhere=_FILE),), folder=folder)


@kind(having("stage", of=DESTINATIONS))
def stage_contradicts_the_folder(case: Case) -> Damaged:
    """“Where two of them disagree … the file is held”."""
    return _all(case, "stage", "Intended" if case.recipe.stage == "final" else "Final")


@kind(having("stage", of=DESTINATIONS), files=3, arguable="a stage that can't be read; its file is still right")
def stage_in_one_row_misspelt(case: Case) -> Damaged:
    """“stage ∈ intended, final”; a near spelling is said."""
    row = case.pick()
    wrong, meant = ("Finall", "Final") if case.recipe.stage == "final" else ("Intented", "Intended")
    case.table.set(row, "stage", wrong)
    return Damaged(case.table, (Expected(row, "stage", "blocking", meant),))


@kind(_WITH_YEAR)
def cycle_contradicts_the_folder(case: Case) -> Damaged:
    """“Where two of them disagree … the file is held”; the column was copied from last year's file."""
    return _all(case, "academic_year", "2024-25")


@kind(
    _WITH_YEAR, arguable="one row of another year could hold the file too, since the contract asks for one collection"
)
def another_cycle_in_one_row(case: Case) -> Damaged:
    """“Where two of them disagree”: one row was pasted from last year's list."""
    row = case.pick()
    case.table.set(row, "academic_year", "2024-25")
    return Damaged(case.table, (Expected(row, "academic_year", "blocking", elsewhere=((None, "academic_year"),)),))


@kind(_WITH_YEAR)
def cycle_is_no_year(case: Case) -> Damaged:
    """“Accepted: 2025-26, 2025/26, …, Class of 2026, Leavers 2026”. “This year” is none of them, and no folder says it."""
    case.table.drop("academic_year")
    case.table.add("Academic year", "academic_year", lambda _: "this year")
    return Damaged(case.table, (Expected(None, "academic_year", "blocking", elsewhere=_FILE),), folder="")


@kind(having("stage", of=DESTINATIONS))
def nothing_says_the_cycle(case: Case) -> Damaged:
    """“Where … none says it, the file is held with a finding that says what to write … Never guess a collection”."""
    case.table.drop("academic_year")
    return Damaged(case.table, (Expected(None, "academic_year", "blocking", elsewhere=_FILE),), folder="")


@kind([name for name in DESTINATIONS if RECIPES[name].dialect != "own"], files=6)
def nothing_says_the_stage(case: Case) -> Damaged:
    """“Where … none says it, the file is held”."""
    folder = f"{case.table.cycle}"
    return Damaged(case.table, (Expected(None, "stage", "blocking", elsewhere=_FILE),), folder=folder)


@kind([name for name in DESTINATIONS if RECIPES[name].dialect != "own"])
def nothing_says_the_year_group(case: Case) -> Damaged:
    """“Where … none says it, the file is held”."""
    case.table.drop("year_group", "form")
    folder = f"{case.table.cycle}/{case.recipe.stage}"
    return Damaged(case.table, (Expected(None, "year_group", "blocking", elsewhere=_FILE),), folder=folder)


@kind(having("year_group", of=ROLLS), arguable="a pupil of an unknown year is in no cohort")
def year_99_on_the_roll(case: Case) -> Damaged:
    """“rolls and encounters accept 6 to 14”."""
    row = case.pick()
    case.table.set(row, "year_group", 99)
    return Damaged(case.table, (Expected(row, "year_group", "blocking"),))


@kind(having("school", of=DESTINATIONS))
def misspelling_beside_the_urn(case: Case) -> Damaged:
    """“it must name the same school (id, name, URN or LAESTAB)”: each way of naming it is right, here the URN; the
    misspelling in the same file must be found all the same."""
    for row in range(len(case.table.rows)):
        case.table.set(row, "school", case.school.urn)
    return Damaged(case.table, (misspell(case),))
