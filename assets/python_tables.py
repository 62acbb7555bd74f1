"""The assets of tables that Python makes while a cycle is staged, two at a time: providers, and identity. What makes
them stands in `providers.py` and `identity.py`."""

from collections.abc import Callable, Iterator, Sequence

import dagster as dg

from assets.edge import Edge
from assets.identity import LINKS, link_pupils
from assets.identity import MATCHES as DECIDED_PAIRS
from assets.identity import REVIEW as IDENTITY_REVIEW
from assets.partitions import CYCLE_PARTITIONS
from assets.plan import STAGED_IN_PYTHON
from assets.providers import MATCHES, REVIEW, match_providers
from assets.reference import ALIASES
from assets.steps import Step, key_of, open_step, table_metadata
from warehouse.database import Warehouse
from warehouse.home import Home
from warehouse.tables import Table


def _assets(
    name: str, purpose: str, tables: Sequence[Table], also_from: Sequence[str], make: Callable[[Step], object]
) -> dg.AssetsDefinition:
    """The assets of tables that `make` makes together, from tables of the same work and `also_from` others."""

    @dg.multi_asset(
        name=name,
        specs=[
            dg.AssetSpec(
                key_of(table.name),
                deps=[key_of(source) for source in (*STAGED_IN_PYTHON[table.name], *also_from)],
                group_name=table.schema,
                kinds={"duckdb", "python"},
                description=table.description,
                metadata=table_metadata(table),
            )
            for table in tables
        ],
        partitions_def=CYCLE_PARTITIONS if tables[0].rebuild == "cycle" else None,
        pool="warehouse",
    )
    def staged(
        context: dg.AssetExecutionContext,
        home: dg.ResourceParam[Home],
        warehouse: dg.ResourceParam[Warehouse],
        edge: dg.ResourceParam[Edge],
    ) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        with open_step(home, warehouse, edge, purpose, context.partition_key, staging=True) as step:
            make(step)
            for table in tables:
                step.done(table.name)
            rows = {table.name: step.database.count(table, step.cycle) for table in tables}
        for table_name, count in rows.items():
            yield dg.MaterializeResult(
                asset_key=key_of(table_name), metadata={"dagster/row_count": count, "build_id": step.build_id}
            )

    return staged


PYTHON_TABLES = [
    _assets(
        "provider_matches",
        "matching providers",
        (MATCHES, REVIEW),
        ("ref.providers", "ref.provider_names", ALIASES.name),
        lambda step: match_providers(step.database, step.cycle),
    ),
    _assets(
        "pupil_links",
        "linking pupils",
        (LINKS, IDENTITY_REVIEW),
        (DECIDED_PAIRS.name,),
        lambda step: link_pupils(step.database),
    ),
]
