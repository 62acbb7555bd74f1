"""Measures of the stock-take: who needs another conversation about their plan, and with whom it has been held since the
stock-take opened."""

from __future__ import annotations

import polars as pl

from assets.verification.programme import of_everybody
from assets.verification.sources import WHO, Sources, counts

_KEYS = ["delivery_id", "sheet", "line", "part"]
_LIST = "guidance_list"


def stock_take(sources: Sources) -> pl.DataFrame:
    """guidance_needed, guidance_held and guidance_outstanding; nothing is told before the stock-take opens."""
    seasons = sources.table("ref.worklists").filter(worklist=_LIST).select("cycle", "year_group", "stage", "opens_on")
    cohort = sources.cohort.join(seasons, on=["cycle", "year_group"]).join(sources.days, on="cycle")
    listed = sources.table("core.listed_pupils").select("cycle", "pupil_id")
    asked = cohort.filter(pl.col("opens_on") <= pl.col("as_of"), ~pl.col("is_leaver")).join(
        listed, on=["cycle", "pupil_id"], how="semi"
    )
    needing = _needing(sources, asked)
    talks = sources.table("core.encounters").filter(encounter_kind="personal_guidance")
    held = talks.group_by("cycle", "pupil_id").agg(pl.col("encounter_on").max().alias("held_on"))
    told = (
        cohort.join(needing, on=["cycle", "pupil_id"], how="left")
        .join(held, on=["cycle", "pupil_id"], how="left")
        .with_columns(
            needed=pl.col("needed").fill_null(value=False),
            is_held=(pl.col("held_on") >= pl.col("opens_on")).fill_null(value=False),
        )
    )
    needed, is_held = pl.col("needed"), pl.col("is_held")
    flags = {"guidance_needed": needed, "guidance_held": needed & is_held, "guidance_outstanding": needed & ~is_held}
    found = counts(told, list(WHO), everybody=pl.lit(value=True), opened=pl.col("opens_on") <= pl.col("as_of"), **flags)
    lines = found.with_columns(whole="guidance_needed").unpivot(
        list(flags), index=[*WHO, "everybody", "opened", "whole"], variable_name="measure", value_name="pupils"
    )
    is_open = pl.col("opened") > 0
    return of_everybody(
        lines.with_columns(
            pupils=pl.when(is_open).then("pupils"),
            cohort=pl.when(pl.col("measure") == "guidance_needed").then("everybody").when(is_open).then("whole"),
        )
    )


def _needing(sources: Sources, asked: pl.DataFrame) -> pl.DataFrame:
    """cycle, pupil_id, needed: those for whom one of the reasons holds that put a pupil on the list."""
    plans = sources.table("core.destinations").select(
        "cycle", "pupil_id", "stage", "destination_type", "destination_category", "participation", "is_own_school"
    )
    choices = (
        sources.table("core.applications")
        .filter("is_current")
        .group_by("cycle", "pupil_id")
        .agg(applications=pl.len(), offers=pl.col("has_offer").sum(), open_applications=pl.col("is_open").sum())
    )
    applying = (
        sources.table("core.applications")
        .select("cycle", "pupil_id")
        .unique()
        .join(sources.cohort.select("cycle", "pupil_id", "school_id", "year_group"), on=["cycle", "pupil_id"])
        .select(*WHO, school_sent=pl.lit(value=True))
        .unique()
    )
    looked_up = sources.table("ref.provider_types").filter(is_looked_up="yes")
    at_providers = looked_up.select("destination_type", has_provider=pl.lit(value=True)).unique()
    pupils = (
        asked.select(*WHO, "pupil_id", "stage")
        .join(plans, on=["cycle", "pupil_id", "stage"], how="left")
        .join(_told(sources), on=["cycle", "pupil_id"], how="left")
        .join(choices, on=["cycle", "pupil_id"], how="left")
        .join(applying, on=WHO, how="left")
        .join(at_providers, on="destination_type", how="left")
    )
    offers, turned_down = pl.col("offers").fill_null(0), pl.col("open_applications") == 0
    reasons = {
        "no_plan": pl.col("participation").fill_null("unknown") == "unknown",
        "undecided": pl.col("participation") == "undecided",
        "asked_for": pl.col("guidance_needed") == "yes",
        "no_application": pl.col("school_sent") & pl.col("applications").is_null() & pl.col("has_provider")
        & ~pl.col("is_own_school"),
        "no_offer": ((pl.col("offer_status") == "no_offer") & (offers == 0)) | ((offers == 0) & turned_down),
        "college_not_said": pl.col("destination_category") == "education_unspecified",
        "looked_after": (pl.col("looked_after") == "yes") | (pl.col("care_leaver") == "yes"),
        "ehc_plan": pl.col("sen_provision") == "ehc_plan",
        "low_attendance": pl.col("attendance") < 90,
        "young_carer": pl.col("young_carer") == "yes",
        "sen_support": pl.col("sen_provision") == "sen_support",
    }  # fmt: skip
    lists = sources.table("ref.worklist_reasons").filter(worklist=_LIST, lists="yes")["reason"]
    needed = pl.any_horizontal(reasons[reason].fill_null(value=False) for reason in lists)
    return pupils.select("cycle", "pupil_id", needed=needed)


def _told(sources: Sources) -> pl.DataFrame:
    """The newest word on each thing that is asked, of every pupil and cycle."""
    usable = sources.table("staged.row_verdicts").filter(verdict="usable").select(_KEYS)
    links = sources.table("core.pupil_links").select("delivery_id", "sheet", "line", "pupil_id")
    rows = (
        sources.table("staged.rows")
        .filter(pl.col("kind").is_in(["roll", "destinations"]))
        .join(usable, on=_KEYS, how="semi")
        .join(links, on=["delivery_id", "sheet", "line"])
    )
    by_file = (
        rows.sort("delivery_number")
        .group_by("cycle", "pupil_id", maintain_order=True)
        .agg(
            pl.col(name).drop_nulls().last()
            for name in ("attendance", "sen_provision", "looked_after", "care_leaver", "young_carer")
        )
    )
    spoken = rows.filter(kind="destinations").sort("recorded_on", "delivery_number")
    by_day = spoken.group_by("cycle", "pupil_id", maintain_order=True).agg(
        pl.col(name).drop_nulls().last() for name in ("guidance_needed", "offer_status")
    )
    return by_file.join(by_day, on=["cycle", "pupil_id"], how="left")
