"""Which tables are made when: at every landing, when a cycle is staged, when it is built; and in which batches. No
Dagster here.

Land reads files. Stage types and judges a cycle's rows and says who they are about, which looks across all cycles.
Build makes what is counted from one cycle's rows, once all cycles that need it have been staged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from warehouse.database import Database
from warehouse.tables import Table, sql_tables

_LANDED = (
    "staged.deliveries",
    "staged.reading_findings",
    "staged.pupil_keys",
    "staged.roll_matches",
    "staged.follower_matches",
    "staged.delivery_matches",
)
# Made by every landing over all deliveries.
LAND_TABLES = (*(name for name in sql_tables() if name.startswith("ref.")), *_LANDED)
# What identity gives to every cycle, beside the tables of `staged`.
_IDENTITY = ("core.pupils", "core.autumn_rolls", "core.later_rolls", "core.contacts")
# Tables made in Python -> the tables of the same work that they are made from.
STAGED_IN_PYTHON: Mapping[str, tuple[str, ...]] = {
    "staged.provider_matches": ("staged.codes",),
    "mart.provider_review": ("staged.codes",),
    "staged.findings": ("staged.rows", "staged.copied_finals"),
    "core.pupil_links": ("staged.rows", "staged.row_verdicts"),
    "mart.identity_review": ("staged.rows", "staged.row_verdicts"),
}
BUILT_IN_PYTHON: Mapping[str, tuple[str, ...]] = {
    name: tuple(table for table in sql_tables() if table.startswith("mart.") and table not in STAGED_IN_PYTHON)
    for name in ("mart.truths", "mart.suppressions")
}


def land_sql() -> list[Table]:
    """The tables made in SQL by a landing, in order."""
    return [table for table in sql_tables().values() if table.name in LAND_TABLES]


def stage_sql() -> list[Table]:
    """The tables made in SQL when a cycle is staged, in order."""
    return [table for table in sql_tables().values() if is_staged(table.name)]


def build_sql() -> list[Table]:
    """The tables made in SQL when a cycle is built, in order."""
    return [table for table in sql_tables().values() if table.name not in LAND_TABLES and not is_staged(table.name)]


def is_staged(table: str) -> bool:
    """Whether a table is made when a cycle is staged."""
    if table in LAND_TABLES:
        return False
    return table.startswith("staged.") or table in _IDENTITY or table in STAGED_IN_PYTHON


def stage_tables() -> list[str]:
    """Every table that staging a cycle makes."""
    return [*(table.name for table in stage_sql()), *STAGED_IN_PYTHON]


def build_tables() -> list[str]:
    """Every table that building a cycle makes."""
    return [*(table.name for table in build_sql()), *BUILT_IN_PYTHON]


def batches(tables: Sequence[Table], in_python: Mapping[str, tuple[str, ...]]) -> list[list[Table]]:
    """SQL tables in the order given, in batches that can be made in one go: a table that needs one made in Python comes
    in a later batch. Tables of one cycle and tables of all cycles are never in one batch."""
    kinds = {table.name: table.rebuild for table in tables}
    places: dict[str, int] = {}
    found: dict[tuple[int, str], list[Table]] = {}
    for table in tables:
        ahead = [places[source] + (kinds[source] != table.rebuild) for source in table.sources if source in places]
        for source in table.sources:
            ahead += [1 + places.get(below, 0) for below in in_python.get(source, ())]
        places[table.name] = max(ahead, default=0)
        found.setdefault((places[table.name], table.rebuild), []).append(table)
    return [found[key] for key in sorted(found)]


def make_in_order(
    tables: Collection[Table], in_python: dict[str, Callable[[], object]], make: Callable[[Table], object]
) -> None:
    """Make SQL tables in the order given; a table made in Python comes just before the first one that reads it."""
    ahead = dict(in_python)
    for table in tables:
        for source in table.sources:
            if source in ahead:
                ahead.pop(source)()
        make(table)


def make_sql(database: Database, tables: Collection[Table], cycle: str | None, as_of: date) -> None:
    """Make SQL tables in the order given."""
    for table in tables:
        database.build(table, cycle, as_of)
