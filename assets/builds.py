"""Which cycles must be staged and built: each has an id that is a hash of everything it is made from, and a table that
doesn't carry it is old. No Dagster here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from assets.identity import fingerprints
from assets.ledger import LINKS, Ids, carried, lacking, note_links
from assets.plan import build_tables, stage_tables
from warehouse.database import Database
from warehouse.events import Event
from warehouse.home import Home

ROOT = Path(__file__).parent.parent
_CODE = ("assets", "domain", "expectations", "intake", "sql", "warehouse")
# Decisions about what a spelling means count in every cycle; the others name the deliveries that they are about.
_EVERYWHERE = ("alias", "unalias")


@cache
def code_hash() -> str:
    """A fingerprint of everything in the code that decides a number."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".sql", ".csv") and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


_DOUBTS = """
select delivery_id, string_agg(rule || severity || message, ',' order by rule, message)
from staged.delivery_findings group by delivery_id
"""


def build_ids(database: Database, home: Home, events: Sequence[Event], as_of: date) -> dict[str, Ids]:
    """For each cycle that has rows, the ids that it would carry if it were staged and built now."""
    staged = _stage_ids(database, home, events)
    links = dict(database.query("select * from ops.links").iter_rows()) if database.exists(LINKS.name) else {}
    passed = _days_passed(database, as_of)
    shown = {cycle: [str(event.data["cells"]) for event in events if _left(event, cycle)] for cycle in staged}
    return {
        cycle: Ids(stage, _hash([stage, links.get(cycle, ""), passed.get(cycle, ""), *shown[cycle]]))
        for cycle, stage in staged.items()
    }


def _left(event: Event, cycle: str) -> bool:
    """Whether an edition of the cycle left: what it showed is known, and decides what may be shown beside it."""
    return event.kind == "publish" and event.data["cycle"] == cycle


def _stage_ids(database: Database, home: Home, events: Sequence[Event]) -> dict[str, str]:
    if not database.exists("raw.rows"):
        return {}
    deliveries = database.query(
        "select distinct in_cycle as cycle, delivery_id from raw.rows where in_cycle is not null order by all"
    )
    doubts = dict(database.query(_DOUBTS).iter_rows()) if database.exists("staged.delivery_findings") else {}
    everywhere = [str(event.number) for event in events if event.kind in _EVERYWHERE]
    common = [code_hash(), home.reference_hash(), *everywhere]
    found = {}
    for (cycle,), rows in deliveries.group_by("cycle", maintain_order=True):
        mine = set(rows["delivery_id"])
        decisions = [f"{event.kind}:{event.number}" for event in events if mine & _about(event)]
        # A roll of one year may raise or settle a doubt about another year's file.
        doubted = [f"{delivery}:{doubts[delivery]}" for delivery in sorted(mine & doubts.keys())]
        found[str(cycle)] = _hash([*common, *rows["delivery_id"], *decisions, *doubted])
    return found


def _about(event: Event) -> set[str]:
    """The deliveries that a decision is about."""
    return {str(event.data[name]) for name in ("delivery_id", "other_delivery_id") if name in event.data}


def _days_passed(database: Database, as_of: date) -> dict[str, str]:
    """For each cycle, the last day on which its picture changed by itself: a phase began, a date fell due."""
    if not database.exists("staged.turning_days"):
        return {}
    sql = "select cycle, cast(max(on_date) as varchar) from staged.turning_days where on_date <= ? group by cycle"
    return dict(database.query(sql, [as_of]).iter_rows())


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def to_stage(database: Database, ids: dict[str, Ids]) -> list[str]:
    """The cycles whose rows must be staged: news came, or a decision, a rule, a list changed."""
    return [cycle for cycle, wanted in ids.items() if lacking(carried(database, cycle), stage_tables(), wanted.stage)]


def to_build(database: Database, ids: dict[str, Ids]) -> list[str]:
    """The cycles that must be built: they were staged anew, their pupils are others, or a phase began."""
    return [cycle for cycle, wanted in ids.items() if lacking(carried(database, cycle), build_tables(), wanted.build)]


def settle_links(database: Database) -> None:
    """Note what every cycle takes from the others, now that identity has looked across all of them."""
    note_links(database, fingerprints(database))
