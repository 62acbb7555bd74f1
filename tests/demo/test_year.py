"""The demo network lives a whole year: plans that change, pupils who leave, and an autumn that shows who arrived."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from domain.calendar import Calendar
from domain.destination_types import resolve
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, NEXT_CYCLE
from tests.demo.test_network import day

if TYPE_CHECKING:
    from tests.demo.conftest import Dropped

LAST = CYCLES[-1]
EVENTS = Calendar().events(LAST)
NAMES = {school.name: school.school_id for school in DEMO_SCHOOLS}
Said = tuple[str, str | None]  # destination type, the school of the network that it names


@pytest.fixture(scope="module")
def roll(dropped: Dropped) -> pl.DataFrame:
    """The rolls' rows with a main registration, with the school whose folder they lie in."""
    rows = dropped.of("roll").filter(~pl.col("enrolment_status").is_in(["G", "Guest"]))
    return rows.with_columns(school_id=pl.col("path").str.split("/").list.first())


@pytest.fixture(scope="module")
def told(dropped: Dropped) -> pl.DataFrame:
    """What the readable destinations files of the last cycle say, the rows with a planted fault left out."""
    faults = dropped.summary.faults
    held = {path for path, found in dropped.findings.items() if any(each.severity == "blocking" for each in found)}
    wrong = {
        (faults[name].path, line)
        for name in ("duplicate_pupil", "near_miss_code", "impossible_date", "upn_check_letter")
        for line in faults[name].lines
    }
    rows = dropped.of("destinations").filter((pl.col("in_cycle") == LAST) & ~pl.col("path").is_in(sorted(held)))
    clean = [place not in wrong for place in rows.select("path", "line").iter_rows()]
    return rows.filter(pl.Series(clean)).with_columns(
        recorded=pl.col("recorded_on").map_elements(day, pl.Date),
        left=pl.col("leaving_date").map_elements(day, pl.Date),
        type=pl.col("destination_type").map_elements(resolve, pl.String),
    )


def said(told: pl.DataFrame) -> dict[str, Said]:
    """The newest final claim of each pupil, else the newest plan."""
    ranked = told.drop_nulls("type").sort(pl.col("in_stage") == "final", "recorded")
    return {
        upn: (code, NAMES.get(provider or ""))
        for upn, code, provider in ranked.select("upn", "type", "destination_provider").iter_rows()
    }


def test_the_files_read_back_come_to_the_no_shows_and_surprises_that_were_made(
    dropped: Dropped, roll: pl.DataFrame, told: pl.DataFrame
) -> None:
    claims, found = said(told), Counter[str]()
    there: dict[str, set[str]] = {}
    for upn, school_id in roll.filter(in_cycle=NEXT_CYCLE).select("upn", "school_id").iter_rows():
        there.setdefault(upn, set()).add(school_id)
    sent = {*roll.filter(in_cycle=NEXT_CYCLE)["school_id"]}
    cohort = roll.filter((pl.col("in_cycle") == LAST) & pl.col("in_year_group").is_in([6, 11, 12, 13]))
    for upn, own in cohort.select("upn", "school_id").iter_rows():
        code, expected = claims.get(upn, ("UNKNOWN", None))
        places, known = there.get(upn, set()), code not in ("UNKNOWN", "UNDECIDED")
        if not places and expected in sent:
            found["no_show"] += 1
        elif len(places) == 1 and known and own not in places and expected not in places:
            found["surprise_arrival"] += 1
    summary = dropped.summary
    assert found == {"no_show": summary.no_shows, "surprise_arrival": summary.surprise_arrivals}
    assert sum(summary.reconciled.values()) == cohort.height


def test_every_state_of_the_comparison_occurs_and_most_are_where_they_said(dropped: Dropped) -> None:
    states = dropped.summary.reconciled
    assert set(states) == {
        "contradiction", "confirmed", "unclaimed", "surprise_arrival", "awaiting_roll", "no_show", "elsewhere", "unknown",
    }  # fmt: skip
    assert min(states.values()) >= 5
    assert states["confirmed"] > 10 * states["no_show"] > 10 * states["surprise_arrival"]


def test_each_secondary_but_one_has_sent_the_roll_of_the_autumn(dropped: Dropped, roll: pl.DataFrame) -> None:
    autumn = roll.filter(in_cycle=NEXT_CYCLE)
    missing = {school.school_id for school in DEMO_SCHOOLS if 11 in school.year_groups} - set(autumn["school_id"])
    assert {dropped.summary.faults["autumn_roll_missing"].path} == {f"{each}/{NEXT_CYCLE}/roll" for each in missing}
    assert set(autumn["in_year_group"]) == {7, 12, 13, 14}
    assert 0 < autumn.filter(in_year_group=14).height < 25


def test_year_12_of_the_last_cycle_types_only_who_left_and_not_of_all_where_to(told: pl.DataFrame) -> None:
    typed = told.filter((pl.col("in_year_group") == 12) & (pl.col("in_stage") == "final"))
    assert typed["left"].null_count() == 0 and 15 < typed.height < 80
    assert 0 < typed["type"].null_count() < typed.height / 2
    assert typed["left"].is_between(EVENTS["october_census"], EVENTS["end_of_may"]).all()


def test_year_13_has_leavers_in_the_year_who_are_on_its_roll_with_date_and_reason(roll: pl.DataFrame) -> None:
    left = roll.filter((pl.col("in_year_group") == 13) & pl.col("leaving_date").is_not_null())
    assert left.height > 10 and left["leaving_reason"].null_count() == 0


def test_plans_are_noted_by_the_stock_take_and_those_that_changed_again_in_may(told: pl.DataFrame) -> None:
    plans = told.filter((pl.col("in_stage") == "intended") & (pl.col("in_year_group") == 11))
    in_may = plans.filter(pl.col("path").str.contains(" May"))
    first = plans.filter(~pl.col("path").str.contains(" May"))
    assert first["recorded"].max() <= EVENTS["stock_take_closes"] < in_may["recorded"].min()
    both = first.select("upn", before="type").join(in_may.select("upn", after="type"), on="upn")
    assert 100 < in_may.height < first.height / 4
    assert both.filter((pl.col("before") == "UNDECIDED") & (pl.col("after") != "UNDECIDED")).height > 5
    assert date(2025, 11, 4) <= first["recorded"].min()


def test_offers_are_told_for_year_11_and_year_12_who_stays_needs_none(told: pl.DataFrame) -> None:
    plans = told.filter((pl.col("in_stage") == "intended") & pl.col("offer_status").is_not_null())
    assert {*plans["in_year_group"]} == {6, 11, 12, 13}
    staying = plans.filter((pl.col("in_year_group") == 12) & (pl.col("type") == "SIXTH_FORM"))
    assert (staying["offer_status"].str.to_lowercase().str.replace("_", " ") == "not recorded").mean() > 0.9


def test_some_schools_tell_guidance_and_some_the_providers_number(told: pl.DataFrame) -> None:
    undecided = told.filter((pl.col("type") == "UNDECIDED") & pl.col("guidance_needed").is_not_null())
    assert undecided.height > 10 and 0 < undecided["guidance_on"].null_count() < undecided.height
    numbered = told.drop_nulls("destination_provider_id")
    assert 3 <= numbered["path"].str.split("/").list.first().n_unique() < len(DEMO_SCHOOLS) / 2
    ours = {school.name: school.urn for school in DEMO_SCHOOLS}
    for name, number in numbered.select("destination_provider", "destination_provider_id").unique().iter_rows():
        assert number == ours.get(name, number) and (name in ours or number.startswith("1"))
