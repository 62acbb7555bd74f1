"""Kinds of defect in a roll: what is known about a pupil beside who it is."""

from __future__ import annotations

from datetime import date

from .clean import ROLLS
from .defect import ANY, Case, Damaged, Expected, having, kind
from .table import Cell


def _warned(case: Case, column: str, value: Cell, suggestion: str | None = None) -> Damaged:
    """One row with another value; the pupil stays in the cohort, and the cell is to be looked at."""
    row = case.pick()
    case.table.set(row, column, value)
    return Damaged(case.table, (Expected(row, column, "warning", suggestion),))


_CODED = "the pupil counts, under not known"


@kind(having("postcode", of=ROLLS))
def postcode_malformed(case: Case) -> Damaged:
    """Check catalogue: “Row (warn): … postcode invalid”."""
    return _warned(case, "postcode", ("BD1 2", "1BD 4AB", "BD12 QQQ", "Bradford")[case.number % 4])


@kind(having("postcode", of=[*having("destination_type")]), files=2)
def postcode_malformed_in_destinations(case: Case) -> Damaged:
    """“plus any roll column, so that a school without a separate roll can send one file”; “Row (warn): postcode invalid”."""
    return _warned(case, "postcode", "BD1 2")


@kind(having("sex", of=ROLLS), arguable=_CODED)
def sex_is_no_code(case: Case) -> Damaged:
    """“a value that can't be typed is a finding, never a silent null”."""
    return _warned(case, "sex", "Q")


@kind(having("sen_provision", of=ROLLS), arguable=_CODED)
def sen_is_no_code(case: Case) -> Damaged:
    """“SEN provision E, K, N; legacy S, A, P”. There is no Z."""
    return _warned(case, "sen_provision", "Z")


@kind(having("ethnicity", of=ROLLS), arguable=_CODED)
def ethnicity_misspelt(case: Case) -> Damaged:
    """“Ethnicity main codes: WBRI …”; what is meant can be said."""
    return _warned(case, "ethnicity", "White Britsh", "White British")


@kind(having("disadvantaged", of=ROLLS), arguable=_CODED)
def disadvantaged_maybe(case: Case) -> Damaged:
    """“a blank is never “no””: nor is “maybe” a yes."""
    return _warned(case, "disadvantaged", "Maybe")


@kind(having("enrolment_status", of=ROLLS), arguable="who isn't C or M doesn't count; who is neither can't be counted")
def enrolment_is_no_code(case: Case) -> Damaged:
    """“Enrolment status C and M only; S, G, F, O excluded but named”. There is no Q."""
    return _warned(case, "enrolment_status", "Q")


@kind(having("entry_date", of=ROLLS), arguable="the pupil counts whenever it was")
def entered_on_31_june(case: Case) -> Damaged:
    """“a value that can't be typed is a finding, never a silent null”."""
    return _warned(case, "entry_date", "31/06/2023")


@kind(having("entry_date", of=ROLLS), arguable="one of the two dates is wrong; who leaves when decides the cohort")
def left_before_entering(case: Case) -> Damaged:
    """“on roll at the January census”: a pupil who left before entering was never on roll."""
    row = case.pick()
    case.table.add("Leaving date", "leaving_date", lambda at: date(2015, 7, 20) if at == row else None)
    return Damaged(case.table, (Expected(row, "leaving_date", "warning", elsewhere=((row, "entry_date"),)),))


@kind(having("entry_date", of=ROLLS), arguable="the pupil counts whatever it was")
def attendance_over_a_hundred(case: Case) -> Damaged:
    """“attendance <90 %”: a share of the year. 940 lost its point."""
    row = case.pick()
    case.table.add("% Attendance", "attendance", lambda at: "940" if at == row else "94.0")
    return Damaged(case.table, (Expected(row, "attendance", "warning"),))


@kind(having("upn", of=ROLLS), arguable="a row for each guardian is common and does no harm")
def pupil_twice_on_the_roll(case: Case) -> Damaged:
    """“Duplicate pupils: dual registration, re-enrolment, twin rows per guardian”."""
    row, last = case.pick(), len(case.table.rows)
    case.table.rows.append([*case.table.rows[row]])
    return Damaged(case.table, (Expected(last, ANY, "warning", elsewhere=((row, ANY),)),))
