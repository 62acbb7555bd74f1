"""Disclosure control: which cells leaders may not see. Primary suppression: small counts, and all of a small cohort.

Secondary suppression (what could be worked out from totals) is not here yet.
"""

from __future__ import annotations

import polars as pl


def suppress(cells: pl.DataFrame, *, low: int = 1, high: int = 5) -> pl.DataFrame:
    """The cells (`pupils`, `cohort` and whatever names them) with `status`: published, suppressed or not_available.

    A cohort of 0 has nothing to show. A cohort of 1 to `high` hides all its cells; else a count of `low` to `high` is
    hidden, and a true nought is shown. A null cohort judges the count alone; a null count is not available.
    """
    pupils, cohort = pl.col("pupils"), pl.col("cohort")
    status = (
        pl.when(pupils.is_null() | (cohort == 0))
        .then(pl.lit("not_available"))
        .when(cohort.is_between(1, high) | pupils.is_between(low, high))
        .then(pl.lit("suppressed"))
        .otherwise(pl.lit("published"))
    )
    return cells.with_columns(status.alias("status"))
