"""What is hidden in the made-up network: small cells, and cells of small cohorts, each judged by itself."""

from __future__ import annotations

import polars as pl


def suppress(cells: pl.DataFrame, *, low: int = 1, high: int = 5) -> pl.DataFrame:
    """The cells (`pupils`, `cohort` and whatever names them) with `status`: published, suppressed or not_available."""
    pupils, cohort = pl.col("pupils"), pl.col("cohort")
    status = (
        pl.when(pupils.is_null() | (cohort == 0))
        .then(pl.lit("not_available"))
        .when(cohort.is_between(1, high) | pupils.is_between(low, high))
        .then(pl.lit("suppressed"))
        .otherwise(pl.lit("published"))
    )
    return cells.with_columns(status.alias("status"))
