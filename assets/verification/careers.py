"""Measures of the careers programme: encounters, guidance, provider access, and destinations held a year on."""

from __future__ import annotations

import polars as pl

from assets.verification.programme import of_everybody
from assets.verification.sources import PART, WHO, Sources, counts

_TOPICS = ("disadvantage", "sen")


def careers(sources: Sources) -> pl.DataFrame:
    """All of them, in the columns of a measure."""
    return pl.concat(
        part(sources).select(*WHO, *PART, "measure", "pupils", "cohort")
        for part in (_encounters, _provider_access, _guidance, _held)
    )


def _parts(pupils: pl.DataFrame, kept: list[str]) -> pl.DataFrame:
    """A line for each pupil and topic."""
    total = pl.lit("total")
    everybody = pupils.select(*kept, breakdown_topic=total, breakdown=total)
    broken = pupils.unpivot(_TOPICS, index=kept, variable_name="breakdown_topic", value_name="breakdown")
    return pl.concat([everybody, broken])


def _windows(sources: Sources, rule: str) -> pl.DataFrame:
    return sources.table("ref.benchmark_windows").filter(rule=rule)


def _encounters(sources: Sources) -> pl.DataFrame:
    """Met one of a kind at least once in the academic year; nothing is told of a school of which no list tells."""
    windows = _windows(sources, "employer_every_year").select("cycle", "year_group", "from_on", "until_on")
    pupils = sources.table("core.on_roll").join(windows, on=["cycle", "year_group"])
    met = (
        pupils.join(sources.table("core.encounters"), on=["cycle", "pupil_id"])
        .filter(pl.col("encounter_on").is_between("from_on", "until_on"))
        .select("cycle", "school_id", "pupil_id", "encounter_kind")
        .unique()
    )
    heard_of = met.select("cycle", "school_id", is_told=pl.lit(value=True)).unique()
    kinds = sources.table("ref.codes").filter(column_name="encounter_kind").select(encounter_kind="code")
    each = _parts(pupils, [*WHO, "pupil_id"])
    by = [*WHO, *PART]
    totals = each.group_by(by).agg(pl.len().cast(pl.Int64).alias("cohort"))
    found = (
        each.join(met.drop("school_id"), on=["cycle", "pupil_id"])
        .group_by(*by, "encounter_kind")
        .agg(pl.len().cast(pl.Int64).alias("pupils"))
    )
    return (
        totals.join(kinds, how="cross")
        .join(found, on=[*by, "encounter_kind"], how="left")
        .join(heard_of, on=["cycle", "school_id"], how="left")
        .with_columns(
            measure=pl.lit("encounter_") + pl.col("encounter_kind"),
            pupils=pl.when(pl.col("is_told").fill_null(value=False)).then(pl.col("pupils").fill_null(0)),
        )
    )


def _often_enough(sources: Sources, pupils: pl.DataFrame) -> pl.DataFrame:
    """The pupils (with from_on, until_on, fewest, encounter_kind) with `is_met`: on so many days at least."""
    days = (
        pupils.select("cycle", "pupil_id", "from_on", "until_on", "encounter_kind")
        .join(sources.table("core.encounters").drop("cycle"), on=["pupil_id", "encounter_kind"])
        .filter(
            (pl.col("encounter_on") <= pl.col("until_on"))
            & (pl.col("encounter_on") >= pl.col("from_on").fill_null(pl.col("encounter_on")))
        )
        .group_by("cycle", "pupil_id")
        .agg(pl.col("encounter_on").n_unique().alias("times"))
    )
    return pupils.join(days, on=["cycle", "pupil_id"], how="left").with_columns(
        is_met=pl.col("times").fill_null(0) >= pl.col("fewest")
    )


def _counted(each: pl.DataFrame, can_tell: pl.Expr, measure: str) -> pl.DataFrame:
    found = each.group_by(*WHO, *PART).agg(
        cohort=pl.len().cast(pl.Int64), pupils=pl.col("is_met").sum().cast(pl.Int64), can_tell=can_tell
    )
    return found.with_columns(measure=pl.lit(measure), pupils=pl.when("can_tell").then("pupils"))


def _provider_access(sources: Sources) -> pl.DataFrame:
    windows = _windows(sources, "provider_access").drop("years_after")
    pupils = sources.table("core.on_roll").join(windows, on=["cycle", "year_group"])
    met = _often_enough(sources, pupils).join(sources.table("core.encounter_lists"), on="school_id", how="left")
    in_first_year = (pl.col("told_from") < pl.col("from_on").dt.offset_by("1y")).fill_null(value=False)
    each = _parts(met.with_columns(in_first_year=in_first_year), [*WHO, "is_met", "in_first_year"])
    return _counted(each, pl.col("in_first_year").any(), "provider_access")


def _guidance(sources: Sources) -> pl.DataFrame:
    windows = _windows(sources, "guidance_interview").drop("years_after")
    pupils = sources.cohort.join(windows, on=["cycle", "year_group"])
    met = _often_enough(sources, pupils).join(sources.table("core.encounter_lists"), on="school_id", how="left")
    in_time = (pl.col("told_from") <= pl.col("until_on")).fill_null(value=False)
    each = _parts(
        met.with_columns(in_time=in_time, on_roll=pl.col("denominator") == "roll"),
        [*WHO, "is_met", "in_time", "on_roll"],
    )
    return _counted(each, pl.col("in_time").any() & pl.col("on_roll").any(), "guidance_interview")


def _held(sources: Sources) -> pl.DataFrame:
    """Said or checked in the first academic year after leaving, by this cycle's own record; of those whose final stage
    is open."""
    windows = (
        _windows(sources, "destinations_held")
        .filter(years_after=1)
        .select("cycle", "year_group", "from_on", "until_on")
    )
    keys = ["cycle", "pupil_id"]
    pupils = sources.cohort.join(windows, on=["cycle", "year_group"]).join(sources.finals, on=keys, how="semi")
    told = sources.table("core.claims").filter(
        pl.col("stage") == "final", ~pl.col("participation").is_in(["unknown", "undecided"])
    )
    days = [
        pl.col(day).is_between("from_on", "until_on").fill_null(value=False) for day in ("recorded_on", "verified_on")
    ]
    known = pupils.select(*keys, "from_on", "until_on").join(told, on=keys).filter(days[0] | days[1])
    each = pupils.join(known.select(keys).unique().with_columns(is_known=pl.lit(value=True)), on=keys, how="left")
    can_tell = (pl.col("from_on") <= pl.col("as_of")) & (pl.col("denominator") == "roll")
    found = counts(
        each.join(sources.days, on="cycle"),
        list(WHO),
        cohort=pl.lit(value=True),
        held=pl.col("is_known"),
        told=can_tell,
    )
    return of_everybody(
        found.with_columns(measure=pl.lit("held_year_1"), pupils=pl.when(pl.col("told") > 0).then("held"))
    )
