"""`destinations status`: the school × collection matrix on a terminal, from the published tracker (no pupil row in
it)."""

from __future__ import annotations

from pathlib import Path

import click
import duckdb
import polars as pl
from rich.console import Console
from rich.table import Table

from warehouse.home import Home

_COLLECTIONS = ("roll", "intended", "final")
_TO_CHASE = ("partly received", "held", "nothing came")
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
    """Print the matrix: a line a school, a column a year group, in each cell its roll, intended and final in that
    order, and at the end how many lines still need something."""
    chosen, lines = tracker(path, cycle)
    year_groups = sorted(lines["year_group"].unique())
    table = Table(title=f"Submissions for {chosen}: {', '.join(_COLLECTIONS)}", title_justify="left")
    table.add_column("School")
    for year_group in year_groups:
        table.add_column(f"Year {year_group}", justify="center")
    table.add_column("To chase", justify="right")
    for (name,), mine in lines.group_by("name", maintain_order=True):
        states = {(row["year_group"], row["collection"]): row["state"] for row in mine.iter_rows(named=True)}
        cells = [
            " ".join(_mark(states.get((year_group, collection))) for collection in _COLLECTIONS).rstrip()
            for year_group in year_groups
        ]
        to_chase = sum(state in _TO_CHASE for state in states.values())
        table.add_row(str(name), *cells, str(to_chase or ""))
    console.print(table)
    console.print("  ".join(f"[{colour}]{mark}[/] {state}" for state, (colour, mark) in _MARKS.items()))


def _mark(state: str | None) -> str:
    if state is None:
        return " "
    colour, mark = _MARKS[state]
    return f"[{colour}]{mark}[/]"
