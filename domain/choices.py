"""The values that a person may choose from in a coded column, in the words that a drop-down shows.

Which spellings are understood besides is `destination_types.py` and `codes.py`.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from domain.codes import codes
from domain.destination_types import destination_types

# Whose destinations an aspiration is chosen from: it is what a pupil plans after Year 13.
_ASPIRATION = (13, "intended")


@cache
def choices(column: str, year_group: int | None = None, stage: str | None = None) -> tuple[str, ...]:
    """Labels of a column's legal values in the order of their list; empty where the column has no codes.

    Destination types are those of the year group and stage (`intended`, `final`); None: of any.
    """
    if column == "aspiration_type":
        return _destinations(*_ASPIRATION)
    if column == "destination_type":
        return _destinations(year_group, stage)
    return tuple(codes().filter(column_name=column).sort("position", maintain_order=True)["label"])


def _destinations(year_group: int | None, stage: str | None) -> tuple[str, ...]:
    types = destination_types()
    if year_group is not None:
        types = types.filter(pl.col("year_group") == year_group)
    if stage is not None:
        types = types.filter(pl.col("stages").str.split("|").list.contains(stage))
    return tuple(types["label"].unique(maintain_order=True))
