"""What people get, as assets: receipts as soon as a cycle is built, reports and published copies behind the gate."""

import dagster as dg

from assets.edge import Edge
from assets.partitions import CYCLE_PARTITIONS
from assets.publications import pass_gate, publish_copies, write_reports
from assets.receipts import receipts_of_cycle, receipts_without_cycle
from assets.steps import key_of, open_step
from assets.worklist_rows import SOURCES
from assets.worklists import write_worklists
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.tables import sql_tables

RECEIPTS_OF_UNREAD = key_of("outbox.receipts_of_unread_files")
RECEIPTS = key_of("outbox.receipts")
DATABASE = key_of("published.destinations")
REPORTS = key_of("outbox.reports")
WORKLISTS = key_of("outbox.worklists")
PUBLICATIONS = [DATABASE, REPORTS]


@dg.asset(
    key=RECEIPTS_OF_UNREAD,
    deps=[key_of("staged.delivery_findings")],
    group_name="outbox",
    kinds={"html"},
    pool="warehouse",
    description="A receipt for each file of which no row belongs to any cycle",
)
def receipts_of_unread_files(
    home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse], edge: dg.ResourceParam[Edge]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "writing receipts") as step:
        return dg.MaterializeResult(metadata={"receipts": receipts_without_cycle(step)})


@dg.asset(
    key=RECEIPTS,
    deps=[key_of(name) for name in ("core.row_fates", "core.claims", "mart.conservation", "staged.findings")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="outbox",
    kinds={"html"},
    pool="warehouse",
    description="A receipt for each file with rows of the cycle: what was read, what counts, what to fix",
)
def receipts(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "writing receipts", context.partition_key) as step:
        return dg.MaterializeResult(metadata={"receipts": receipts_of_cycle(step), "build_id": step.build_id})


@dg.asset(
    key=DATABASE,
    deps=[REPORTS, key_of("mart.clock")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="published",
    kinds={"duckdb"},
    pool="warehouse",
    description="The published copies: what leaders may see, and the submission tracker; no pupil row in either",
)
def published_copies(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "publishing", context.partition_key) as step:
        pass_gate(step)
        return dg.MaterializeResult(metadata={"rows": publish_copies(step), "build_id": step.build_id})


@dg.asset(
    key=REPORTS,
    deps=[key_of("mart.clock"), *(key_of(table.name) for table in sql_tables().values() if table.schema == "release")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="outbox",
    kinds={"html", "plotly"},
    pool="warehouse",
    description="The network's report and one for each school, from `release` alone; and the tracker",
)
def reports(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "writing reports", context.partition_key) as step:
        pass_gate(step)
        return dg.MaterializeResult(metadata={"pages": write_reports(step), "build_id": step.build_id})


@dg.asset(
    key=WORKLISTS,
    deps=[
        *(key_of(source.table) for source in SOURCES.values()),
        *(
            key_of(name)
            for name in ("core.listed_pupils", "core.contacts", "core.contact_attempts", "mart.places_left")
        ),
    ],
    partitions_def=CYCLE_PARTITIONS,
    group_name="outbox",
    kinds={"xlsx", "html"},
    pool="warehouse",
    description="The lists that schools work from, restricted: whom to speak to next, and about what",
)
def worklists(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "writing worklists", context.partition_key) as step:
        files = write_worklists(step.home, step.database, step.cycle, step.as_of, edge.now())
        return dg.MaterializeResult(metadata={"files": len(files), "build_id": step.build_id})


OUTBOX = [receipts_of_unread_files, receipts, worklists, published_copies, reports]
