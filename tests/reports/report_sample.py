"""A made-up network of 26 schools, four year groups and three cycles, counted and suppressed as the warehouse does
it.
"""

from __future__ import annotations

import random
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl
from measure_sample import measure_tables
from small_cells import suppress

from domain.calendar import Calendar
from domain.destination_types import destination_types
from domain.package_data import table
from reports.frames import ReportContext, ReportFrames

CYCLE, CYCLES = "2025-26", ("2023-24", "2024-25", "2025-26")
SCHOOL, PRIMARY = "westmoor", "elmgrove"
UNSETTLED = ("unknown", "undecided")
_FIRST = (
    "Ashdown Brackenhill Copperfield Daleside Elmgrove Fernhurst Gorseway Hollins "
    "Ivybridge Juniper Kestrel Larkfield Millbrook"
)
_SECOND = (
    "Northgate Oakhanger Penrose Quarry Redwell Saltmarsh Thornbury Underhill "
    "Valebrook Westmoor Yewdale Zennor Alderman"
)
_ENDINGS = {"primary": "Primary School", "secondary": "Academy", "all_through": "All-Through School"}
_WEIGHTS: dict[int, dict[str, float]] = {
    6: {
        "state_secondary": 86,
        "selective_secondary": 4,
        "special": 2.5,
        "independent": 3,
        "alternative_provision": 0.4,
        "home_educated": 1.4,
        "left_england": 0.8,
        "unknown": 2,
    },
    11: {
        "school_sixth_form": 38,
        "sixth_form_college": 15,
        "further_education": 29,
        "other_education": 2.4,
        "education_unspecified": 1,
        "repeating": 0.4,
        "apprenticeship": 4,
        "employment": 2.5,
        "not_participating": 3,
        "left_england": 0.5,
        "unknown": 4,
    },
    12: {
        "continuing_own_sixth_form": 78,
        "sixth_form_college": 4,
        "further_education": 8,
        "apprenticeship": 3,
        "employment": 2.5,
        "not_participating": 1.5,
        "repeating": 1.5,
        "unknown": 2.5,
    },
    13: {
        "higher_education": 63,
        "further_education": 5,
        "apprenticeship": 8,
        "employment": 10,
        "gap_year": 5.5,
        "not_participating": 2.5,
        "repeating": 1,
        "left_england": 0.4,
        "unknown": 5,
    },
}
_GROUPS = {
    "disadvantage": {"disadvantaged": 28, "not_disadvantaged": 70, "not_known": 2},
    "sex": {"female": 50, "male": 50},
    "sen": {"ehc_plan": 4, "sen_support": 13, "none": 83},
    "ethnicity_major": {"asian": 16, "black": 12, "mixed": 8, "white": 57, "other": 5, "not_known": 2},
    "first_language": {"english": 78, "other": 22},
    "prior_attainment": {"low": 25, "middle": 48, "high": 24, "not_known": 3},
}


_SIZES = {6: (24, 62), 11: (120, 240), 12: (60, 130), 13: (55, 120)}
_YEARS: dict[str, tuple[int, ...]] = {"primary": (6,), "secondary": (11,), "all_through": (6, 11)}


def schools() -> pl.DataFrame:
    """26 schools: 11 primary, 13 secondary (9 with a sixth form), 2 all-through."""
    phases = ["primary"] * 11 + ["secondary"] * 13 + ["all_through"] * 2
    names = f"{_FIRST} {_SECOND}".split()
    return pl.DataFrame(
        {
            "school_id": [name.lower() for name in names],
            "name": [f"{name} {_ENDINGS[phase]}" for name, phase in zip(names, phases, strict=True)],
            "phase": phases,
            "has_sixth_form": [phase != "primary" and place % 3 != 0 for place, phase in enumerate(phases)],
            "region": ["London" if place % 2 else "West Midlands" for place in range(26)],
        }
    )


@cache
def _pupils(seed: int) -> pl.DataFrame:
    """One line a pupil: cycle, school_id, year_group, intended, final, is_confirmed and a column for each topic."""
    dice = random.Random(seed)
    pupils = []
    for cycle in CYCLES:
        for school in schools().iter_rows(named=True):
            years = _YEARS[school["phase"]] + ((12, 13) if school["has_sixth_form"] else ())
            for year_group in years:
                lean = dice.uniform(0.75, 1.3)
                for _ in range(dice.randint(*_SIZES[year_group])):
                    pupils.append({"cycle": cycle, "school_id": school["school_id"], **_pupil(dice, year_group, lean)})
    return pl.DataFrame(pupils)


def _pupil(dice: random.Random, year_group: int, lean: float) -> dict[str, object]:
    groups = {topic: dice.choices(list(parts), list(parts.values()))[0] for topic, parts in _GROUPS.items()}
    weights = dict(_WEIGHTS[year_group])
    for code in ("not_participating", "unknown", "further_education"):
        if code in weights:
            weights[code] *= lean * (1.7 if groups["disadvantage"] == "disadvantaged" else 0.8)
    final = dice.choices(list(weights), list(weights.values()))[0]
    weights["undecided"] = 5
    intended = final if dice.random() < 0.74 else dice.choices(list(weights), list(weights.values()))[0]
    is_confirmed = final != "unknown" and dice.random() < 0.82
    return {"year_group": year_group, **groups, "intended": intended, "final": final, "is_confirmed": is_confirmed}


def _long(seed: int, final_open: bool) -> pl.DataFrame:
    """One line a pupil, open stage and topic."""
    pupils = _pupils(seed).with_columns(pl.lit("total").alias("total"))
    parts = [
        pupils.select(
            "cycle",
            "school_id",
            pl.col("year_group").cast(pl.Int64),
            pl.lit(stage).alias("stage"),
            pl.lit(topic).alias("breakdown_topic"),
            pl.col(topic).alias("breakdown"),
            pl.col(stage).alias("destination_category"),
            "is_confirmed",
        )
        for stage in ("intended", "final")
        for topic in ("total", *_GROUPS)
    ]
    long = pl.concat(parts)
    return long if final_open else long.filter((pl.col("cycle") != CYCLE) | (pl.col("stage") != "final"))


def _types() -> pl.DataFrame:
    own = pl.DataFrame(
        {
            "year_group": [12],
            "stages": ["intended|final"],
            "destination_category": ["continuing_own_sixth_form"],
            "participation": ["education"],
        }
    )
    types = destination_types().drop_nulls("destination_category").select(own.columns)
    types = pl.concat([types.with_columns(pl.col("year_group").cast(pl.Int64)), own])
    return types.with_columns(pl.col("stages").str.split("|").alias("stage")).explode("stage")


def _grid(long: pl.DataFrame, measure: str, *, by_school: bool) -> pl.DataFrame:
    """destinations_by_* or participation_by_*: every valid item has its row, zeros included."""
    # A category is mixed (further education holds training too); the first type listed is the usual one.
    usual = _types().unique(["year_group", "destination_category"], keep="first", maintain_order=True)
    long = long.join(
        usual.select("year_group", "destination_category", "participation"), on=["year_group", "destination_category"]
    )
    keys = ["cycle", *(["school_id"] if by_school else []), "year_group", "stage", "breakdown_topic", "breakdown"]
    cohorts = long.group_by(keys).agg(pl.len().cast(pl.Int64).alias("cohort"))
    pupils = long.group_by(*keys, measure).agg(pl.len().cast(pl.Int64).alias("pupils"))
    grid = cohorts.join(_types().select("year_group", "stage", measure).unique(), on=["year_group", "stage"])
    grid = grid.join(pupils, on=[*keys, measure], how="left").with_columns(pl.col("pupils").fill_null(0))
    return suppress(grid.with_columns((pl.col("pupils") / pl.col("cohort")).alias("share"))).sort(*keys, measure)


def _flows(seed: int, final_open: bool, *, by_school: bool) -> pl.DataFrame:
    pupils = _pupils(seed).rename({"intended": "intended_category", "final": "final_category"})
    pupils = pupils if final_open else pupils.filter(pl.col("cycle") != CYCLE)
    keys = ["cycle", *(["school_id"] if by_school else []), "year_group", "intended_category", "final_category"]
    counted = pupils.group_by(keys).agg(pl.len().cast(pl.Int64).alias("pupils"), pl.lit(None, pl.Int64).alias("cohort"))
    return suppress(counted).drop("cohort").sort(keys)


def _coverage(long: pl.DataFrame) -> pl.DataFrame:
    category, confirmed = pl.col("destination_category"), pl.col("is_confirmed") & (pl.col("stage") == "final")
    keys = ["cycle", "school_id", "year_group", "stage"]
    lines = (
        long.filter(pl.col("breakdown_topic") == "total")
        .group_by(keys)
        .agg(
            pl.len().cast(pl.Int64).alias("cohort"),
            category.is_in(UNSETTLED).not_().sum().cast(pl.Int64).alias("known"),
            confirmed.sum().cast(pl.Int64).alias("confirmed"),
            (category == "undecided").sum().cast(pl.Int64).alias("undecided"),
            (category == "unknown").sum().cast(pl.Int64).alias("unknown"),
        )
    )
    open_confirmed, open_undecided = (pl.col(name).is_between(1, 5).not_() for name in ("confirmed", "undecided"))
    return lines.with_columns(
        pl.when(open_confirmed).then("confirmed").alias("confirmed"),
        pl.when(open_undecided).then("undecided").alias("undecided"),
        pl.when(open_undecided).then("unknown").alias("unknown"),
        (pl.col("known") / pl.col("cohort")).alias("share_known"),
        pl.when(open_confirmed).then(pl.col("confirmed") / pl.col("cohort")).alias("share_confirmed"),
        pl.when(pl.col("school_id") == "gorseway")
        .then(pl.lit("extracts"))
        .otherwise(pl.lit("roll"))
        .alias("denominator"),
        pl.lit(datetime(2026, 11, 3, 9, 30)).alias("last_received_at"),
        pl.when(open_confirmed & open_undecided)
        .then(pl.lit("published"))
        .otherwise(pl.lit("suppressed"))
        .alias("status"),
    ).sort(keys)


def _conservation(seed: int) -> pl.DataFrame:
    dice = random.Random(3)
    rows = []
    sizes = _pupils(seed).filter(pl.col("cycle") == CYCLE).group_by("school_id").len().sort("school_id")
    for school_id, number in sizes.iter_rows():
        held, superseded, excluded = dice.randint(0, 4), dice.randint(0, 40), dice.randint(0, 12)
        received = 3 * number + held + superseded + excluded
        rows.append((school_id, dice.randint(2, 9), received, held, superseded, excluded, 3 * number))
    names = ["school_id", "files", "rows", "held_rows", "superseded_rows", "excluded_rows", "counted_rows"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _checks() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("cohort_is_the_sum_of_categories", 212, 0, True, "Each cohort is the sum of its categories."),
            ("network_is_the_sum_of_schools", 48, 0, True, "The network is the sum of its schools."),
            ("upn_check_letter", 15240, 11, True, "A wrong check letter joins the wrong pupils."),
            ("unknown_within_limits", 52, 3, False, "A school with many unknowns can't be compared."),
        ],
        schema=["check", "checked", "failed", "passed", "meaning"],
        orient="row",
    )


@cache
def tables(seed: int = 7, *, final_open: bool = True) -> dict[str, pl.DataFrame]:
    """The released tables by name, but with every number still in its cell, the hidden ones too.

    Without `final_open` the newest cycle has its intended stage only.
    """
    long = _long(seed, final_open)
    usual = _types().unique(["year_group", "destination_category"], keep="first", maintain_order=True)
    usual = usual.select("year_group", "destination_category", "participation")
    pupils = _pupils(seed) if final_open else _pupils(seed).filter(pl.col("cycle") != CYCLE)
    return {
        **measure_tables(pupils, usual, schools(), CYCLE),
        "destinations_by_school": _grid(long, "destination_category", by_school=True),
        "destinations_by_network": _grid(long, "destination_category", by_school=False),
        "participation_by_school": _grid(long, "participation", by_school=True),
        "participation_by_network": _grid(long, "participation", by_school=False),
        "coverage": _coverage(long),
        "intended_to_final": _flows(seed, final_open, by_school=True),
        "intended_to_final_by_network": _flows(seed, final_open, by_school=False),
        "conservation": _conservation(seed),
        "schools": schools(),
        "destination_categories": table("destination_categories"),
        "participations": table("participations"),
        "breakdowns": table("breakdowns"),
        "cohort_rules": table("cohort_rules"),
        "checks": _checks(),
    }


@cache
def frames(seed: int = 7, *, final_open: bool = True) -> ReportFrames:
    """The released tables as a report gets them."""
    return ReportFrames(**tables(seed, final_open=final_open))


def context(as_of: date = date(2026, 11, 27), **more: Any) -> ReportContext:
    events = Calendar().events(CYCLE)
    return ReportContext("Meridian Learning Trust", CYCLE, as_of, "3f9c1a72be40d815", events, **more)
