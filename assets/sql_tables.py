"""One Dagster asset for each SQL file: its dependencies, columns and grain check come from the file itself."""

import dagster as dg

from assets.edge import Edge
from assets.ledger import Check
from assets.partitions import CYCLE_PARTITIONS
from assets.plan import LAND_TABLES, is_staged
from assets.steps import Step, check_result, key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.tables import Table, sql_tables

# What must have happened first though the query doesn't read it: staging follows arrivals, building settled identities.
_EXTRA_SOURCES = {"staged.codes": ("raw.arrivals",), "core.members": ("ops.settled",)}


def grain_check(table: Table) -> str:
    """The name under which a table's grain check is remembered."""
    return f"{table.name.replace('.', '__')}__grain_is_unique"


def build_table(step: Step, table: Table) -> tuple[int, Check]:
    """Build one SQL table for the step's cycle and look whether its grain holds."""
    rows = step.database.build(table, step.cycle or None, step.as_of)
    repeated = step.database.repeated_keys(table, step.cycle or None)
    counted = rows if table.rebuild == "cycle" else None
    meaning = f"{table.name} has one row for each {', '.join(table.grain)}; where it repeats, pupils are counted twice."
    check = Check(grain_check(table), repeated == 0, True, counted, repeated, meaning)
    if step.cycle:
        step.done(table.name, [check])
    return rows, check


def sql_asset(table: Table) -> dg.AssetsDefinition:
    """The asset of a SQL table."""
    key = key_of(table.name)
    sources = [source for source in (*table.sources, *_EXTRA_SOURCES.get(table.name, ())) if source != table.name]
    lands = table.name in LAND_TABLES

    @dg.asset(
        key=key,
        deps=[key_of(source) for source in sources],
        partitions_def=CYCLE_PARTITIONS if table.rebuild == "cycle" else None,
        group_name=table.schema,
        kinds={"duckdb", "sql"},
        description=table.description,
        metadata=table_metadata(table),
        check_specs=[
            dg.AssetCheckSpec(
                "grain_is_unique", asset=key, blocking=True, description="One row for each key of the grain"
            )
        ],
        pool="warehouse",
    )
    def build(
        context: dg.AssetExecutionContext,
        home: dg.ResourceParam[Home],
        warehouse: dg.ResourceParam[Warehouse],
        edge: dg.ResourceParam[Edge],
    ) -> dg.MaterializeResult:  # type: ignore[type-arg]
        cycle = "" if lands else context.partition_key
        staging = is_staged(table.name)
        with open_step(home, warehouse, edge, f"building {table.name}", cycle, staging=staging) as step:
            rows, check = build_table(step, table)
        named = Check("grain_is_unique", check.passed, True, check.checked, check.failed, check.meaning)
        return dg.MaterializeResult(
            asset_key=key,
            metadata={"dagster/row_count": rows, "build_id": step.build_id, "as_of": step.as_of.isoformat()},
            check_results=[check_result(named, key, step.build_id)],
        )

    return build


def sql_assets() -> list[dg.AssetsDefinition]:
    """All of them, in the order of their dependencies."""
    return [sql_asset(table) for table in sql_tables().values()]
