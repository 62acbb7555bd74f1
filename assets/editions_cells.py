"""The cells that leave with an edition: every count of the release tables that `editions_cells.csv` lists, one line
each, named as mart.suppressions names them. What is computed from them (shares, gaps, trends) is no cell of its own.

`items` are the columns that name a cell within its line, `own` the counts that each item has, the main one first,
`shared` those that belong to the whole line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from warehouse.database import Database
from warehouse.tables import sql_tables

KEYS = ("table_name", "school_id", "year_group", "stage", "breakdown_topic", "breakdown", "item")
_LIST = Path(__file__).with_suffix(".csv")
_SCHEMA = {
    "cycle": pl.String, "table_name": pl.String, "school_id": pl.String, "year_group": pl.Int32, "stage": pl.String,
    "breakdown_topic": pl.String, "breakdown": pl.String, "item": pl.String, "column": pl.String,
    "pupils": pl.Int64, "status": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose counts are kept, by its name in mart."""

    table: str
    items: tuple[str, ...]
    own: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def release(self) -> str:
        """The table that leaders see."""
        return self.table.replace("mart.", "release.", 1)


@cache
def kept_tables() -> tuple[Kept, ...]:
    """Every listed table that there is in release."""
    listed = pl.read_csv(_LIST, infer_schema=False)
    parts = [[tuple(filter(None, (part or "").split("|"))) for part in row[1:]] for row in listed.iter_rows()]
    found = [Kept(str(row[0]), *part) for row, part in zip(listed.iter_rows(), parts, strict=True)]
    return tuple(kept for kept in found if kept.release in sql_tables())


def released_cells(database: Database, cycle: str) -> pl.DataFrame:
    """Every cell of the cycle as release has it now: cycle, KEYS, column, pupils (null: not shown), status (published,
    suppressed, not_available); sorted."""
    frames = [
        cells
        for kept in kept_tables()
        if database.exists(kept.release)
        for cells in _cells(database.query(f"from {kept.release} where cycle = ?", [cycle]), kept)
    ]
    return pl.concat(frames).sort(list(_SCHEMA)) if frames else pl.DataFrame(schema=_SCHEMA)


def _cells(lines: pl.DataFrame, kept: Kept) -> Iterator[pl.DataFrame]:
    item = pl.concat_str([pl.col(name) for name in kept.items], separator=">") if kept.items else None
    for place, column in enumerate(kept.own):
        name = item if place == 0 else pl.concat_str([item, pl.lit(f"#{column}")])
        yield _named(lines, kept.table, name, column)
    for column in kept.shared:
        # Every item of the line repeats it; hidden in one is hidden in all.
        yield _named(lines, kept.table, pl.lit(column), column).sort("status").unique(KEYS, keep="first")


def _named(lines: pl.DataFrame, table: str, item: pl.Expr | None, column: str) -> pl.DataFrame:
    absent = [name for name in ("school_id", "stage", "breakdown_topic", "breakdown") if name not in lines.columns]
    nothing = pl.col("status") == "not_available" if "status" in lines.columns else pl.lit(value=False)
    status = (
        pl.when(pl.col("pupils").is_not_null())
        .then(pl.lit("published"))
        .when(nothing)
        .then(pl.lit("not_available"))
        .otherwise(pl.lit("suppressed"))
    )
    return (
        lines.with_columns(*(pl.lit("").alias(name) for name in absent))
        .with_columns(pl.col(column).alias("pupils"), table_name=pl.lit(table), item=item, column=pl.lit(column))
        .select(_typed(["cycle", *KEYS, "column", "pupils"]), status=status)
    )


def _typed(names: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(name).cast(_SCHEMA[name]) for name in names]


def no_cells() -> pl.DataFrame:
    """The columns of `released_cells` without a line."""
    return pl.DataFrame(schema=_SCHEMA)
