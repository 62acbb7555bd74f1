"""Receipts of made-up files, one for every verdict: all is fine, warnings, repairs, a doubt, can't be read, withdrawn; a
roll; a long one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

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

_COLUMNS = (
    ColumnRead("Y11", "A", "UPN", "UPN"),
    ColumnRead("Y11", "B", "Last Name", "Surname"),
    ColumnRead("Y11", "C", "First Name", "Forename"),
    ColumnRead("Y11", "D", "D.O.B.", "Date of birth"),
    ColumnRead("Y11", "E", "Intended destination", "Destination type", "intended"),
    ColumnRead("Y11", "F", "Final destination", "Destination type", "final"),
    ColumnRead("Y11", "G", "House", None),
    ColumnRead("Y11", "H", "Bus route", None),
)
TO_FIX = "2026-09-14-leavers.xlsx-7c1be05a-to-fix.xlsx"
_TYPE = (
    "The destination type is not one that we know.",
    "Type one of our destination types, such as School sixth form.",
)
_LETTER = ("The UPN's first letter doesn't fit its digits.", "Copy the UPN again from your management system.")


def _finding(
    line: int, letter: str, header: str, value: str | None, words: tuple[str, str], suggestion: str | None = None
) -> ReceiptFinding:
    rule = "destination_type_known" if words is _TYPE else "upn_check_letter"
    return ReceiptFinding(rule, Severity.BLOCKING, *words, "Y11", line, letter, header, value, suggestion)


def accepted(**changes: object) -> Receipt:
    """182 rows, all of which count."""
    facts: dict[str, object] = {
        "school": "Hollins Academy",
        "path": "hollins/2025-26/Y11-final/leavers.xlsx",
        "received_at": datetime(2026, 9, 14, 15, 42),
        "verdict": Verdict.ACCEPTED,
        "rows": 182,
        "counted": 182,
        "held": 0,
        "new": 4,
        "changed": 11,
        "unchanged": 167,
        "collection": "2025-26, Year 11, final destinations",
        "format": "xlsx",
        "sheets": (
            SheetRead("Y11", True, 3, 182, 4, "destinations", header_rows=1),
            SheetRead("Notes", False, reason="no header row"),
        ),
        "dropped": (
            DroppedRecords("Y11", "above the header", (1, 2)),
            DroppedRecords("Y11", "blank", (186,)),
            DroppedRecords("Y11", "total or footer", (187,)),
        ),
        "columns": _COLUMNS,
        "folder": "inbox/hollins/2025-26/Y11-final",
        "send_by": date(2026, 10, 1),
        "contact": "destinations@meridian.example",
        "delivery_id": "7c1be05a93d2f461",
    }
    return Receipt(**{**facts, **changes})  # type: ignore[arg-type]


def partly(**changes: object) -> Receipt:
    """182 rows, three of which need somebody; a warning, a notice, two destinations changed, two pupils missing."""
    facts: dict[str, object] = {
        "verdict": Verdict.PARTLY,
        "counted": 176,
        "held": 3,
        "superseded": 1,
        "excluded": 2,
        "new": 4,
        "changed": 11,
        "unchanged": 164,
        "left_out": (("not on your roll on the census day", 2),),
        "to_fix": TO_FIX,
        "changes": (
            ChangedPupil(
                "Priya Example", 11, "final", "School sixth form, Hollins Academy", "Apprenticeship, Bodley Engineering"
            ),
            ChangedPupil("Tom O'Sample", 11, "final", "Not known", "Further education college, Northgate College"),
        ),
        "missing": (
            MissingPupil("Amara Example", "11B", "Intended: School sixth form"),
            MissingPupil("Théo O'Sample", "11K"),
        ),
        "findings": (
            _finding(17, "F", "Final destination", "Sixth from", _TYPE, "School sixth form"),
            _finding(96, "F", "Final destination", "<b>Colege & more</b>", _TYPE),
            _finding(141, "A", "UPN", "B801200005002", _LETTER),
            ReceiptFinding(
                "final_after_results",
                Severity.WARNING,
                "Recorded as final before results day, so it counts as intended.",
                "If the pupil has really started, correct the date recorded.",
                "Y11",
                30,
                "F",
                "Final destination",
                "Apprenticeship",
            ),
            ReceiptFinding(
                "unknown_columns",
                Severity.NOTICE,
                "These columns were kept but are not used: House, Bus route.",
                "Nothing to do, unless one of them matters; then give it one of our titles.",
                "Y11",
            ),
        ),
    }
    return accepted(**{**facts, **changes})


def unreadable() -> Receipt:
    """A file that is no spreadsheet."""
    finding = ReceiptFinding(
        "not_a_spreadsheet",
        Severity.BLOCKING,
        "This is a PDF, not a spreadsheet.",
        "Open it in Excel, choose Save As, Excel Workbook (.xlsx) or CSV UTF-8, and drop that file.",
    )
    return accepted(
        path="hollins/2025-26/Y11-final/leavers.pdf",
        verdict=Verdict.HELD,
        rows=0,
        counted=0,
        new=0,
        changed=0,
        unchanged=0,
        sheets=(),
        columns=(),
        dropped=(),
        findings=(finding,),
        format="unreadable",
        collection="",
    )


def with_warnings() -> Receipt:
    """All rows count; a few might be better; some have no destination yet."""
    undecided = ReceiptFinding(
        "still_undecided",
        Severity.WARNING,
        "Still undecided, and results day has passed.",
        "Ask the pupil, and type where they are now.",
        "Y11",
        7,
        "F",
        "Final destination",
        "Undecided",
    )
    return accepted(
        verdict=Verdict.WITH_WARNINGS,
        counted=167,
        excluded=15,
        new=0,
        unchanged=156,
        left_out=(("no destination given yet", 12), ("counted at another school", 3)),
        still_to_do=(4, 9, *range(12, 18), 40, 41, 88, 158),
        findings=(undecided, replace(undecided, line=61)),
        to_fix=TO_FIX,
    )


def doubted(**changes: object) -> Receipt:
    """A file held by two doubts, which would else be fine."""
    facts: dict[str, object] = {
        "verdict": Verdict.HELD,
        "counted": 0,
        "held": 182,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "to_fix": TO_FIX,
        "findings": (
            ReceiptFinding(
                "pupils_of_last_year",
                Severity.BLOCKING,
                "171 of the 182 pupils are on last year's roll of Year 11.",
                "Export this year's list and drop it again.",
                is_doubt=True,
            ),
            ReceiptFinding(
                "final_copies_intended",
                Severity.BLOCKING,
                "Every final destination is the same as the intended one, and all were recorded before results day.",
                "Send what pupils decided on and after results day.",
                is_doubt=True,
            ),
        ),
    }
    return accepted(**{**facts, **changes})


def withdrawn() -> Receipt:
    """A file that was taken back after it had been accepted with repairs."""
    return partly(
        counted=0,
        held=0,
        superseded=0,
        excluded=182,
        left_out=(("withdrawn", 182),),
        withdrawn_because="last year's list, sent by mistake.",
        withdrawn_on=date(2026, 10, 14),
    )


def roll(**changes: object) -> Receipt:
    """A roll with pupils who are new and pupils who are gone."""
    facts: dict[str, object] = {
        "path": "hollins/2025-26/roll.csv",
        "collection": "Years 11, 12, 13 roll, 2025-26",
        "format": "csv",
        "encoding": "cp1252",
        "rows": 431,
        "counted": 431,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "sheets": (SheetRead("", True, 1, 431, 0, "roll", header_rows=1),),
        "dropped": (),
        "columns": tuple(replace(column, sheet="") for column in _COLUMNS[:4]),
        "joined": ("Ada Example", "Björn Sample-Longname", "Chidi O'Sample"),
        "missing": tuple(MissingPupil(f"{name} Example") for name in ("Dara", "Ewan", "Fatima", "Gwen")),
        "folder": "inbox/hollins/2025-26",
        "send_by": None,
    }
    return accepted(**{**facts, **changes})


def long() -> Receipt:
    """A workbook of two sheets, in which 200 rows are wrong in the same way."""
    findings = tuple(
        replace(_finding(line, "F", "Final destination", f"Colege no. {line}", _TYPE), sheet=sheet)
        for sheet in ("Y11", "Y13")
        for line in (*range(4, 80), *range(100, 140, 2), 150, 160, 161, 162)
    )
    return accepted(
        verdict=Verdict.PARTLY,
        rows=364,
        counted=164,
        held=200,
        new=20,
        changed=60,
        unchanged=84,
        sheets=tuple(SheetRead(name, True, 3, 182, 2, "destinations", header_rows=1) for name in ("Y11", "Y13")),
        dropped=tuple(DroppedRecords(name, "above the header", (1, 2)) for name in ("Y11", "Y13")),
        columns=tuple(replace(column, sheet=name) for name in ("Y11", "Y13") for column in _COLUMNS),
        findings=findings,
        to_fix=TO_FIX,
        changes=tuple(
            ChangedPupil(f"Pupil{number} Example", 13, "final", "Undecided", "University, Bramley University")
            for number in range(60)
        ),
    )


SAMPLES = {
    "accepted": lambda: accepted(pupils=182, known=182, confirmed=140),
    "warnings": with_warnings,
    "partly": partly,
    "doubted": doubted,
    "unreadable": unreadable,
    "withdrawn": withdrawn,
    "roll": roll,
    "long": long,
}
