"""A small network in a real DuckDB: rows as a school would have sent them, built by the SQL files alone, for tests of those files."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import polars as pl

from assets.plan import build_sql, land_sql, make_in_order, stage_sql
from assets.reference import publish_reference
from assets.staging import staged_in_python
from domain.columns import COLUMNS
from warehouse.database import Database, Warehouse
from warehouse.declared import DERIVED, RAW
from warehouse.home import Home
from warehouse.tables import Table, sql_tables

CYCLE = "2025-26"
AS_OF = date(2026, 11, 20)
SCHOOLS = """school_id,name,urn,laestab,phase,has_sixth_form
hollins,Hollins Academy,990001,9994001,secondary,yes
marsh,Marsh School,990002,9994002,secondary,yes
dell,Dell Primary,990003,9992003,primary,no
"""
_OF_A_WORKLIST = ("worklist", "worklist_school_id", "worklist_cycle", "worklist_made_on")
Row = Mapping[str, str | int | None]


def delivery(
    number: int, school: str, kind: str, rows: Sequence[Row], *, year_group: int = 11, stage: str | None = None, on: str = "2026-10-01",
    cycle: str = CYCLE,
) -> dict[str, object]:  # fmt: skip
    """A file: its rows hold canonical columns as text; `line` counts from 2 as under a header; a row may name its own year_group or stage."""
    return {
        "number": number, "school": school, "kind": kind, "rows": rows, "year_group": year_group, "stage": stage, "on": on, "cycle": cycle,
    }  # fmt: skip


def _load(database: Database, deliveries: Sequence[Mapping[str, object]]) -> None:
    heads, lines = [], []
    for item in deliveries:
        rows: Sequence[Row] = item["rows"]  # type: ignore[assignment]
        identity, number, on = f"d{item['number']}", int(str(item["number"])), date.fromisoformat(str(item["on"]))
        received = datetime.combine(on, datetime.min.time()) + timedelta(hours=12, microseconds=number)
        heads.append(
            {
                "delivery_id": identity, "delivery_number": number, "file_id": identity, "folder": item["school"],
                "path": f"{item['school']}/{number}.csv", "filename": f"{number}.csv", "received_at": received, "received_on": on,
                "size_bytes": 1, "format": "csv", "encoding": "utf-8", "kind": item["kind"], "answers": None, **dict.fromkeys(_OF_A_WORKLIST), "records": len(rows) + 1,
                "header_records": 1, "dropped_records": 0, "row_records": len(rows),
            }
        )  # fmt: skip
        for place, row in enumerate(rows):
            lines.append(
                {
                    "delivery_id": identity, "sheet": "", "line": place + 2, "part": 1, "sheet_number": 1, "kind": item["kind"],
                    "in_cycle": item["cycle"], "in_year_group": row.get("year_group", item["year_group"]),
                    "in_stage": row.get("stage", item["stage"]), **{name: row.get(name) for name in COLUMNS if name not in ("year_group", "stage")},
                    "year_group": None, "stage": None, "other": None,
                }
            )  # fmt: skip
    for name, records in (("raw.deliveries", heads), ("raw.rows", lines)):
        if records:
            database.insert(RAW[name], pl.DataFrame(records, infer_schema_length=None))


@cache
def _template() -> Path:
    """A home with every table made and the reference lists in place: each network starts as a copy of it."""
    home = Home(Path(tempfile.mkdtemp(prefix="destinations-model-")))
    (home.path / "network.toml").write_text("", "utf-8")
    (home.path / "schools.csv").write_text(SCHOOLS, "utf-8")
    with Warehouse(home.warehouse_file).open("test") as database:
        with database.transaction():
            for table in (*RAW.values(), *DERIVED.values(), *sql_tables().values()):
                database.ensure(table)
        publish_reference(home, database, [])
        for table in sql_tables().values():
            if table.schema == "ref":
                database.build(table, None, AS_OF)
    atexit.register(shutil.rmtree, home.path, ignore_errors=True)
    return home.warehouse_file


@contextmanager
def network(
    *deliveries: Mapping[str, object], as_of: date = AS_OF, held: Sequence[tuple[str, int]] = ()
) -> Iterator[Database]:
    """The built warehouse of these files. `held` names rows (delivery, line) that a rule holds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(_template(), Path(folder) / "warehouse.duckdb"))
        with Warehouse(copy).open("test") as database:
            _load(database, deliveries)
            for identity, line in held:
                database.execute(
                    "insert into staged.findings (cycle, delivery_id, rule, severity, sheet, line) values (?, ?, 'test', 'blocking', '', ?)",
                    [CYCLE, identity, line],
                )
            build(database, as_of, sorted({str(item["cycle"]) for item in deliveries}))
            yield database


def build(database: Database, as_of: date, cycles: Sequence[str]) -> None:
    """Build every SQL table for the cycles, in the order of the jobs: all are staged before any is built."""

    def make(table: Table, cycle: str) -> None:
        database.build(table, cycle, as_of)
        assert database.repeated_keys(table, cycle) == 0, f"{table.name} repeats a key"

    for table in land_sql():
        if table.schema != "ref":
            make(table, "")
    for cycle in cycles:
        in_python = staged_in_python(database, cycle)
        in_python.pop("staged.findings")  # which rows a rule holds is said by the test
        make_in_order(stage_sql(), in_python, partial(make, cycle=cycle))
    for cycle in cycles:
        make_in_order(build_sql(), {}, partial(make, cycle=cycle))


def pupil(number: int, **more: str | int | None) -> dict[str, str | int | None]:
    """An invented pupil: the number makes the UPN, the name and the date of birth."""
    named = {
        "upn": f"A{number:012d}",
        "surname": f"Surname{number}",
        "forename": f"Forename{number}",
        "date_of_birth": "2009-10-01",
    }
    return {**named, **more}
