"""Kinds of defect that only a second file shows: another roll, an earlier year, what was intended."""

from __future__ import annotations

from datetime import date

from .clean import DESTINATIONS, RECIPES, ROLLS
from .defect import ANY, Case, Damaged, Expected, having, kind
from .network import CYCLE
from .seen_collections import neighbour
from .table import Table

_WHOLE = Expected(None, ANY, "blocking")
_FINALS = [name for name in DESTINATIONS if RECIPES[name].stage == "final" and RECIPES[name].year_group > 6]
_SILENT = [name for name in DESTINATIONS if RECIPES[name].dialect != "own"]


def _doubted(case: Case, beside: str, other: Table) -> Damaged:
    """The pupils are on `other`; on the school's own roll of the year are others. Their rows may be told of as well."""
    rows = tuple(Expected(row, ANY, "warning", optional=True) for row in range(len(case.table.rows)))
    return Damaged(case.table, (_WHOLE, *rows), roll=case.strangers().roll, others=((beside, other),))


def _everywhere(table: Table, column: str, value: str | int) -> Table:
    for row in range(len(table.rows)):
        if table.has(column):
            table.set(row, column, value)
    return table


@kind(DESTINATIONS)
def pupils_of_last_years_roll(case: Case) -> Damaged:
    """“where most pupils match last cycle's roll …”, “nothing committed when too few rows match”: last year's leavers
    under this year's name."""
    return _doubted(case, "2024-25/roll/pupils", _everywhere(case.roll, "academic_year", "2024-25"))


@kind([name for name in DESTINATIONS if RECIPES[name].year_group > 6])
def pupils_of_the_year_group_below(case: Case) -> Damaged:
    """“a management system that has rolled over”: these are this year's pupils of the year group below."""
    below = _everywhere(case.roll, "year_group", case.recipe.year_group - 1)
    return _doubted(case, f"{CYCLE}/roll/year below", below)


@kind(DESTINATIONS)
def pupils_of_another_schools_roll(case: Case) -> Damaged:
    """“it must name the same school”, where no cell names one: by their numbers the pupils are another school's."""
    other = neighbour(case)
    theirs = _everywhere(case.roll, "school", other.name)
    theirs.school_id = other.school_id
    damaged = _doubted(case, f"{CYCLE}/roll/pupils", theirs)
    return Damaged(damaged.table, damaged.expected, roll=damaged.roll, others=damaged.others, neighbours=(other,))


@kind(ROLLS)
def roll_of_half_the_pupils(case: Case) -> Damaged:
    """“A roll is a snapshot: … absent pupils have left by its date”; “row count within ±15 % of census roll”: a filter was
    on when it was exported, and half the year group would have left."""
    before = case.table.copy()
    del case.table.rows[len(case.table.rows) // 2 :]
    return Damaged(case.table, (_WHOLE,), others=((f"{CYCLE}/roll/autumn", before),))


@kind(_SILENT, arguable="it could be this year's list that was put into last year's folder by mistake")
def the_very_file_of_last_year(case: Case) -> Damaged:
    """Check catalogue: “not a byte-duplicate”. The same bytes came for the year before."""
    where = f"2024-25/Y{case.recipe.year_group}-{case.recipe.stage}/export"
    return Damaged(case.table, (_WHOLE,), others=((where, case.table.copy()),))


def intentions(case: Case) -> Table:
    """What the same pupils intended in November: the very same."""
    table = case.table.copy()
    table.stage = "intended"
    _everywhere(table, "stage", "Intended")
    for row in range(len(table.rows)):
        table.set(row, "recorded_on", date(2025, 11, 12))
    table.drop("start_date", "verified_on", "verified_by", "activity_code")
    return table


@kind(_FINALS, arguable="all of them may really have gone where they meant to go")
def every_plan_came_true(case: Case) -> Damaged:
    """Check catalogue: “no 100 % identical intended=final (copy-forward signal)”. Of more than forty, nobody changed."""
    where = f"{CYCLE}/Y{case.recipe.year_group} intended/plans"
    expected = Expected(None, "destination_type", "warning", elsewhere=((None, None),))
    return Damaged(case.table, (expected,), others=((where, intentions(case)),))


@kind(having("mis_id", of=DESTINATIONS), arguable="the noughts could be put back, where the roll has them")
def admission_numbers_without_noughts_alone(case: Case) -> Damaged:
    """“Leading zeros lost … read all as text”: a spreadsheet took the noughts away, and nothing else says who the pupils
    are. None of them is on the roll: “nothing committed when too few rows match”."""
    case.table.drop("upn", "uln", "surname", "forename", "date_of_birth")
    for row, each in enumerate(case.people):
        case.table.set(row, "mis_id", str(int(each.mis_id)))
    rows = tuple(Expected(row, ANY, "warning", optional=True) for row in range(len(case.people)))
    return Damaged(case.table, (_WHOLE, *rows))
