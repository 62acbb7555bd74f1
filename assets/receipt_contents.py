"""What one receipt says: a delivery's facts as the values that the page is made from. How it looks is
`reports/receipt.py`."""

from __future__ import annotations

from datetime import UTC
from pathlib import PurePosixPath
from typing import Any

from assets.receipt_facts import Shelves
from domain.columns import COLUMNS
from domain.doubts import DOUBTS
from domain.findings import Severity, Verdict
from reports.receipt import (
    ChangedPupil,
    ColumnRead,
    DroppedRecords,
    MissingPupil,
    Receipt,
    ReceiptFinding,
    SheetRead,
)
from warehouse.events import LONDON
from warehouse.home import NETWORK_FOLDER

_TEAM = "The network's team"


def receipt_of(head: dict[str, Any], verdict: Verdict, shelves: Shelves, to_fix: str) -> Receipt:
    identity = head["delivery_id"]
    fates = shelves.rows("fates", identity)
    counts = {
        fate: sum(row["rows"] for row in fates if row["fate"] == fate) for fate in ("counted", "superseded", "excluded")
    }
    changes = {row["change"]: row["claims"] for row in shelves.rows("changes", identity)}
    path = PurePosixPath(head["path"])
    people: dict[str, int] = next(iter(shelves.rows("people", identity)), {})
    return Receipt(
        school=head["school_name"] or (head["folder"] if head["folder"] != NETWORK_FOLDER else None) or _TEAM,
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
        to_fix=to_fix,
        dropped=_dropped(shelves.rows("dropped", identity)),
        still_to_do=tuple(row["line"] for row in shelves.rows("still_to_do", identity)),
        changes=tuple(
            ChangedPupil(row["name"] or "", row["year_group"], row["stage"], row["before"] or "", row["after"] or "")
            for row in shelves.rows("changed", identity)
        ),
        joined=tuple(row["name"] or "a pupil without a name" for row in shelves.rows("joined", identity)),
        pupils=people.get("pupils"),
        known=people.get("known"),
        confirmed=people.get("confirmed"),
        withdrawn_because=(head["withdrawn_because"] or "") if head["is_withdrawn"] else None,
        withdrawn_on=head["withdrawn_on"] if head["is_withdrawn"] else None,
    )


def _dropped(rows: list[dict[str, Any]]) -> tuple[DroppedRecords, ...]:
    """One entry for each sheet and reason."""
    lines: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        lines.setdefault((row["sheet"], row["reason"]), []).append(row["line"])
    return tuple(DroppedRecords(sheet, reason, tuple(found)) for (sheet, reason), found in lines.items())


def _sheet(row: dict[str, Any]) -> SheetRead:
    return SheetRead(
        name=row["sheet"], was_read=row["state"] == "read", header_line=row["header_line"], rows=row["row_records"],
        dropped=row["dropped_records"], kind=row["kind"] or "", reason=row["reason"] or "",
        header_rows=row["header_records"],
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


def _findings(identity: str, shelves: Shelves) -> tuple[ReceiptFinding, ...]:
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
                is_doubt=row["rule"] in DOUBTS,
            )
        )
    return tuple(dict.fromkeys(found))
