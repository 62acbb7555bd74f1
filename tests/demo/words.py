"""What senders wrote, as our codes and days."""

from __future__ import annotations

import polars as pl

from domain.codes import code_aliases
from domain.text import key
from intake.dates import read_day

CODES = {(column, alias): code for column, alias, code in code_aliases().iter_rows()}


def coded(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The rows with the sender's words of these columns as our codes."""
    return rows.with_columns(
        pl.col(column).replace_strict(
            {word: CODES.get((column, key(word))) for word in rows[column].drop_nulls().unique()},
            default=None,
            return_dtype=pl.String,
        )
        for column in columns
    )


def days(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows with the dates of a column read."""
    read = {text: read_day(text) for text in rows[column].drop_nulls().unique()}
    return rows.with_columns(pl.col(column).replace_strict(read, default=None, return_dtype=pl.Date))
