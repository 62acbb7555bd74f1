"""The measures of the made-up network: counted from its pupils, pupil by pupil, and suppressed as cells of 1 to 5."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
from small_cells import suppress

from domain.package_data import table

_KEYS = ["cycle", "school_id", "year_group"]
# Topics that a measure is told by; the others are told of everybody alone.
_TOLD_BY = ("disadvantage", "sex", "sen", "ethnicity_major", "first_language")
_BY_TOPIC = ("known", "education", "eet", "higher_education", "guidance_interview", "encounter_employer", "he_entered")
_REFERENCES = table("breakdown_references").select("breakdown_topic", "breakdown", "reference")
_NOBODY = ("undecided", "unknown")


def _with_facts(pupils: pl.DataFrame, participations: pl.DataFrame) -> pl.DataFrame:
    """A column for each measure: whether the pupil counts (null: isn't in its cohort)."""
    dice = random.Random(11)
    luck = pl.DataFrame({f"luck_{n}": [dice.random() for _ in range(pupils.height)] for n in range(4)})
    final, year = pl.col("final"), pl.col("year_group")
    participation = pl.col("participation")
    entered = (final == "higher_education").and_(year == 13)
    known = final.is_in(_NOBODY).not_() & pl.col("intended").is_in(_NOBODY).not_()
    left = pl.col("luck_0") < 0.06
    facts = {
        "known": final != "unknown",
        "unknown": final == "unknown",
        "confirmed": pl.col("is_confirmed"),
        "education": participation == "education",
        "eet": pl.when(year > 6).then(participation.is_in(["education", "training", "employment"])),
        "higher_education": pl.when(year == 13).then(entered),
        "he_entered": pl.when(year == 13).then(entered),
        "he_applied": pl.when(year == 13).then(entered | (pl.col("luck_1") < 0.3)),
        "he_offered": pl.when(year == 13).then(entered | (pl.col("luck_1") < 0.25)),
        "he_placed": pl.when(year == 13).then(entered | (pl.col("luck_1") < 0.05)),
        "russell_group_entered": pl.when(year == 13).then(entered & (pl.col("luck_2") < 0.4)),
        "left_school": pl.when(year == 13).then(final != "repeating"),
        "own_school": pl.when(year.is_in([11, 12])).then(
            final.is_in(["school_sixth_form", "continuing_own_sixth_form"])
        ),
        "in_network": pl.when(year < 13).then(pl.col("luck_3") < 0.4),
        "as_planned": pl.when(known).then(pl.col("intended") == final),
        "moved_up": pl.when(known).then((pl.col("intended") != final) & (pl.col("luck_2") < 0.2)),
        "moved_down": pl.when(known).then((pl.col("intended") != final) & (pl.col("luck_2") > 0.7)),
        "left_in_year": pl.when(year > 11).then(left),
        "left_recorded": pl.when((year > 11) & left).then(pl.col("luck_1") < 0.6),
        "left_overdue": pl.when((year > 11) & left).then(pl.col("luck_1") > 0.6),
        "guidance_interview": pl.when(year.is_in([11, 13])).then(pl.col("luck_3") < 0.8),
        "encounter_employer": pl.when(year > 6).then(pl.col("luck_2") < 0.85),
    }
    joined = pupils.join(
        participations, left_on=["year_group", "final"], right_on=["year_group", "destination_category"]
    )
    told = pl.concat([joined, luck], how="horizontal").with_columns(pl.lit("total").alias("total"))
    return told.with_columns(expression.alias(name) for name, expression in facts.items())


def _counted(pupils: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    names = [name for name in table("measures")["measure"] if name in pupils.columns]
    parts = []
    for topic in ("total", *_TOLD_BY):
        told = [name for name in names if topic == "total" or name in _BY_TOPIC]
        long = pupils.select(*keys, pl.col(topic).alias("breakdown"), *told).unpivot(
            told, index=[*keys, "breakdown"], variable_name="measure", value_name="is_in"
        )
        counted = (
            long.drop_nulls("is_in")
            .group_by(*keys, "breakdown", "measure")
            .agg(pl.col("is_in").sum().cast(pl.Int64).alias("pupils"), pl.len().cast(pl.Int64).alias("cohort"))
        )
        parts.append(counted.with_columns(pl.lit(topic).alias("breakdown_topic")))
    found = pl.concat(parts).with_columns((pl.col("pupils") / pl.col("cohort")).alias("share"))
    return suppress(found).sort(*keys, "breakdown_topic", "breakdown", "measure")


def _gaps(by_school: pl.DataFrame, by_network: pl.DataFrame) -> pl.DataFrame:
    both = pl.concat([by_school, by_network.with_columns(pl.lit("").alias("school_id"))], how="diagonal")
    keys = [*_KEYS, "measure", "breakdown_topic"]
    numbers = ["pupils", "cohort", "status"]
    other = both.select(
        *keys, pl.col("breakdown").alias("reference"), *(pl.col(n).alias(f"reference_{n}") for n in numbers)
    )
    paired = both.select(*keys, "breakdown", *numbers).join(_REFERENCES, on=["breakdown_topic", "breakdown"])
    paired = paired.join(other, on=[*keys, "reference"])
    shown = (pl.col("status") == "published") & (pl.col("reference_status") == "published")
    return (
        paired.with_columns(pl.when(shown).then(pl.lit("published")).otherwise(pl.lit("suppressed")).alias("status"))
        .drop("reference_status")
        .sort(*keys, "breakdown")
    )


def _trends(by_school: pl.DataFrame, by_network: pl.DataFrame, cycle: str) -> pl.DataFrame:
    both = pl.concat([by_school, by_network.with_columns(pl.lit("").alias("school_id"))], how="diagonal")
    keys = ["school_id", "year_group", "breakdown_topic", "breakdown", "measure"]
    chosen = both.filter(pl.col("breakdown_topic").is_in(["total", "disadvantage"]))
    shown = (pl.col("status") == "published").all()
    return (
        chosen.group_by(keys)
        .agg(
            pl.len().cast(pl.Int64).alias("years"),
            pl.col("cycle").min().alias("first_cycle"),
            pl.when(shown).then(pl.col("pupils").sum()).alias("pupils"),
            pl.col("cohort").sum().alias("cohort"),
            pl.when(shown).then(pl.lit("published")).otherwise(pl.lit("suppressed")).alias("status"),
        )
        .with_columns(
            pl.lit(cycle).alias("cycle"),
            pl.lit("More pupils count as disadvantaged from 2025-26 on.").alias("break_note"),
        )
        .sort(keys)
    )


def _benchmarks() -> pl.DataFrame:
    columns = (
        "area_kind",
        "area",
        "area_name",
        "year_group",
        "measure",
        "label",
        "compares_with",
        "breakdown",
        "leavers",
        "pupils",
        "cohort",
        "share",
        "value_status",
        "symbol",
    )
    rows = [
        (
            "england",
            "england",
            "England",
            11,
            "sustained_overall",
            "sustained education, employment or an apprenticeship",
            "eet",
            "total",
            "2022-23",
            554426,
            607348,
            0.913,
            "number",
            "",
        ),
        (
            "england",
            "england",
            "England",
            11,
            "sustained_overall",
            "sustained education, employment or an apprenticeship",
            "eet",
            "disadvantaged",
            "2022-23",
            None,
            None,
            0.84,
            "number",
            "",
        ),
        (
            "school",
            "westmoor",
            "Westmoor Academy",
            11,
            "sustained_overall",
            "sustained education, employment or an apprenticeship",
            "eet",
            "total",
            "2022-23",
            None,
            None,
            None,
            "suppressed",
            "SUPP",
        ),
    ]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(
        pl.lit("Key stage 4 destination measures, 2024/25").alias("publication"),
        pl.lit(True).alias("is_latest"),
        pl.lit(True).alias("is_sustained"),
        pl.lit("published").alias("status"),
    )


def _compass(schools: pl.DataFrame, cycle: str) -> pl.DataFrame:
    labels = table("benchmarks").select(pl.col("benchmark").cast(pl.Int64), "label")
    chosen = schools.filter(pl.col("phase") != "primary").select("school_id").join(labels, how="cross")
    score = (pl.col("benchmark") * 13 % 4) * 25.0 + 25.0
    return chosen.with_columns(
        pl.lit(cycle).alias("cycle"), score.alias("score"), (score == 100).alias("is_achieved"),
        pl.lit(date(2026, 7, 17)).alias("evaluated_on"), pl.lit("Compass 2025").alias("evaluation_version"),
        pl.lit(50.0).alias("previous_score"), pl.lit(True).alias("is_comparable"), pl.lit("published").alias("status"),
    )  # fmt: skip


def _providers(pupils: pl.DataFrame, cycle: str) -> pl.DataFrame:
    sizes = pupils.filter((pl.col("cycle") == cycle) & (pl.col("year_group") == 11)).height
    rows = [
        (cycle, 11, "ukprn:10001", "Meridian College", "college", 310, sizes, 240, 250, 230, "published"),
        (cycle, 11, "ukprn:10002", "Northfield College", "college", None, sizes, None, None, None, "suppressed"),
    ]
    names = [
        "cycle",
        "year_group",
        "provider_id",
        "provider",
        "kind",
        "pupils",
        "cohort",
        "confirmed",
        "looked_at",
        "still_there",
        "status",
    ]
    return pl.DataFrame(rows, schema=names, orient="row")


def _quality(by_school: pl.DataFrame) -> pl.DataFrame:
    unknown = by_school.filter((pl.col("measure") == "unknown") & (pl.col("breakdown_topic") == "total"))
    return unknown.select(
        *_KEYS, pl.lit("final").alias("stage"), "cohort", pl.col("pupils").alias("unknown"),
        (pl.col("pupils") * 2).alias("attempts_on_unknown"), (pl.col("cohort") % 7).alias("stale"),
        (pl.col("cohort") % 2).alias("late"), (pl.col("cohort") * 3).alias("rows"), (pl.col("cohort") % 3).alias("held_rows"),
        (pl.col("cohort") % 5).alias("corrected"), pl.lit("published").alias("status"),
    )  # fmt: skip


def measure_tables(
    pupils: pl.DataFrame, participations: pl.DataFrame, schools: pl.DataFrame, cycle: str
) -> dict[str, pl.DataFrame]:
    """The frames from measures_by_school on, of these pupils (one line each), by their names in `ReportFrames`."""
    facts = _with_facts(pupils.with_columns(pl.col("year_group").cast(pl.Int64)), participations)
    by_school, by_network = _counted(facts, _KEYS), _counted(facts, ["cycle", "year_group"])
    return {
        "measures_by_school": by_school,
        "measures_by_network": by_network,
        "equity_gaps": _gaps(by_school, by_network),
        "trends": _trends(by_school, by_network, cycle),
        "benchmarks": _benchmarks(),
        "quality": _quality(by_school),
        "compass": _compass(schools, cycle),
        "providers": _providers(pupils, cycle),
        "measures": table("measures"),
        "measure_breakdowns": table("measure_breakdowns"),
    }
