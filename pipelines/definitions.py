"""The composition root: every asset, job, sensor and schedule, and the home that they work on. Read this first.

inbox -> raw -> staged -> core -> mart -> release -> reports
  land: up to raw    stage: whose rows they are    build: what is counted, up to release    publish: behind the gate
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from assets.edge import Edge
from assets.outbox import OUTBOX
from assets.python_tables import PYTHON_TABLES
from assets.sql_tables import sql_assets
from assets.submissions import announce_arrivals, announce_settled, arrivals_marker, landing, reference, settled_marker
from assets.suppressions import suppressions
from assets.validation import across_tables, delivery_findings, findings
from pipelines.edge import live
from pipelines.jobs import JOBS
from pipelines.schedules import every_morning, worklists_at_eight
from pipelines.sensors import SENSORS
from warehouse.database import Warehouse
from warehouse.home import Home

ASSETS: list[dg.AssetsDefinition | dg.AssetSpec] = [
    arrivals_marker, landing, reference, delivery_findings, announce_arrivals,  # land
    *sql_assets(),
    *PYTHON_TABLES, findings, announce_settled, settled_marker,  # stage
    across_tables, suppressions,  # build
    *OUTBOX,
]  # fmt: skip


def build_definitions(home: Home, edge: Edge) -> dg.Definitions:
    """Everything there is, for one home."""
    return dg.Definitions(
        assets=ASSETS,
        jobs=JOBS,
        sensors=SENSORS,
        schedules=[every_morning, worklists_at_eight],
        resources={"home": home, "warehouse": Warehouse(home.warehouse_file), "edge": edge},
        executor=dg.in_process_executor,
    )


def home_of_environment() -> Home:
    """The home that `DESTINATIONS_HOME` names, else ./data."""
    return Home(Path(os.environ.get("DESTINATIONS_HOME", "data")).resolve())


defs = build_definitions(home_of_environment(), live(home_of_environment()))
