"""Measures of who stayed, who left during the year, who holds an offer by the end of September."""

from __future__ import annotations

import polars as pl

from assets.verification.programme import of_everybody
from assets.verification.sources import WHO, Sources, counts

_GUARANTEE = {
    "guarantee_offer": "offer_made", "guarantee_no_offer": "no_offer", "guarantee_not_recorded": "not_recorded",
}  # fmt: skip


def retention(sources: Sources) -> pl.DataFrame:
    """On the next autumn roll of the own school, or of any school of the network."""
    own = pl.col("found_at") == pl.col("school_id")
    looked = counts(
        sources.table("core.reconciliation"),
        list(WHO),
        cohort=pl.lit(value=True),
        own=own,
        network=pl.col("found_at").is_not_null(),
    )
    rolls = sources.table("staged.autumn_rolls").filter("is_newest")
    above = rolls.select(
        "cycle", "school_id", year_group=pl.col("year_group") - 1, has_roll=pl.lit(value=True)
    ).unique()
    anybody = above.select("cycle", "year_group", anybody=pl.lit(value=True)).unique()
    told = (
        looked.join(above, on=WHO, how="left")
        .join(anybody, on=["cycle", "year_group"], how="left")
        .join(_next_years(sources), on=["school_id", "year_group"], how="left")
        .with_columns(pl.col("has_roll", "anybody", "has_next_year").fill_null(value=False))
        .filter(pl.col("year_group").is_in([6, 11, 12]))
    )
    stayed = told.filter("has_next_year").with_columns(
        measure=pl.lit("stayed_on_own_roll"), pupils=pl.when("has_roll").then("own")
    )
    # Where the own roll is still to come, nobody knows how many are on one
    can_tell = pl.col("anybody") & (pl.col("has_roll") | ~pl.col("has_next_year"))
    network = told.with_columns(
        measure=pl.lit("on_network_roll"),
        pupils=pl.when(can_tell).then(pl.col("network") - pl.when(pl.col("has_next_year")).then(0).otherwise("own")),
    )
    return pl.concat([of_everybody(stayed), of_everybody(network)])


def _next_years(sources: Sources) -> pl.DataFrame:
    """school_id, year_group: the schools that have the year above themselves."""
    with_sixth_form = sources.table("ref.schools").with_columns(
        has_twelve=pl.col("has_sixth_form") | (pl.col("phase") == "sixth form")
    )
    rows = []
    for school_id, phase, has_twelve in with_sixth_form.select("school_id", "phase", "has_twelve").iter_rows():
        if phase in ("all-through", "special"):
            rows.append((school_id, 6))
        if has_twelve:
            rows += [(school_id, 11), (school_id, 12)]
    schema = {"school_id": pl.String, "year_group": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(has_next_year=pl.lit(value=True))


def in_year_leavers(sources: Sources) -> pl.DataFrame:
    """Sixth-formers who left during the year, and what is recorded of them."""
    chase = sources.table("ref.chase_days").rename({"on_date": "left_on"})
    dates = sources.collections.filter(pl.col("stage") == "final", pl.col("has_in_year_leavers")).select(
        "cycle", "year_group", "leaving_on", "as_of"
    )
    pupils = sources.cohort.join(dates, on=["cycle", "year_group"]).join(chase, on="left_on", how="left")
    known = (
        sources.table("core.claims")
        .filter(
            pl.col("stage") == "final", pl.col("is_current"), ~pl.col("participation").is_in(["unknown", "undecided"])
        )
        .select("cycle", "pupil_id", "participation", "recorded_on")
    )
    left = (pl.col("left_on") < pl.col("leaving_on")).fill_null(value=False)
    told = pupils.join(known, on=["cycle", "pupil_id"], how="left").with_columns(
        has_left=left, is_recorded=left & (pl.col("recorded_on") >= pl.col("left_on")).fill_null(value=False)
    )
    found = counts(
        told, list(WHO), everybody=pl.lit(value=True), rolled=pl.col("denominator") == "roll", left_in_year=left,
        left_recorded=pl.col("is_recorded"),
        left_overdue=left & ~pl.col("is_recorded") & (pl.col("as_of") > pl.col("chase_on")),
        left_not_participating=pl.col("is_recorded") & pl.col("participation").is_in(["neet", "re_engagement"]),
    )  # fmt: skip
    names = ["left_in_year", "left_recorded", "left_overdue", "left_not_participating"]
    lines = found.with_columns(leavers="left_in_year").unpivot(
        names, index=[*WHO, "everybody", "rolled", "leavers"], variable_name="measure", value_name="pupils"
    )
    has_roll = pl.col("rolled") > 0
    return of_everybody(
        lines.with_columns(
            pupils=pl.when(has_roll).then("pupils"),
            cohort=pl.when(pl.col("measure") == "left_in_year").then("everybody").when(has_roll).then("leavers"),
        )
    )


def guarantee(sources: Sources) -> pl.DataFrame:
    """The September Guarantee, over all home authorities; told from the end of May on."""
    fixed = sources.table("ref.calendar").filter(event="end_of_may").join(sources.days, on="cycle")
    cycles = fixed.filter(pl.col("on_date") <= pl.col("as_of")).select("cycle")
    years = sources.collections.filter("has_september_guarantee").select("cycle", "year_group").unique()
    offers = sources.table("core.offers").select("cycle", "pupil_id", "offer_status")
    pupils = (
        sources.cohort.join(cycles, on="cycle", how="semi")
        .join(years, on=["cycle", "year_group"], how="semi")
        .join(offers, on=["cycle", "pupil_id"], how="left")
        .with_columns(pl.col("offer_status").fill_null("not_recorded"))
    )
    flags = {measure: pl.col("offer_status") == status for measure, status in _GUARANTEE.items()}
    found = counts(pupils, list(WHO), cohort=pl.lit(value=True), **flags)
    return of_everybody(
        found.unpivot(list(flags), index=[*WHO, "cohort"], variable_name="measure", value_name="pupils")
    )
