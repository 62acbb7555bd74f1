"""The landing as Dagster shows it: files taken in, `ref` rebuilt, and for each touched cycle one partition of the
marker raw/arrivals."""

from collections.abc import Iterator

import dagster as dg

from assets.arrivals import arrivals, take_in
from assets.builds import LAND_TABLES, pending_cycles, stale_identities
from assets.edge import Edge
from assets.landing import land
from assets.partitions import CYCLE_PARTITIONS
from assets.reference import DECISIONS, publish_reference
from assets.steps import key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.declared import RAW
from warehouse.events import EventLog
from warehouse.home import Home
from warehouse.reference import reference_names

ARRIVALS_KEY = key_of("raw.arrivals")
_REFERENCE = [*reference_names(), DECISIONS.name]

arrivals_marker = dg.AssetSpec(
    ARRIVALS_KEY,
    deps=[key_of("raw.deliveries")],
    partitions_def=CYCLE_PARTITIONS,
    group_name="raw",
    description="That something new for a cycle has landed: what is below is built anew for it",
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
            deps=[key_of("raw.deliveries")] if name == DECISIONS.name else [],
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
    description="Announces at raw/arrivals what must be built: news came, a phase began, a rule or a school changed",
    pool="warehouse",
)
def announce_pending(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "looking what to build") as step:
        cycles = pending_cycles(step.database, home, step.events, step.as_of)
    return _announce(context, cycles)


@dg.asset(
    key=key_of("ops.stale_identities"),
    deps=[key_of("core.pupils"), key_of("core.row_fates")],
    group_name="ops",
    kinds={"duckdb", "python"},
    description="Announces at raw/arrivals every other cycle whose pupils were linked anew by this build",
    pool="warehouse",
)
def announce_stale(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "looking whose pupils changed", context.partition_key) as step:
        cycles = [cycle for cycle in stale_identities(step.database) if cycle != step.cycle]
    return _announce(context, cycles)


def _announce(context: dg.AssetExecutionContext, cycles: list[str]) -> dg.MaterializeResult:  # type: ignore[type-arg]
    for cycle in cycles:
        context.log_event(dg.AssetMaterialization(ARRIVALS_KEY, partition=cycle))
    return dg.MaterializeResult(metadata={"cycles": ", ".join(cycles) or "none"})
