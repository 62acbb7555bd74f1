"""The jobs: `land` takes files in, `stage` types a cycle's rows and says whose they are, `build` makes what is counted
and writes to schools, `publish` passes the gate and writes for leaders, `lists` renews the worklists."""

from __future__ import annotations

import dagster as dg

from assets.outbox import PUBLICATIONS, RECEIPTS_OF_UNREAD, WORKLISTS
from assets.partitions import CYCLE_PARTITIONS
from assets.plan import LAND_TABLES, stage_tables
from assets.steps import key_of
from warehouse.declared import RAW

_LANDS = [
    *(key_of(name) for name in (*RAW, *LAND_TABLES, "staged.delivery_findings", "ops.pending_cycles")),
    RECEIPTS_OF_UNREAD,
]
# What a run logs is kept with the run, for its page; a terminal shows only what people need.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
LANDING = dg.AssetSelection.groups("ref") | dg.AssetSelection.assets(*_LANDS)
STAGING = dg.AssetSelection.assets(*(key_of(name) for name in (*stage_tables(), "ops.identities")))
PUBLISHING = dg.AssetSelection.assets(*PUBLICATIONS)

land = dg.define_asset_job(
    "land",
    LANDING,
    config=_QUIET,
    description="Take in what lies in the inbox and say which cycles must be staged",
)
stage = dg.define_asset_job(
    "stage",
    STAGING,
    partitions_def=CYCLE_PARTITIONS,
    config=_QUIET,
    description="Type and judge the rows of one cycle, and say which pupils they are about over all cycles",
)
build = dg.define_asset_job(
    "build",
    dg.AssetSelection.all() - LANDING - STAGING - PUBLISHING,
    partitions_def=CYCLE_PARTITIONS,
    config=_QUIET,
    description="Rebuild one cycle from its staged rows to what leaders may see, with every check, and its receipts",
)
publish = dg.define_asset_job(
    "publish",
    PUBLISHING,
    partitions_def=CYCLE_PARTITIONS,
    config=_QUIET,
    description="Where every check of the newest build passed: the published copy and the reports of one cycle",
)
lists = dg.define_asset_job(
    "lists",
    dg.AssetSelection.assets(WORKLISTS),
    partitions_def=CYCLE_PARTITIONS,
    config=_QUIET,
    description="The worklists of one cycle as of today: `build` writes them too, this counts the days on",
)
JOBS = [land, stage, build, publish, lists]
