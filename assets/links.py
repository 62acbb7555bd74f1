"""The assets of identity, over all cycles: whose each row is, and which pairs a person should look at."""

from collections.abc import Iterator

import dagster as dg

from assets.edge import Edge
from assets.identity import LINKS, REVIEW, link_pupils
from assets.steps import key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.home import Home


@dg.multi_asset(
    name="pupil_links",
    specs=[
        dg.AssetSpec(
            key_of(table.name),
            deps=[key_of("staged.rows"), key_of("staged.row_verdicts"), key_of("ref.matches")],
            group_name=table.schema,
            kinds={"duckdb", "python"},
            description=table.description,
            metadata=table_metadata(table),
        )
        for table in (LINKS, REVIEW)
    ],
    pool="warehouse",
)
def pupil_links(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "linking pupils", context.partition_key, staging=True) as step:
        link_pupils(step.database)
        rows = {}
        for table in (LINKS, REVIEW):
            step.done(table.name)
            rows[table.name] = step.database.count(table, None)
    for name, count in rows.items():
        yield dg.MaterializeResult(
            asset_key=key_of(name), metadata={"dagster/row_count": count, "build_id": step.build_id}
        )
