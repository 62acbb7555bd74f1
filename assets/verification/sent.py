"""What came, and what others say: the fate of each school's rows, schools' own evaluations, published benchmarks."""

from __future__ import annotations

import polars as pl

from assets.verification.sources import Sources

_FATES = {"held": "held_rows", "superseded": "superseded_rows", "excluded": "excluded_rows", "counted": "counted_rows"}


def rows_by_school(sources: Sources) -> pl.DataFrame:
    """Of the rows that each school sent for a cycle, what became of them."""
    line = ["delivery_id", "sheet", "line"]
    rows = sources.table("raw.rows").drop_nulls("in_cycle").select(*line, cycle="in_cycle").unique()
    schools = sources.table("staged.deliveries").drop_nulls("school_id").select("delivery_id", "school_id")
    told = rows.join(schools, on="delivery_id").join(sources.table("core.row_fates"), on=line)
    return told.group_by("cycle", "school_id").agg(
        pl.col("delivery_id").n_unique().alias("files"),
        pl.len().alias("rows"),
        *((pl.col("fate") == fate).sum().alias(name) for fate, name in _FATES.items()),
    )


def compass(sources: Sources) -> pl.DataFrame:
    """Each school's newest score of each benchmark in a year, and the one before it."""
    keys = ["delivery_id", "sheet", "line", "part"]
    usable = sources.table("staged.row_verdicts").filter(verdict="usable").select(keys)
    of = ["school_id", "benchmark"]
    full = sources.table("ref.benchmarks").select("benchmark", "achieved_at")
    told = (
        sources.table("staged.rows")
        .filter(kind="compass")
        .drop_nulls(of)
        .join(usable, on=keys, how="semi")
        .with_columns(told_on=pl.coalesce("evaluated_on", "recorded_on"))
        .sort("delivery_number", "sheet_number", "line")
        .unique([*of, "told_on"], keep="last", maintain_order=True)
        .sort(*of, "told_on")
        .with_columns(score=pl.col("benchmark_score").cast(pl.Float64))
        .with_columns(previous_score=pl.col("score").shift(1).over(of))
    )
    newest = told.unique(["cycle", *of], keep="last", maintain_order=True).join(full, on="benchmark")
    by_score = pl.col("score") >= pl.col("achieved_at")
    said = pl.col("benchmark_achieved")
    return newest.with_columns(
        is_achieved=pl.when(said == "yes").then(1).when(said == "no").then(0).otherwise(by_score.cast(pl.Int64))
    )


def checks(sources: Sources) -> pl.DataFrame:
    """What the checks found, as they themselves remember it."""
    return sources.table("ops.checks")


def benchmarks(sources: Sources) -> pl.DataFrame:
    """As published."""
    return sources.table("ref.published_benchmarks")
