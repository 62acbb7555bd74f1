"""The asset of core.pupil_links: identity over all cycles. When another cycle's pupils change, its arrival is
announced again."""

import dagster as dg

from assets.edge import Edge
from assets.identity import LINKS, link_pupils
from assets.steps import key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.home import Home


@dg.asset(
    key=key_of(LINKS.name),
    deps=[key_of("staged.rows"), key_of("staged.row_verdicts")],
    group_name="core",
    kinds={"duckdb", "python"},
    description=LINKS.description,
    metadata=table_metadata(LINKS),
    pool="warehouse",
)
def pupil_links(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "linking pupils", context.partition_key) as step:
        count = link_pupils(step.database)
        step.done(LINKS.name)
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "build_id": step.build_id})
