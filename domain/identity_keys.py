"""By what a pupil is known: for every row its identifiers and names as keys that can be compared. No I/O.

Who may be joined over them is decided in `identity.py`, what a person should look at in `identity_review.py`.
"""

from __future__ import annotations

import polars as pl

from domain.identifiers import TEMPORARY_ULN, upn_is_temporary

Keys = dict[str, pl.DataFrame]


def _filled(column: str) -> pl.Expr:
    """The column's text; null where it is empty, so that two empty cells never look like one value."""
    return pl.when(pl.col(column) != "").then(pl.col(column))


def _folded(column: str) -> pl.Expr:
    """Letters and digits of any script, lower case, Latin ones without accents; null where none remain."""
    plain = pl.col(column).str.normalize("NFKD").str.to_lowercase()
    # Other scripts write vowels as marks, so only the accents of Latin, Greek and Cyrillic are taken off.
    letters = plain.str.replace_all(r"[\u0300-\u036f]|[^\p{L}\p{M}\p{N}]", "")
    return pl.when(letters != "").then(letters)


def together(*parts: str | pl.Expr) -> pl.Expr:
    """One key of several parts; null where one is missing."""
    return pl.concat_str(*parts, separator="\0")


def known_by(rows: pl.DataFrame) -> pl.DataFrame:
    """What each row says of its pupil, ready to be compared: row (its position), cycle, school_id, upn, former_upn,
    uln, mis_id, surname, forename, date_of_birth as text, and name (surname and forename); null where it doesn't say.

    `rows` has the text columns of these names and the date date_of_birth.
    """
    plain = rows.with_row_index("row").select(
        "row",
        "cycle",
        _filled("school_id").alias("school_id"),
        _filled("upn").alias("upn"),
        _filled("former_upn").alias("former_upn"),
        pl.when(pl.col("uln") != TEMPORARY_ULN).then(_filled("uln")).alias("uln"),
        _filled("mis_id").alias("mis_id"),
        _folded("surname").alias("surname"),
        _folded("forename").alias("forename"),
        pl.col("date_of_birth").cast(pl.String).alias("date_of_birth"),
    )
    return plain.with_columns(together("surname", "forename").alias("name"))


def keys(known: pl.DataFrame) -> Keys:
    """For each kind of key the rows that have one: row, key. `known` as of `known_by`.

    upn and temporary_upn: now or formerly; mis_id: at its school; name: surname, forename and date of birth at one
    school; name_anywhere: the same at any school.
    """
    upns = pl.concat(known.select("row", pl.col(column).alias("key")) for column in ("upn", "former_upn")).drop_nulls()
    is_temporary = pl.col("key").is_in(_temporary(upns["key"]))
    single = {
        "uln": pl.col("uln"),
        "mis_id": together("school_id", "mis_id"),
        "name": together("school_id", "name", "date_of_birth"),
        "name_anywhere": together("name", "date_of_birth"),
    }
    return {
        "upn": upns.filter(~is_temporary).unique(),
        "temporary_upn": upns.filter(is_temporary).unique(),
        **{kind: known.select("row", key.alias("key")).drop_nulls() for kind, key in single.items()},
    }


def _temporary(upns: pl.Series) -> list[str]:
    """Which of these are temporary: every one of those ends in a letter."""
    return [upn for upn in upns.filter(upns.str.contains("[A-Z]$")).unique() if upn_is_temporary(upn)]
