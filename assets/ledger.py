"""What `ops` remembers of each cycle: which build every table carries, what its checks found, what was published; and
the gate that a publication must pass. No Dagster here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.plan import build_tables, stage_tables
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.tables import Table

BUILDS, CHECKS, LINKS, PUBLISHED = (DERIVED[f"ops.{name}"] for name in ("builds", "checks", "links", "publications"))


@dataclass(frozen=True)
class Check:
    """A check's result; `meaning` says what breaks where it doesn't hold."""

    name: str
    passed: bool
    blocking: bool
    checked: int | None
    failed: int
    meaning: str


@dataclass(frozen=True)
class Ids:
    """What a cycle's tables should carry: `stage` those that staging makes, `build` those that building makes."""

    stage: str = ""
    build: str = ""


def note_build(database: Database, table: str, cycle: str, build_id: str, as_of: date) -> None:
    """Remember that a table now carries this build of the cycle."""
    row = pl.DataFrame([{"cycle": cycle, "table_name": table, "build_id": build_id, "as_of": as_of}])
    _upsert(database, BUILDS, row, ("cycle", "table_name"))


def note_checks(database: Database, checks: Sequence[Check], cycle: str, build_id: str) -> None:
    """Remember the results of checks for this build of the cycle."""
    rows = [
        {
            "cycle": cycle, "check_name": check.name, "build_id": build_id,
            "blocking": check.blocking, "passed": check.passed, "checked": check.checked, "failed": check.failed,
            "meaning": check.meaning,
        }
        for check in checks
    ]  # fmt: skip
    schema = {"checked": pl.Int64, "failed": pl.Int64}
    if rows:
        _upsert(database, CHECKS, pl.DataFrame(rows, schema_overrides=schema), ("cycle", "check_name"))


def note_links(database: Database, links: dict[str, str]) -> None:
    """Remember, for each cycle, the hash of what it takes from other cycles."""
    frame = pl.DataFrame({"cycle": list(links), "links_id": list(links.values())}, schema=["cycle", "links_id"])
    database.replace(LINKS, frame.cast(pl.String))


def note_publication(database: Database, cycle: str, build_id: str, as_of: date) -> None:
    """Remember that this build of the cycle has been published."""
    _upsert(database, PUBLISHED, pl.DataFrame([{"cycle": cycle, "build_id": build_id, "as_of": as_of}]), ("cycle",))


def carried(database: Database, cycle: str) -> dict[str, str]:
    """The build that each table carries for the cycle."""
    if not database.exists(BUILDS.name):
        return {}
    return dict(database.query("select table_name, build_id from ops.builds where cycle = ?", [cycle]).iter_rows())


def unpublished_cycles(database: Database, ids: dict[str, Ids]) -> list[str]:
    """The cycles of which a build is complete and has not been published."""
    if not database.exists(BUILDS.name):
        return []
    out = (
        dict(database.query("select cycle, build_id from ops.publications").iter_rows())
        if database.exists(PUBLISHED.name)
        else {}
    )
    return sorted(
        cycle
        for cycle, wanted in ids.items()
        if out.get(cycle) != wanted.build and not lacking(carried(database, cycle), build_tables(), wanted.build)
    )


def lacking(found: dict[str, str], tables: Sequence[str], build_id: str) -> list[str]:
    """Which of the tables don't carry this build."""
    return [table for table in tables if found.get(table) != build_id]


def gate(database: Database, cycle: str, ids: Ids, required: Sequence[str]) -> list[str]:
    """Why a cycle may not be published: a sentence for each table or check that isn't of this build, or failed.
    Empty: it may."""
    found = carried(database, cycle)
    old = [*lacking(found, stage_tables(), ids.stage), *lacking(found, build_tables(), ids.build)]
    reasons = [f"{table} was not built with the newest data." for table in old]
    results = (
        database.query("select * from ops.checks where cycle = ?", [cycle])
        if database.exists(CHECKS.name)
        else pl.DataFrame()
    )
    latest = {row["check_name"]: row for row in results.iter_rows(named=True)}
    for name in required:
        result = latest.get(name)
        if result is None or result["build_id"] not in (ids.stage, ids.build):
            reasons.append(f"The check {name} has not run on the newest data.")
        elif result["blocking"] and not result["passed"]:
            reasons.append(f"The check {name} failed for {result['failed']} rows: {result['meaning']}")
    return reasons


def _upsert(database: Database, table: Table, frame: pl.DataFrame, key: tuple[str, ...]) -> None:
    condition = " and ".join(f"{column} = ?" for column in key)
    with database.transaction():
        database.ensure(table)
        for values in frame.select(key).iter_rows():
            database.execute(f"delete from {table.name} where {condition}", list(values))
        database.insert(table, frame)
