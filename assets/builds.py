"""Which cycles must be built, and what each build carries: a build's id is a hash of everything it is made from. No
Dagster here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from assets.identity import fingerprints
from assets.reference import DECISION_KINDS
from domain.calendar import Calendar
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.events import Event
from warehouse.home import Home
from warehouse.tables import Table, sql_tables

BUILDS, CHECKS, LINKS, PUBLISHED = (DERIVED[f"ops.{name}"] for name in ("builds", "checks", "links", "publications"))
ROOT = Path(__file__).parent.parent
_CODE = ("assets", "domain", "expectations", "intake", "sql", "warehouse")


@dataclass(frozen=True)
class Check:
    """A check's result; `meaning` says what breaks where it doesn't hold."""

    name: str
    passed: bool
    blocking: bool
    checked: int | None
    failed: int
    meaning: str


@cache
def code_hash() -> str:
    """A fingerprint of everything in the code that decides a number."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".sql", ".csv") and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def cycle_tables() -> list[str]:
    """The tables that a build of a cycle must make, in order."""
    made_in_sql = [table.name for table in sql_tables().values() if table.name not in LAND_TABLES]
    return [*made_in_sql, "staged.findings", "core.pupil_links", "mart.truths", "mart.suppressions"]


# Made by every landing over all deliveries; the rest is made cycle by cycle.
LAND_TABLES = (
    "ref.collections",
    "ref.school_names",
    "staged.deliveries",
    "staged.reading_findings",
    "staged.roll_keys",
    "staged.roll_matches",
    "staged.delivery_matches",
)


_DOUBTS = """
select delivery_id, string_agg(rule || severity || message, ',' order by rule, message)
from staged.delivery_findings group by delivery_id
"""


def build_ids(database: Database, home: Home, events: Sequence[Event], as_of: date) -> dict[str, str]:
    """For each cycle that has rows, the id that a build of it made now would have."""
    if not database.exists("raw.rows"):
        return {}
    deliveries = database.query(
        "select distinct in_cycle as cycle, delivery_id from raw.rows where in_cycle is not null order by all"
    )
    doubts = dict(database.query(_DOUBTS).iter_rows()) if database.exists("staged.delivery_findings") else {}
    decisions = [(str(event.data.get("delivery_id")), event.number) for event in events if event.kind in DECISION_KINDS]
    calendar = Calendar(home.settings.calendar)
    found = {}
    for (cycle,), rows in deliveries.group_by("cycle", maintain_order=True):
        mine = set(rows["delivery_id"])
        parts = [code_hash(), home.reference_hash(), *rows["delivery_id"]]
        parts += [f"{delivery}:{number}" for delivery, number in decisions if delivery in mine]
        # A roll of one year may raise or settle a doubt about another year's file.
        parts += [f"{delivery}:{doubts[delivery]}" for delivery in sorted(mine & doubts.keys())]
        parts += [event for event, day in calendar.events(str(cycle)).items() if day <= as_of]
        found[str(cycle)] = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    return found


def pending_cycles(database: Database, home: Home, events: Sequence[Event], as_of: date) -> list[str]:
    """The cycles whose tables don't carry the build they should: news came, a phase began, a rule changed, or a
    pupil's identity did."""
    wanted = build_ids(database, home, events, as_of)
    if not wanted or not database.exists(BUILDS.name):
        return sorted(wanted)
    built = database.query("select cycle, build_id, count(*) as tables from ops.builds group by all")
    complete = {(row[0], row[1]) for row in built.iter_rows() if row[2] == len(cycle_tables())}
    stale = {cycle for cycle, build_id in wanted.items() if (cycle, build_id) not in complete}
    stale |= {cycle for cycle in stale_identities(database) if cycle in wanted}
    return sorted(stale)


def stale_identities(database: Database) -> list[str]:
    """The cycles that were built with other identities than the links now say."""
    if not all(database.exists(table) for table in (LINKS.name, "core.pupil_links", "core.pupils")):
        return []
    used = dict(database.query("select cycle, links_id from ops.links").iter_rows())
    now = fingerprints(database)
    return sorted(cycle for cycle, links_id in used.items() if now.get(cycle, "") != links_id)


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


def note_links(database: Database, cycle: str) -> None:
    """Remember which identity the cycle's tables were built with."""
    frame = pl.DataFrame([{"cycle": cycle, "links_id": fingerprints(database).get(cycle, "")}])
    _upsert(database, LINKS, frame, ("cycle",))


def note_publication(database: Database, cycle: str, build_id: str, as_of: date) -> None:
    """Remember that this build of the cycle has been published."""
    _upsert(database, PUBLISHED, pl.DataFrame([{"cycle": cycle, "build_id": build_id, "as_of": as_of}]), ("cycle",))


def unpublished_cycles(database: Database) -> list[str]:
    """The cycles whose newest build has not been published."""
    if not database.exists(BUILDS.name):
        return []
    built = dict(database.query("select cycle, max(build_id) as build_id from ops.builds group by cycle").iter_rows())
    out = (
        dict(database.query("select cycle, build_id from ops.publications").iter_rows())
        if database.exists(PUBLISHED.name)
        else {}
    )
    return sorted(cycle for cycle, build_id in built.items() if out.get(cycle) != build_id)


def _upsert(database: Database, table: Table, frame: pl.DataFrame, key: tuple[str, ...]) -> None:
    condition = " and ".join(f"{column} = ?" for column in key)
    with database.transaction():
        database.ensure(table)
        for values in frame.select(key).iter_rows():
            database.execute(f"delete from {table.name} where {condition}", list(values))
        database.insert(table, frame)


def gate(database: Database, cycle: str, build_id: str, required: Sequence[str]) -> list[str]:
    """Why a cycle may not be published: a sentence for each table or check that isn't of this build, or failed.
    Empty: it may."""
    carried = dict(
        database.query("select table_name, build_id from ops.builds where cycle = ?", [cycle]).iter_rows()
        if database.exists(BUILDS.name)
        else ()
    )
    reasons = [
        f"{table} was not built with the newest data." for table in cycle_tables() if carried.get(table) != build_id
    ]
    results = (
        database.query("select * from ops.checks where cycle = ?", [cycle])
        if database.exists(CHECKS.name)
        else pl.DataFrame()
    )
    latest = {row["check_name"]: row for row in results.iter_rows(named=True)}
    for name in required:
        result = latest.get(name)
        if result is None or result["build_id"] != build_id:
            reasons.append(f"The check {name} has not run on the newest data.")
        elif result["blocking"] and not result["passed"]:
            reasons.append(f"The check {name} failed for {result['failed']} rows: {result['meaning']}")
    return reasons
