"""`destinations status`:

the school × collection matrix on a terminal, from the published tracker (no pupil row in it).
"""

from __future__ import annotations

from pathlib import Path

import click
import duckdb
import polars as pl
from rich.console import Console
from rich.table import Table

from warehouse.home import Home

_MARKS = {
    "received": ("green", "✓"),
    "partly received": ("yellow", "◐"),
    "held": ("red", "✗"),
    "nothing came": ("red", "–"),
    "not open yet": ("dim", "·"),
}


def tracker(path: Path, cycle: str | None) -> tuple[str, pl.DataFrame]:
    """The cycle (the newest published one where none is named) and its lines of the tracker.

    Raises UsageError where there is none.
    """
    file = Home(path.resolve()).published / "status.duckdb"
    if not file.exists():
        raise click.UsageError(f"Nothing has been published yet. Run: destinations run --home {path}")
    with duckdb.connect(str(file), read_only=True) as database:
        lines = database.execute("from mart.submissions").pl()
        names = database.execute("select school_id, name from ref.schools").pl()
    cycles = sorted(lines["cycle"].unique())
    chosen = cycle or cycles[-1]
    if chosen not in cycles:
        raise click.UsageError(f"Nothing is known of {chosen}. There are: {', '.join(cycles)}.")
    return chosen, lines.filter(pl.col("cycle") == chosen).join(names, on="school_id", how="left").sort(
        "name", "year_group"
    )


def print_status(path: Path, cycle: str | None, console: Console) -> None:
    """Print the matrix: a line a school, a column a collection."""
    chosen, lines = tracker(path, cycle)
    collections = (
        lines.select("year_group", "collection")
        .unique()
        .sort(
            "year_group",
            pl.col("collection").replace_strict({"roll": 0, "intended": 1, "final": 2}, return_dtype=pl.Int8),
        )
    )
    table = Table(title=f"Submissions for {chosen}")
    table.add_column("School")
    for year_group, collection in collections.iter_rows():
        table.add_column(f"Y{year_group} {collection}", justify="center")
    for (name,), mine in lines.group_by("name", maintain_order=True):
        states = {(row["year_group"], row["collection"]): row["state"] for row in mine.iter_rows(named=True)}
        cells = [_mark(states.get(collection)) for collection in collections.iter_rows()]
        table.add_row(str(name), *cells)
    console.print(table)
    console.print("  ".join(f"[{colour}]{mark}[/] {state}" for state, (colour, mark) in _MARKS.items()))


def _mark(state: str | None) -> str:
    if state is None:
        return ""
    colour, mark = _MARKS[state]
    return f"[{colour}]{mark}[/]"
