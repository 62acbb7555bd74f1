"""Where pupils go and what they do: the tables of destinations and participation, by school, for the network and for
the public, and the flows from intended to final."""

from __future__ import annotations

import polars as pl

from assets.verification.sources import PART, WHO, Sources, counts

_OF_SCHOOL, _OF_NETWORK = ["cycle", "school_id", "year_group", "stage"], ["cycle", "year_group", "stage"]


def destinations_by_school(sources: Sources) -> pl.DataFrame:
    return _grid(sources, _OF_SCHOOL, "destination_category", sources.table("ref.stage_categories"))


def destinations_by_network(sources: Sources) -> pl.DataFrame:
    return _grid(sources, _OF_NETWORK, "destination_category", sources.table("ref.stage_categories"))


def participation_by_school(sources: Sources) -> pl.DataFrame:
    return _grid(sources, _OF_SCHOOL, "participation", _participations(sources))


def participation_by_network(sources: Sources) -> pl.DataFrame:
    return _grid(sources, _OF_NETWORK, "participation", _participations(sources))


def public_destinations(sources: Sources) -> pl.DataFrame:
    """What a school's website tells: final destinations of all, and by disadvantage."""
    finals = destinations_by_school(sources).filter(stage="final")
    return finals.filter(pl.col("breakdown_topic").is_in(["total", "disadvantage"])).drop("stage")


def intended_to_final(sources: Sources) -> pl.DataFrame:
    return _flows(sources, list(WHO))


def intended_to_final_by_network(sources: Sources) -> pl.DataFrame:
    return _flows(sources, ["cycle", "year_group"])


def _participations(sources: Sources) -> pl.DataFrame:
    """Which participation a pupil of a year group may have at a stage."""
    types = sources.table("ref.destination_types").drop_nulls("participation")
    stages = types.with_columns(stage=pl.col("stages").str.split("|")).explode("stage")
    return stages.select("year_group", "stage", "participation").unique()


def _grid(sources: Sources, by: list[str], item: str, items: pl.DataFrame) -> pl.DataFrame:
    """Pupils of every item in every part of every topic that anybody could be in; nobody is nought, but a part that is
    not known has no line where nobody is in it."""
    went = sources.destinations.select("cycle", "pupil_id", "stage", item)
    each = sources.parts.join(went, on=["cycle", "pupil_id"])
    there = each.select(by).unique()
    pupils = each.group_by(*by, *PART, item).len("pupils")
    cohorts = each.group_by(*by, *PART).len("cohort")
    return (
        there.join(sources.table("ref.breakdowns").select(PART), how="cross")
        .join(cohorts, on=[*by, *PART], how="left")
        .filter((pl.col("breakdown") != "not_known") | pl.col("cohort").is_not_null())
        .join(items.select("year_group", "stage", item).unique(), on=["year_group", "stage"])
        .join(pupils, on=[*by, *PART, item], how="left")
        .with_columns(pl.col("cohort", "pupils").fill_null(0).cast(pl.Int64))
    )


def _flows(sources: Sources, by: list[str]) -> pl.DataFrame:
    sides = [
        sources.destinations.filter(stage=stage).select(
            *WHO, "pupil_id", pl.col("destination_category").alias(f"{stage}_category")
        )
        for stage in ("intended", "final")
    ]
    both = sides[0].join(sides[1].drop("school_id", "year_group"), on=["cycle", "pupil_id"])
    return both.group_by(*by, "intended_category", "final_category").agg(pl.len().cast(pl.Int64).alias("pupils"))


def coverage(sources: Sources) -> pl.DataFrame:
    told = sources.destinations
    is_known, category = pl.col("is_known"), pl.col("destination_category")
    found = counts(
        told, _OF_SCHOOL,
        cohort=pl.lit(value=True), known=is_known, confirmed=is_known & pl.col("is_confirmed"),
        stale=is_known & pl.col("is_stale"), undecided=category == "undecided", unknown=category == "unknown",
        is_past_survey=pl.col("is_stale").is_not_null(),
    )  # fmt: skip
    return found.with_columns(stale=pl.when(pl.col("is_past_survey") > 0).then("stale")).drop("is_past_survey")
