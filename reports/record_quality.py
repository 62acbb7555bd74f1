"""The chapter on the quality of the records behind the figures: stale, late, corrected, and who was asked after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.measures import Subject
from reports.numbers import HIDDEN, NOT_AVAILABLE, thousands
from reports.tables import Cell, Column, Row, Table, grouped
from reports.trace import added
from reports.view import Chapter, View

_COLUMNS = (
    ("cohort", "Cohort"),
    ("unknown", "Not known"),
    ("attempts_on_unknown", "Attempts to reach them"),
    ("stale", "Known, but stale"),
    ("late", "Collections late"),
    ("held_rows", "Rows held"),
    ("corrected", "Rows that corrected"),
)


def quality_chapter(view: View) -> Chapter:
    """Final destinations: the network school by school, all year groups together; a school by year group."""
    found = view.frames.rows("quality", ("cycle", "stage"), view.context.cycle, "final")
    rows = _by_school(view, found) if view.is_network else _by_year_group(view, found)
    if not rows:
        return Chapter("quality", "How good the records are", "", ())
    intro = (
        "Stale: last checked too long before 1 November to count as known by then. Attempts: calls, messages and "
        "visits noted since results day. Rows that corrected: said something else than the school had said before."
    )
    columns = tuple(Column(label) for _, label in _COLUMNS)
    caption = (
        f"The records behind the final destinations of {view.context.cycle}: pupils, attempts, collections and rows"
    )
    table = Table("table-quality", caption, "School" if view.is_network else "Year group", columns, grouped(rows))
    return Chapter("quality", "How good the records are", intro, (table,))


def _by_school(view: View, found: Sequence[dict[str, Any]]) -> list[tuple[str, Row]]:
    subjects: dict[str, Subject] = {}
    for year_group in view.year_groups:
        for subject in view.side_by_side(year_group):
            if subject.schools and len(subject.schools) == 1:
                subjects.setdefault(subject.schools[0], subject)
    rows = [("", _row(view, view.subject.label, found, is_total=True))] if found else []
    for school, subject in sorted(subjects.items(), key=lambda entry: (entry[1].group, entry[1].label)):
        members = [row for row in found if row["school_id"] == school]
        if members:
            rows.append((subject.group, _row(view, subject.label, members)))
    return rows


def _by_year_group(view: View, found: Sequence[dict[str, Any]]) -> list[tuple[str, Row]]:
    own = [row for row in found if row["school_id"] in (view.subject.schools or ())]
    return [
        ("", _row(view, f"Year {row['year_group']}", [row])) for row in sorted(own, key=lambda row: row["year_group"])
    ]


def _row(view: View, label: str, members: Sequence[dict[str, Any]], *, is_total: bool = False) -> Row:
    return Row(label, tuple(_cell(view, members, name) for name, _ in _COLUMNS), is_total)


def _cell(view: View, members: Sequence[dict[str, Any]], name: str) -> Cell:
    told = [row for row in members if row[name] is not None]
    if any(row["status"] == "suppressed" for row in members if row[name] is None):
        return Cell(HIDDEN)
    if not told:
        return Cell(NOT_AVAILABLE)
    return Cell(
        thousands(sum(row[name] for row in told)), cell=added(view.frames.cell("quality", row, name) for row in told)
    )
