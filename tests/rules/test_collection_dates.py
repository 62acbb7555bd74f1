"""What is collected when, of whom, and what to do next: read by eye, and nothing left without its sentence."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from domain.calendar import CYCLES, EVENTS, Calendar
from domain.collection_folders import collected
from domain.collections import AUTUMN_ROLL, collection_dates, expected_collections, next_steps
from domain.package_data import table

DATES = collection_dates(Calendar())
SITUATIONS = {"not open yet", "waiting", "to fix", "late", "past", "complete"}

# Year group and collection -> from when it is asked for and when it is due, for the leavers of summer 2026
PRINTED = {
    (6, "roll"): ("2025-09-01", "2026-05-28"),
    (11, "roll"): ("2025-09-01", "2026-01-22"),
    (12, "roll"): ("2025-09-01", "2025-10-09"),
    (13, "roll"): ("2025-09-01", "2025-10-09"),
    (6, "intended"): ("2026-03-02", "2026-03-16"),
    (11, "intended"): ("2026-02-23", "2026-04-04"),
    (12, "intended"): ("2026-02-23", "2026-04-04"),
    (13, "intended"): ("2026-02-23", "2026-04-04"),
    (6, "final"): ("2026-09-01", "2026-10-08"),
    (11, "final"): ("2026-08-20", "2026-10-01"),
    (13, "final"): ("2026-08-13", "2026-09-24"),
    (7, "autumn_roll"): ("2026-09-01", "2026-10-08"),
    (12, "autumn_roll"): ("2026-09-01", "2026-10-08"),
    (13, "autumn_roll"): ("2026-09-01", "2026-10-08"),
    (14, "autumn_roll"): ("2026-09-01", None),
}


def test_every_collection_of_a_cycle_has_its_dates() -> None:
    found = {
        (row["year_group"], row["collection"]): (str(row["opens_on"]), row["due_on"] and str(row["due_on"]))
        for row in DATES.filter(pl.col("cycle") == "2025-26").iter_rows(named=True)
    }
    assert found == PRINTED


def test_dates_come_from_events_of_the_calendar_and_stand_in_their_order() -> None:
    rules = table("collections")
    assert {*rules["opens_event"], *rules["due_event"].drop_nulls(), *rules["past_event"]} <= set(EVENTS)
    assert DATES.filter((pl.col("due_on") <= pl.col("opens_on")) | (pl.col("past_on") <= pl.col("due_on"))).is_empty()
    assert DATES.height == len(CYCLES) * len(PRINTED)


@pytest.mark.parametrize("year_group", ["6", "11", "12", "13"])
def test_a_roll_is_due_a_week_after_the_day_that_draws_its_cohort(year_group: str) -> None:
    [drawn] = table("cohort_rules").filter(pl.col("year_group") == year_group)["reference_event"]
    [rule] = table("collections").filter(year_group=year_group, collection="roll").to_dicts()
    assert (rule["due_event"], rule["due_days"]) == (drawn, "7")


def test_a_network_with_dates_of_its_own_has_its_own_due_dates() -> None:
    own = collection_dates(Calendar({"2025-26": {"stock_take_closes": date(2026, 3, 20)}}))
    due = own.filter((pl.col("cycle") == "2025-26") & (pl.col("collection") == "intended") & (pl.col("year_group") > 6))
    assert due["due_on"].unique().to_list() == [date(2026, 3, 20)]


@pytest.mark.parametrize(
    ("phase", "has_sixth_form", "autumn_rolls"),
    [
        ("primary", False, []),
        ("secondary", False, [7]),
        ("secondary", True, [7, 12, 13]),
        ("all-through", True, [7, 12, 13]),
        ("sixth form", True, [12, 13]),
        ("special", True, [12, 13]),
        ("alternative provision", False, []),
    ],
)
def test_each_school_owes_the_rolls_of_the_years_its_new_pupils_come_into(
    phase: str, has_sixth_form: bool, autumn_rolls: list[int]
) -> None:
    mine = expected_collections().filter((pl.col("phase") == phase) & (pl.col("has_sixth_form") == has_sixth_form))
    assert sorted(mine.filter(pl.col("collection") == AUTUMN_ROLL)["year_group"]) == autumn_rolls
    stages = collected(phase, has_sixth_form)
    rest = {*mine.filter(pl.col("collection") != AUTUMN_ROLL).select("year_group", "collection").iter_rows()}
    assert rest == {(year, collection) for year, found in stages.items() for collection in ("roll", *found)}


def test_nobody_owes_a_collection_twice_nor_one_without_a_due_date() -> None:
    owed = expected_collections()
    assert not owed.is_duplicated().any()
    asked = DATES.filter(pl.col("is_expected")).select("year_group", "collection").unique()
    assert owed.join(asked, on=["year_group", "collection"], how="anti").is_empty()


def test_there_is_a_next_step_for_every_situation_of_every_collection() -> None:
    steps = next_steps()
    assert not steps.select("year_group", "collection", "situation").is_duplicated().any()
    for (_, collection), found in steps.group_by("year_group", "collection"):
        assert set(found["situation"]) >= SITUATIONS, collection
    assert not any("{" in sentence for sentence in steps["sentence"])
    late = steps.filter(pl.col("collection") == AUTUMN_ROLL, pl.col("year_group") == 12, pl.col("situation") == "late")
    assert late["sentence"].to_list() == [
        "Chase the late Year 12 rolls: they confirm where last summer's Year 11 went."
    ]
