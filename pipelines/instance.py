"""The Dagster instance of a home: its settings, and closing the runs of processes that died."""

from __future__ import annotations

import json
import os
import sqlite3

import dagster as dg
from sqlalchemy import event
from sqlalchemy.engine import Engine

from warehouse.files import write_whole
from warehouse.home import Home

_SETTINGS = """\
# Written by destinations; runs are remembered in this folder and nothing is sent anywhere.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    default_limit: 1
    granularity: op
  runs:
    max_concurrent_runs: 1
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    dequeue_interval_seconds: 1
sensors:
  use_threads: true
  num_workers: 4
event_log_storage:
  module: pipelines.event_storage
  class: EventStorage
  config:
    base_dir: {runs}
"""
PROCESS_TAG = "destinations/process"
_ALIVE = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.CANCELING]


def prepare(home: Home) -> None:
    """Write the instance's settings and switch telemetry off for this process and its children."""
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    runs = json.dumps(str(home.dagster / "history" / "runs"))
    write_whole(home.dagster / "dagster.yaml", _SETTINGS.format(runs=runs))


def _sync_at_checkpoints(connection: object, _: object) -> None:
    """Not at every one of the thousands of small writes of a run. No crash damages the file; one of the whole machine
    may lose the last moments of what Dagster remembers, which the next run makes good from the warehouse."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = normal")


def open_instance(home: Home) -> dg.DagsterInstance:
    """The home's instance, with dead runs closed and their places in the pool freed."""
    prepare(home)
    if not event.contains(Engine, "connect", _sync_at_checkpoints):
        event.listen(Engine, "connect", _sync_at_checkpoints, insert=True)
    instance = dg.DagsterInstance.from_config(str(home.dagster))
    for run in instance.get_runs(dg.RunsFilter(statuses=_ALIVE)):
        process = run.tags.get(PROCESS_TAG)
        if process and not _is_alive(int(process)):
            instance.report_run_canceled(run, message=f"Its process {process} is gone: closed by the next run.")
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return instance


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
