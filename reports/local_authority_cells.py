"""What the cells of every file for a local authority share: none is taken for a formula."""

from __future__ import annotations

import polars as pl

from domain.own_workbooks import neutral


def harmless(texts: pl.DataFrame) -> pl.DataFrame:
    """A frame of texts without the start of a formula in it, in titles neither. A text that had none stays as it is."""
    suspects = {
        text: neutral(text)
        for column in texts.iter_columns()
        for text in column.filter(column.str.contains(r"^'*[=+\-@\t\r]")).unique()
    }
    cells = texts.with_columns(pl.all().replace(suspects)) if suspects else texts
    return cells.rename({name: neutral(name) for name in cells.columns})
