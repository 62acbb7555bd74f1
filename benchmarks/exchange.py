"""How long the lists that people work from take, and the returns to local authorities, for a whole network.

Beside each figure stands what it takes to build the cycle that they are made from, in the same process: work on another
machine, or on a busy one, is to be compared by that ratio.

    python -m benchmarks.exchange --schools 40 --pupils 100
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from assets.arrivals import arrivals, take_in
from assets.builds import build_ids, settle_links
from assets.landing import land
from assets.plan import build_sql, land_sql, make_in_order, make_sql, stage_sql
from assets.reference import publish_reference
from assets.sql_tables import build_table
from assets.staging import staged_in_python
from assets.steps import Step
from assets.suppressions import SUPPRESSIONS, suppress_cells
from assets.validation import find_delivery_faults
from assets.worklists import write_worklists
from benchmarks.intake import AT, Line, show, timed
from benchmarks.school_files import CYCLE, write_network
from domain.return_columns import return_variants
from domain.worklist_columns import WORKLISTS
from pipelines.returns import write_returns
from warehouse.database import Database, Warehouse
from warehouse.events import Event, EventLog
from warehouse.home import Home

WITHIN = 15.0


def exchange(folder: Path, schools: int, pupils: int) -> list[Line]:
    """A home whose files are landed and built; then every worklist and every return of it."""
    write_network(folder, schools, pupils)
    home = Home(folder)
    home.prepare()
    warehouse, log = Warehouse(home.warehouse_file), EventLog(home.event_log)
    take_in(home, log, arrivals(home, log.events()), AT)
    events = log.events()
    land(home, warehouse, events)
    with warehouse.open("benchmark") as database:
        built = timed(lambda: _build(home, database, events))
        lines = [Line(f"{schools} schools, {schools * pupils * 4:,} pupils: the cycle staged and built", built)]

        def write() -> None:
            write_worklists(home, database, CYCLE, AT.date(), AT, only=tuple(WORKLISTS))

        lines.append(_line("every worklist of every school", timed(write), built))
    for variant in return_variants():
        seconds = timed(lambda: write_returns(folder, CYCLE, variant=variant, why="benchmark", as_of=AT.date()))  # noqa: B023
        lines.append(_line(f"returns: {variant}", seconds, built))
    total = sum(line.seconds for line in lines[1:])
    written = sum(1 for file in home.path.glob("outbox/**/*") if file.is_file())
    return [*lines, Line(f"  all, {written} files", total, total / built, WITHIN)]


def _line(what: str, seconds: float, built: float) -> Line:
    return Line(f"  {what}", seconds, seconds / built)


def _build(home: Home, database: Database, events: list[Event]) -> None:
    """The cycle as the jobs make it, up to what lists and returns rest on."""
    day = AT.date()
    publish_reference(home, database, events)
    make_sql(database, land_sql(), None, day)
    find_delivery_faults(database)
    step = Step(database, home, events, day, CYCLE, build_ids(database, home, events, day)[CYCLE], staging=True)
    make_in_order(stage_sql(), staged_in_python(database, CYCLE, step.done), lambda table: build_table(step, table))
    settle_links(database)
    counted = Step(database, home, events, day, CYCLE, build_ids(database, home, events, day)[CYCLE])

    def hide() -> None:
        database.set_variables(CYCLE, day)
        suppress_cells(database, CYCLE, home.settings)
        counted.done(SUPPRESSIONS.name)

    make_in_order(build_sql(), {SUPPRESSIONS.name: hide}, lambda table: build_table(counted, table))
    counted.done("mart.truths")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=40, help="schools of all year groups")
    parser.add_argument("--pupils", type=int, default=100, help="pupils in each year group of a school")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        lines = exchange(Path(folder), options.schools, options.pupils)
    print(show(lines).replace("× bare read", "   × build"))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 1 if lines[-1].seconds > WITHIN else 0


if __name__ == "__main__":
    raise SystemExit(main())
