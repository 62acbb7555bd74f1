"""The demo network's exchange: applications, feedback, encounters, places and evaluations lie where they belong, read as
what they are, and hold what the generator says of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from domain.destination_types import resolve
from domain.text import key
from pipelines.demo.exchange import NETWORK
from pipelines.demo.schools import CYCLES, DEMO_SCHOOLS
from tests.demo.words import CODES, coded, days

if TYPE_CHECKING:
    from tests.demo.conftest import Dropped

LAST = CYCLES[-1]
SECONDARIES = {school.school_id for school in DEMO_SCHOOLS if 11 in school.year_groups}


def test_every_file_reads_as_the_kind_it_was_written_as_with_all_its_rows(dropped: Dropped) -> None:
    read = {path: (kind, rows) for path, kind, rows in dropped.rows.group_by("path", "kind").len().iter_rows()}
    faults = dropped.summary.faults
    odd = {faults[name].path for name in ("unreadable_file", "missing_destination_column")}
    assert {file.path for file in dropped.summary.files if read.get(file.path) != (file.kind, file.rows)} == odd
    kinds = Counter(file.kind for file in dropped.summary.files)
    assert {kind: kinds[kind] for kind in kinds if kind not in ("roll", "destinations")} == {
        "applications": 20, "feedback": 5, "encounters": 28, "places": 8, "compass": 14,
    }  # fmt: skip


def test_the_lists_of_the_exchange_have_nothing_that_the_reader_minds(dropped: Dropped) -> None:
    minded = {
        file.path: found
        for file in dropped.summary.files
        if file.kind not in ("roll", "destinations") and (found := dropped.findings[file.path])
    }
    assert not minded


def test_applications_come_to_the_outcomes_that_were_made(dropped: Dropped) -> None:
    rows = coded(dropped.of("applications"), "application_status", "reply", "placed")
    college = rows.filter(pl.col("path").str.contains("college"))
    assert college.height == dropped.summary.exchange.college_applications > 300
    results = rows.filter(pl.col("path").str.contains("2026-08-13"))
    placed, firm, insurance = (
        set(results.filter(each).select("surname", "forename", "date_of_birth").iter_rows())
        for each in (pl.col("placed") == "yes", pl.col("reply") == "firm", pl.col("reply") == "insurance")
    )
    outcomes = dropped.summary.exchange.application_outcomes
    at = {
        reply: results.filter((pl.col("placed") == "yes") & (pl.col("reply") == reply)).height
        for reply in ("firm", "insurance")
    }
    assert at == {"firm": outcomes["placed_firm"], "insurance": outcomes["placed_insurance"]}
    assert len(placed) == sum(n for outcome, n in outcomes.items() if outcome.startswith("placed"))
    assert len(placed - firm) == outcomes["placed"] and firm == insurance
    assert len(firm - placed) == outcomes["unplaced"] + outcomes["firm_open"]
    assert set(rows["entry_year"]) == {"2026", "2027", None}
    assert min(outcomes.values()) >= 5


def test_everybody_who_applied_is_on_the_roll_of_the_school_that_tells_it(dropped: Dropped) -> None:
    keys = ["school_id", "surname", "forename", "date_of_birth"]
    rolls, applied = (
        days(dropped.of(kind).filter(in_cycle=LAST), "date_of_birth")
        .with_columns(school_id=pl.col("path").str.split("/").list.first())
        .filter(pl.col("date_of_birth").is_not_null())
        for kind in ("roll", "applications")
    )
    assert applied.join(rolls, on=keys, how="anti").height == 0


def test_feedback_is_what_was_made_and_says_where_by_code_or_provider(dropped: Dropped) -> None:
    told = dropped.summary.exchange.feedback
    rows = dropped.rows.filter(kind="feedback")
    held = dropped.summary.faults["few_known"].path
    assert rows.filter(pl.col("path") != held).height == sum(told.values())
    assert told["agrees"] > 10 * told["conflict"] > 0 and min(told.values()) >= 2
    assert set(told) == {"agrees", "new", "conflict", "not_in_cohort", "unmatched"}
    codes = rows["destination_type"].drop_nulls().unique()
    assert codes.str.contains(r"^\d{3}$").all() and all(resolve(code) for code in codes)


def test_one_list_names_hardly_a_pupil_of_ours_and_every_other_one_mostly_ours(dropped: Dropped) -> None:
    roll = dropped.of("roll").filter(in_cycle=LAST)
    ours = {*days(roll, "date_of_birth").select("surname", "forename", "date_of_birth").iter_rows()}
    rows = days(dropped.rows.filter(kind="feedback"), "date_of_birth")
    known = {
        path[0]: sum(who in ours for who in part.select("surname", "forename", "date_of_birth").iter_rows()) / len(part)
        for path, part in rows.group_by("path")
    }
    few = known.pop(dropped.summary.faults["few_known"].path)
    assert few < 0.25 and min(known.values()) > 0.85
    assert sum(path.startswith(NETWORK) for path in known) == 2


def test_an_authority_writes_a_day_or_two_as_excel_counts_them(dropped: Dropped) -> None:
    rows = dropped.rows.filter((pl.col("kind") == "feedback") & pl.col("path").str.contains("Current activity"))
    assert rows["recorded_on"].drop_nulls().str.contains(r"^\d{5}$").sum() == 2


def test_an_application_has_a_word_that_nobody_knows(dropped: Dropped) -> None:
    fault = dropped.summary.faults["unknown_status"]
    (sent,) = dropped.rows.filter((pl.col("path") == fault.path) & (pl.col("line") == fault.lines[0]))[fault.column]
    assert sent == fault.sent and (fault.column, key(sent)) not in CODES


def test_evaluations_are_termly_and_break_with_the_new_version(dropped: Dropped) -> None:
    rows = days(dropped.of("compass"), "evaluated_on")
    assert rows.height == len(SECONDARIES) * 6 * 8
    versions = rows.group_by("in_cycle").agg(pl.col("evaluation_version").unique().str.join())
    assert dict(versions.iter_rows()) == {CYCLES[-2]: "Compass 2018", LAST: "Compass 2025"}
    achieved = coded(rows, "benchmark_achieved").select(
        is_right=(pl.col("benchmark_achieved") == "yes") == (pl.col("benchmark_score") == "100")
    )
    assert achieved["is_right"].all()


def test_sixth_forms_tell_on_results_day_what_is_left(dropped: Dropped) -> None:
    rows = days(dropped.of("places"), "recorded_on")
    assert set(rows["recorded_on"]) == {date(2026, 8, 20)}
    left = rows["places_left"].cast(pl.Int32)
    assert left.min() == 0 and left.max() > 5


def test_no_file_of_the_exchange_is_dated_in_the_future(dropped: Dropped) -> None:
    for column in ("recorded_on", "encounter_on", "evaluated_on", "start_date", "verified_on"):
        rows = dropped.rows.filter(~pl.col("kind").is_in(["roll", "destinations"])).drop_nulls(column)
        assert days(rows, column)[column].max() <= date(2026, 11, 15), column


def test_every_list_lies_in_the_folder_that_was_made_for_it(dropped: Dropped) -> None:
    folders = {"applications": "applications", "encounters": "encounters", "places": "places", "compass": "compass"}
    for file in dropped.summary.files:
        if file.kind in folders:
            assert Path(file.path).parent.name == folders[file.kind]
