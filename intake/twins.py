"""Two columns with the same meaning: which one is used, and whether they contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from domain.calendar import parse_cycle
from domain.columns import COLUMNS
from domain.destination_types import resolve
from domain.findings import Finding
from domain.text import key
from intake.body import Body
from intake.collection import parse_stage, parse_year_group
from intake.findings import found
from intake.headers import TYPE, Title

# where two columns with the same meaning differ, a wrong choice would name another pupil or move one
DECISIVE = frozenset(
    {"upn", "uln", "date_of_birth", "academic_year", "year_group", "stage", TYPE, "destination_provider"}
)


# how values of these columns compare: "11" is "Year 11"
_SAME: dict[str, Callable[[str], object]] = {
    "year_group": parse_year_group,
    "academic_year": parse_cycle,
    "stage": parse_stage,
    TYPE: resolve,
}


def merge_twins(body: Body, sheet: str) -> tuple[dict[int, Sequence[str | None]], list[Finding]]:
    """The cells to use, by position of the title that stands for its twins (a blank is filled from the others), and the
    findings."""
    merged: dict[int, Sequence[str | None]] = {}
    findings: list[Finding] = []
    for group in body.layout.twins:
        used = [title for title in group if not _is_other_number(title, group[0])]
        together = list(zip(*(body.column(title.position) for title in used), strict=True))
        merged[group[0].position] = [next((cell for cell in cells if cell), None) for cells in together]
        same = _SAME.get(group[0].column or "", key)
        differing = [row for row, cells in enumerate(together) if _differ(cells, same)]
        findings += _findings(group, differing, body.lines, sheet)
    return merged, findings


def _is_other_number(title: Title, first: Title) -> bool:
    """Whether two systems number the pupils: "Student ID" then says nothing where "Admission number" is blank."""
    return title is not first and title.column == "mis_id" and title.steps_back


def _differ(cells: Sequence[str | None], same: Callable[[str], object]) -> bool:
    texts = {cell.strip() for cell in cells if cell and cell.strip()}
    return len(texts) > 1 and len({same(text) or key(text) for text in texts}) > 1


def _findings(group: Sequence[Title], differing: list[int], lines: Sequence[int], sheet: str) -> list[Finding]:
    column = group[0].column or ""
    facts: dict[str, Any] = {
        "letters": " and ".join(title.letter for title in group),
        "label": COLUMNS[column].label,
        "column": column,
    }
    if not differing or column not in DECISIVE:
        if sum(not title.steps_back for title in group) == 1:
            return []
        rule = "duplicate_columns" if differing else "same_columns"
        return [found(rule, sheet=sheet or None, first=group[0].letter, **facts)]
    if len(differing) * 2 > len(lines):
        return [found("conflicting_columns", sheet=sheet or None, where="", **facts)]
    return [
        found("conflicting_columns", sheet=sheet, line=lines[row], where=" in this row", **facts) for row in differing
    ]
