"""A small network's tracker in November: three schools, one of them behind, from the real calendar."""

from __future__ import annotations

from datetime import date

import polars as pl

from domain.calendar import Calendar, calendar_frame
from domain.collections import collection_dates, expected_collections, next_steps
from domain.phases import phases_frame
from reports.frames import ReportContext
from reports.tracker_parts import TrackerFrames

CYCLE, AS_OF = "2025-26", date(2026, 11, 20)
SCHOOLS = pl.DataFrame(
    [
        ("dell", "Dell Primary", "primary", False),
        ("hollins", "Hollins Academy", "secondary", True),
        ("marsh", "Marsh & Fen School", "secondary", False),
    ],
    schema=["school_id", "name", "phase", "has_sixth_form"],
    orient="row",
)
# What is not plainly received: school, collection and year group -> state
BEHIND = {
    ("marsh", "final", 11): "nothing came",
    ("marsh", "autumn_roll", 7): "held",
    ("hollins", "final", 13): "partly received",
    ("dell", "intended", 6): "held",
}


def context(as_of: date = AS_OF) -> ReportContext:
    return ReportContext("Larch Trust", CYCLE, as_of, "0123456789abcdef", Calendar().events(CYCLE))


def tracker(behind: dict[tuple[str, str, int], str] | None = None, as_of: date = AS_OF) -> TrackerFrames:
    """The frames of the network on a day; what has not opened by then has not come."""
    behind = BEHIND if behind is None else behind
    dates = collection_dates(Calendar()).filter(pl.col("cycle") == CYCLE)
    owed = SCHOOLS.join(expected_collections(), on=["phase", "has_sixth_form"]).join(
        dates, on=["year_group", "collection"]
    )
    lines = []
    for row in owed.sort("school_id", "year_group", "collection").iter_rows(named=True):
        came = "received" if row["opens_on"] <= as_of else "not open yet"
        state = behind.get((row["school_id"], row["collection"], row["year_group"]), came)
        late = (as_of - row["due_on"]).days if row["due_on"] < as_of and state != "received" else 0
        kept = {name: row[name] for name in ("cycle", "school_id", "year_group", "collection", "opens_on", "due_on")}
        lines.append({**kept, "state": state, "is_expected": True, "is_late": late > 0})
    submissions = pl.DataFrame(lines)
    return TrackerFrames(
        submissions=submissions,
        clock=_clock(submissions, dates, as_of),
        collections=dates,
        phases=phases_frame(Calendar()).filter(pl.col("cycle") == CYCLE),
        events=calendar_frame(Calendar()).filter(pl.col("cycle") == CYCLE),
        schools=SCHOOLS,
    )


def _clock(submissions: pl.DataFrame, dates: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What mart.clock says of these lines (tests/models holds the real one)."""
    counted = submissions.group_by("cycle", "year_group", "collection").agg(
        pl.first("opens_on", "due_on"),
        expected=pl.len(),
        received=(pl.col("state") == "received").sum(),
        late=pl.col("is_late").sum(),
    )
    situation = (
        pl.when(pl.col("received") == pl.col("expected"))
        .then(pl.lit("complete"))
        .when(pl.col("past_on") <= as_of)
        .then(pl.lit("past"))
        .when(pl.col("late") > 0)
        .then(pl.lit("late"))
        .when(pl.col("opens_on") > as_of)
        .then(pl.lit("not open yet"))
        .otherwise(pl.lit("waiting"))
    )
    keys = ["year_group", "collection"]
    joined = counted.join(dates.select(*keys, "past_on"), on=keys).with_columns(situation=situation)
    steps = next_steps().rename({"sentence": "what_next"})
    return joined.join(steps, on=[*keys, "situation"], how="left").sort(*keys)
