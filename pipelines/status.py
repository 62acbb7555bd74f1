"""`destinations status`: where a cycle is in its year, what to do, who is late and what each school has sent, on a
terminal, from the published tracker (no pupil row in it)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast

import click
import duckdb
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from pipelines.outdated import outdated_sentences
from reports.numbers import listed, long_date
from reports.tracker_parts import (
    SchoolRow,
    State,
    Task,
    TrackerFrames,
    coming,
    matrix,
    phase_sentence,
    present_phase,
    tasks,
)
from warehouse.home import Home

_COLLECTIONS = ("roll", "intended", "final")
_AUTUMN = "autumn_roll"
_MARKS_WIDE = 2 * len(_COLLECTIONS) - 1
_MARKS = {
    "received": ("green", "✓"),
    "partly received": ("yellow", "◐"),
    "held": ("red", "✗"),
    "nothing came": ("red", "–"),
    "not open yet": ("dim", "·"),
}
_COLOURS = {"late": "red", "to fix": "yellow", "waiting": "cyan"}
# The newest cycle may hold nothing but the rolls of its autumn: what is shown unasked is the oldest one in work.
_IN_WORK = """
select cycle, any_value(phase) as phase from mart.clock group by cycle order by cycle
"""
_SOURCES = {
    "submissions": "from mart.submissions where cycle = ?",
    "clock": "from mart.clock where cycle = ?",
    "collections": "from ref.collection_dates where cycle = ?",
    "phases": "from ref.phases where cycle = ?",
    "events": "from ref.calendar where cycle = ?",
}


def print_status(path: Path, cycle: str | None, console: Console) -> None:
    """Print the tracker of a cycle; where none is named, of the oldest one that is not done with yet.

    Raises UsageError where nothing has been published, or not of that cycle.
    """
    home = Home(path.resolve())
    file = home.published / "status.duckdb"
    if not file.exists():
        _ = home.settings  # where there are none, this is no home, and a run wouldn't help
        raise click.UsageError(f"Nothing has been published yet. Run: destinations run --home {path}")
    with duckdb.connect(str(file), read_only=True) as database:
        phases = dict(database.execute(_IN_WORK).fetchall())
        in_work = [name for name, phase in phases.items() if phase != "published"]
        chosen = cycle or (in_work or list(phases))[0 if in_work else -1]
        if chosen not in phases:
            raise click.UsageError(f"Nothing is known of {chosen}. There are: {', '.join(phases)}.")
        frames = _frames(database, chosen)
        others = [_said(database, name) for name in in_work if name != chosen]
        as_of = _as_of(database, chosen)
    found = tasks(frames, as_of)
    console.print(f"[bold]{phase_sentence(chosen, present_phase(frames, as_of))}.[/]", highlight=False)
    for sentence in (f"As known on {long_date(as_of)}.", *others, *outdated_sentences(home)):
        console.print(sentence, highlight=False)
    _print_matrix(matrix(frames), console)
    _print_tasks("To do now", [task for task in found if task.is_pressing], console)
    _print_coming(coming(found, as_of), console)


def _frames(database: duckdb.DuckDBPyConnection, cycle: str) -> TrackerFrames:
    tables = {name: database.execute(sql, [cycle]).pl() for name, sql in _SOURCES.items()}
    return TrackerFrames(**tables, schools=database.execute("from ref.schools").pl())


def _as_of(database: duckdb.DuckDBPyConnection, cycle: str) -> date:
    """The day on which the tracker of the cycle was made."""
    sql = "select max(as_of) from ops.builds where cycle = ? and table_name = 'mart.clock'"
    [(day,)] = database.execute(sql, [cycle]).fetchall()
    return cast(date, day)


def _said(database: duckdb.DuckDBPyConnection, cycle: str) -> str:
    sentence = phase_sentence(cycle, present_phase(_frames(database, cycle), _as_of(database, cycle)))
    return f"{sentence} (--cycle {cycle})."


def _print_matrix(schools: Sequence[SchoolRow], console: Console) -> None:
    """A line a school, a column a year group, in each cell its roll, intended and final in that order."""
    places = [place for school in schools for place in school.states]
    year_groups = sorted({year for collection, year in places if collection != _AUTUMN})
    autumn = sorted({year for collection, year in places if collection == _AUTUMN})
    legend = ", ".join(_COLLECTIONS)
    if autumn:
        legend += f"; new rolls of the autumn: Y{', Y'.join(map(str, autumn))}"
    console.print(f"\nWhat came: {legend}", highlight=False)
    table = Table(box=box.SIMPLE_HEAD)
    table.pad_edge, table.padding = False, (0, 1, 0, 0)
    table.add_column("School", no_wrap=True)
    for year_group in year_groups:
        table.add_column(f"Y{year_group}", no_wrap=True, min_width=_MARKS_WIDE)
    if autumn:
        table.add_column("New rolls", no_wrap=True)
    table.add_column("Late", justify="right", no_wrap=True, min_width=4)
    for school in schools:
        cells = [_cell(school, [(name, year) for name in _COLLECTIONS]) for year in year_groups]
        if autumn:
            cells.append(_cell(school, [(_AUTUMN, year) for year in autumn]))
        table.add_row(escape(school.name), *cells, str(school.late or ""))
    console.print(table)
    console.print("  ".join(f"[{colour}]{mark}[/] {state}" for state, (colour, mark) in _MARKS.items()))


def _cell(school: SchoolRow, places: Sequence[tuple[str, int]]) -> str:
    return " ".join(_mark(school.states.get(place)) for place in places).rstrip()


def _mark(state: State | None) -> str:
    if state is None:
        return " "
    colour, mark = _MARKS[state.state]
    return f"[{colour}]{mark}[/]"


def _print_tasks(title: str, found: Sequence[Task], console: Console) -> None:
    console.print(f"\n[bold]{title}[/]")
    if not found:
        console.print("Nothing waits: what is asked for has come.")
    for task in found:
        colour = _COLOURS[task.situation]
        console.print(f"[{colour}]{task.label}[/], {task.due}: {task.progress}", highlight=False)
        console.print(Padding(task.what_next, (0, 0, 0, 2)), highlight=False)
        if task.late:
            names = escape(listed(school.name for school in task.late))
            console.print(Padding(f"Late: {names}", (0, 0, 0, 2)), highlight=False)


def _print_coming(found: Sequence[Task], console: Console) -> None:
    if found:
        console.print("\n[bold]Due next[/]")
    for task in found:
        console.print(f"{task.label}, {task.due} ({task.progress})", highlight=False)
