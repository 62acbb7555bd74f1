"""Helper columns of `staged.rows` for the rules about applications, feedback, encounters and what schools tell of
themselves. No rules."""

from __future__ import annotations

import polars as pl

_provider = pl.any_horizontal(pl.col("destination_provider", "destination_provider_id").is_not_null())
_stands = pl.any_horizontal(pl.col("application_status", "offer_type", "reply", "placed").is_not_null())
# What was written but couldn't be read is a finding of its own.
_status_unread = pl.col("unreadable").list.contains("application_status")


def _told(column: str) -> pl.Expr:
    """The number; below what is possible where none is given, null where what is written couldn't be read."""
    unread = pl.col("unreadable").list.contains(column)
    return pl.when(~unread).then(pl.col(column).fill_null(-1))


EXCHANGE_FACTS: dict[str, pl.Expr] = {
    "provider_is_written": _provider | pl.col("is_stand_in_provider"),
    "application_stands": _stands | _status_unread,
    "says_where": _provider
    | pl.any_horizontal(pl.col("destination_type", "activity_code").is_not_null())
    | pl.col("unreadable").list.contains("destination_type")
    | pl.col("is_own_enrolment"),
    "encounter_is_to_come": pl.col("encounter_on") > pl.col("received_on"),
    "places_told": _told("places_left"),
    "benchmark_told": _told("benchmark"),
    "score_told": _told("benchmark_score"),
    "score_is_a_fraction": (pl.col("benchmark_score") > 0) & (pl.col("benchmark_score") <= 1),
    "evaluation_is_past": (pl.col("evaluated_on") <= pl.col("received_on")).fill_null(
        pl.col("unreadable").list.contains("evaluated_on")
    ),
}
