"""Whole schools in the demo network: how families can be reached and what they allow, who is on roll in Years 7 to 13, and
whom they have met.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from domain.calendar import cycle_of
from domain.identifiers import postcode_problem
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS, NEXT_CYCLE
from tests.demo.words import coded, days

if TYPE_CHECKING:
    from tests.demo.conftest import Dropped

LAST = CYCLES[-1]
SECONDARIES = {school.school_id for school in DEMO_SCHOOLS if 11 in school.year_groups}


@pytest.fixture(scope="module")
def encounters(dropped: Dropped) -> pl.DataFrame:
    rows = days(coded(dropped.of("encounters"), "encounter_kind", "meaningful"), "encounter_on")
    return rows.with_columns(school_id=pl.col("path").str.split("/").list.first())


def test_families_can_be_reached_only_where_nobody_lives(dropped: Dropped) -> None:
    roll = dropped.of("roll").filter(pl.col("in_cycle").is_in([LAST, NEXT_CYCLE]))
    assert not [code for code in roll["postcode"].drop_nulls().unique() if postcode_problem(code)]
    assert roll["postcode"].drop_nulls().str.starts_with("ZX").all()
    phones = pl.concat([roll["pupil_phone"], roll["parent_phone"]]).drop_nulls()
    assert not [phone for phone in phones.unique() if not re.fullmatch(r"07700 900\d{3}|01632 960\d{3}", phone)]
    emails = pl.concat([roll["pupil_email"], roll["parent_email"]]).drop_nulls()
    assert emails.str.ends_with("example.org").all()


def test_opt_outs_and_objectors_are_those_that_were_made(dropped: Dropped) -> None:
    main = dropped.of("roll").filter(~pl.col("enrolment_status").is_in(["G", "Guest"]))
    roll = coded(main, "share_opt_out", "contact_permission")
    opted_out = roll.filter(share_opt_out="yes")["upn"].n_unique()
    assert opted_out == dropped.summary.exchange.opt_outs
    assert 0.01 < opted_out / roll.filter(in_cycle=LAST)["upn"].n_unique() < 0.03
    withdrew = roll.filter(contact_permission="withdrawn")
    assert withdrew["upn"].n_unique() == dropped.summary.exchange.objectors > 10
    assert withdrew["in_year_group"].is_in([12, 13, 14]).all()
    assert {"yes", "no", "not_asked", None} < set(roll["contact_permission"])


def test_a_school_has_pupils_of_several_local_authorities_written_in_several_ways(dropped: Dropped) -> None:
    roll = dropped.of("roll").filter(in_cycle=LAST).with_columns(school_id=pl.col("path").str.split("/").list.first())
    written = roll.drop_nulls("home_la").group_by("school_id").agg(pl.col("home_la").n_unique())
    assert written["home_la"].min() >= 3
    assert roll["home_la"].drop_nulls().str.starts_with("LB ").any() and roll["home_la"].null_count() > 0


def test_the_secondaries_rolls_name_years_7_to_13_and_who_moved_up(dropped: Dropped) -> None:
    roll = dropped.of("roll").with_columns(school_id=pl.col("path").str.split("/").list.first())

    def upns(cycle: str, year_group: int) -> set[str]:
        return {*roll.filter(in_cycle=cycle, in_year_group=year_group)["upn"]}

    for cycle in CYCLES[-2:]:
        years = roll.filter(in_cycle=cycle).group_by("school_id").agg(pl.col("in_year_group").unique())
        told = dict(years.iter_rows())
        assert all({7, 8, 9, 10, 11} <= set(told[school_id]) for school_id in SECONDARIES)
    for year_group in (8, 9, 10):
        below = upns(CYCLES[-2], year_group - 1)
        assert upns(LAST, year_group) < below and len(upns(LAST, year_group)) > 0.95 * len(below)
    guests = {*roll.filter(in_cycle=LAST, enrolment_status="G")["upn"]} | {
        *roll.filter(enrolment_status="Guest")["upn"]
    }
    assert upns(CYCLES[-2], 10) == upns(LAST, 11) - guests
    assert len(upns(LAST, 7) & upns(CYCLES[-2], 6)) > 100


def test_encounters_are_those_that_were_made(dropped: Dropped, encounters: pl.DataFrame) -> None:
    counted = encounters.filter(pl.col("meaningful").ne_missing("no"))
    assert counted.select("upn", "in_cycle", "encounter_on", "encounter_kind").is_unique().all()
    found = counted.group_by("school_id", "in_cycle", "encounter_kind").len()
    assert {row[:3]: row[3] for row in found.iter_rows()} == dropped.summary.exchange.encounters
    assert set(found["encounter_kind"]) == {
        "employer", "further_education", "technical_provider", "higher_education", "workplace", "personal_guidance",
    }  # fmt: skip
    assert set(found["school_id"]) == SECONDARIES


def test_encounters_lie_on_school_days_of_the_year_that_the_folder_says(encounters: pl.DataFrame) -> None:
    for path, day in encounters.select("path", "encounter_on").unique().iter_rows():
        assert cycle_of(day) == path.split("/")[1]
        assert day.weekday() < 5 and day.month != 8 and not date(2025, 12, 19) <= day <= date(2026, 1, 5)


def test_most_pupils_have_met_an_employer_the_disadvantaged_a_little_less(
    dropped: Dropped, encounters: pl.DataFrame
) -> None:
    roll = coded(dropped.of("roll").filter(in_cycle=LAST), "disadvantaged")
    roll = roll.filter(pl.col("in_year_group").is_between(7, 13)).unique("upn")
    met = encounters.filter(in_cycle=LAST, encounter_kind="employer").select("upn", met=pl.lit(True)).unique()
    share = dict(
        roll.join(met, on="upn", how="left").group_by("disadvantaged").agg(pl.col("met").count() / pl.len()).iter_rows()
    )
    assert 0.75 < share["yes"] < share["no"] < 0.95


def test_some_schools_tell_of_their_calls(dropped: Dropped) -> None:
    rows = coded(dropped.of("destinations").drop_nulls("contacted_on"), "contact_method", "contact_outcome")
    assert rows.height == dropped.summary.exchange.contact_attempts > 50
    assert set(rows["in_stage"]) == {"final"} and rows["contacted_by"].null_count() == 0
    assert set(rows["contact_outcome"]) == {"reached", "no_answer", "wrong_number", "refused"}
    assert days(rows, "contacted_on")["contacted_on"].is_between(date(2026, 9, 1), date(2026, 11, 15)).all()
