"""Two columns with the same meaning: which one is used, and whether they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.columns import COLUMNS
from domain.findings import Finding
from intake.body import Body
from intake.findings import found
from intake.headers import TYPE, Title

# where two columns with the same meaning differ, a wrong choice would name another pupil or move one
DECISIVE = frozenset(
    {"upn", "uln", "date_of_birth", "academic_year", "year_group", "stage", TYPE, "destination_provider"}
)


def merge_twins(body: Body, sheet: str) -> tuple[dict[int, Sequence[str | None]], list[Finding]]:
    """The cells to use, by position of the title that stands for its twins (a blank is filled from the others), and the
    findings."""
    merged: dict[int, Sequence[str | None]] = {}
    findings: list[Finding] = []
    for group in body.layout.twins:
        columns = [body.column(title.position) for title in group]
        together = list(zip(*columns, strict=True))
        merged[group[0].position] = [next((cell for cell in cells if cell), None) for cells in together]
        differing = [
            row
            for row, cells in enumerate(together)
            if len({cell.strip() for cell in cells if cell and cell.strip()}) > 1
        ]
        findings += _findings(group, differing, body.lines, sheet)
    return merged, findings


def _findings(group: Sequence[Title], differing: list[int], lines: Sequence[int], sheet: str) -> list[Finding]:
    column = group[0].column or ""
    facts: dict[str, Any] = {
        "letters": " and ".join(title.letter for title in group),
        "label": COLUMNS[column].label,
        "column": column,
    }
    if not differing or column not in DECISIVE:
        return [found("duplicate_columns", sheet=sheet or None, first=group[0].letter, **facts)]
    if len(differing) * 2 > len(lines):
        return [found("conflicting_columns", sheet=sheet or None, where="", **facts)]
    return [
        found("conflicting_columns", sheet=sheet, line=lines[row], where=" in this row", **facts) for row in differing
    ]
