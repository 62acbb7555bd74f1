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


def note_made(database: Database, table: str, checks: Sequence[Check], cycle: str, build_id: str, as_of: date) -> None:
    """Remember that a table now carries this build of the cycle, and what its checks found."""
    with database.transaction():
        for ledger in (CHECKS, BUILDS):
            database.ensure(ledger)
        for check in checks:
            database.execute("delete from ops.checks where cycle = ? and check_name = ?", [cycle, check.name])
            database.execute(
                "insert into ops.checks by name select ? as cycle, ? as check_name, ? as build_id, ? as blocking, "
                "? as passed, ? as checked, ? as failed, ? as meaning",
                [
                    cycle, check.name, build_id, check.blocking, check.passed, check.checked, check.failed,
                    check.meaning,
                ],
            )  # fmt: skip
        database.execute("delete from ops.builds where cycle = ? and table_name = ?", [cycle, table])
        database.execute(
            "insert into ops.builds by name select ? as cycle, ? as table_name, ? as build_id, ? as as_of",
            [cycle, table, build_id, as_of],
        )


def note_links(database: Database, links: dict[str, str]) -> None:
    """Remember, for each cycle, the hash of what it takes from other cycles."""
    frame = pl.DataFrame({"cycle": list(links), "links_id": list(links.values())}, schema=["cycle", "links_id"])
    database.replace(LINKS, frame.cast(pl.String))


def note_publication(database: Database, cycle: str, build_id: str, as_of: date) -> None:
    """Remember that this build of the cycle has been published."""
    with database.transaction():
        database.ensure(PUBLISHED)
        database.execute("delete from ops.publications where cycle = ?", [cycle])
        database.execute(
            "insert into ops.publications by name select ? as cycle, ? as build_id, ? as as_of",
            [cycle, build_id, as_of],
        )


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
