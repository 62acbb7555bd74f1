"""Which rows are about the same pupil: deterministic tiers over a frame of rows. No I/O.

No likeness of names ever joins two rows. Tiers, strongest first: UPN or former UPN; ULN; the school's own number;
surname + forename + date of birth at one school, exactly (folded).
The gates: a weaker tier never joins two groups that carry different UPNs; no tier joins two dates of birth.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.identifiers import TEMPORARY_ULN


def _filled(column: str) -> pl.Expr:
    """The column's text; null where it is empty, so that two empty cells never look like one value."""
    return pl.when(pl.col(column) != "").then(pl.col(column))


def _folded(column: str) -> pl.Expr:
    """Letters and digits of any script, lower case, Latin ones without accents; null where none remain."""
    plain = pl.col(column).str.normalize("NFKD").str.to_lowercase()
    # Other scripts write vowels as marks, so only the accents of Latin, Greek and Cyrillic are taken off.
    letters = plain.str.replace_all(r"[\u0300-\u036f]|[^\p{L}\p{M}\p{N}]", "")
    return pl.when(letters != "").then(letters)


def _together(*parts: pl.Expr) -> pl.Expr:
    """One key of several parts; null where one is missing."""
    return pl.concat_str(*parts, separator="\0")


# Tier -> the key's expression; a null key joins nothing. Names are compared within a school only: over a whole network
# two pupils with one name and one birthday are likely.
TIERS: dict[str, pl.Expr] = {
    "uln": pl.when(pl.col("uln") != TEMPORARY_ULN).then(_filled("uln")),
    "mis_id": _together(_filled("school_id"), _filled("mis_id")),
    "name": _together(
        _filled("school_id"), _folded("surname"), _folded("forename"), pl.col("date_of_birth").cast(pl.String)
    ),
}


def link_rows(rows: pl.DataFrame) -> pl.Series:
    """For each row the position (0-based) of the earliest row about the same pupil.

    `rows` is sorted oldest first and has the text columns upn, former_upn, uln, school_id, mis_id, surname, forename
    and the date date_of_birth. The result doesn't depend on the order of rows, but for which of a pupil's rows is the
    earliest.
    """
    if rows.is_empty():
        return pl.Series("first_row", [], dtype=pl.UInt32)
    frame = rows.with_row_index("row")
    groups = _join_upns(frame)
    for key in TIERS.values():
        groups = _join_tier(frame, groups, key)
    first = frame.select("row", pl.Series("group", groups)).with_columns(
        pl.col("row").min().over("group").alias("first_row")
    )
    return first["first_row"]


def _join_upns(frame: pl.DataFrame) -> np.ndarray:
    """Groups of rows that share a UPN, be it now or formerly, and don't disagree about the date of birth."""
    keyed = pl.concat(
        frame.select("row", _filled(column).alias("key"), "date_of_birth").drop_nulls("key")
        for column in ("upn", "former_upn")
    )
    apart = np.arange(frame.height)
    joined = frame.select("row", pl.Series("joined", _components(frame.height, keyed, apart)), "date_of_birth")
    # UPNs that lead from one date of birth to another, directly or by way of a former UPN, are two pupils' until a
    # person decides: then only rows with the same date join, and one without a date stays alone.
    disputed = joined.with_columns(pl.col("date_of_birth").drop_nulls().n_unique().over("joined").alias("dates"))
    dated = _together(pl.col("key"), pl.col("date_of_birth").cast(pl.String))
    keyed = keyed.join(disputed.select("row", "dates"), on="row").with_columns(
        pl.when(pl.col("dates") > 1).then(dated).otherwise("key").alias("key")
    )
    return _components(frame.height, keyed.drop_nulls("key"), apart)


def _join_tier(frame: pl.DataFrame, groups: np.ndarray, key: pl.Expr) -> np.ndarray:
    """Join the groups that share a key of this tier, unless that would join two UPNs or two dates of birth."""
    keyed = frame.select("row", key.alias("key")).drop_nulls("key")
    joined = _components(frame.height, keyed, groups)
    together = frame.select(
        pl.Series("joined", joined), pl.Series("group", groups), _filled("upn").alias("upn"), "date_of_birth"
    )
    verdict = together.group_by("joined").agg(
        pl.col("group").filter(pl.col("upn").is_not_null()).n_unique().alias("with_upn"),
        pl.col("date_of_birth").drop_nulls().n_unique().alias("dates"),
    )
    allowed = together.join(verdict, on="joined", how="left", maintain_order="left").select(
        ((pl.col("with_upn") <= 1) & (pl.col("dates") <= 1)).alias("allowed")
    )["allowed"]
    # Labels of both numberings may coincide, so what stays apart is moved out of the joined ones' range.
    return np.where(allowed.to_numpy(), joined, groups + frame.height)


def _components(height: int, keyed: pl.DataFrame, groups: np.ndarray) -> np.ndarray:
    """Group numbers after joining all rows that share a key, on top of the groups there are."""
    _, compact = np.unique(groups, return_inverse=True)
    firsts = keyed.with_columns(pl.col("row").min().over("key").alias("first"))
    left, right = compact[firsts["row"].to_numpy()], compact[firsts["first"].to_numpy()]
    size = int(compact.max()) + 1
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels)[compact]
