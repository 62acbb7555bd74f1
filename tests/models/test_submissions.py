"""The tracker and the clock: what was due when, what came of it, and what the network does next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from network import AS_OF, CYCLE, delivery, network, pupil

from warehouse.database import Database
from warehouse.tables import sql_tables

PUPILS = [pupil(number) for number in range(3)]
WENT = [pupil(number, destination_type="FE") for number in range(2)]
NEXT, REPORTED = "2026-27", "2023-24"
FILES = [
    delivery(1, "hollins", "roll", PUPILS, on="2026-01-20"),
    delivery(2, "hollins", "destinations", WENT, stage="final"),
    delivery(3, "hollins", "destinations", WENT, stage="final", year_group=13),
    delivery(4, "marsh", "destinations", WENT, stage="final", year_group=13),
    # The rolls of the next cycle: the day before term starts is too early
    delivery(5, "marsh", "roll", PUPILS, year_group=12, on="2026-08-31", cycle=NEXT),
    delivery(6, "hollins", "roll", PUPILS, year_group=12, on="2026-09-01", cycle=NEXT),
    delivery(7, "hollins", "roll", [pupil(8)], year_group=14, on="2026-09-20", cycle=NEXT),
    delivery(8, "hollins", "roll", PUPILS, on="2024-01-20", cycle=REPORTED),
]
HELD = [("d3", 2), ("d4", 2), ("d4", 3)]


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Database]:
    with network(*FILES, held=HELD) as database:
        yield database


def look(warehouse: Database, day: date = AS_OF) -> Database:
    """The tracker as it stands on a day."""
    for name in ("mart.submissions", "mart.clock"):
        warehouse.build(sql_tables()[name], CYCLE, day)
    return warehouse


def about(database: Database, school: str, year_group: int, collection: str) -> tuple[object, ...]:
    sql = """select state, due_on, is_late from mart.submissions
             where (cycle, school_id, year_group, collection) = (?, ?, ?, ?)"""
    return database.query(sql, [CYCLE, school, year_group, collection]).row(0)


def clock(database: Database, year_group: int, collection: str, columns: str) -> tuple[object, ...]:
    sql = f"select {columns} from mart.clock where (cycle, year_group, collection) = (?, ?, ?)"
    return database.query(sql, [CYCLE, year_group, collection]).row(0)


def test_what_did_not_come_by_its_day_is_late_and_what_came_is_not(warehouse: Database) -> None:
    database = look(warehouse, date(2026, 10, 3))
    assert about(database, "hollins", 11, "final") == ("received", date(2026, 10, 1), False)
    assert about(database, "marsh", 11, "final") == ("nothing came", date(2026, 10, 1), True)
    assert about(database, "dell", 6, "final") == ("nothing came", date(2026, 10, 8), False)


@pytest.mark.parametrize(("day", "late"), [(date(2026, 10, 1), False), (date(2026, 10, 2), True)])
def test_a_collection_is_late_from_the_day_after_it_was_due(warehouse: Database, day: date, late: bool) -> None:
    assert about(look(warehouse, day), "marsh", 11, "final")[2] == late


def test_a_file_that_was_held_or_half_of_it_is_late_like_one_that_never_came(warehouse: Database) -> None:
    database = look(warehouse)
    assert about(database, "hollins", 13, "final") == ("partly received", date(2026, 9, 24), True)
    assert about(database, "marsh", 13, "final") == ("held", date(2026, 9, 24), True)


def test_the_next_cycles_roll_is_this_cycles_autumn_roll_and_its_own_roll_as_well(warehouse: Database) -> None:
    database = look(warehouse)
    assert about(database, "hollins", 12, "autumn_roll") == ("received", date(2026, 10, 8), False)
    assert about(database, "hollins", 13, "autumn_roll") == ("nothing came", date(2026, 10, 8), True)
    sql = """select files, rows, held_rows from mart.submissions
             where (cycle, school_id, year_group, collection) = (?, 'hollins', 12, ?)"""
    assert database.query(sql, [CYCLE, "autumn_roll"]).row(0) == (1, 3, 0)
    assert database.query(sql, [NEXT, "roll"]).row(0) == (1, 3, 0)


def test_a_roll_that_came_before_term_started_is_no_autumn_roll(warehouse: Database) -> None:
    assert about(look(warehouse), "marsh", 12, "autumn_roll")[0] == "nothing came"


def test_who_repeats_year_13_is_shown_where_it_came_and_asked_of_nobody(warehouse: Database) -> None:
    database = look(warehouse)
    schools = "select school_id, is_expected, is_late from mart.submissions where year_group = 14 and cycle = ?"
    assert database.query(schools, [CYCLE]).rows() == [("hollins", False, False)]
    assert clock(database, 14, "autumn_roll", "expected, received, situation, due_on") == (0, 1, "not expected", None)


def test_a_primary_owes_no_autumn_roll_and_a_school_with_a_sixth_form_owes_three(warehouse: Database) -> None:
    sql = """select school_id, list(year_group order by year_group) from mart.submissions
             where cycle = ? and collection = 'autumn_roll' and is_expected group by 1 order by 1"""
    assert look(warehouse).query(sql, [CYCLE]).rows() == [("hollins", [7, 12, 13]), ("marsh", [7, 12, 13])]


def test_the_clock_counts_the_schools_of_each_collection_and_says_what_is_next(warehouse: Database) -> None:
    database = look(warehouse)
    counts = "expected, received, partly, held, missing, late"
    assert clock(database, 11, "final", f"phase, opens_on, due_on, {counts}") == (
        "analyse", date(2026, 8, 20), date(2026, 10, 1), 2, 1, 0, 0, 1, 1,
    )  # fmt: skip
    assert clock(database, 13, "final", counts) == (2, 0, 1, 1, 0, 2)
    situation, sentence = clock(database, 11, "final", "situation, what_next")
    assert situation == "late" and str(sentence).startswith("Chase the late Year 11 final destinations")


@pytest.mark.parametrize(
    ("day", "situation"),
    [
        (date(2026, 2, 22), "not open yet"),
        (date(2026, 2, 23), "waiting"),
        (date(2026, 4, 4), "waiting"),
        (date(2026, 4, 5), "late"),
        (date(2026, 8, 19), "late"),
        (date(2026, 8, 20), "past"),  # GCSE results: nobody intends any more
    ],
)
def test_plans_are_asked_for_from_the_stock_take_chased_from_easter_and_past_on_results_day(
    warehouse: Database, day: date, situation: str
) -> None:
    assert clock(look(warehouse, day), 11, "intended", "situation") == (situation,)


def test_a_cycle_that_has_been_reported_is_chased_no_more(warehouse: Database) -> None:
    sql = "select distinct phase, situation from mart.clock where cycle = ? and expected > received"
    assert warehouse.query(sql, [REPORTED]).rows() == [("published", "past")]
