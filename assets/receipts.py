"""Receipts: one page for each delivery, written when its verdict is first known and again when what is wrong with it
changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from assets.receipt_facts import Facts, gather
from assets.steps import Step
from domain.columns import COLUMNS
from domain.findings import Severity, Verdict, verdict_of
from reports.receipt import ColumnRead, MissingPupil, Receipt, ReceiptFinding, SheetRead, render_receipt
from warehouse.database import Database
from warehouse.declared import DERIVED
from warehouse.events import LONDON
from warehouse.files import write_whole
from warehouse.home import Home

RECEIPTS = DERIVED["ops.receipts"]
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_STATE = """
with findings as (
    select delivery_id, sheet, line, severity, rule from raw.reading_findings
    union all select delivery_id, sheet, line, severity, rule from staged.delivery_findings
    {row_findings}
),
found as (
    select
        delivery_id,
        count(*) filter (where severity = 'blocking' and line is null and sheet is null) > 0 as held_wholly,
        count(*) filter (where severity = 'warning') as warnings,
        md5(string_agg(concat_ws(',', rule, sheet, line), ';' order by rule, sheet, line)) as findings_id
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


def _states(database: Database, where: str = "true", values: Sequence[object] = ()) -> pl.DataFrame:
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


def _verdict(state: dict[str, Any]) -> Verdict:
    return verdict_of(
        rows=state["rows"], held=state["held"], held_wholly=state["held_wholly"], warnings=state["warnings"]
    )


def verdicts(database: Database) -> dict[str, Verdict]:
    """What became of each delivery."""
    return {row["delivery_id"]: _verdict(row) for row in _states(database).iter_rows(named=True)}


def receipts_of_cycle(step: Step) -> int:
    """Write the receipts of files with rows of the step's cycle; returns how many were new or had changed."""
    where = "d.delivery_id in (select delivery_id from raw.rows where in_cycle = ?)"
    return _write(step, _states(step.database, where, [step.cycle]))


def receipts_without_cycle(step: Step) -> int:
    """Write the receipts of files of which no row belongs to any cycle; returns how many were new or had changed."""
    where = "d.delivery_id not in (select delivery_id from raw.rows where in_cycle is not null)"
    return _write(step, _states(step.database, where))


def _write(step: Step, states: pl.DataFrame) -> int:
    database, home = step.database, step.home
    database.ensure(RECEIPTS)
    known = dict(database.query("select delivery_id, state from ops.receipts").iter_rows())
    due = [row for row in states.iter_rows(named=True) if known.get(row["delivery_id"]) != row["state"]]
    if not due:
        return 0
    facts = gather(database, [row["delivery_id"] for row in due])
    frames = _Shelves(facts)
    heads = {row["delivery_id"]: row for row in facts.deliveries.iter_rows(named=True)}
    for state in due:
        head = heads[state["delivery_id"]]
        # It shows what the school sent, so it is for the school and the network's team, not for everybody on the
        # machine.
        write_whole(receipt_path(home, head), render_receipt(_receipt(head, _verdict(state), frames)), mode=0o640)
    with database.transaction():
        database.execute(
            "delete from ops.receipts where delivery_id in (select unnest(?))", [[row["delivery_id"] for row in due]]
        )
        database.insert(RECEIPTS, pl.DataFrame(due).select("delivery_id", "state"))
    return len(due)


def receipt_path(home: Home, head: dict[str, Any]) -> Path:
    """Where a delivery's receipt lies: with the school, or with the network where no school claims the file."""
    stem = _ODD.sub("-", head["filename"])[:80].strip("-.") or "file"
    name = f"{head['received_on'].isoformat()}-{stem}-{head['delivery_id'][:8]}.html"
    folder = (
        home.school_outbox(head["school_id"], "receipts") if head["school_id"] else home.network_outbox("unclaimed")
    )
    return folder / name


class _Shelves:
    """The facts, one shelf for each delivery, so that a receipt needs no search."""

    def __init__(self, facts: Facts) -> None:
        self.values = facts.values
        self._by_name = {
            name: frame.partition_by("delivery_id", as_dict=True)
            for name in ("sheets", "columns", "findings", "fates", "changes", "missing")
            if (frame := getattr(facts, name)) is not None
        }

    def rows(self, name: str, delivery_id: str) -> list[dict[str, Any]]:
        frame = self._by_name[name].get((delivery_id,))
        return [] if frame is None else list(frame.iter_rows(named=True))


def _receipt(head: dict[str, Any], verdict: Verdict, shelves: _Shelves) -> Receipt:
    identity = head["delivery_id"]
    fates = shelves.rows("fates", identity)
    counts = {
        fate: sum(row["rows"] for row in fates if row["fate"] == fate) for fate in ("counted", "superseded", "excluded")
    }
    changes = {row["change"]: row["claims"] for row in shelves.rows("changes", identity)}
    path = PurePosixPath(head["path"])
    return Receipt(
        school=head["school_name"] or head["folder"] or "The network's team",
        path=head["path"],
        received_at=head["received_at"].replace(tzinfo=UTC).astimezone(LONDON),
        verdict=verdict,
        rows=head["row_records"],
        held=head["row_records"] - sum(counts.values()),
        **counts,
        **{name: changes.get(name, 0) for name in ("new", "changed", "unchanged")},
        collection=head["about"],
        format=head["format"],
        encoding=head["encoding"],
        sheets=tuple(_sheet(row) for row in shelves.rows("sheets", identity)),
        columns=_columns(shelves.rows("columns", identity)),
        findings=_findings(identity, shelves),
        left_out=tuple((row["reason"], row["rows"]) for row in fates if row["fate"] == "excluded"),
        missing=tuple(
            MissingPupil(name=row["name"] or "a pupil without a name", kept=row["kept"] or "")
            for row in shelves.rows("missing", identity)
        ),
        folder=f"inbox/{path.parent}",
        delivery_id=identity,
    )


def _sheet(row: dict[str, Any]) -> SheetRead:
    return SheetRead(
        name=row["sheet"], was_read=row["state"] == "read", header_line=row["header_line"], rows=row["row_records"],
        dropped=row["dropped_records"], kind=row["kind"] or "", reason=row["reason"] or "",
    )  # fmt: skip


def _columns(rows: list[dict[str, Any]]) -> tuple[ColumnRead, ...]:
    """One line for each column of each sheet: what it was taken for, by whichever claim of a row uses it."""
    best: dict[tuple[str, int], ColumnRead] = {}
    for row in rows:
        place = (row["sheet"], row["position"])
        if row["column"] or place not in best:
            label = COLUMNS[row["column"]].label if row["column"] else None
            best[place] = ColumnRead(
                sheet=row["sheet"], letter=row["letter"], header=row["header"] or "", label=label, stage=row["stage"]
            )
    return tuple(best.values())


def _findings(identity: str, shelves: _Shelves) -> tuple[ReceiptFinding, ...]:
    places = {
        (row["sheet"], row["part"], row["column"]): (row["letter"], row["header"] or "")
        for row in shelves.rows("columns", identity)
        if row["column"]
    }
    found = []
    for row in shelves.rows("findings", identity):
        sheet, part, column = row["sheet"] or "", row["part"] or 1, row["column"]
        letter, header = (
            places.get((sheet, part, column))
            or places.get((sheet, 1, column))
            or ("", COLUMNS[column].label if column in COLUMNS else "")
        )
        cell = shelves.values.get((identity, sheet, row["line"], part, column))
        found.append(
            ReceiptFinding(
                rule=row["rule"],
                severity=Severity(row["severity"]),
                message=row["message"],
                repair=row["repair"],
                sheet=sheet,
                line=row["line"],
                letter=letter,
                header=header,
                value=cell if row["line"] else None,
                suggestion=row["suggestion"],
            )
        )
    return tuple(dict.fromkeys(found))
