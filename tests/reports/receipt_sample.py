"""Receipts of made-up files: one that is fine, one with repairs, one that can't be read."""

from __future__ import annotations

from datetime import date, datetime

from domain.findings import Severity, Verdict
from reports.receipt import ColumnRead, MissingPupil, Receipt, ReceiptFinding, SheetRead

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
            SheetRead("Y11", True, 3, 182, 4, "destinations"),
            SheetRead("Notes", False, reason="no column titles that we know"),
        ),
        "columns": _COLUMNS,
        "folder": "inbox/hollins/2025-26/Y11-final",
        "send_by": date(2026, 10, 1),
        "contact": "destinations@meridian.example",
        "delivery_id": "7c1be05a93d2f461",
    }
    return Receipt(**{**facts, **changes})  # type: ignore[arg-type]


def partly(**changes: object) -> Receipt:
    """182 rows, three of which need somebody; a warning, a notice and two pupils missing."""
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
        findings=(finding,),
        format="unreadable",
        collection="",
    )
