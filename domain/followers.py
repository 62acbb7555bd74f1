"""Which pupil a row is about that makes nobody a pupil: an application, somebody's feedback, an encounter. No I/O.

Such a row is held against the pupils whom rolls and lists of destinations name in the same cycle. The keys are those of
`identity_keys.py`, strongest first; nobody is found over a likeness, over two dates of birth, or where a key leads to
several. What it says never tells who a pupil is.
"""

from __future__ import annotations

import polars as pl

from domain.identity_keys import keys, known_by

# Kinds of key in the order in which they are asked; the school's own number is known at that school alone.
_TIERS = ("upn", "temporary_upn", "uln", "mis_id", "name_anywhere")


def find_pupils(followers: pl.DataFrame, rows: pl.DataFrame, pupils: pl.Series) -> pl.Series:
    """For each of `followers` its pupil, or null.

    Both frames have cycle, upn, former_upn, uln, school_id, mis_id, surname, forename and date_of_birth; `pupils` names
    the pupil of each of `rows`. A follower with a school_id is about a pupil of that school, unless `is_anywhere` says
    that it may be about anybody's.
    """
    known = known_by(rows).with_columns(pupils.alias("pupil_id"))
    asked = known_by(followers).with_columns(followers["is_anywhere"])
    ours, theirs = keys(known), keys(asked)
    found = asked.select("row", pl.lit(None, pl.String).alias("pupil_id"))
    for kind in _TIERS:
        met = _met(theirs[kind].join(asked, on="row"), ours[kind].join(known, on="row"))
        found = found.join(met, on="row", how="left", maintain_order="left").select(
            "row", pl.coalesce("pupil_id", "met").alias("pupil_id")
        )
    return found["pupil_id"]


def _met(theirs: pl.DataFrame, ours: pl.DataFrame) -> pl.DataFrame:
    """The one pupil whom a key leads to: row, met."""
    pairs = theirs.join(ours, on=["key", "cycle"], suffix="_known").filter(
        pl.col("is_anywhere") | (pl.col("school_id") == pl.col("school_id_known")),
        (pl.col("date_of_birth") == pl.col("date_of_birth_known")).fill_null(True),
    )
    pupils = pairs.group_by("row").agg(pl.col("pupil_id").unique().alias("met"))
    return pupils.filter(pl.col("met").list.len() == 1).with_columns(pl.col("met").list.first())
