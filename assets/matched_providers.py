"""The assets of provider matching, cycle by cycle: what each way of naming a provider means, and which names a person
should look at."""

from collections.abc import Iterator

import dagster as dg

from assets.edge import Edge
from assets.partitions import CYCLE_PARTITIONS
from assets.providers import MATCHES, REVIEW, match_providers
from assets.steps import key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.home import Home


@dg.multi_asset(
    name="provider_matches",
    specs=[
        dg.AssetSpec(
            key_of(table.name),
            deps=[
                key_of(name) for name in ("staged.codes", "ref.providers", "ref.provider_names", "ref.provider_aliases")
            ],
            partitions_def=CYCLE_PARTITIONS,
            group_name=table.schema,
            kinds={"duckdb", "python"},
            description=table.description,
            metadata=table_metadata(table),
        )
        for table in (MATCHES, REVIEW)
    ],
    pool="warehouse",
)
def provider_matches(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "matching providers", context.partition_key, staging=True) as step:
        match_providers(step.database, step.cycle)
        rows = {}
        for table in (MATCHES, REVIEW):
            step.done(table.name)
            rows[table.name] = step.database.count(table, step.cycle)
    for name, count in rows.items():
        yield dg.MaterializeResult(
            asset_key=key_of(name), metadata={"dagster/row_count": count, "build_id": step.build_id}
        )
