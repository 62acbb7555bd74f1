"""From what is held of each pupil to the rows of a return, before anybody's opt-out, codes or letters: what a variant
tells of a pupil, and which national activity code it is. No Dagster here, nothing written."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from domain.codes import codes
from domain.destination_types import destination_types
from domain.identifiers import TEMPORARY_ULN
from domain.return_columns import INTENDED, LEAVERS, ReturnVariant, return_columns
from expectations.activity_codes import AGREE
from warehouse.database import Database

NOT_KNOWN, NOT_KNOWN_CODE = "UNKNOWN", "810"
# What makes an authority's adviser ring first; the reason stands beside it in the same row, and there is no score.
_AT_RISK = ("unknown", "undecided", "neet", "re_engagement")
# Of a destination whose verification has lapsed only that it has lapsed is told.
_LAPSES = (
    "activity_start_on", "verified_on", "verified_by", "predicted_end_on", "review_on", "date_ascertained",
    "provider_name", "provider_laestab", "provider_ukprn", "provider_la", "provider_country", "course", "course_level",
)  # fmt: skip
_QUERY = (Path(__file__).parent / "returns" / "pupils.sql").read_text("utf-8")


def pupils_of(database: Database, cycle: str, variant: ReturnVariant) -> pl.DataFrame:
    """A line for each pupil of the cohort whom the variant tells of: what is held of them, as `returns/pupils.sql`
    selects it. Families' opt-outs are noted, not applied."""
    values = {
        "cycle": cycle, "stage": variant.stage, "leavers": variant.name == LEAVERS,
        "year_groups": list(variant.year_groups),
    }  # fmt: skip
    return database.query(_QUERY, values)


def return_rows(pupils: pl.DataFrame, variant: ReturnVariant) -> pl.DataFrame:
    """The pupils with every column of `return_columns`, activity_type and neet_since added; columns that the variant
    doesn't tell are blank."""
    told = _with_activity(pupils).with_columns(
        uln=pl.when(pl.col("uln") != TEMPORARY_ULN).then("uln"),
        year_group=pl.col("year_group").cast(pl.String),
        ehcp=_yes_or_no(pl.col("sen") == "ehc_plan"),
        risk_flag=_yes_or_no(pl.col("participation").is_in(_AT_RISK).fill_null(True)),
        share_opt_out=_yes_or_no(pl.col("is_opted_out")),
        course_or_level=pl.coalesce("course", pl.col("course_level").replace(_labels("course_level"))),
        provider=pl.coalesce("provider_laestab", "provider_ukprn", "provider_name"),
        intended_code=pl.col("destination_type"),
        offer_status=pl.col("offer_status").fill_null("not_recorded"),
        leaving_date=pl.col("left_on"),
        leaving_reason=pl.coalesce("leaving_reason", _moved_away()),
        date_ascertained=_first_known(),
    )  # fmt: skip
    told = told.with_columns(
        intended_provider="provider",
        activity_provider="provider",
        neet_since=pl.when(pl.col("participation") == "neet").then("activity_start_on"),
    )
    untold = [column.name for column in return_columns().values() if variant.name not in column.variants]
    if variant.stage == INTENDED:
        untold += ["activity_type", "neet_since", "lapses_on"]
    return told.with_columns(pl.lit(None).cast(told.schema[name]).alias(name) for name in untold)


def _yes_or_no(fact: pl.Expr) -> pl.Expr:
    return fact.replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)


def _with_activity(pupils: pl.DataFrame) -> pl.DataFrame:
    """The national code: as the school sent it where it agrees with the destination, else the destination's own, else
    what the provider's kind says of somebody in education. A verification that has lapsed leaves it not known."""
    sent, kind = pl.col("activity_code_sent"), pl.col("destination_type")
    agrees = pl.concat_str(sent, kind, separator=" ").is_in(AGREE)
    by_provider = pl.when(pl.col("participation") == "education").then("nccis_code_by_provider")
    lapsed = pl.col("is_stale")
    coded = pupils.with_columns(
        activity_code=pl.when(agrees.fill_null(False)).then(sent).otherwise(pl.coalesce("nccis_code", by_provider)),
        activity_type=kind,
    )
    return coded.with_columns(
        pl.when(lapsed).then(pl.lit(NOT_KNOWN_CODE)).otherwise("activity_code").alias("activity_code"),
        pl.when(lapsed).then(pl.lit(NOT_KNOWN)).otherwise("activity_type").alias("activity_type"),
        pl.when(lapsed).then(pl.lit("unknown")).otherwise("participation").alias("participation"),
        *(pl.when(~lapsed).then(name).alias(name) for name in _LAPSES),
    )


def _first_known() -> pl.Expr:
    """When it was said. Where the file doesn't tell, it was known when it was verified, at the latest."""
    said, verified = pl.col("date_ascertained"), pl.col("verified_on")
    return pl.when(pl.col("recorded_on_assumed")).then(pl.min_horizontal(said, verified)).otherwise(said)


def _moved_away() -> pl.Expr:
    """The national list has no code for it, so it is said in words."""
    labels = dict(destination_types().filter(participation="outside").select("code", "label").unique().iter_rows())
    return pl.col("activity_type").replace_strict(labels, default=None, return_dtype=pl.String)


def _labels(column: str) -> dict[str, str]:
    return dict(codes().filter(column_name=column).select("code", "label").iter_rows())
