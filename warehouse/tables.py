"""The tables: each is one file under `sql/` (folder = schema, file = table) that describes itself, or a declaration of
a table made in Python.

The first comment line of a file is the table's description; `grain:` names its key, `rebuild:` says `cycle` or `all`;
every column is cast and the comment after it is its documentation. Sources are read from the query. Nothing here opens
a database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

SQL = Path(__file__).parent.parent / "sql"
LAYERS = ("raw", "staged", "core", "mart", "release")
_HEAD = re.compile(r"^--\s*(?:(grain|rebuild):\s*)?(.*)$")


class TableError(ValueError):
    """A table's file doesn't describe itself as it must; the message names the file and the cure."""


@dataclass(frozen=True)
class Column:
    """A column: `type` is DuckDB's, `description` its documentation."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """A table of the warehouse.

    `query` is None where Python makes it; `rebuild` is `cycle` (one cycle at a time) or `all`.
    """

    name: str
    description: str
    grain: tuple[str, ...]
    rebuild: str
    columns: tuple[Column, ...]
    sources: tuple[str, ...] = ()
    query: str | None = None

    @property
    def schema(self) -> str:
        return self.name.split(".")[0]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def parse_table(name: str, text: str) -> Table:
    """The table that a SQL file describes. Raises TableError for anything undescribed."""
    head: dict[str, str] = {}
    for line in text.splitlines():
        match = _HEAD.match(line)
        if not match:
            break
        head.setdefault(match[1] or "description", match[2].strip())
    for part, cure in (
        ("description", "a first comment line"),
        ("grain", "-- grain: its key"),
        ("rebuild", "-- rebuild: cycle or all"),
    ):
        if not head.get(part):
            raise TableError(f"{name} has no {part}: write {cure}.")
    if head["rebuild"] not in ("cycle", "all"):
        raise TableError(f"{name}: rebuild is cycle or all, not {head['rebuild']}.")
    query = sqlglot.parse_one(text, read="duckdb")
    columns = tuple(_column(name, expression) for expression in query.selects)  # type: ignore[attr-defined]
    grain = tuple(part.strip() for part in head["grain"].split(","))
    missing = [column for column in grain if column not in {known.name for known in columns}]
    if missing:
        raise TableError(f"{name}: the grain names {', '.join(missing)}, which it doesn't select.")
    if head["rebuild"] == "cycle" and "cycle" not in {column.name for column in columns}:
        raise TableError(f"{name} is rebuilt by cycle but has no column cycle.")
    return Table(name, head["description"], grain, head["rebuild"], columns, sources_of(text), text)


def sources_of(query: str) -> tuple[str, ...]:
    """The tables that a query reads, as schema.table, sorted."""
    found = sqlglot.parse_one(query, read="duckdb").find_all(exp.Table)
    return tuple(sorted({f"{table.db}.{table.name}" for table in found if table.db}))


def _column(table: str, expression: exp.Expression) -> Column:
    if not isinstance(expression, exp.Alias) or not isinstance(expression.this, exp.Cast):
        raise TableError(f"{table}: write each column as cast(… as TYPE) as NAME, not {expression.sql('duckdb')[:60]}.")
    description = " ".join(comment.strip() for comment in expression.comments or ())
    if not description:
        raise TableError(f"{table}.{expression.alias} has no documentation: write a comment after it.")
    return Column(expression.alias, _type(expression.this.to), description)


def _type(data_type: exp.DataType) -> str:
    return data_type.sql("duckdb").upper().replace("TEXT", "VARCHAR").replace("INT[", "INTEGER[")


@cache
def sql_tables() -> dict[str, Table]:
    """Every table made in SQL, by name: layer by layer, and within a layer each after the tables it reads."""
    tables = {}
    for file in sorted(SQL.glob("*/*.sql")):
        name = f"{file.parent.name}.{file.stem}"
        tables[name] = parse_table(name, file.read_text("utf-8"))
    order = TopologicalSorter(
        {name: [source for source in table.sources if source in tables] for name, table in tables.items()}
    )
    place = ("ref", *LAYERS)
    return {
        name: tables[name] for name in sorted(order.static_order(), key=lambda name: place.index(tables[name].schema))
    }


def layer_faults(tables: dict[str, Table]) -> list[str]:
    """Where a table reads what it may not: a higher layer, or (rebuilt by cycle) nothing at all. A sentence each;
    empty when all is well."""
    faults = []
    for table in tables.values():
        for source in table.sources:
            schema = source.split(".")[0]
            if schema == "ref":
                continue
            if table.schema == "ref" or schema not in LAYERS or LAYERS.index(schema) > LAYERS.index(table.schema):
                faults.append(f"{table.name} reads {source}, which is not below it.")
    return faults
