"""Kinds of defect and of oddity in trackers, whose rows carry several stages: whose column is it that is wrong?"""

from __future__ import annotations

from .blind_destinations import MISSPELT
from .clean import TRACKERS
from .defect import Case, Damaged, Expected, kind
from .network import CYCLE


def _intended(case: Case, row: int, column: str, value: str | None) -> None:
    """Change a cell of the first stage, as `Table.set` does of the last."""
    case.table.rows[row][case.table.columns.index(column)] = value


def _stayer(case: Case) -> int:
    """Somebody who kept to the plan: at the sixth form, at university."""
    return 5 * (case.number % 5) + 2 + case.number % 3


@kind(TRACKERS)
def intention_misspelt_in_a_tracker(case: Case) -> Damaged:
    """“one row may carry several stages and then yields one claim per stage”: of one the type can't be read; the
    column of the others is right."""
    row = _stayer(case)
    wrong, label = MISSPELT["SIXTH_FORM" if case.recipe.year_group == 11 else "HIGHER_EDUCATION"]
    _intended(case, row, "destination_type", wrong)
    return Damaged(case.table, (Expected(row, "destination_type", "blocking", label),))


@kind(TRACKERS)
def undecided_in_the_last_column_of_a_tracker(case: Case) -> Damaged:
    """The table of types: “Undecided | all, intended only”. It stands under “Final”, where nobody is."""
    row = _stayer(case)
    case.table.set(row, "destination_type", "Undecided")
    case.table.set(row, "destination_provider", None)
    return Damaged(case.table, (Expected(row, "destination_type", "blocking"),))


@kind(TRACKERS, arguable="the row counts rightly and only the place is unknown")
def place_missing_in_the_last_column_of_a_tracker(case: Case) -> Damaged:
    """Check catalogue: “provider resolves when category needs one”. The place of an earlier stage is not that of the
    last one."""
    row = _stayer(case)
    case.table.set(row, "destination_provider", None)
    return Damaged(case.table, (Expected(row, "destination_provider", "warning"),))


@kind(TRACKERS, harmless=True, arguable="the folder says final, some of the titles say intended")
def tracker_in_the_folder_of_its_last_stage(case: Case) -> Damaged:
    """“else from the header itself …, else the sheet name, else the folder”: the folder repeats one of the stages that the
    titles name, and each column says its own."""
    return Damaged(case.table, folder=f"{CYCLE}/Y{case.recipe.year_group}-final")


@kind(TRACKERS, harmless=True)
def not_yet_told_in_the_last_column(case: Case) -> Damaged:
    """“A blank destination cell is “nothing known yet”: accepted, … no claim, and it never overwrites one”."""
    for row in range(0, len(case.table.rows), 4):
        case.table.set(row, "destination_type", None)
        case.table.set(row, "destination_provider", None)
    return Damaged(case.table)


@kind(TRACKERS, harmless=True, arguable="the day received stands for the blank day, but the title says February")
def undecided_in_february_decided_since(case: Case) -> Damaged:
    """After half term: “who needs another guidance conversation?” Not somebody whose row goes on to say what became of it,
    in a file of the autumn."""
    for row in (_stayer(case), _stayer(case) + 5):
        _intended(case, row, "destination_type", "Undecided")
        _intended(case, row, "destination_provider", None)
    return Damaged(case.table)


@kind(TRACKERS, harmless=True)
def title_of_a_tracker_misspelt(case: Case) -> Damaged:
    """“the mapping used is printed on the receipt”: a near miss that can be one title alone, stage and moment included."""
    place = case.table.headers.index("Intended provider (Feb)")
    case.table.headers[place] = "Intended provder (Feb)"
    return Damaged(case.table)
