"""Measures of where pupils finally went: what is known, in education or work, as planned, and why not."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from assets.verification.sources import PART, WHO, Sources, counts

IN_EET = ("education", "training", "employment")
_REASONS = ("grades_below", "grades_above", "preference", "finance", "withdrawn", "other", "not_said")
# measure -> the count that it is a part of, where that isn't the cohort
_WITHIN = {
    "unknown_tried": "unknown", "as_planned": "compared", "changed": "compared", "moved_up": "compared",
    "moved_sideways": "compared", "moved_down": "compared", "left_in_year_11_known": "left_in_year_11",
    **{f"reason_{reason}": "changed" for reason in _REASONS},
}  # fmt: skip
_PREFERENCES = ("first_preference", "top_three_preferences")


def outcomes(sources: Sources) -> pl.DataFrame:
    """cycle, school_id, year_group, breakdown_topic, breakdown, measure, pupils, cohort: a line for every measure of
    every part that somebody with an open final stage is in."""
    pupils = _pupils(sources)
    parts = pl.concat([sources.parts, sources.own_parts]).select("cycle", "pupil_id", *PART)
    each = pupils.join(parts, on=["cycle", "pupil_id"])
    by = [*WHO, *PART]
    found = counts(each, by, cohort=pl.lit(value=True), **_FLAGS)
    lines = found.unpivot(list(_FLAGS), index=[*by, "cohort"], variable_name="measure", value_name="pupils")
    wholes = lines.select(*by, pl.col("measure").alias("within"), pl.col("pupils").alias("whole"))
    past_survey = pupils.group_by("cycle", "year_group").agg(
        pl.col("is_stale").is_not_null().any().alias("is_surveyed")
    )
    preferences = pupils.group_by(WHO).agg(pl.col("preference_met").is_not_null().any().alias("has_preferences"))
    untold = ((pl.col("measure") == "stale") & ~pl.col("is_surveyed")) | (
        pl.col("measure").is_in(_PREFERENCES) & ~pl.col("has_preferences")
    )
    return (
        lines.with_columns(within=pl.col("measure").replace_strict(_WITHIN, default=None))
        .join(wholes, on=[*by, "within"], how="left")
        .join(past_survey, on=["cycle", "year_group"])
        .join(preferences, on=WHO)
        .select(
            *by, "measure", pl.when(~untold).then("pupils").alias("pupils"),
            cohort=pl.when(pl.col("within").is_null()).then("cohort").otherwise("whole"),
        )
    )  # fmt: skip


_KNOWN, _DIRECTION, _CATEGORY = pl.col("is_known"), pl.col("direction"), pl.col("destination_category")
_MOVED = _DIRECTION.is_not_null() & (_DIRECTION != "same")
_LEFT = pl.col("left_in_year")
_FLAGS = {
    "known": _KNOWN,
    "confirmed": _KNOWN & pl.col("is_confirmed"),
    "stale": _KNOWN & pl.col("is_stale"),
    "unknown": ~_KNOWN,
    "unknown_tried": ~_KNOWN & pl.col("is_tried"),
    "education": pl.col("participation") == "education",
    "eet": pl.col("participation").is_in(IN_EET),
    "apprenticeship": _CATEGORY == "apprenticeship",
    "higher_education": _CATEGORY == "higher_education",
    "in_network": pl.col("is_in_network"),
    "own_school": pl.col("is_own_school"),
    "first_preference": pl.col("preference_met") == "1",
    "top_three_preferences": pl.col("preference_met").is_in(["1", "2", "3"]),
    "compared": _DIRECTION.is_not_null(),
    "as_planned": _DIRECTION == "same",
    "changed": _MOVED,
    "moved_up": _DIRECTION == "up",
    "moved_sideways": _DIRECTION == "lateral",
    "moved_down": _DIRECTION == "down",
    **{f"reason_{reason}": _MOVED & (pl.col("change_reason") == reason) for reason in _REASONS},
    "left_in_year_11": _LEFT,
    "left_in_year_11_known": _LEFT & _KNOWN,
}


def _pupils(sources: Sources) -> pl.DataFrame:
    """Each pupil's final destination with what else is asked about it."""
    dates = sources.collections.filter(stage="final").select(
        "cycle", "year_group", "leaving_on", from_on=pl.coalesce("results_on", "opens_on")
    )
    pupils = sources.finals.join(dates, on=["cycle", "year_group"])
    calls = sources.table("core.contact_attempts").select("cycle", "pupil_id", "contacted_on")
    tried = (
        pupils.select("cycle", "pupil_id", "from_on")
        .join(calls, on=["cycle", "pupil_id"])
        .filter(pl.col("contacted_on") >= pl.col("from_on"))
        .select("cycle", "pupil_id", is_tried=pl.lit(value=True))
        .unique()
    )
    return (
        pupils.join(tried, on=["cycle", "pupil_id"], how="left")
        .join(_reasons(sources), on=["cycle", "pupil_id"], how="left")
        .with_columns(
            pl.col("is_tried").fill_null(value=False),
            pl.col("change_reason").fill_null("not_said"),
            left_in_year=(pl.col("left_on") < pl.col("leaving_on")).fill_null(value=False),
        )
    )


def _reasons(sources: Sources) -> pl.DataFrame:
    """cycle, pupil_id, change_reason: by the words of the newest reason that was given, the first of the list found."""
    listed = list(sources.table("ref.change_reasons").sort("position").select("words", "change_reason").iter_rows())
    said = (
        sources.table("core.claims")
        .filter(pl.col("stage") == "final", pl.col("change_reason").is_not_null())
        .sort("precedence")
        .group_by("cycle", "pupil_id", maintain_order=True)
        .agg(pl.col("change_reason").last())
    )
    meant = {text: _meant(text, listed) for text in said["change_reason"].unique()}
    return said.with_columns(pl.col("change_reason").replace(meant))


def _meant(text: str, listed: list[tuple[str, str]]) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    words = " " + " ".join(re.findall("[a-z0-9]+", plain.lower()))
    return next((reason for start, reason in listed if f" {start}" in words), "other")
