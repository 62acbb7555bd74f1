"""What a receipt is made from, and findings put together by their cure. No words, no rendering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.findings import Severity, Verdict

ROWS_SHOWN = 50
_WORST_FIRST = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet ("" in a CSV file). `header_line` is the row number that Excel shows; `reason` says why it was
    skipped.
    """

    name: str
    was_read: bool
    header_line: int | None = None
    rows: int = 0
    dropped: int = 0
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column and what it was taken for: `label` of our column, None where we don't know it (it is kept, unused)."""

    sheet: str
    letter: str
    header: str
    label: str | None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptFinding:
    """One finding with what its cell holds. `line` is the row number that Excel shows; None: it is about the sheet or
    the file.
    """

    rule: str
    severity: Severity
    message: str
    repair: str
    sheet: str = ""
    line: int | None = None
    letter: str = ""
    header: str = ""
    value: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings with one cure."""

    severity: Severity
    message: str
    repair: str
    rows: tuple[ReceiptFinding, ...]

    @property
    def lines(self) -> int:
        """How many rows it concerns; 0 where it is about the file or a sheet."""
        return len(self.places_of_rows)

    @property
    def places_of_rows(self) -> set[tuple[str, int | None]]:
        """The rows that it concerns: sheet and line."""
        return {(row.sheet, row.line) for row in self.rows if row.line is not None}

    @property
    def shown(self) -> tuple[ReceiptFinding, ...]:
        return tuple(row for row in self.rows if row.line is not None)[:ROWS_SHOWN]

    @property
    def places(self) -> tuple[str, ...]:
        """The sheets that it is about as a whole."""
        return tuple(dict.fromkeys(row.sheet for row in self.rows if row.line is None and row.sheet))

    @property
    def has_suggestions(self) -> bool:
        return any(row.suggestion for row in self.shown)

    @property
    def not_shown(self) -> int:
        return sum(row.line is not None for row in self.rows) - len(self.shown)


@dataclass(frozen=True, slots=True)
class MissingPupil:
    """A pupil whom an earlier file named and this one doesn't; their destination is kept."""

    name: str
    form: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt says. `counted + held + superseded + excluded` is `rows`; `new + changed + unchanged +
    held` need not be.

    `received_at` is London time. `left_out` gives the reasons of the excluded rows with their numbers. `folder` is
    where to drop it again.
    """

    school: str
    path: str
    received_at: datetime
    verdict: Verdict
    rows: int
    counted: int
    held: int
    superseded: int = 0
    excluded: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    collection: str = ""
    format: str = ""
    encoding: str | None = None
    sheets: tuple[SheetRead, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    findings: tuple[ReceiptFinding, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    missing: tuple[MissingPupil, ...] = ()
    folder: str = ""
    send_by: date | None = None
    contact: str = ""
    delivery_id: str = ""


def group_findings(findings: Iterable[ReceiptFinding]) -> tuple[FindingGroup, ...]:
    """Findings by what cures them, the worst and then the most frequent first, rows in the order of the file."""
    found: dict[tuple[Severity, str, str], list[ReceiptFinding]] = {}
    for finding in findings:
        found.setdefault((Severity(finding.severity), finding.message, finding.repair), []).append(finding)
    groups = [
        FindingGroup(
            severity, message, repair, tuple(sorted(rows, key=lambda row: (row.sheet, row.line or 0, row.letter)))
        )
        for (severity, message, repair), rows in found.items()
    ]
    return tuple(
        sorted(groups, key=lambda group: (_WORST_FIRST[group.severity], -group.lines, group.message, group.repair))
    )
