"""What the warehouse knows about some deliveries, in a few queries for all of them: the facts that receipts are made
from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from assets.receipt_queries import BUILT, CHOSEN, QUERIES, VALUES
from domain.columns import COLUMNS
from warehouse.database import Database

_EMPTY: dict[str, pl.DataFrame] = {
    **{
        name: pl.DataFrame(schema={"delivery_id": pl.String}) for name in ("changed", "people", "still_to_do", "joined")
    },
    "fates": pl.DataFrame(schema={"delivery_id": pl.String, "fate": pl.String, "reason": pl.String, "rows": pl.Int64}),
    "changes": pl.DataFrame(schema={"delivery_id": pl.String, "change": pl.String, "claims": pl.Int64}),
    "missing": pl.DataFrame(schema={"delivery_id": pl.String, "name": pl.String, "kept": pl.String}),
}


@dataclass(frozen=True)
class Facts:
    """Frames about some deliveries; `values` maps (delivery_id, sheet, line, part, column) to the cell as sent, where a
    finding lies."""

    deliveries: pl.DataFrame
    sheets: pl.DataFrame
    columns: pl.DataFrame
    dropped: pl.DataFrame
    findings: pl.DataFrame
    fates: pl.DataFrame
    changes: pl.DataFrame
    changed: pl.DataFrame
    people: pl.DataFrame
    still_to_do: pl.DataFrame
    joined: pl.DataFrame
    missing: pl.DataFrame
    values: dict[tuple[str, str, int, int, str], str]


def gather(database: Database, deliveries: Sequence[str]) -> Facts:
    """The facts about these deliveries; what has not been built yet is empty."""
    database.execute("create or replace temp table chosen as " + CHOSEN, [list(deliveries)])
    frames = {name: database.query(sql) for name, sql in QUERIES.items()}
    built = database.exists("core.row_fates")
    frames |= {name: database.query(sql) for name, sql in BUILT.items()} if built else {}
    parts = [frames.pop(name) for name in ("reading_findings", "delivery_findings", "row_findings") if name in frames]
    findings = pl.concat([part.select(parts[0].columns) for part in parts], how="vertical_relaxed")
    database.connection.register("findings_shown", findings.to_arrow())
    values = _values(database.query(VALUES))
    database.connection.unregister("findings_shown")
    database.execute("drop table chosen")
    return Facts(findings=findings, values=values, **{**_EMPTY, **frames})


def _values(rows: pl.DataFrame) -> dict[tuple[str, str, int, int, str], str]:
    found = {}
    for row in rows.iter_rows(named=True):
        for column in COLUMNS:
            if row[column] is not None:
                found[row["delivery_id"], row["sheet"], row["line"], row["part"], column] = row[column]
    return found


_SHELVED = (
    "sheets", "columns", "dropped", "findings", "fates", "changes", "changed", "people", "still_to_do", "joined",
    "missing",
)  # fmt: skip


class Shelves:
    """The facts, one shelf for each delivery, so that a receipt needs no search."""

    def __init__(self, facts: Facts) -> None:
        self.values = facts.values
        self._by_name = {
            name: frame.partition_by("delivery_id", as_dict=True)
            for name in _SHELVED
            if (frame := getattr(facts, name)) is not None
        }

    def rows(self, name: str, delivery_id: str) -> list[dict[str, Any]]:
        frame = self._by_name[name].get((delivery_id,))
        return [] if frame is None else list(frame.iter_rows(named=True))
