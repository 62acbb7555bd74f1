"""What every step on the warehouse shares: it opens the database for as long as the step takes and knows the build
it works for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import dagster as dg

from assets.builds import build_ids
from assets.edge import Edge
from assets.ledger import Check, Ids, note_made
from warehouse.database import Database, Warehouse
from warehouse.events import Event, EventLog
from warehouse.home import Home
from warehouse.tables import Column, Table


@dataclass(frozen=True)
class Step:
    """An open step: `cycle` and the ids are empty where the step is for no cycle. `staging`: the step is part of
    staging the cycle, not of building it."""

    database: Database
    home: Home
    events: Sequence[Event]
    as_of: date
    cycle: str = ""
    ids: Ids = Ids()  # noqa: RUF009 - frozen
    staging: bool = False

    @property
    def build_id(self) -> str:
        """The id that what this step makes carries."""
        return self.ids.stage if self.staging else self.ids.build

    def done(self, table: str, checks: Sequence[Check] = ()) -> None:
        """Note in `ops` that a table now carries this build, with what its checks found."""
        note_made(self.database, table, checks, self.cycle, self.build_id, self.as_of)


@contextmanager
def open_step(
    home: Home, warehouse: Warehouse, edge: Edge, purpose: str, cycle: str = "", *, staging: bool = False
) -> Iterator[Step]:
    """Hold the warehouse for one step. Raises ValueError for a cycle of which nothing has landed."""
    events = EventLog(home.event_log).events(edge.past)
    as_of = edge.as_of()
    with warehouse.open(purpose) as database:
        ids = Ids()
        if cycle:
            found = build_ids(database, home, events, as_of)
            if cycle not in found:
                raise ValueError(f"Nothing has landed for {cycle}. Cycles with data: {', '.join(found) or 'none'}.")
            ids = found[cycle]
        yield Step(database, home, events, as_of, cycle, ids, staging)


def key_of(table: str) -> dg.AssetKey:
    """`core.claims` is the asset `core/claims`."""
    return dg.AssetKey(table.split("."))


def column_schema(columns: Sequence[Column]) -> dg.TableSchema:
    """The columns of a table as Dagster shows them."""
    return dg.TableSchema([dg.TableColumn(column.name, column.type, column.description) for column in columns])


def table_metadata(table: Table) -> dict[str, object]:
    """What an asset says of its table before it is ever made."""
    return {
        "dagster/column_schema": column_schema(table.columns),
        "grain": ", ".join(table.grain) or "none",
        "rebuild": table.rebuild,
    }


def check_result(check: Check, asset_key: dg.AssetKey, build_id: str) -> dg.AssetCheckResult:
    """A check's result for Dagster: counts and meaning, never a value."""
    return dg.AssetCheckResult(
        asset_key=asset_key,
        check_name=check.name,
        passed=check.passed,
        severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
        description=check.meaning,
        metadata={
            "checked": check.checked if check.checked is not None else "all",
            "failed": check.failed,
            "build_id": build_id,
        },
    )
