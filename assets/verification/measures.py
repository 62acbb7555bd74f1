"""The measures of each school and of the network, brought together; what is compared and pooled from them is looked up
cell by cell in `answers.py`."""

from __future__ import annotations

import polars as pl

from assets.verification.careers import careers
from assets.verification.outcomes import outcomes
from assets.verification.programme import college_applications, higher_education
from assets.verification.sources import CROSSED, PART, WHO, Sources
from assets.verification.staying import guarantee, in_year_leavers, retention
from assets.verification.stock_take import stock_take

_FAMILIES = (
    outcomes, higher_education, college_applications, retention, in_year_leavers, guarantee, stock_take, careers,
)  # fmt: skip
_COLUMNS = [*WHO, *PART, "measure", "pupils", "cohort"]


def everything(sources: Sources) -> pl.DataFrame:
    """Every measure of each school for the year groups and topics that it has, two topics crossed among them."""
    told = pl.concat(
        family(sources).select(*(pl.col(name).cast(_TYPES.get(name, pl.String)) for name in _COLUMNS))
        for family in _FAMILIES
    )
    listed = sources.table("ref.measures")
    for_years = listed.with_columns(year_group=pl.col("year_groups").str.split("|")).explode("year_group")
    years = for_years.select("measure", pl.col("year_group").cast(pl.Int32))
    topics = listed.with_columns(
        breakdown_topic=pl.concat_str("topics", pl.col("network_topics").fill_null(""), separator="|").str.split("|")
    ).explode("breakdown_topic")
    return told.join(years, on=["measure", "year_group"], how="semi").join(
        topics.select("measure", "breakdown_topic"), on=["measure", "breakdown_topic"], how="semi"
    )


_TYPES = {"year_group": pl.Int32, "pupils": pl.Int64, "cohort": pl.Int64}


def of_schools(whole: pl.DataFrame) -> pl.DataFrame:
    """What is told of each school by itself: no two topics crossed."""
    return whole.filter(~pl.col("breakdown_topic").is_in(list(CROSSED)))


def of_network(whole: pl.DataFrame) -> pl.DataFrame:
    """The schools added up of which a measure can be told; of none of them, nothing."""
    told = pl.col("pupils").is_not_null()
    summed = whole.group_by("cycle", "year_group", *PART, "measure").agg(
        schools=told.sum().cast(pl.Int64), pupils=pl.col("pupils").sum(), cohort=pl.col("cohort").filter(told).sum()
    )
    there = pl.col("schools") > 0
    return summed.with_columns(pl.when(there).then(name).alias(name) for name in ("pupils", "cohort"))
