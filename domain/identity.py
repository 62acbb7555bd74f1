"""Which rows are about the same pupil: deterministic tiers over a frame of rows. No I/O.

No likeness of names ever joins two rows. Tiers, strongest first: UPN or former UPN; ULN; the school's own number;
surname + forename + date of birth, exactly (folded).
The gate: a weaker tier never joins two groups that carry different UPNs, nor two different dates of birth.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

# Tier -> the key's expression; a null key joins nothing.
_FOLDED = {
    name: pl.col(name).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")
    for name in ("surname", "forename")
}
TIERS: dict[str, pl.Expr] = {
    "uln": pl.when(pl.col("uln") != "9999999999").then(pl.col("uln")),
    "mis_id": pl.concat_str("school_id", pl.lit("\0"), "mis_id"),
    "name": pl.concat_str(
        _FOLDED["surname"], pl.lit("\0"), _FOLDED["forename"], pl.lit("\0"), pl.col("date_of_birth").cast(pl.String)
    ),
}


def link_rows(rows: pl.DataFrame) -> pl.Series:
    """For each row the position (0-based) of the earliest row about the same pupil.

    `rows` is sorted oldest first and has the text columns upn, former_upn, uln, school_id, mis_id, surname, forename
    and the date
    date_of_birth. The result doesn't depend on the order of rows, but for which of a pupil's rows is the earliest.
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
    """Groups by UPN and date of birth; a former UPN joins only the group that carries it as its UPN."""
    upns = frame.select("row", pl.col("upn").alias("key"), "date_of_birth").drop_nulls("key")
    formers = frame.select("row", pl.col("former_upn").alias("key"), "date_of_birth").drop_nulls("key")
    both = pl.concat([upns, formers])
    # The same UPN under two dates of birth is two pupils until a person decides; a row without a date joins where there
    # is only one.
    dates = both.group_by("key").agg(pl.col("date_of_birth").drop_nulls().n_unique().alias("dates"))
    keyed = both.join(dates, on="key").with_columns(
        pl.when(pl.col("dates") > 1)
        .then(pl.concat_str("key", pl.lit("\0"), pl.col("date_of_birth").cast(pl.String)))
        .otherwise("key")
        .alias("key")
    )
    return _components(frame.height, keyed.drop_nulls("key"), np.arange(frame.height))


def _join_tier(frame: pl.DataFrame, groups: np.ndarray, key: pl.Expr) -> np.ndarray:
    """Join the groups that share a key of this tier, unless that would join two UPNs or two dates of birth."""
    keyed = frame.select("row", key.alias("key")).drop_nulls("key").filter(pl.col("key") != "")
    joined = _components(frame.height, keyed, groups)
    together = frame.select(
        pl.Series("joined", joined), pl.Series("group", groups), "upn", "former_upn", "date_of_birth"
    ).with_columns(pl.col("upn").first(ignore_nulls=True).over("group").alias("group_upn"))
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
