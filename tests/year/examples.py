"""Tiny books written by hand, for sentences about the truth that a reader can check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.year.dates import CYCLE, NEXT
from tests.year.ledger import Books, Decision, Drop, Row, Value, deliveries
from tests.year.schools import School
from tests.year.truth_picture import Picture, Truth

HOLLINS = School("hollins", "Hollins Academy", "990001", "9994001", "sixth_form", (11, 12, 13), (7, 12, 13, 14))
MARSH = School("marsh", "Marsh Academy", "990002", "9994002", "sixth_form", (11, 12, 13), (7, 12, 13, 14))
DELL = School("dell", "Dell Primary School", "990003", "9992003", "primary", (6,), ())
SCHOOLS = {school.school_id: school for school in (HOLLINS, MARSH, DELL)}
JANUARY, SUMMER, SEPTEMBER = "2026-01-20", "2026-06-01", "2026-09-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def pupil(number: int, year_group: int = 11, at: str = "", **values: str) -> Row:
    """A row about pupil `number`; columns that end in _on or _date hold days. `at`: the network school it names."""
    cells: dict[str, Value] = {
        name: day(value) if name.endswith(("_on", "_date")) else value for name, value in values.items()
    }
    return Row(number, year_group, cells, at)


def roll(on: str, *rows: Row, school: str = "hollins", cycle: str = CYCLE) -> Drop:
    """A roll, always at the same path."""
    groups = "-".join(str(group) for group in sorted({row.year_group for row in rows}))
    return Drop(day(on), f"{school}/{cycle}/roll/Y{groups}.csv", school, cycle, "roll", rows)


def autumn(*rows: Row, on: str = SEPTEMBER, school: str = "hollins") -> Drop:
    """A roll of the new year."""
    return roll(on, *rows, school=school, cycle=NEXT)


def said(on: str, *rows: Row, stage: str = "final", school: str = "hollins") -> Drop:
    """A list of destinations."""
    return Drop(
        day(on), f"{school}/{CYCLE}/{stage} {on} {rows[0].person}.csv", school, CYCLE, "destinations", rows, stage
    )


def went(number: int, code: str, year_group: int = 11, at: str = "", **values: str) -> Row:
    """A row about pupil `number` with a destination."""
    return pupil(number, year_group, at, destination_type=code, **values)


def picture(as_of: str, *drops: Drop, decisions: Sequence[Decision] = ()) -> Picture:
    """The truth as of a day about these drops, each landed on its own day."""
    books = Books(drops, tuple(decisions))
    truth = Truth(SCHOOLS, deliveries(books, books.days(), lambda drop: repr(drop).encode()), decisions)
    return truth.as_of(day(as_of), CYCLE)
