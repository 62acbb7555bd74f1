"""The sensors on a real instance: what starts by itself, and what doesn't."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest
from conftest import HOLLINS
from school_files import drop, final

from assets.submissions import ARRIVALS_KEY, SETTLED_KEY
from pipelines.definitions import build_definitions
from pipelines.edge import fixed
from pipelines.instance import open_instance
from pipelines.run import RunSummary
from pipelines.schedules import worklists_at_eight
from pipelines.sensors import arrivals_sensor, inbox_sensor, settled_sensor
from warehouse.home import Home

DAY = date(2026, 10, 13)


@pytest.fixture
def home(first_autumn: tuple[Home, RunSummary], tmp_path: Path) -> Home:
    shutil.copytree(first_autumn[0].path, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(home) as opened:
        yield opened


def tick(
    sensor: dg.SensorDefinition, home: Home, instance: dg.DagsterInstance, cursor: str | None
) -> tuple[list[str | None], str | None]:
    """One tick: the partitions that it asks a run for (None: a run without one), and its cursor afterwards."""
    repository = build_definitions(home, fixed(home, DAY)).get_repository_def()
    resources = {"home": home} if sensor is inbox_sensor else None
    context = dg.build_sensor_context(instance, cursor, repository_def=repository, resources=resources)
    data = sensor.evaluate_tick(context)
    return [request.partition_key for request in data.run_requests or []], data.cursor or cursor


def test_a_dropped_file_is_landed_once_it_keeps_still(home: Home, instance: dg.DagsterInstance) -> None:
    asked, cursor = tick(inbox_sensor, home, instance, None)
    assert asked == []
    asked, cursor = tick(inbox_sensor, home, instance, cursor)
    assert asked == [None]
    assert tick(inbox_sensor, home, instance, cursor)[0] == []
    drop(home, "hollins/2025-26/Y11-final/more.csv", final(HOLLINS, "10/10/2026")[:100])
    asked, cursor = tick(inbox_sensor, home, instance, cursor)
    assert asked == []
    drop(home, "hollins/2025-26/Y11-final/more.csv", final(HOLLINS, "10/10/2026"))  # still being copied
    asked, cursor = tick(inbox_sensor, home, instance, cursor)
    assert asked == []
    assert tick(inbox_sensor, home, instance, cursor)[0] == [None]


MARKERS = pytest.mark.parametrize(
    "sensor, marker, job",
    [(arrivals_sensor, ARRIVALS_KEY, "stage"), (settled_sensor, SETTLED_KEY, "build")],
    ids=["stage", "build"],
)


@MARKERS
def test_what_the_command_made_is_not_made_again(
    home: Home, instance: dg.DagsterInstance, sensor: dg.SensorDefinition, marker: dg.AssetKey, job: str
) -> None:
    asked, cursor = tick(sensor, home, instance, None)
    assert asked == [] and cursor is not None
    assert tick(sensor, home, instance, cursor)[0] == []


@MARKERS
def test_an_announced_cycle_is_made_and_only_that_one(
    home: Home, instance: dg.DagsterInstance, sensor: dg.SensorDefinition, marker: dg.AssetKey, job: str
) -> None:
    instance.report_runless_asset_event(dg.AssetMaterialization(marker, partition="2025-26"))
    asked, cursor = tick(sensor, home, instance, None)
    assert asked == ["2025-26"]
    assert tick(sensor, home, instance, cursor)[0] == []


@MARKERS
def test_a_cycle_that_waits_to_be_made_is_not_asked_for_twice(
    home: Home, instance: dg.DagsterInstance, sensor: dg.SensorDefinition, marker: dg.AssetKey, job: str
) -> None:
    waiting = build_definitions(home, fixed(home, DAY)).resolve_job_def(job)
    tags = {"dagster/partition": "2025-26"}
    instance.create_run_for_job(waiting, status=dg.DagsterRunStatus.NOT_STARTED, tags=tags)
    instance.report_runless_asset_event(dg.AssetMaterialization(marker, partition="2025-26"))
    assert tick(sensor, home, instance, None)[0] == []


def test_an_inbox_that_never_keeps_still_is_landed_all_the_same(home: Home, instance: dg.DagsterInstance) -> None:
    cursor, asked = None, []
    for number in range(8):
        drop(home, f"hollins/2025-26/Y11-final/{number}.csv", final(HOLLINS, f"{1 + number:02d}/10/2026"))
        requests, cursor = tick(inbox_sensor, home, instance, cursor)
        asked.append(bool(requests))
    assert asked == [False] * 6 + [True, False]


def test_a_landing_that_failed_is_tried_again_after_a_minute(home: Home, instance: dg.DagsterInstance) -> None:
    cursor = None
    for _ in range(2):
        _, cursor = tick(inbox_sensor, home, instance, cursor)
    job = build_definitions(home, fixed(home, DAY)).resolve_job_def("land")
    instance.create_run_for_job(job, status=dg.DagsterRunStatus.FAILURE)
    asked = []
    for _ in range(13):
        requests, cursor = tick(inbox_sensor, home, instance, cursor)
        asked.append(bool(requests))
    assert asked == [False] * 12 + [True]


def test_at_eight_the_worklists_of_every_open_cycle_that_has_any_are_renewed(
    home: Home, instance: dg.DagsterInstance
) -> None:
    repository = build_definitions(home, fixed(home, DAY)).get_repository_def()

    def asked(when: datetime) -> list[str | None]:
        context = dg.build_schedule_context(
            instance, repository_def=repository, resources={"home": home}, scheduled_execution_time=when
        )
        return [request.partition_key for request in worklists_at_eight.evaluate_tick(context).run_requests or []]

    assert asked(datetime(2026, 10, 13, 7, tzinfo=UTC)) == ["2025-26"], "2026-27 is open too, but nothing of it came"
    assert asked(datetime(2028, 1, 13, 8, tzinfo=UTC)) == []
    assert repository.has_schedule_def(worklists_at_eight.name) and repository.has_job("lists")
