"""Findings put together by their cure, in the order in which a receipt tells them. No words, no rendering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.findings import Severity
from reports.receipt_parts import ReceiptFinding

ROWS_SHOWN = 50
_WORST_FIRST = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings with one cure."""

    severity: Severity
    message: str
    repair: str
    rows: tuple[ReceiptFinding, ...]

    @property
    def is_open_doubt(self) -> bool:
        return any(row.is_open_doubt for row in self.rows)

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
    def not_shown(self) -> tuple[ReceiptFinding, ...]:
        """The rows that are named by their numbers alone."""
        return tuple(row for row in self.rows if row.line is not None)[ROWS_SHOWN:]


def group_findings(findings: Iterable[ReceiptFinding]) -> tuple[FindingGroup, ...]:
    """Findings by what cures them: doubts first, then the worst, then the most frequent, rows in the order of the
    file.
    """
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
        sorted(
            groups,
            key=lambda group: (
                not group.is_open_doubt,
                _WORST_FIRST[group.severity],
                -group.lines,
                group.message,
                group.repair,
            ),
        )
    )
