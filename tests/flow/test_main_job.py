"""The main job by its own command on a real Dagster instance: drop, run, read what came back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from conftest import FIRST_DAY, HOLLINS
from school_files import SURNAMES, drop, final, receipts, roll, upn
from steps import land_and_build, land_only, write_receipts

from pipelines.decisions import decide
from pipelines.instance import PROCESS_TAG, open_instance
from pipelines.run import RunSummary, run_home
from warehouse.files import archived, file_id
from warehouse.home import Home

SECOND_DAY, THIRD_DAY = date(2026, 10, 13), date(2026, 10, 20)
UP_TO_RELEASE = ("land", "build")
COUNTED = ("mart.destinations_by_school",)
CORRECTED = {**{number: HOLLINS[number] for number in range(2, 24)}, 2: "EMPLOYMENT", 50: "NEET"}


@pytest.fixture(scope="module")
def corrected(
    first_autumn: tuple[Home, RunSummary], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, RunSummary]:
    """The home a week later, in a path with a space in it: Hollins has corrected its roll and its destinations."""
    folder = tmp_path_factory.mktemp("corrected") / "home two"
    shutil.copytree(first_autumn[0].path, folder)
    home = Home(folder)
    drop(home, "hollins/2025-26/Y11-final/final.csv", final(CORRECTED, "10/10/2026"))
    drop(home, "hollins/2025-26/roll/roll.csv", roll([*HOLLINS, 50]))
    return home, run_home(folder, SECOND_DAY)


@pytest.fixture
def home(corrected: tuple[Home, RunSummary], tmp_path: Path) -> Home:
    """A copy of the corrected home, to change."""
    shutil.copytree(corrected[0].path, tmp_path / "copy")
    return Home(tmp_path / "copy")


def counted(home: Home, cycle: str = "2025-26") -> dict[tuple[str, str], int]:
    """Pupils by school and category, Year 11 final, everybody."""
    with duckdb.connect(str(home.warehouse_file), read_only=True) as database:
        rows = database.execute(
            "select school_id, destination_category, pupils from mart.destinations_by_school "
            "where cycle = ? and stage = 'final' and breakdown_topic = 'total' and pupils > 0",
            [cycle],
        ).fetchall()
    return {(school, category): pupils for school, category, pupils in rows}


def runs(home: Home) -> list[tuple[str, str]]:
    """Every run that the instance remembers, newest first: job and partition."""
    with open_instance(home) as instance:
        return [(run.job_name, run.tags.get("dagster/partition", "")) for run in instance.get_runs()]


def test_the_first_run_builds_and_publishes_every_cycle_that_files_touch(
    first_autumn: tuple[Home, RunSummary],
) -> None:
    home, summary = first_autumn
    assert len(summary.landed) == 6 and summary.verdicts == {"accepted": 6}
    assert summary.built == summary.published == ("2024-25", "2025-26")
    assert not summary.needs_attention
    assert counted(home) == {
        ("hollins", "further_education"): 12,
        ("hollins", "school_sixth_form"): 12,
        ("marsh", "apprenticeship"): 12,
    }
    outbox = {file.relative_to(home.path / "outbox").as_posix() for file in (home.path / "outbox").rglob("*.html")}
    assert {"network/reports/network-2025-26.html", "marsh/reports/marsh-2024-25.html"} < outbox
    assert len(receipts(home, "marsh/receipts")) == 4
    assert {job for job, _ in runs(home)} == {"land", "stage", "build", "publish"}


def test_a_second_run_does_nothing_and_starts_nothing(home: Home) -> None:
    before = runs(home)
    assert run_home(home.path, SECOND_DAY).did_nothing
    drop(home, "hollins/2025-26/Y11-final/final.csv", final(CORRECTED, "10/10/2026"))  # saved again, unchanged
    assert run_home(home.path, SECOND_DAY).did_nothing
    assert runs(home) == before


def test_a_corrected_file_rebuilds_its_own_cycle_alone_and_the_receipt_tells_new_from_changed(
    first_autumn: tuple[Home, RunSummary], corrected: tuple[Home, RunSummary]
) -> None:
    home, summary = corrected
    assert summary.built == summary.published == ("2025-26",)
    other = "outbox/network/reports/network-2024-25.html"
    assert (home.path / other).stat().st_mtime_ns == (first_autumn[0].path / other).stat().st_mtime_ns
    said = next(text for name, text in receipts(home).items() if "final" in name and "2026-10-13" in name)
    assert "1 new 1 changed 21 unchanged 0 held" in said
    assert "2 pupils were in an earlier file and are not in this one" in said
    assert counted(home)["hollins", "further_education"] == 11  # the two who are missing stay as they were
    assert counted(home)["hollins", "employment"] == counted(home)["hollins", "not_participating"] == 1


def test_a_file_withdrawn_is_as_if_it_had_never_come_until_that_is_undone(
    first_autumn: tuple[Home, RunSummary], home: Home
) -> None:
    corrected = counted(home)
    with duckdb.connect(str(home.warehouse_file), read_only=True) as database:
        sent = database.execute("select delivery_id from raw.deliveries where received_on = ?", [SECOND_DAY]).fetchall()
    for (delivery,) in sent:
        decide(home.path, "withdraw", delivery, "sent by mistake", THIRD_DAY)
    assert land_and_build(home, THIRD_DAY, COUNTED) == ["2025-26"]
    assert counted(home) == counted(first_autumn[0]) != corrected
    for (delivery,) in sent:
        decide(home.path, "restore", delivery, "it was right after all", THIRD_DAY)
    assert land_and_build(home, THIRD_DAY, COUNTED) == ["2025-26"]
    assert counted(home) == corrected


def test_a_past_day_is_rebuilt_beside_the_present_and_as_it_was_known_then(
    first_autumn: tuple[Home, RunSummary], home: Home
) -> None:
    now = counted(home)
    summary = run_home(home.path, FIRST_DAY, UP_TO_RELEASE, "2025-26")
    assert summary.built == ("2025-26",)
    assert counted(home.as_it_was(FIRST_DAY)) == counted(first_autumn[0]) != now == counted(home)


def test_every_dropped_file_is_kept_byte_for_byte(first_autumn: tuple[Home, RunSummary]) -> None:
    home, _ = first_autumn
    dropped = [file.read_bytes() for file in home.inbox.rglob("*.csv")]
    assert len(dropped) == 6
    kept = [archived(home.archive, file_id(content), "a.csv").read_bytes() for content in dropped]
    assert kept == dropped


def test_no_pupils_value_is_in_dagsters_memory_the_log_or_what_leaders_see(
    first_autumn: tuple[Home, RunSummary],
) -> None:
    home, _ = first_autumn
    values = [*SURNAMES, upn(3), upn(104)]
    places = [*home.dagster.rglob("*"), home.event_log, *(home.path / "outbox").glob("*/reports/*.html")]
    for file in places:
        if file.is_file():
            content = file.read_bytes()
            assert [value for value in values if value.encode() in content] == [], file
    for published in home.published.glob("*.duckdb"):
        with duckdb.connect(str(published), read_only=True) as database:
            tables = [f"{schema}.{name}" for schema, name in database.execute(
                "select schema_name, table_name from duckdb_tables()").fetchall()]  # fmt: skip
            assert tables
            for table in tables:
                text = "\n".join(map(str, database.execute(f"from {table}").fetchall()))
                assert [value for value in values if value in text] == [], table


def test_leaders_tables_show_no_count_from_one_to_five(corrected: tuple[Home, RunSummary]) -> None:
    home, _ = corrected
    with duckdb.connect(str(home.published / "destinations.duckdb"), read_only=True) as database:
        shown = database.execute(
            "select school_id, destination_category, pupils, status from release.destinations_by_school "
            "where cycle = '2025-26' and stage = 'final' and breakdown_topic = 'total' and school_id = 'hollins'"
        ).pl()
    small = shown.filter(pl.col("destination_category").is_in(["not_participating", "employment"]))
    assert small["pupils"].to_list() == [None, None]
    assert not shown["pupils"].drop_nulls().is_between(1, 5).any()


def test_where_a_check_failed_or_never_ran_nothing_is_published_and_the_old_pages_stay(home: Home) -> None:
    page = home.network_outbox("reports") / "network-2025-26.html"
    before = page.read_bytes()
    with duckdb.connect(str(home.warehouse_file)) as database:
        database.execute(
            "update ops.checks set passed = false, failed = 3 "
            "where cycle = '2025-26' and check_name = (select min(check_name) from ops.checks where blocking)"
        )
        database.execute("delete from ops.builds where cycle = '2025-26' and table_name = 'core.cohort'")
        database.execute(
            "delete from ops.checks where cycle = '2025-26' and check_name = 'shares_are_pupils_by_cohort'"
        )
    summary = run_home(home.path, SECOND_DAY, ("publish",), "2025-26")
    assert summary.published == () and summary.needs_attention
    reasons = " ".join(summary.refused["2025-26"])
    assert "core.cohort was not built with the newest data." in reasons
    assert "has not run on the newest data" in reasons and "failed for 3 rows" in reasons
    assert page.read_bytes() == before
    assert run_home(home.path, SECOND_DAY).published == ("2025-26",)  # building again mends it


def test_a_file_whose_receipt_a_stop_prevented_gets_it_by_the_next_run(home: Home) -> None:
    drop(home, "marsh/2025-26/Y11-final/scan.csv", b"%PDF-1.4")
    land_only(home, SECOND_DAY)
    write_receipts(home, SECOND_DAY)
    before = receipts(home, "marsh/receipts")
    with duckdb.connect(str(home.warehouse_file)) as database:
        database.execute(
            "delete from ops.receipts where delivery_id in (select delivery_id from raw.deliveries where folder = 'marsh')"
        )
    for file in (home.path / "outbox/marsh/receipts").iterdir():
        file.unlink()
    run_home(home.path, SECOND_DAY)
    assert receipts(home, "marsh/receipts") == before and any("scan" in name for name in before)
    assert run_home(home.path, SECOND_DAY).did_nothing


def test_a_run_whose_process_died_is_closed_by_the_next(home: Home) -> None:
    @dg.job
    def land() -> None: ...

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with open_instance(home) as instance:
        tags = {PROCESS_TAG: str(gone.pid)}
        left = instance.create_run_for_job(land, status=dg.DagsterRunStatus.STARTED, tags=tags).run_id
        alive = {PROCESS_TAG: str(os.getpid())}
        going_on = instance.create_run_for_job(land, status=dg.DagsterRunStatus.STARTED, tags=alive).run_id
    with open_instance(home) as instance:
        assert instance.get_run_by_id(left).status == dg.DagsterRunStatus.CANCELED
        assert instance.get_run_by_id(going_on).status == dg.DagsterRunStatus.STARTED
