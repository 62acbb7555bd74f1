"""One sheet, read or skipped with a reason: its rows, its columns, what is wrong with it.

Which sheets a file has, and what they say together, is `extract`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from domain.findings import Finding
from intake.body import BLANK, Body, is_blank, read_body
from intake.collection import Place
from intake.dates import month_first
from intake.document import Sheet
from intake.findings import found
from intake.frames import columns_frame, rows_frame
from intake.headers import Match
from intake.judge import judge
from intake.rolled_over import RolledOver
from intake.title_rows import SCANNED, TitleRow
from intake.twins import merge_twins

NO_TITLES, HIDDEN, EMPTY, OURS, NO_PUPILS = "no header row", "hidden", "empty", "our own sheet", "no pupils"


@dataclass(frozen=True, slots=True)
class Reading:
    """One sheet: `columns` and `rows` are None where it was skipped."""

    summary: dict[str, Any]
    dropped: list[tuple[str, int, str]]
    findings: list[Finding]
    columns: pl.DataFrame | None = None
    rows: pl.DataFrame | None = None
    rolled_over: RolledOver | None = None


def read_sheet(sheet: Sheet, titles: TitleRow, place: Place, match: Match) -> Reading:
    """Read a sheet beneath its titles."""
    body = read_body(sheet, titles, match)
    judgement = judge(sheet, body, place)
    merged, twin_findings = merge_twins(body, sheet.name)
    facts: dict[str, Any] = {
        "kind": judgement.kind,
        "header_line": sheet.lines[titles.at],
        "header_records": titles.height,
    }
    return Reading(
        _summary(sheet, None, rows=len(body.lines), dropped=len(body.dropped), **facts),
        [(sheet.name, line, reason) for line, reason in body.dropped],
        [*judgement.findings, *_about_cells(body, sheet), *twin_findings, *body.findings],
        columns_frame(sheet.name, body.layout, body),
        rows_frame(sheet.name, sheet.number, judgement.kind, body, judgement.settled, merged),
        judgement.rolled_over,
    )


def _about_cells(body: Body, sheet: Sheet) -> list[Finding]:
    return list(month_first(body, sheet.name or None))


def unread(sheet: Sheet) -> Reading:
    """A sheet whose records nobody counts: hidden beside visible ones, ours, or a member that couldn't be opened."""
    return Reading(_summary(sheet, sheet.skipped), [], [])


def hidden(sheet: Sheet, *, looks_like_pupils: bool) -> Reading:
    """A sheet that is hidden beside visible ones."""
    notice = [found("hidden_sheet", sheet=sheet.name)] if looks_like_pupils else []
    return Reading(_summary(sheet, HIDDEN, records=0), [], notice)


def ours(sheet: Sheet) -> Reading:
    """A sheet that we wrote into a workbook which came back: no record of it is the school's."""
    return Reading(_summary(sheet, OURS, records=0), [], [])


def without_pupils(sheet: Sheet, titles: TitleRow) -> Reading:
    """A sheet of a workbook that lists something else than pupils, beside one that lists them."""
    named = ", ".join(f"“{text}”" for text in titles.texts[:6] if text)
    return _dropped(sheet, NO_PUPILS, found("sheet_without_pupils", sheet=sheet.name, titles=named))


def without_titles(sheet: Sheet) -> Reading:
    """A sheet without titles, or without anything."""
    if all(is_blank(record) for record in sheet.records):
        return _dropped(sheet, EMPTY, None)
    return _dropped(sheet, NO_TITLES, found("sheet_skipped", sheet=sheet.name, scanned=SCANNED))


def _dropped(sheet: Sheet, reason: str, finding: Finding | None) -> Reading:
    dropped = [
        (sheet.name, line, BLANK if is_blank(record) else reason)
        for record, line in zip(sheet.records, sheet.lines, strict=True)
    ]
    return Reading(_summary(sheet, reason, dropped=len(dropped)), dropped, [finding] if finding else [])


def _summary(
    sheet: Sheet,
    skipped: str | None,
    *,
    kind: str | None = None,
    header_line: int | None = None,
    header_records: int = 0,
    records: int | None = None,
    rows: int = 0,
    dropped: int = 0,
) -> dict[str, Any]:
    return {
        "sheet": sheet.name,
        "sheet_number": sheet.number,
        "kind": kind,
        "state": "skipped" if skipped else "read",
        "reason": skipped,
        "header_line": header_line,
        "date_system": sheet.date_system,
        "records": len(sheet.records) if records is None else records,
        "header_records": header_records,
        "dropped_records": dropped,
        "row_records": rows,
    }
