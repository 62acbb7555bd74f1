"""The changed figures between two states as a file: a workbook or CSV, the same bytes for the same changes."""

from __future__ import annotations

import io

import polars as pl

from reports.local_authority_cells import harmless
from reports.local_authority_xlsx import render_return_xlsx

TITLES = {
    "school": "School", "what": "Figure", "column": "Column", "before_text": "Before", "after_text": "After",
    "cause": "What caused it", "table": "Table", "cycle": "Cycle", "school_id": "School id", "year_group": "Year group",
    "stage": "Stage", "breakdown_topic": "Topic", "breakdown": "Part", "item": "Item",
}  # fmt: skip


def changes_csv(changed: pl.DataFrame) -> bytes:
    """CSV in UTF-8, with the mark by which Excel knows it."""
    content = io.StringIO()
    harmless(_texts(changed)).write_csv(content, line_terminator="\r\n")
    return content.getvalue().encode("utf-8-sig")


def changes_xlsx(changed: pl.DataFrame) -> bytes:
    """A workbook of one sheet."""
    return render_return_xlsx(_texts(changed), "Changed figures")


def _texts(changed: pl.DataFrame) -> pl.DataFrame:
    return changed.select(pl.col(name).cast(pl.String).alias(title) for name, title in TITLES.items())
