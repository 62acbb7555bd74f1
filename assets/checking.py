"""Checking files without keeping anything: the very steps of landing and building, on a warehouse in memory that is
gone afterwards. Where a home can be read, its school's earlier files and all rolls are there too, so that news and
doubts are the same as after a real drop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

import duckdb

from assets.landing import Reading, delivery_id, insert_readings
from assets.plan import build_sql, land_sql, make_in_order, make_sql, stage_sql
from assets.receipt_contents import receipt_of
from assets.receipt_facts import Shelves, gather
from assets.receipts import states, verdict
from assets.reference import publish_reference
from assets.staging import staged_in_python
from assets.validation import find_delivery_faults
from intake.extract import read_extract
from reports.receipt import Receipt
from warehouse.database import CONFIG, Database, Warehouse, WarehouseBusy
from warehouse.declared import RAW
from warehouse.events import Event, EventLog
from warehouse.files import file_id
from warehouse.home import Home
from warehouse.tables import sql_tables

_BUSY_SECONDS = 2.0
_LAST = "mart.conservation"  # the ledger: what becomes of every row


def check_files(home: Home, files: Sequence[tuple[str, bytes]], at: datetime) -> list[Receipt]:
    """What the receipt of each file (a path under the inbox, its bytes) would say if it were dropped into `home` at
    `at` (UTC). Nothing is written."""
    events = EventLog(home.event_log).events()
    number = events[-1].number if events else 0
    arrived = [_event(number + place, at, path, content) for place, (path, content) in enumerate(files, 1)]
    readings = [
        Reading(
            delivery_id(event),
            event,
            read_extract(content, path, header_aliases=home.settings.header_aliases, came_on=event.on),
        )
        for event, (path, content) in zip(arrived, files, strict=True)
    ]
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        database = Database(connection, passing=True)
        for table in RAW.values():
            database.ensure(table)
        _remember(home, database, {path.split("/")[0] for path, _ in files})
        insert_readings(database, readings)
        publish_reference(home, database, events, _lists())
        _land_and_build(database, {reading.identity for reading in readings}, arrived[-1].on)
        shelves = Shelves(facts := gather(database, [reading.identity for reading in readings]))
        found = {row["delivery_id"]: row for row in states(database).iter_rows(named=True)}
        return [
            receipt_of(head, verdict(found[head["delivery_id"]]), shelves, "")
            for head in facts.deliveries.iter_rows(named=True)
        ]


def _event(number: int, at: datetime, path: str, content: bytes) -> Event:
    data: dict[str, str | int] = {"path": path, "file_id": file_id(content), "size_bytes": len(content)}
    return Event(number, at, "delivery", "check", "checked", data)


def _remember(home: Home, database: Database, folders: set[str]) -> None:
    """Copy what the home's warehouse knows of these schools, and every roll; nothing while somebody writes there."""
    if not home.warehouse_file.exists():
        return
    try:
        with Warehouse(home.warehouse_file, _BUSY_SECONDS).held("checking files"), database.beside(home.warehouse_file):
            _copy(database, folders)
    except WarehouseBusy:
        return


def _copy(database: Database, folders: set[str]) -> None:
    known = set(
        database.query(
            "select schema_name || '.' || table_name as name from duckdb_tables() where database_name = 'kept'"
        )["name"]
    )
    if not known.issuperset(RAW):
        return
    chosen = """
        select delivery_id from kept.raw.deliveries
        where kind = 'roll' or folder in (select unnest(cast(? as varchar[])))"""
    for name in RAW:
        database.execute(
            f"insert into {name} by name from kept.{name} where delivery_id in ({chosen})", [sorted(folders)]
        )


def _land_and_build(database: Database, deliveries: set[str], day: date) -> None:
    """The tables up to the ledger, for the cycles that these deliveries are about."""
    make_sql(database, land_sql(), None, day)
    find_delivery_faults(database)
    cycles = database.query(
        """select distinct in_cycle as cycle from raw.rows
        where in_cycle is not null and delivery_id in (select unnest(cast(? as varchar[]))) order by 1""",
        [sorted(deliveries)],
    )["cycle"]
    needed = _needed(_LAST)
    for cycle in cycles:
        staged = [table for table in stage_sql() if table.name in needed]
        make_in_order(staged, staged_in_python(database, cycle), partial(database.build, cycle=cycle, as_of=day))
    for cycle in cycles:
        make_sql(database, [table for table in build_sql() if table.name in needed], cycle, day)


def _lists() -> set[str]:
    """The lists that these tables, and what Python makes between them, read."""
    needed = _needed(_LAST)
    tables = [*land_sql(), *(table for table in (*stage_sql(), *build_sql()) if table.name in needed)]
    return {source for table in tables for source in table.sources} | {"ref.provider_names"}


def _needed(table: str) -> set[str]:
    """A table made in SQL and all those below it."""
    tables = sql_tables()
    found: set[str] = set()
    ahead = [table, "staged.copied_finals", "core.claims"]
    while ahead:
        name = ahead.pop()
        if name in tables and name not in found:
            found.add(name)
            ahead += tables[name].sources
    return found
