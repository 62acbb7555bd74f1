"""The school's own list with the wrong cells marked: the file is read again from the archive, and what was found in it
is laid over it. How the workbook looks is `reports/to_fix.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assets.receipt_facts import Shelves
from domain.choices import choices
from domain.columns import COLUMNS
from domain.doubts import DOUBTS
from domain.findings import Severity
from domain.own_workbooks import SUGGESTED
from domain.worklist_marks import MadeWorklist
from intake.document import Sheet
from intake.extract import school_sheets
from reports.to_fix import Doubt, ToFix, ToFixFinding, ToFixSheet, render_to_fix
from warehouse.files import archived
from warehouse.home import Home

# Beyond this a workbook takes longer to write than a school would wait; the receipt names the rows all the same.
_MOST_CELLS = 3_000_000


def to_fix_workbook(home: Home, head: dict[str, Any], shelves: Shelves) -> bytes | None:
    """The workbook for a delivery (`head`: its line of the receipt facts); None where nothing in it needs the school,
    or where the file can't be read."""
    identity = head["delivery_id"]
    findings = [row for row in shelves.rows("findings", identity) if row["severity"] != Severity.NOTICE.value]
    if not findings or head["format"] == "unreadable":
        return None
    content = archived(home.archive, head["file_id"], head["filename"]).read_bytes()
    return to_fix_of(
        content,
        head,
        findings,
        shelves.rows("sheets", identity),
        shelves.rows("columns", identity),
        home.settings.header_aliases,
    )


def to_fix_of(
    content: bytes,
    head: dict[str, Any],
    findings: Sequence[dict[str, Any]],
    sheets: Sequence[dict[str, Any]],
    columns: Sequence[dict[str, Any]],
    header_aliases: Any,
) -> bytes | None:
    """The workbook, from the file's bytes and what was found in it."""
    layouts = [
        _Layout(sheet, next((row for row in sheets if row["sheet"] == sheet.name), {}), columns)
        for sheet in school_sheets(content, head["path"], header_aliases=header_aliases)
    ]
    if not layouts or sum(len(layout.sheet.records) * layout.width for layout in layouts) > _MOST_CELLS:
        return None
    by_name = {layout.sheet.name: layout for layout in layouts}
    return render_to_fix(
        ToFix(
            school=head["school_name"] or head["folder"] or "",
            path=head["path"],
            delivery_id=head["delivery_id"],
            received_on=head["received_on"],
            sheets=[layout.to_fix() for layout in layouts],
            findings=[_finding(row, by_name) for row in findings if row["rule"] not in DOUBTS],
            doubts=tuple(
                Doubt(row["rule"], row["message"], row["repair"]) for row in findings if row["rule"] in DOUBTS
            ),
            worklist=_worklist(head),
        )
    )


def _worklist(head: dict[str, Any]) -> str:
    """The line of the worklist that the file is; empty where it is none."""
    if not head.get("worklist"):
        return ""
    school_id, cycle, made_on = (head[f"worklist_{part}"] for part in ("school_id", "cycle", "made_on"))
    return MadeWorklist(head["worklist"], cycle, school_id, made_on).line


class _Layout:
    """One sheet and what its columns mean, without the columns of suggestions that we added ourselves before."""

    def __init__(self, sheet: Sheet, summary: dict[str, Any], columns: Sequence[dict[str, Any]]) -> None:
        # a line that a spreadsheet program doesn't show (sep=;) has no row on the sheet
        hidden = sum(line < 1 for line in sheet.lines[:1])
        self.sheet = replace(sheet, records=sheet.records[hidden:], lines=sheet.lines[hidden:]) if hidden else sheet
        self.width = max(map(len, sheet.records), default=0)
        header_line, rows = summary.get("header_line"), summary.get("header_records") or 0
        self.header_lines = tuple(range(header_line - rows + 1, header_line + 1)) if header_line else ()
        sheet = self.sheet
        titles = [record for record, line in zip(sheet.records, sheet.lines, strict=True) if line in self.header_lines]
        ours = {place for record in titles for place, cell in enumerate(record) if (cell or "").startswith(SUGGESTED)}
        self.kept = [place for place in range(self.width) if place not in ours]
        self.positions = {place + 1: new for new, place in enumerate(self.kept, 1)}
        self.means = {
            (row["part"], row["column"]): self.positions[row["position"]]
            for row in columns
            if row["sheet"] == sheet.name and row["column"] and row["position"] in self.positions
        }

    def position(self, part: int | None, column: str | None) -> int | None:
        """Where a finding's column stands; None where no column of the sheet is meant."""
        return self.means.get((part or 1, column or "")) or self.means.get((1, column or ""))

    def to_fix(self) -> ToFixSheet:
        by_position = {position: column for (_, column), position in self.means.items()}
        legal = {position: choices(column) for position, column in by_position.items()}
        return ToFixSheet(
            name=self.sheet.name,
            rows=[
                [record[place] if place < len(record) else None for place in self.kept] for record in self.sheet.records
            ],
            lines=list(self.sheet.lines),
            header_lines=self.header_lines,
            choices={position: labels for position, labels in legal.items() if labels},
            dates=frozenset(position for position, column in by_position.items() if COLUMNS[column].type == "date"),
        )


def _finding(row: dict[str, Any], layouts: dict[str, _Layout]) -> ToFixFinding:
    sheet = row["sheet"] or ""
    layout = layouts.get(sheet)
    return ToFixFinding(
        severity=Severity(row["severity"]),
        message=row["message"],
        repair=row["repair"],
        sheet=sheet,
        line=row["line"],
        position=layout.position(row["part"], row["column"]) if layout and row["line"] else None,
        suggestion=row["suggestion"],
    )
