"""What the demo's schools note beside destinations: most send it, some don't, and it is what England's figures look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from domain.codes import code_aliases
from domain.text import key
from pipelines.demo.generations import Generations
from pipelines.demo.journeys import Claim
from pipelines.demo.noted import kept, noted
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS
from pipelines.demo.tables import rows

if TYPE_CHECKING:
    from tests.demo.conftest import Dropped

LAST = CYCLES[-1]


def codes(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows that say something in the column, with the code that it means, and the school whose folder they lie in."""
    aliases = {alias: code for name, alias, code in code_aliases().iter_rows() if name == column}
    return frame.drop_nulls(column).select(
        "upn",
        "in_year_group",
        school_id=pl.col("path").str.split("/").list.first(),
        code=pl.col(column).map_elements(lambda word: aliases[key(word)], pl.String),
    )


def share(frame: pl.DataFrame, *among: str) -> float:
    return frame.filter(pl.col("code").is_in(among)).height / frame.height


def test_one_pupil_in_a_hundred_is_in_care_and_a_roll_says_it_of_all(dropped: Dropped) -> None:
    told = codes(dropped.of("roll").filter(in_cycle=LAST), "looked_after")
    assert 0.006 < share(told, "yes") < 0.016
    assert len(DEMO_SCHOOLS) - told["school_id"].n_unique() == 2


def test_nearly_half_of_those_who_were_asked_are_the_first_of_the_family(dropped: Dropped) -> None:
    told = codes(dropped.of("roll").filter(in_cycle=LAST), "first_generation_he")
    assert set(told["in_year_group"]) == {11, 12, 13, 14}
    assert 0.4 < share(told.filter(pl.col("code") != "not_known"), "yes") < 0.55
    assert 0.02 < share(told, "not_known") < 0.15


def test_most_of_year_6_get_their_first_preference_and_two_schools_dont_say(dropped: Dropped) -> None:
    told = codes(dropped.of("destinations").filter(in_cycle=LAST, in_stage="intended"), "preference_met")
    assert set(told["in_year_group"]) == {6}
    assert 0.8 < share(told, "1") < 0.9 and 0.95 < share(told, "1", "2", "3") < 1
    assert len([school for school in DEMO_SCHOOLS if 6 in school.year_groups]) - told["school_id"].n_unique() == 2


def test_of_most_who_went_elsewhere_somebody_wrote_why(dropped: Dropped) -> None:
    final = dropped.of("destinations").filter(in_cycle=LAST, in_stage="final", in_year_group=13)
    why = final["change_reason"].drop_nulls()
    assert 0.05 < why.len() / final.height < 0.4
    assert {"Grades below the entry requirement", "Grades better than expected", "Prefers another course"} <= {*why}


def test_a_few_read_medicine_and_only_where_they_had_applied_for_it_and_it_is_taught(dropped: Dropped) -> None:
    taught = {row["provider"] for row in rows("providers") if row["teaches_medicine"]}
    final = dropped.of("destinations").filter(in_cycle=LAST, in_stage="final", course_code="A100")
    applied = dropped.of("applications").filter(course_code="A100")
    assert {*final["destination_provider"], *applied["destination_provider"]} <= taught
    assert 3 < final.height < applied["uln"].n_unique() < 40
    places = applied.select("surname", "forename", "destination_provider")
    assert {*final.select(places.columns).iter_rows()} <= {*places.iter_rows()}


def test_a_special_school_is_no_preference_and_a_field_has_its_year_groups() -> None:
    network = Generations(seed=1)
    pupil = network.enrol(DEMO_SCHOOLS[0], 6, 2026)
    assert noted(pupil, 6, Claim(), Claim("SPECIAL")).preference_met == ""
    assert noted(pupil, 6, Claim(), Claim("SECONDARY")).preference_met
    titles = {"a": "preference_met", "b": "course_code", "c": "looked_after", "d": "upn"}
    assert list(kept(DEMO_SCHOOLS[0], titles, 6)) == ["a", "c", "d"]
    assert list(kept(DEMO_SCHOOLS[12], titles, 13)) == ["b", "c", "d"]
