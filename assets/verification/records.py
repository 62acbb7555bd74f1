"""The quality of records, and the providers that take the network's leavers."""

from __future__ import annotations

import polars as pl

from assets.verification.destinations import coverage
from assets.verification.sources import WHO, Sources, counts

_KEYS = ["delivery_id", "sheet", "line", "part"]
_STAGED = [*WHO, "stage"]


def providers(sources: Sources) -> pl.DataFrame:
    """Pupils of the whole network at each provider, of Years 11 to 13."""
    finals = sources.finals.filter(pl.col("year_group").is_in([11, 12, 13]))
    cohorts = finals.group_by("cycle", "year_group").agg(cohort=pl.len().cast(pl.Int64))
    there = finals.drop_nulls("provider_id")
    by = ["cycle", "year_group", "provider_id"]
    found = counts(
        there, by, pupils=pl.lit(value=True), confirmed=pl.col("is_confirmed"),
        looked_at=pl.col("still_there").is_not_null(), still_there=pl.col("still_there"),
    )  # fmt: skip
    schools = there.group_by(by).agg(schools=pl.col("school_id").n_unique().cast(pl.Int64))
    return found.join(schools, on=by).join(cohorts, on=["cycle", "year_group"])


def quality(sources: Sources) -> pl.DataFrame:
    """What is unknown or stale, how often it was asked after, what was held, corrected, or is late."""
    told = coverage(sources).select(*_STAGED, "cohort", "unknown", "stale")
    parts = (_attempts(sources), _corrected(sources), _rows(sources))
    for part in parts:
        told = told.join(part, on=_STAGED, how="left")
    late = _late(sources)
    named = ("attempts_on_unknown", "corrected", "rows", "held_rows", "late")
    return told.join(late, on=WHO, how="left").with_columns(pl.col(named).fill_null(0).cast(pl.Int64))


def _attempts(sources: Sources) -> pl.DataFrame:
    """Calls to those of whom nothing is known: about the plan until results day, then about the destination."""
    from_on = sources.collections.filter(stage="final").select(
        "cycle", "year_group", from_on=pl.coalesce("results_on", "opens_on")
    )
    unknown = sources.destinations.filter(participation="unknown").join(from_on, on=["cycle", "year_group"])
    calls = sources.table("core.contact_attempts").select("cycle", "pupil_id", "contacted_on")
    of_final = pl.col("contacted_on") >= pl.col("from_on")
    made = unknown.join(calls, on=["cycle", "pupil_id"]).filter(of_final == (pl.col("stage") == "final"))
    return made.group_by(_STAGED).agg(attempts_on_unknown=pl.len())


def _corrected(sources: Sources) -> pl.DataFrame:
    changed = (
        sources.table("core.claims").filter(change="changed").rename({"stage": "counted_as", "stage_sent": "stage"})
    )
    return changed.group_by(_STAGED).agg(corrected=pl.len())


def _rows(sources: Sources) -> pl.DataFrame:
    """Rows sent for each stage, and those held in files that nothing newer answers."""
    return _sent(sources).rename({"collection": "stage"}).select(*_STAGED, "rows", "held_rows")


def _sent(sources: Sources) -> pl.DataFrame:
    """What came of each collection: rows, usable_rows, and held_rows in files that nothing newer answers."""
    verdicts = sources.table("staged.row_verdicts").select(*_KEYS, "verdict")
    rows = (
        sources.table("staged.rows")
        .filter(pl.col("kind").is_in(["roll", "destinations"]))
        .with_columns(collection=pl.col("stage").fill_null("roll"))
        .drop_nulls(WHO)
        .join(verdicts, on=_KEYS)
        .join(_answered(sources), on="delivery_id", how="left")
    )
    line, verdict = pl.struct("delivery_id", "sheet", "line"), pl.col("verdict")
    return rows.group_by(*WHO, "collection").agg(
        rows=line.n_unique(),
        usable_rows=line.filter(verdict == "usable").n_unique(),
        held_rows=line.filter((verdict == "held") & pl.col("is_answered").is_null()).n_unique(),
    )


def _answered(sources: Sources) -> pl.DataFrame:
    """The deliveries after which a newer one came to the same path, or their to-fix workbook."""
    files = sources.table("staged.deliveries").select(
        "delivery_id", "school_id", "path", "answers", "delivery_number", "is_withdrawn", "row_records"
    )
    newer = files.filter(~pl.col("is_withdrawn"), pl.col("row_records") > 0)
    both = files.join(newer, on="school_id", suffix="_newer").filter(
        (pl.col("delivery_number_newer") > pl.col("delivery_number"))
        & (
            (pl.col("path_newer") == pl.col("path"))
            | (pl.col("answers_newer") == pl.col("delivery_id")).fill_null(value=False)
        )
    )
    return both.select("delivery_id", is_answered=pl.lit(value=True)).unique()


def _late(sources: Sources) -> pl.DataFrame:
    """How many collections a school should have sent by now of which not all, or nothing, is there."""
    expected = sources.table("ref.schools").join(
        sources.table("ref.expected_collections"), on=["phase", "has_sixth_form"]
    )
    dates = sources.table("ref.collection_dates").join(sources.days, on="cycle")
    asked = expected.filter(pl.col("collection") != "autumn_roll").join(dates, on=["year_group", "collection"])
    there = _sent(sources).filter(pl.col("usable_rows") > 0, pl.col("held_rows") == 0)
    missing = asked.join(there, on=[*WHO, "collection"], how="anti").filter(pl.col("due_on") < pl.col("as_of"))
    return missing.group_by(WHO).agg(late=pl.len())
