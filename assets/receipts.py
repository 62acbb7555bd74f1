"""Receipts: one page for each delivery, written when its verdict is first known and again when what is wrong with it
changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assets.receipt_contents import receipt_of
from assets.receipt_facts import Shelves, gather
from assets.steps import Step
from assets.to_fix import to_fix_workbook
from domain.findings import Verdict, verdict_of
from reports.receipt import render_receipt
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.files import write_whole
from warehouse.home import NETWORK_FOLDER, Home

RECEIPTS = DERIVED["ops.receipts"]
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_STATE = """
with findings as (
    select delivery_id, sheet, line, severity, rule from staged.reading_findings
    union all select delivery_id, sheet, line, severity, rule from staged.delivery_findings
    {row_findings}
),
found as (
    select
        delivery_id,
        count(*) filter (where severity = 'blocking' and line is null and sheet is null) > 0 as held_wholly,
        count(*) filter (where severity = 'warning') as warnings,
        md5(string_agg(concat_ws(',', rule, severity, sheet, line), ';' order by rule, sheet, line)) as findings_id
    from findings
    group by delivery_id
)
select
    d.delivery_id, d.row_records as rows, {held} as held, coalesce(f.held_wholly, false) as held_wholly,
    coalesce(f.warnings, 0) as warnings, coalesce(f.findings_id, '') || d.is_withdrawn as state
from staged.deliveries as d
left join found as f on f.delivery_id = d.delivery_id
{ledger}
where {where}
order by d.delivery_number
"""


def states(database: Database, where: str = "true", values: Sequence[object] = ()) -> pl.DataFrame:
    """delivery_id, rows, held, held_wholly, warnings, state of some deliveries; before anything was built, by what
    reading found."""
    built = database.exists("staged.findings") and database.exists("mart.conservation")
    sql = _STATE.format(
        row_findings="union all select delivery_id, sheet, line, severity, rule from staged.findings" if built else "",
        held="coalesce(c.held_rows, d.row_records)" if built else "d.row_records",
        ledger="left join mart.conservation as c on c.delivery_id = d.delivery_id" if built else "",
        where=where,
    )
    return database.query(sql, list(values))


def verdict(state: dict[str, Any]) -> Verdict:
    """What becomes of a delivery, from its line of `states`."""
    return verdict_of(
        rows=state["rows"], held=state["held"], held_wholly=state["held_wholly"], warnings=state["warnings"]
    )


def verdicts(database: Database) -> dict[str, Verdict]:
    """What became of each delivery."""
    return {row["delivery_id"]: verdict(row) for row in states(database).iter_rows(named=True)}


def receipts_of_cycle(step: Step) -> int:
    """Write the receipts of files with rows of the step's cycle; returns how many were new or had changed."""
    where = "d.delivery_id in (select delivery_id from raw.rows where in_cycle = ?)"
    return _write(step, states(step.database, where, [step.cycle]))


def receipts_without_cycle(step: Step) -> int:
    """Write the receipts of files of which no row belongs to any cycle; returns how many were new or had changed."""
    where = "d.delivery_id not in (select delivery_id from raw.rows where in_cycle is not null)"
    return _write(step, states(step.database, where))


def _write(step: Step, found: pl.DataFrame) -> int:
    database, home = step.database, step.home
    database.ensure(RECEIPTS)
    known = dict(database.query("select delivery_id, state from ops.receipts").iter_rows())
    due = [row for row in found.iter_rows(named=True) if known.get(row["delivery_id"]) != row["state"]]
    if not due:
        return 0
    facts = gather(database, [row["delivery_id"] for row in due])
    frames = Shelves(facts)
    heads = {row["delivery_id"]: row for row in facts.deliveries.iter_rows(named=True)}
    for state in due:
        head = heads[state["delivery_id"]]
        # They show what the school sent, so they are for the school and the network's team, not for everybody on the
        # machine.
        path = receipt_path(home, head)
        workbook = path.with_name(f"{path.stem}-to-fix.xlsx")
        content = None if head["is_withdrawn"] else to_fix_workbook(home, head, frames)
        if content:
            write_whole(workbook, content, mode=0o640)
        else:
            workbook.unlink(missing_ok=True)
        receipt = receipt_of(head, verdict(state), frames, workbook.name if content else "")
        write_whole(path, render_receipt(receipt), mode=0o640)
    with database.transaction():
        database.execute(
            "delete from ops.receipts where delivery_id in (select unnest(?))", [[row["delivery_id"] for row in due]]
        )
        database.insert(RECEIPTS, pl.DataFrame(due).select("delivery_id", "state"))
    return len(due)


def receipt_path(home: Home, head: dict[str, Any]) -> Path:
    """Where a delivery's receipt lies: with the school, or with the network where the file is about many schools or no
    school claims it."""
    stem = _ODD.sub("-", head["filename"])[:80].strip("-.") or "file"
    name = f"{head['received_on'].isoformat()}-{stem}-{head['delivery_id'][:8]}.html"
    if head["school_id"]:
        return home.school_outbox(head["school_id"], "receipts") / name
    return home.network_outbox("receipts" if head["folder"] == NETWORK_FOLDER else "unclaimed") / name
