"""mart.suppressions: which cells leaders may not see. The rule is `domain/disclosure.py`; `sql/release/` joins the
result."""

from dataclasses import dataclass

import dagster as dg
import polars as pl

from assets.edge import Edge
from assets.partitions import CYCLE_PARTITIONS
from assets.steps import key_of, open_step, table_metadata
from assets.validation import TRUTHS_KEY
from domain.disclosure import suppress
from warehouse.database import Database, Warehouse
from warehouse.declared import DERIVED
from warehouse.home import Home

SUPPRESSIONS = DERIVED["mart.suppressions"]


@dataclass(frozen=True)
class Cells:
    """Where a mart table's cells are: `item` names the cell within its line, `pupils` and `cohort` are SQL
    expressions."""

    table: str
    item: str
    pupils: str = "pupils"
    cohort: str = "cohort"
    by_school: bool = True
    staged: bool = True
    broken_down: bool = True


_FLOW = "intended_category || '>' || final_category"
CELLS = (
    Cells("mart.destinations_by_school", "destination_category"),
    Cells("mart.destinations_by_network", "destination_category", by_school=False),
    Cells("mart.participation_by_school", "participation"),
    Cells("mart.participation_by_network", "participation", by_school=False),
    Cells("mart.coverage", "'confirmed'", pupils="confirmed", broken_down=False),
    Cells("mart.coverage", "'undecided'", pupils="undecided", broken_down=False),
    Cells("mart.intended_to_final", _FLOW, cohort="null", staged=False, broken_down=False),
    Cells("mart.intended_to_final_by_network", _FLOW, cohort="null", by_school=False, staged=False, broken_down=False),
)


def suppress_cells(database: Database, cycle: str, low: int, high: int) -> int:
    """Rebuild the cycle's mart.suppressions; returns how many cells are not published."""
    hidden = []
    for cells in CELLS:
        has = {
            "school_id": cells.by_school,
            "stage": cells.staged,
            "breakdown_topic": cells.broken_down,
            "breakdown": cells.broken_down,
        }
        keys = ", ".join(f"{column} as {column}" if there else f"'' as {column}" for column, there in has.items())
        frame = database.query(
            f"""select cycle, '{cells.table}' as table_name, year_group, {keys}, {cells.item} as item,
            cast({cells.pupils} as integer) as pupils, cast({cells.cohort} as integer) as cohort
            from {cells.table} where cycle = ?""",
            [cycle],
        )
        hidden.append(
            suppress(frame, low=low, high=high).filter(pl.col("status") != "published").drop("pupils", "cohort")
        )
    return database.replace(SUPPRESSIONS, pl.concat(hidden), cycle)


@dg.asset(
    key=key_of(SUPPRESSIONS.name),
    deps=[TRUTHS_KEY, *sorted({key_of(cells.table) for cells in CELLS})],
    partitions_def=CYCLE_PARTITIONS,
    group_name="mart",
    kinds={"duckdb", "python"},
    description=SUPPRESSIONS.description,
    metadata=table_metadata(SUPPRESSIONS),
    pool="warehouse",
)
def suppressions(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    warehouse: dg.ResourceParam[Warehouse],
    edge: dg.ResourceParam[Edge],
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    with open_step(home, warehouse, edge, "disclosure control", context.partition_key) as step:
        settings = home.settings
        count = suppress_cells(step.database, step.cycle, settings.suppress_from, settings.suppress_to)
        step.done(SUPPRESSIONS.name)
    return dg.MaterializeResult(metadata={"dagster/row_count": count, "build_id": step.build_id})
