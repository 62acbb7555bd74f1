"""Helper columns of `staged.deliveries`: what a file should hold, judged by the one it takes the place of. No rules."""

from __future__ import annotations

import polars as pl

KEEPS = (
    0.85  # a file may lose this much of the one before: schools' cohorts rarely change by more than 15 % within a year
)
_SAME = ("school_id", "path", "kind")


def _before(column: str) -> pl.Expr:
    return pl.col(column).shift(1).over(*_SAME, order_by="delivery_number")


DELIVERY_FACTS: dict[str, pl.Expr] = {
    "has_rows": pl.col("row_records") > 0,
    "rows_expected": (_before("row_records") * KEEPS).floor().cast(pl.Int32),
    "rows_with_destination_before": _before("rows_with_destination"),
}
