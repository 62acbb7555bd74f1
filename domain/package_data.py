"""The lists that lie beside these modules as CSV: the only I/O in this package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl


@cache
def table(name: str) -> pl.DataFrame:
    """`domain/<name>.csv` with every column as text and an empty cell as null."""
    return pl.read_csv(Path(__file__).parent / f"{name}.csv", infer_schema=False)
