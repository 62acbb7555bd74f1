"""The steps of landing and building without Dagster's bookkeeping, in the jobs' own order: for tests that need many builds.
A test that looks at a few tables names them, and only these and what they are made from are built.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from pathlib import Path

import polars as pl

from assets.arrivals import arrivals, take_in
from assets.builds import build_ids, settle_links, to_stage
from assets.landing import land
from assets.ledger import Ids, carried, lacking
from assets.plan import build_sql, build_tables, land_sql, make_in_order, make_sql, stage_sql
from assets.receipts import receipts_of_cycle, receipts_without_cycle
from assets.reference import publish_reference
from assets.sql_tables import build_table
from assets.staging import staged_in_python
from assets.steps import Step
from assets.suppressions import SUPPRESSIONS, suppress_cells
from assets.validation import find_delivery_faults, truth_checks
from warehouse.database import Database, Warehouse
from warehouse.events import LONDON, Event, EventLog
from warehouse.home import Home
from warehouse.tables import Table

SCHOOLS = "school_id,name,urn,laestab,phase,has_sixth_form\nhollins,Hollins Academy,990001,9994001,secondary,yes\nmarsh,Marsh School,990002,9994002,secondary,no\n"


def new_home(folder: Path) -> Home:
    """A home of two secondary schools with empty inboxes."""
    (folder / "network.toml").write_text('[network]\nname = "Test network"\n', "utf-8")
    (folder / "schools.csv").write_text(SCHOOLS, "utf-8")
    home = Home(folder)
    home.prepare()
    return home


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


def land_only(home: Home, day: date) -> list[Event]:
    """What the landing job does: files taken in and read, every file judged as a whole; returns the events."""
    warehouse, log = Warehouse(home.warehouse_file), EventLog(home.event_log)
    take_in(home, log, arrivals(home, log.events()), noon(day))
    events = log.events()
    land(home, warehouse, events)
    with warehouse.open("test") as database:
        publish_reference(home, database, events)
        make_sql(database, land_sql(), None, day)
        find_delivery_faults(database)
    return events


def land_and_build(home: Home, day: date, wanted: Iterable[str] = ()) -> list[str]:
    """Everything that `destinations run` does before publishing; returns the cycles built, in order. With `wanted` only
    those tables are built, and what they are made from."""
    events = land_only(home, day)
    with Warehouse(home.warehouse_file).open("test") as database:
        return stage_and_build(home, database, events, day, wanted)


def made_from(wanted: Iterable[str]) -> list[Table]:
    """These tables, and those of a build that they are made from, in order; all of a build without any."""
    needed = set(wanted) or {table.name for table in build_sql()}
    for table in reversed(build_sql()):  # a table stands after those that it is made from
        if table.name in needed:
            needed.update(table.sources)
    return [table for table in build_sql() if table.name in needed]


def stage_and_build(
    home: Home, database: Database, events: list[Event], day: date, wanted: Iterable[str] = ()
) -> list[str]:
    """Stage and build every cycle that needs it; returns the cycles built, in order."""
    tables = made_from(wanted)
    names = [table.name for table in tables] if wanted else build_tables()

    def ids() -> dict[str, Ids]:
        return build_ids(database, home, events, day)

    for cycle in to_stage(database, ids()):
        stage_cycle(Step(database, home, events, day, cycle, ids()[cycle], staging=True))

    def lack_a_build() -> list[str]:
        return [cycle for cycle, id in ids().items() if lacking(carried(database, cycle), names, id.build)]

    built = lack_a_build()
    for cycle in built:
        build_cycle(Step(database, home, events, day, cycle, ids()[cycle]), tables)
    assert to_stage(database, ids()) + lack_a_build() == [], "it doesn't settle"
    return built


def stage_cycle(step: Step) -> None:
    """One cycle's rows typed and judged, and the pupils of all cycles."""
    in_python = staged_in_python(step.database, step.cycle, step.done)
    make_in_order(stage_sql(), in_python, lambda table: build_table(step, table))
    settle_links(step.database)


def build_cycle(step: Step, tables: Collection[Table] | None = None) -> None:
    """What is counted from one cycle, up to `release`, or these tables of it."""

    def suppressions() -> None:
        step.database.set_variables(step.cycle, step.as_of)
        step.done("mart.truths", truth_checks(step.database, step.cycle))
        suppress_cells(step.database, step.cycle, step.home.settings)
        step.done(SUPPRESSIONS.name)

    tables = build_sql() if tables is None else tables
    make_in_order(tables, {SUPPRESSIONS.name: suppressions}, lambda table: build_table(step, table))


def contents(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the warehouse as sorted rows. The day a build was made on is left out: it says when, not what."""
    with Warehouse(home.warehouse_file).open("test") as database:
        names = database.query("select schema_name || '.' || table_name as name from duckdb_tables() order by 1")[
            "name"
        ]
        return {name: _rows(database, name) for name in names}


def _rows(database: Database, table: str) -> list[tuple[object, ...]]:
    frame = database.query(f"from {table}")
    frame = frame.drop("as_of") if table in ("ops.builds", "ops.publications") else frame
    plain = frame.with_columns(pl.selectors.nested().map_elements(str, return_dtype=pl.String))
    return sorted(plain.rows(), key=repr)


def write_receipts(home: Home, day: date) -> None:
    """The receipts and to-fix workbooks of every file, as the jobs write them."""
    events = EventLog(home.event_log).events()
    with Warehouse(home.warehouse_file).open("test") as database:
        receipts_without_cycle(Step(database, home, events, day))
        for cycle in database.query("select distinct in_cycle from raw.rows where in_cycle is not null")["in_cycle"]:
            receipts_of_cycle(Step(database, home, events, day, cycle))
