"""A small network in a real DuckDB: rows as a school would have sent them, built by the SQL files alone, for tests of those files."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

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


class Network(Database):
    """The built warehouse of some files, of which a table is built when a test first names it: each test looks at a few.

    Everything is staged from the start. What a test changes by hand, it changes in a warehouse that is whole.
    """

    def __init__(self, opened: Database, as_of: date, cycles: Sequence[str]) -> None:
        super().__init__(opened.connection)
        self._opened, self._as_of, self._cycles = opened, as_of, cycles
        self._unbuilt = {table.name: table for table in build_sql()}
        stage(opened, as_of, cycles)
        last = build_sql()[-1]
        opened.set_variables(cycles[-1] if cycles and last.rebuild == "cycle" else None, as_of)

    def query(self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None) -> pl.DataFrame:
        self.make(_named_in(sql))
        return super().query(sql, values)

    def value(self, sql: str, values: Sequence[Any] | None = None) -> Any:
        self.make(_named_in(sql))
        return super().value(sql, values)

    def execute(self, sql: str, values: Sequence[Any] | None = None) -> None:
        if sql.split(maxsplit=1)[0] in ("insert", "update", "delete"):
            self.make()
        super().execute(sql, values)

    def build(self, table: Table, cycle: str | None, as_of: date) -> int:
        self.make([table.name])
        return self._opened.build(table, cycle, as_of)

    def transaction(self) -> AbstractContextManager[None]:
        self.make()
        return super().transaction()

    def make(self, names: Iterable[str] | None = None) -> None:
        """Build those of these tables that aren't yet (of all, without names), after what they are made from."""
        needed = self._unbuilt.keys() & (self._unbuilt if names is None else names)
        for table in reversed(self._unbuilt.values()):  # a table stands after those that it is made from
            if table.name in needed:
                needed |= self._unbuilt.keys() & table.sources
        if not needed:
            return
        tables = [table for table in self._unbuilt.values() if table.name in needed]
        for table in tables:
            del self._unbuilt[table.name]
        cycle = self._opened.value("select getvariable('cycle')")
        for made in self._cycles:
            for table in tables:
                make_table(self._opened, table, made, self._as_of)
        self._opened.set_variables(cycle, self._as_of)


def _named_in(sql: str) -> set[str]:
    """The tables, known or not, that a query names."""
    return set(re.findall(r"\b[a-z]+\.\w+", sql))


@contextmanager
def network(
    *deliveries: Mapping[str, object], as_of: date = AS_OF, held: Sequence[tuple[str, int]] = ()
) -> Iterator[Network]:
    """The warehouse of these files. `held` names rows (delivery, line) that a rule holds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(_template(), Path(folder) / "warehouse.duckdb"))
        with Warehouse(copy).open("test") as database:
            _load(database, deliveries)
            for identity, line in held:
                database.execute(
                    "insert into staged.findings (cycle, delivery_id, rule, severity, sheet, line) values (?, ?, 'test', 'blocking', '', ?)",
                    [CYCLE, identity, line],
                )
            yield Network(database, as_of, sorted({str(item["cycle"]) for item in deliveries}))


def stage(database: Database, as_of: date, cycles: Sequence[str]) -> None:
    """Make the tables of landing, and those of staging for each cycle, in the order of the jobs."""
    for table in land_sql():
        if table.schema != "ref":
            make_table(database, table, "", as_of)
    for cycle in cycles:
        in_python = staged_in_python(database, cycle)
        in_python.pop("staged.findings")  # which rows a rule holds is said by the test
        make_in_order(stage_sql(), in_python, partial(make_table, database, cycle=cycle, as_of=as_of))


def make_table(database: Database, table: Table, cycle: str, as_of: date) -> None:
    """Build one SQL table; its grain holds."""
    database.build(table, cycle, as_of)
    assert database.repeated_keys(table, cycle) == 0, f"{table.name} repeats a key"


def pupil(number: int, **more: str | int | None) -> dict[str, str | int | None]:
    """An invented pupil: the number makes the UPN, the name and the date of birth."""
    named = {
        "upn": f"A{number:012d}",
        "surname": f"Surname{number}",
        "forename": f"Forename{number}",
        "date_of_birth": "2009-10-01",
    }
    return {**named, **more}
