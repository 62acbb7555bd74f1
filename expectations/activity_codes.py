"""The NCCIS activity codes as data: what each may stand beside and what it demands.

The list is a CSV, because the national one changes.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

_TABLE = pl.read_csv(Path(__file__).with_suffix(".csv"), infer_schema=False)

CODES: tuple[str, ...] = tuple(_TABLE["activity_code"])
NEED_REVIEW: tuple[str, ...] = tuple(_TABLE.filter(pl.col("needs_review_date") == "yes")["activity_code"])
NEED_SEND: tuple[str, ...] = tuple(_TABLE.filter(pl.col("needs_send") == "yes")["activity_code"])
AGREE: list[str] = [
    f"{code} {kind}"
    for code, kinds in _TABLE.select("activity_code", "destination_types").iter_rows()
    for kind in kinds.split("|")
]
