"""The DuckDB file: one holder at a time, transactions, building a table, publishing a copy. Which tables exist is
not decided here."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import filelock
import polars as pl

from warehouse.tables import Table

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class WarehouseBusy(RuntimeError):
    """Somebody else holds the warehouse; the message names the holder."""


class Warehouse:
    """The door to one home's `warehouse.duckdb`: open it only inside a step, and never for long.

    An operating-system lock, which the kernel frees when its holder dies, lets one process in at a time.
    """

    def __init__(self, path: Path, timeout: float = 120.0) -> None:
        self.path = path
        self.timeout = timeout

    @contextmanager
    def open(self, purpose: str) -> Iterator[Database]:
        """The database, held for `purpose`. Raises WarehouseBusy after `timeout` seconds."""
        with self.held(purpose):
            connection = duckdb.connect(str(self.path), config=CONFIG)
            try:
                yield Database(connection)
            finally:
                connection.close()

    @contextmanager
    def held(self, purpose: str) -> Iterator[None]:
        """The file kept from everybody else, without opening it. Raises WarehouseBusy after `timeout` seconds."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.path.with_suffix(".lock"))
        holder = self.path.with_suffix(".holder")
        try:
            lock.acquire(timeout=self.timeout)
        except filelock.Timeout:
            who = holder.read_text("utf-8") if holder.exists() else "another process"
            raise WarehouseBusy(
                f"The warehouse is in use by {who}. Wait for it to finish, or stop it, and try again."
            ) from None
        try:
            holder.write_text(f"process {os.getpid()}: {purpose}", "utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


class Database:
    """An open warehouse. Frames in and out are Polars; SQL values come in as parameters, never as text."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, passing: bool = False) -> None:
        """`passing`: the database is empty, in memory, and nobody will ever look at it: tables need no comments, and
        none is there before it is made."""
        self.connection = connection
        self.passing = passing
        # Nobody else changes a table while this database is open: once is enough to look what columns there are.
        self._stored: dict[str, list[tuple[str, str]]] | None = None

    def query(self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None) -> pl.DataFrame:
        """What a query returns."""
        return self.connection.execute(sql, values).pl()

    @contextmanager
    def beside(self, path: Path) -> Iterator[None]:
        """Another DuckDB file, readable as `kept.<schema>.<table>`."""
        self.execute(f"attach {_literal(str(path))} as kept (read_only)")
        try:
            yield
        finally:
            self.execute("detach kept")

    def value(self, sql: str, values: Sequence[Any] | None = None) -> Any:
        """The first value of a query's first row; None when it returns nothing."""
        row = self.connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def execute(self, sql: str, values: Sequence[Any] | None = None) -> None:
        self.connection.execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.connection.execute("begin")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback")
            self._stored = None
            raise
        self.connection.execute("commit")

    def set_variables(self, cycle: str | None, as_of: date) -> None:
        """What queries read with getvariable('cycle') and getvariable('as_of')."""
        self.connection.execute("set variable cycle = ?", [cycle])
        self.connection.execute("set variable as_of = cast(? as date)", [as_of])

    def exists(self, table: str) -> bool:
        schema, name = table.split(".")
        sql = "select count(*) from duckdb_tables() where schema_name = ? and table_name = ?"
        return bool(self.value(sql, [schema, name]))

    def is_as_declared(self, table: Table) -> bool:
        """Whether the stored table has the declared columns, of the declared types and in that order."""
        return self._stored_columns(table) == [(column.name, _canonical(column.type)) for column in table.columns]

    def _stored_columns(self, table: Table) -> list[tuple[str, str]]:
        """Name and type of each column; none where there is no such table."""
        if self._stored is None:
            self._stored = {}
            sql = """
            select schema_name || '.' || table_name, column_name, data_type
            from duckdb_columns() where not internal and database_name = current_database() order by column_index"""
            for stored, column, data_type in [] if self.passing else self.connection.execute(sql).fetchall():
                self._stored.setdefault(stored, []).append((column, data_type))
        return self._stored.get(table.name, [])

    def drop(self, table: Table) -> None:
        """Take a table away, if it is there."""
        self.execute(f"drop table if exists {table.name}")
        if self._stored is not None:
            self._stored.pop(table.name, None)

    def ensure(self, table: Table) -> None:
        """Make the table with its comments if it is missing, and anew (empty) if its declared columns have changed."""
        declared = [(column.name, _canonical(column.type)) for column in table.columns]
        stored = self._stored_columns(table)
        if stored == declared:
            return
        if stored:
            self.drop(table)
        self.execute(f"create schema if not exists {table.schema}")
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        self.execute(f"create table {table.name} ({columns})")
        if self._stored is not None:
            self._stored[table.name] = declared
        if self.passing:
            return
        comments = [f"comment on table {table.name} is {_literal(table.description)}"]
        comments += [
            f'comment on column {table.name}."{column.name}" is {_literal(column.description)}'
            for column in table.columns
        ]
        self.execute("; ".join(comments))

    def build(self, table: Table, cycle: str | None, as_of: date) -> int:
        """Rebuild a SQL table (its `cycle`, or all of it) in one transaction; returns the rows it now has there."""
        if table.query is None:
            raise ValueError(f"{table.name} is made in Python")
        if table.rebuild == "cycle" and not cycle:
            raise ValueError(f"{table.name} is rebuilt by cycle: say which")
        self.set_variables(cycle if table.rebuild == "cycle" else None, as_of)
        with self.transaction():
            self.ensure(table)
            if table.rebuild == "cycle":
                self.execute(f"delete from {table.name} where cycle = ?", [cycle])
            else:
                self.execute(f"delete from {table.name}")
            self.execute(f"insert into {table.name} by name {table.query}")
        return self.count(table, cycle)

    def replace(self, table: Table, frame: pl.DataFrame, cycle: str | None = None) -> int:
        """Put a frame in place of a Python-made table's rows (of one cycle, where it is rebuilt by cycle)."""
        with self.transaction():
            self.ensure(table)
            if table.rebuild == "cycle":
                self.execute(f"delete from {table.name} where cycle = ?", [cycle])
            else:
                self.execute(f"delete from {table.name}")
            self.insert(table, frame)
        return self.count(table, cycle)

    def insert(self, table: Table, frame: pl.DataFrame) -> None:
        """Add a frame's rows by name; every column is cast to the declared type."""
        casts = ", ".join(f'cast("{column.name}" as {column.type}) as "{column.name}"' for column in table.columns)
        self.connection.register("frame_to_insert", frame.select(table.column_names).to_arrow())
        try:
            self.execute(f"insert into {table.name} by name select {casts} from frame_to_insert")
        finally:
            self.connection.unregister("frame_to_insert")

    def count(self, table: Table, cycle: str | None) -> int:
        if table.rebuild == "cycle":
            return int(self.value(f"select count(*) from {table.name} where cycle = ?", [cycle]))
        return int(self.value(f"select count(*) from {table.name}"))

    def repeated_keys(self, table: Table, cycle: str | None) -> int:
        """How many keys of the declared grain occur more than once; 0 is right."""
        grain = ", ".join(table.grain)
        where = "where cycle = ?" if table.rebuild == "cycle" else ""
        sql = f"select count(*) from (select {grain} from {table.name} {where} group by all having count(*) > 1)"
        return int(self.value(sql, [cycle] if where else None))

    def copy_to(self, path: Path, tables: Sequence[str]) -> None:
        """Write a copy of some tables, comments included, beside `path` and rename it into place."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".writing-{path.name}")
        temporary.unlink(missing_ok=True)
        self.execute(f"attach {_literal(str(temporary))} as copy_out")
        try:
            for table in tables:
                self.execute(f"create schema if not exists copy_out.{table.split('.')[0]}")
                self.execute(f"create table copy_out.{table} as from {table}")
        finally:
            self.execute("detach copy_out")
        temporary.replace(path)


@cache
def _canonical(data_type: str) -> str:
    """The type as DuckDB itself writes it, so that TEXT and VARCHAR are one."""
    with duckdb.connect(":memory:") as connection:
        row = connection.execute(f"select typeof(cast(null as {data_type}))").fetchone()
    return str(row[0]) if row else data_type


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
