"""The steps of landing and building without Dagster's bookkeeping, in the jobs' own order: for tests that need many builds."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import polars as pl

from assets.arrivals import arrivals, take_in
from assets.builds import LAND_TABLES, pending_cycles
from assets.identity import LINKS, link_pupils
from assets.landing import land
from assets.receipts import receipts_of_cycle, receipts_without_cycle
from assets.reference import publish_reference
from assets.rule_checks import rule_checks
from assets.sql_tables import build_table
from assets.steps import Step
from assets.suppressions import SUPPRESSIONS, suppress_cells
from assets.validation import CYCLE_RULES, FINDINGS, find_delivery_faults, find_row_faults, truth_checks
from warehouse.database import Database, Warehouse
from warehouse.events import LONDON, Event, EventLog
from warehouse.home import Home
from warehouse.tables import sql_tables

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
        for name, table in sql_tables().items():
            if name in LAND_TABLES:
                database.build(table, None, day)
        find_delivery_faults(database)
    return events


def land_and_build(home: Home, day: date) -> list[str]:
    """Everything that `destinations run` does before publishing; returns the cycles built, in order."""
    events = land_only(home, day)
    built = []
    with Warehouse(home.warehouse_file).open("test") as database:
        while pending := pending_cycles(database, home, events, day):
            for cycle in pending:
                build_cycle(Step(database, home, events, day, cycle, _build_id(database, home, events, day, cycle)))
                built.append(cycle)
            assert len(built) < 12, "the builds don't settle"
    return built


def _build_id(database: Database, home: Home, events: list, day: date, cycle: str) -> str:  # type: ignore[type-arg]
    from assets.builds import build_ids

    return build_ids(database, home, events, day)[cycle]


def build_cycle(step: Step) -> None:
    """One cycle, from its rows to `release`."""
    database = step.database
    for table in sql_tables().values():
        if table.name in LAND_TABLES:
            continue
        if table.name == "staged.row_verdicts":
            _, outcomes = find_row_faults(database, step.cycle)
            step.done(FINDINGS.name, rule_checks(CYCLE_RULES, outcomes))
        if table.name == "core.pupils":
            link_pupils(database)
            step.done(LINKS.name)
        if table.schema == "release" and not database.value(
            "select count(*) from ops.builds where table_name = ? and build_id = ?", [SUPPRESSIONS.name, step.build_id]
        ):
            database.set_variables(step.cycle, step.as_of)
            step.done("mart.truths", truth_checks(database, step.cycle))
            suppress_cells(database, step.cycle, 1, 5)
            step.done(SUPPRESSIONS.name)
        build_table(step, table)


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
        receipts_without_cycle(Step(database, home, events, day, "", ""))
        for cycle in database.query("select distinct in_cycle from raw.rows where in_cycle is not null")["in_cycle"]:
            receipts_of_cycle(Step(database, home, events, day, cycle, ""))
