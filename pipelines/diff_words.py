"""What `destinations diff` found, as a person or a program reads it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.diff import Difference
from reports.changes_table import changes_csv, changes_xlsx
from reports.numbers import plural
from warehouse.files import write_whole

_SHOWN = 40
_TOLD = (
    "table", "cycle", "school_id", "year_group", "stage", "breakdown_topic", "breakdown", "item", "column", "before",
    "before_status", "after", "after_status", "cause", "is_exact",
)  # fmt: skip


def print_difference(difference: Difference, console: Console) -> None:
    """The changed figures as a table, the network's first; the longest lists are cut and say so."""
    changed = difference.changed
    head = f"{difference.cycle}: {plural(changed.height, 'published figure')} of {difference.other}"
    console.print(f"[bold]{head} not as in {difference.one}[/]", highlight=False)
    if changed.is_empty():
        return
    table = Table(box=box.SIMPLE_HEAD)
    table.pad_edge = False
    for title in ("School", "Figure", "Table, column"):
        table.add_column(title)
    for title in (difference.one, difference.other):
        table.add_column(title, justify="right", no_wrap=True)
    for row in changed.head(_SHOWN).iter_rows(named=True):
        where = f"{row['table']}, {row['column']}"
        table.add_row(escape(row["school"]), escape(row["what"]), where, row["before_text"], row["after_text"])
    console.print(table)
    if changed.height > _SHOWN:
        console.print(f"… and {changed.height - _SHOWN} more: write all with -o FILE.xlsx", highlight=False)
    console.print("[bold]What caused it[/]")
    for cause, count in _causes(changed):
        console.print(f"  {count:>5}  {escape(cause)}", highlight=False, soft_wrap=True)


def _causes(changed: pl.DataFrame) -> list[tuple[str, int]]:
    counts = changed.group_by("cause").len().sort("len", "cause", descending=[True, False])
    return list(counts.iter_rows())


def as_json_text(difference: Difference) -> str:
    """The changes for a program; a hidden number is null and its status says so."""
    told = {
        "cycle": difference.cycle, "a": difference.one, "b": difference.other,
        "changed": difference.changed.select(_TOLD).to_dicts(),
    }  # fmt: skip
    return json.dumps(told, indent=2, ensure_ascii=False)


def write_difference(difference: Difference, file: Path) -> None:
    """Write the changes as the file's name says: .xlsx or .csv."""
    make = changes_csv if file.suffix.lower() == ".csv" else changes_xlsx
    write_whole(file, make(difference.changed))
