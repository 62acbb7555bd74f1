"""The chapter on what differs from the edition before, figure by figure, and what caused it."""

from __future__ import annotations

from typing import Any

from reports.grains import GRAINS
from reports.tables import Cell, Column, Row, Table, grouped
from reports.trace import cell, counted_lines
from reports.view import Chapter, Sentence, View

_SHOWN = 40


def changes_chapter(view: View) -> Chapter:
    """Every changed figure that the page's readers may see; beyond 40 of them the rest is in the downloads."""
    title = "What changed since the last edition"
    frame = view.frames.changes
    if frame.is_empty():
        return Chapter(
            "changes", title, "", (Sentence("There is no earlier edition of this cycle, or nothing changed since."),)
        )
    found = [row for row in frame.to_dicts() if _is_ours(view, row)]
    if not found:
        return Chapter("changes", title, "", (Sentence("Nothing here changed since the last edition."),))
    rows = [_row(row) for row in found]
    columns = (Column("Before"), Column("Now"), Column("What caused it", is_text=True))
    note = f"The first {_SHOWN} of {len(rows)}; the downloads have them all." if len(rows) > _SHOWN else ""
    table = Table(
        "table-changes", "Figures that changed since the last edition", "Figure", columns,
        grouped(rows[:_SHOWN]), note, tuple(row for _, row in rows[_SHOWN:]),
    )  # fmt: skip
    figures = f"{counted_lines(len(rows), 'figures changed')} figure{'s' * (len(rows) != 1)}"
    return Chapter("changes", title, "", (Sentence(f"{figures} changed since the last edition."), table))


def _is_ours(view: View, row: dict[str, Any]) -> bool:
    return view.is_network or row["school_id"] in ("", None, *(view.subject.schools or ()))


def _row(row: dict[str, Any]) -> tuple[str, Row]:
    cells = (Cell(str(row["before_text"])), Cell(str(row["after_text"]), cell=_id(row)), Cell(str(row["cause"] or "")))
    return str(row["school"] or ""), Row(str(row["what"]), cells)


def _id(row: dict[str, Any]) -> str:
    name = str(row["table"]).split(".")[-1]
    if name not in GRAINS:
        return ""
    table, grain = GRAINS[name]
    return cell(table, (row.get(key, row["item"]) for key in grain), str(row["column"]))
