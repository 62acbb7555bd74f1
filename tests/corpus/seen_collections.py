"""Kinds of defect in what a file is about, told by more than one: sheet, folder, name, title, rows."""

from __future__ import annotations

import re

from .blind_destinations import misspell
from .clean import DESTINATIONS, RECIPES, ROLLS, clean
from .defect import ANY, Case, Damaged, Expected, Spot, having, kind
from .network import CYCLE, School
from .table import Cell, OtherSheet
from .writers import SHEETS

_WHOLE = (Expected(None, ANY, "blocking"),)
_FILE: tuple[Spot, ...] = ((None, None),)
# Nothing in these files themselves says the year, the school or the stage.
_SILENT = [name for name in DESTINATIONS if RECIPES[name].dialect != "own"]
_RESULTS = [name for name in _SILENT if RECIPES[name].year_group in (11, 13)]
_WITH_GROUP = having("year_group", of=DESTINATIONS)


def neighbour(case: Case) -> School:
    """Another school of the network, which has no file of its own."""
    name = case.school.name.split(" ", 1)
    return School(
        f"{case.school.school_id}-two", f"Upper {' '.join(name)}", f"{290_000 + case.number}", f"839{case.number:04d}",
        case.school.kind,
    )  # fmt: skip


@kind(_RESULTS, formats=SHEETS)
def sheet_name_contradicts_the_folder(case: Case) -> Damaged:
    """“else the sheet name, else the folder … Where two of them disagree … the file is held”."""
    other = {11: 13, 13: 11}[case.recipe.year_group]
    stage = {"final": "intended", "intended": "final"}[case.recipe.stage or ""]
    case.table.sheet = (f"Y{other} {case.recipe.stage}", f"Y{case.recipe.year_group} {stage}")[case.number % 2]
    return Damaged(case.table, _WHOLE)


@kind(DESTINATIONS)
def file_name_of_last_year(case: Case) -> Damaged:
    """“else the folder … else the file name. Where two of them disagree … the file is held”: last year's file was copied
    into this year's folder, or this year's written over it. Nobody but the school can tell."""
    return Damaged(case.table, _WHOLE, name=("leavers 2024-25", "Leavers 2025", "Class of 2025")[case.number % 3])


@kind(_WITH_GROUP)
def tutor_groups_for_year_groups(case: Case) -> Damaged:
    """“a value that can't be typed is a finding”, said once where nearly every row has it: the wrong column was given
    the title."""
    for row in range(len(case.table.rows)):
        if row % 5:
            case.table.set(row, "year_group", f"{('Oak', 'Elm', 'Ash')[row % 3]} {case.recipe.year_group}")
    return Damaged(case.table, (Expected(None, "year_group", "blocking", elsewhere=_FILE),))


@kind(having("stage", of=DESTINATIONS))
def ticks_for_a_stage(case: Case) -> Damaged:
    """“stage ∈ intended, final”, and “yes” is neither: said once, for every row has it."""
    for row in range(len(case.table.rows)):
        case.table.set(row, "stage", "Yes")
    return Damaged(case.table, (Expected(None, "stage", "blocking", elsewhere=_FILE),))


@kind(having("school", of=DESTINATIONS))
def school_is_the_next_school(case: Case) -> Damaged:
    """“if present it must name the same school”: the column School holds where the pupils go. Said once."""
    for row in range(len(case.table.rows)):
        place = ("Thornfield Grange School", "Hopwood Lane Academy", "St Oswin's Catholic School")[row % 3]
        case.table.set(row, "school", place)
    return Damaged(case.table, (Expected(None, "school", "blocking", elsewhere=_FILE),))


@kind(having("school", of=DESTINATIONS))
def a_quarter_of_another_school(case: Case) -> Damaged:
    """“it must name the same school”: two schools' lists in one file, so each row of the other is told of by itself."""
    theirs, other = range(1, len(case.table.rows), 4), neighbour(case)
    for row in theirs:
        case.table.set(row, "school", other.name)
    return Damaged(case.table, tuple(Expected(row, "school", "blocking") for row in theirs), neighbours=(other,))


@kind(_WITH_GROUP)
def system_has_rolled_over(case: Case) -> Damaged:
    """“a management system that has rolled over … the finding names the right cycle”: every pupil stands one year group
    too high, and the folder is right. One finding, none on the rows."""
    for row in range(len(case.table.rows)):
        case.table.set(row, "year_group", _one_more(case.table.get(row, "year_group")))
    return Damaged(case.table, _WHOLE)


def _one_more(year: Cell) -> Cell:
    return year + 1 if isinstance(year, int) else re.sub(r"\d+", lambda found: str(int(found[0]) + 1), str(year))


@kind([name for name in _SILENT if RECIPES[name].stage == "final"])
def title_contradicts_the_folder(case: Case) -> Damaged:
    """“else from the header itself (Intended destination …)”, “Where two of them disagree … the file is held”."""
    case.table.rename("destination_type", "Intended destination", "destination_type")
    return Damaged(case.table, _WHOLE)


@kind(_RESULTS, formats=SHEETS)
def misspelling_beside_another_year_group(case: Case) -> Damaged:
    """“read all sheets”, each with its own collection by “the sheet name”; the finding names the sheet."""
    here, other = case.recipe.year_group, {11: 13, 13: 11}[case.recipe.year_group]
    beside = clean(f"y{other}_final_sims", case.school, case.people[-1].number + 1).table
    case.table.sheet = f"Y{here} {case.recipe.stage}"
    case.table.other_sheets.append(OtherSheet(f"Y{other} final", beside.grid(), first=case.number % 2 == 0))
    return Damaged(case.table, (misspell(case),), folder=CYCLE)


@kind([name for name in _SILENT if RECIPES[name].stage == "final"], formats=SHEETS)
def one_sheet_says_no_stage(case: Case) -> Damaged:
    """“Where … none says it, the file is held with a finding that says what to write”: of two sheets, one is silent."""
    late = [case.table.rows.pop() for _ in range(8)]
    case.table.sheet = "Final"
    case.table.other_sheets.append(OtherSheet("Late entries", [[*case.table.headers], *late]))
    return Damaged(case.table, _WHOLE, folder=CYCLE)


@kind(ROLLS, arguable="by its columns it is a roll wherever it lies")
def roll_among_the_destinations(case: Case) -> Damaged:
    """“each kind's defining column (destination_type for destinations)”: where destinations belong, a list without them
    lacks its column. Read as a roll it would say that “absent pupils have left”."""
    return Damaged(case.table, _WHOLE, folder=f"{CYCLE}/Y{case.recipe.year_group}-final")
