"""The landing as Dagster shows it: files taken in, `ref` rebuilt, and for each touched cycle one partition of the
marker raw/arrivals; and the marker ops/settled once its pupils are known."""

from collections.abc import Iterator

import dagster as dg

from assets.arrivals import arrivals, take_in
from assets.builds import build_ids, settle_links, to_build, to_stage
from assets.edge import Edge
from assets.editions_log import PUBLISHED_CELLS
from assets.identity import MATCHES
from assets.landing import land
from assets.partitions import CYCLE_PARTITIONS
from assets.plan import LAND_TABLES, stage_tables
from assets.reference import ALIASES, DECISIONS, publish_reference
from assets.steps import key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.declared import RAW
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.reference import reference_names

ARRIVALS_KEY, SETTLED_KEY = key_of("raw.arrivals"), key_of("ops.settled")
_DECIDED = (DECISIONS.name, MATCHES.name, ALIASES.name, PUBLISHED_CELLS.name)
_REFERENCE = [*reference_names(), *_DECIDED]

arrivals_marker = dg.AssetSpec(
    ARRIVALS_KEY,
    deps=[key_of("raw.deliveries")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="raw",
    description="That something new for a cycle has landed: its rows are staged anew",
)
settled_marker = dg.AssetSpec(
    SETTLED_KEY,
    deps=[key_of("ops.identities")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="ops",
    description="That a cycle's rows are staged and their pupils known: what is counted from them is built anew",
)


@dg.multi_asset(
    name="landing",
    specs=[
        dg.AssetSpec(
            key_of(name),
            group_name="raw",
            kinds={"duckdb", "python"},
            description=table.description,
            metadata=table_metadata(table),
        )
        for name, table in RAW.items()
    ],
    pool="warehouse",
)
def landing(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
    """Take in what lies in the inbox and read what the log knows and `raw` doesn't."""
    log = EventLog(home.event_log)
    events = log.events(edge.past)
    if edge.past is None:
        with warehouse.open("taking files in"):
            home.open_folders(edge.as_of())
            events = log.events()
            taken = take_in(home, log, arrivals(home, events, edge.pause), edge.now())
        events = [*events, *taken]
    landed = land(home, warehouse, events)
    context.log.info(
        "%s deliveries landed with %s rows; cycles: %s",
        len(landed.deliveries),
        landed.rows,
        ", ".join(landed.cycles) or "none",
    )
    metadata = {"deliveries": len(landed.deliveries), "rows": landed.rows}
    for name in RAW:
        yield dg.MaterializeResult(asset_key=key_of(name), metadata=metadata)


@dg.multi_asset(
    name="reference",
    specs=[
        dg.AssetSpec(
            key_of(name),
            deps=[key_of("raw.deliveries")] if name in _DECIDED else [],
            group_name="ref",
            kinds={"duckdb", "python"},
        )
        for name in _REFERENCE
    ],
    pool="warehouse",
)
def reference(home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse], edge: dg.ResourceParam[Edge]):  # type: ignore[no-untyped-def]
    """Rules and lists from the code, schools and dates from the home, decisions from the log."""
    with open_step(home, warehouse, edge, "rebuilding reference tables") as step:
        rows = publish_reference(home, step.database, step.events)
    for name in _REFERENCE:
        yield dg.MaterializeResult(asset_key=key_of(name), metadata={"dagster/row_count": rows[name]})


@dg.asset(
    key=key_of("ops.pending_cycles"),
    deps=[key_of("staged.delivery_findings"), *(key_of(name) for name in LAND_TABLES)],
    group_name="ops",
    kinds={"duckdb", "python"},
    description="Announces at raw/arrivals which cycles must be staged, and at ops/settled which only need a build",
    pool="warehouse",
)
def announce_arrivals(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "looking what to stage") as step:
        ids = build_ids(step.database, home, step.events, step.as_of)
        staging = to_stage(step.database, ids)
        building = [] if staging else to_build(step.database, ids)
    _announce(context, ARRIVALS_KEY, staging)
    _announce(context, SETTLED_KEY, building)
    return dg.MaterializeResult(metadata={"cycles": ", ".join([*staging, *building]) or "none"})


@dg.asset(
    key=key_of("ops.identities"),
    deps=[key_of(name) for name in stage_tables()],
    group_name="ops",
    kinds={"duckdb", "python"},
    description="Notes what each cycle takes from the others; once all are staged, says at ops/settled what to build",
    pool="warehouse",
)
def announce_settled(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "settling identities", context.partition_key, staging=True) as step:
        settle_links(step.database)
        ids = build_ids(step.database, home, step.events, step.as_of)
        # While another cycle waits to be staged, identities may still change: its own staging will announce them all.
        building = [] if to_stage(step.database, ids) else to_build(step.database, ids)
    _announce(context, SETTLED_KEY, building)
    return dg.MaterializeResult(metadata={"cycles": ", ".join(building) or "none"})


def _announce(context: dg.AssetExecutionContext, marker: dg.AssetKey, cycles: list[str]) -> None:
    for cycle in cycles:
        context.log_event(dg.AssetMaterialization(marker, partition=cycle))
