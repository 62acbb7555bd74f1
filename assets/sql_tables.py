"""A Dagster asset for each SQL file: its dependencies, columns and grain check come from the file itself. Tables that
can be made in one go share a step, and with it the opening of the warehouse."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.edge import Edge
from assets.ledger import Check
from assets.partitions import CYCLE_PARTITIONS
from assets.plan import (
    BUILT_IN_PYTHON,
    LAND_TABLES,
    STAGED_IN_PYTHON,
    batches,
    build_sql,
    is_staged,
    land_sql,
    stage_sql,
)
from assets.steps import Step, check_result, key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.tables import Table

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


def batch_asset(name: str, tables: Sequence[Table]) -> dg.AssetsDefinition:
    """The assets of SQL tables that are made in one step, called `name`, in the order given."""
    lands, staging = tables[0].name in LAND_TABLES, is_staged(tables[0].name)

    @dg.multi_asset(
        name=name,
        specs=[_spec(table) for table in tables],
        check_specs=[
            dg.AssetCheckSpec(
                "grain_is_unique",
                asset=key_of(table.name),
                blocking=True,
                description="One row for each key of the grain",
            )
            for table in tables
        ],
        partitions_def=CYCLE_PARTITIONS if tables[0].rebuild == "cycle" else None,
        can_subset=True,
        pool="warehouse",
    )
    def build(
        context: dg.AssetExecutionContext,
        home: dg.ResourceParam[Home],
        warehouse: dg.ResourceParam[Warehouse],
        edge: dg.ResourceParam[Edge],
    ) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        cycle = "" if lands else context.partition_key
        chosen = [table for table in tables if key_of(table.name) in context.selected_asset_keys]
        with open_step(home, warehouse, edge, f"building {name}", cycle, staging=staging) as step:
            made = []
            for table in chosen:
                made.append((table, *build_table(step, table)))
                if not made[-1][-1].passed:
                    break
        for table, rows, check in made:
            yield _result(step, table, rows, check)
        if not check.passed:
            raise dg.Failure(f"{table.name} repeats {check.failed} keys: {check.meaning}", allow_retries=False)

    return build


def _spec(table: Table) -> dg.AssetSpec:
    sources = [source for source in (*table.sources, *_EXTRA_SOURCES.get(table.name, ())) if source != table.name]
    return dg.AssetSpec(
        key_of(table.name),
        deps=[key_of(source) for source in sources],
        group_name=table.schema,
        kinds={"duckdb", "sql"},
        description=table.description,
        metadata=table_metadata(table),
        skippable=True,  # what comes after a table whose grain is broken is not made
    )


def _result(step: Step, table: Table, rows: int, check: Check) -> dg.MaterializeResult:  # type: ignore[type-arg]
    named = Check("grain_is_unique", check.passed, True, check.checked, check.failed, check.meaning)
    return dg.MaterializeResult(
        asset_key=key_of(table.name),
        metadata={"dagster/row_count": rows, "build_id": step.build_id, "as_of": step.as_of.isoformat()},
        check_results=[check_result(named, key_of(table.name), step.build_id)],
    )


def sql_assets() -> list[dg.AssetsDefinition]:
    """All of them, in the order in which they are made."""
    works = (
        ("landed", batches(land_sql(), {})),
        ("staged", batches(stage_sql(), STAGED_IN_PYTHON)),
        ("built", batches(build_sql(), BUILT_IN_PYTHON)),
    )
    return [
        batch_asset(f"{work}_tables_{number}", tables)
        for work, parts in works
        for number, tables in enumerate(parts, start=1)
    ]
