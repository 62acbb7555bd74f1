"""Measures of applications and of entry to higher education."""

from __future__ import annotations

import polars as pl

from assets.verification.sources import PART, WHO, Sources, counts

_STEPS = ("applied", "offered", "placed", "entered")
_GROUPS = {
    "any": "he",
    "russell_group": "russell_group",
    "oxbridge": "oxbridge",
    "high_tariff": "high_tariff",
    "medicine": "medicine",
}
_REACHED = {"college_applied": 0, "college_offered": 2, "college_placed": 4}
_ORDER = ("applied", "interview", "offered", "replied", "placed")


def higher_education(sources: Sources) -> pl.DataFrame:
    """Year 13, from application to entry, for each counted group; and who left school at all."""
    pupils = _pupils_of(sources, 13)
    parts = sources.parts.filter(
        pl.col("year_group") == 13, pl.col("breakdown_topic").is_in(["total", "disadvantage"])
    ).select("cycle", "pupil_id", *PART)
    by = [*WHO, *PART]
    found = []
    for group, prefix in _GROUPS.items():
        each = _steps(sources, pupils, group).join(parts, on=["cycle", "pupil_id"])
        told = counts(
            each, by, cohort=pl.lit(value=True), **{step: pl.col(step) for step in _STEPS}, left=pl.col("is_leaver")
        )
        told = told.join(_knowable(sources, pupils, group), on=WHO).with_columns(
            *(pl.when("can_tell_applications").then(step).alias(step) for step in _STEPS[:3]),
            *(pl.when("can_tell_entry").then(step).alias(step) for step in ("entered",)),
            left=pl.when("is_open").then("left"),
        )
        names = {step: f"{prefix}_{step}" for step in _STEPS} | ({"left": "left_school"} if group == "any" else {})
        lines = told.rename(names).unpivot(
            list(names.values()), index=[*by, "cohort"], variable_name="measure", value_name="pupils"
        )
        found.append(lines.select(*by, "measure", "pupils", "cohort"))
    return pl.concat(found)


def _pupils_of(sources: Sources, year_group: int) -> pl.DataFrame:
    ends = (
        sources.table("core.destinations")
        .filter(stage="final")
        .select("cycle", "pupil_id", "destination_category", "provider_id", "subject_group")
    )
    return (
        sources.cohort.filter(year_group=year_group)
        .select(*WHO, "pupil_id", "denominator")
        .join(ends, on=["cycle", "pupil_id"], how="left")
    )


def _members(sources: Sources, group: str) -> pl.DataFrame:
    """cycle, provider_id: the universities of a group for those who enter after each cycle."""
    groups = sources.table("ref.he_groups").filter(he_group=group)["provider_groups"].to_list()
    wanted = [part for listed in groups if listed for part in listed.split("|")]
    if not wanted:
        return pl.DataFrame(schema={"cycle": pl.String, "provider_id": pl.String})
    cycles = sorted(sources.table("ref.calendar")["cycle"].unique())
    entry = pl.DataFrame({"cycle": cycles[:-1], "entry_year": cycles[1:]})
    listed = sources.table("ref.provider_groups").filter(pl.col("provider_group").is_in(wanted))
    return (
        entry.join(listed, how="cross")
        .filter(
            (pl.col("entry_year") >= pl.col("valid_from").fill_null(pl.col("entry_year")))
            & (pl.col("entry_year") <= pl.col("valid_to").fill_null(pl.col("entry_year")))
        )
        .select("cycle", "provider_id")
        .unique()
    )


def _in_group(sources: Sources, frame: pl.DataFrame, group: str) -> pl.DataFrame:
    """The lines of a frame (cycle, provider_id, subject_group) whose provider or subject belongs to the group."""
    if group == "any":
        return frame
    if group == "medicine":
        return frame.drop_nulls("subject_group")
    return frame.join(_members(sources, group), on=["cycle", "provider_id"], how="semi")


def _steps(sources: Sources, pupils: pl.DataFrame, group: str) -> pl.DataFrame:
    kinds = sources.table("ref.provider_kinds").filter(enrolled_means="HIGHER_EDUCATION")
    universities = sources.table("ref.providers").join(kinds, on="kind", how="semi").select("provider_id")
    choices = (
        sources.table("core.applications")
        .filter("is_current")
        .join(universities, on="provider_id", how="semi")
        .with_columns(subject_group=_subject(sources))
    )
    applied = (
        _in_group(sources, choices, group)
        .group_by("cycle", "pupil_id")
        .agg(
            applied=pl.lit(value=True),
            offered=(pl.col("has_offer") | pl.col("is_placed")).any(),
            placed=pl.col("is_placed").any(),
        )
    )
    entered = _in_group(sources, pupils.filter(destination_category="higher_education"), group)
    entrants = entered.select("cycle", "pupil_id", entered=pl.lit(value=True))
    return (
        pupils.join(applied, on=["cycle", "pupil_id"], how="left")
        .join(entrants, on=["cycle", "pupil_id"], how="left")
        .with_columns(
            *(pl.col(step).fill_null(value=False) for step in _STEPS),
            is_leaver=(pl.col("destination_category") != "repeating").fill_null(value=False),
        )
    )


def _subject(sources: Sources) -> pl.Expr:
    code = pl.col("course_code").str.to_uppercase()
    found = pl.lit(None, pl.String)
    for prefix, subject in sources.table("ref.subject_groups").select("prefix", "subject_group").iter_rows():
        found = pl.when(code.str.starts_with(prefix)).then(pl.lit(subject)).otherwise(found)
    return found


def _knowable(sources: Sources, pupils: pl.DataFrame, group: str) -> pl.DataFrame:
    """For each school whether applications can be told (a roll, some application, a list of the group), and entries."""
    sent = (
        sources.table("core.applications")
        .select("cycle", "pupil_id")
        .unique()
        .with_columns(has_sent=pl.lit(value=True))
    )
    of_providers = bool(sources.table("ref.he_groups").filter(he_group=group)["provider_groups"].drop_nulls().len())
    listed = _members(sources, group)["cycle"].unique().to_list()
    is_listed = pl.col("cycle").is_in(listed) if of_providers else pl.lit(value=True)
    return (
        pupils.join(sent, on=["cycle", "pupil_id"], how="left")
        .group_by(WHO)
        .agg(
            is_sent=((pl.col("denominator") == "roll") & pl.col("has_sent").fill_null(value=False)).any(),
            is_open=pl.col("destination_category").is_not_null().any(),
        )
        .with_columns(can_tell_applications=pl.col("is_sent") & is_listed, can_tell_entry=pl.col("is_open") & is_listed)
    )


def college_applications(sources: Sources) -> pl.DataFrame:
    """Year 11: how far each pupil's furthest application got."""
    places = {reached: place for place, reached in enumerate(_ORDER)}
    furthest = (
        sources.table("core.applications")
        .filter("is_current")
        .group_by("cycle", "pupil_id")
        .agg(pl.col("reached").replace_strict(places, return_dtype=pl.Int64).max().alias("place"))
    )
    pupils = sources.cohort.filter(year_group=11).join(furthest, on=["cycle", "pupil_id"], how="left")
    steps = {name: pl.col("place") >= least for name, least in _REACHED.items()}
    found = counts(pupils, list(WHO), cohort=pl.lit(value=True), rolled=pl.col("denominator") == "roll", **steps)
    can_tell = (pl.col("rolled") > 0) & (pl.col("college_applied") > 0)
    lines = found.unpivot(list(steps), index=[*WHO, "cohort", "rolled"], variable_name="measure", value_name="pupils")
    lines = lines.with_columns(any_applied=pl.col("pupils").max().over(WHO))
    can_tell = (pl.col("rolled") > 0) & (pl.col("any_applied") > 0)
    return of_everybody(lines.with_columns(pupils=pl.when(can_tell).then("pupils")))


def of_everybody(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that are told of all pupils alone."""
    total = pl.lit("total")
    return lines.select(
        *WHO, breakdown_topic=total, breakdown=total, measure="measure", pupils="pupils", cohort="cohort"
    )
