"""The door of this package: the bytes of one file in, an `Extract` out. It never raises, whatever the bytes are.

What happens, in order: `formats` reads the cells, `headers` finds the titles, `body` cuts off what is no row, `judge`
says what the sheet is, `frames` builds the tables.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from domain.findings import Finding
from intake.body import BLANK, is_blank, read_body
from intake.collection import Place
from intake.document import Document, NotReadableError, Sheet
from intake.findings import found
from intake.formats import read_document
from intake.frames import DROPPED, SHEETS, columns_frame, empty, rows_frame
from intake.headers import SCANNED, Match, find_titles, matcher
from intake.judge import judge
from intake.twins import merge_twins

LOG = logging.getLogger(__name__)
NO_TITLES, HIDDEN, EMPTY = "no header row", "hidden", "empty"


@dataclass(frozen=True)
class Extract:
    """One file, read.

    `format` csv, xlsx or unreadable; `encoding` utf-8, utf-8-sig, utf-16, cp1252 or None; `kind` of the first sheet
    that was read. `sheets`: one line per sheet, records = header_records + dropped_records + row_records. `columns`:
    grain sheet, part, position. `rows`: grain sheet, line, part; cells exactly as sent, empty ones null
    (`intake.frames.ROWS`). `dropped`: sheet, line, reason. A CSV is one sheet named ''. `findings` with `sheet` None
    blame the whole file, with `line` None the whole sheet.
    """

    format: str
    encoding: str | None
    kind: str | None
    sheets: pl.DataFrame
    columns: pl.DataFrame
    rows: pl.DataFrame
    dropped: pl.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sheet, read or skipped."""

    summary: dict[str, Any]
    dropped: list[tuple[str, int, str]]
    findings: list[Finding]
    columns: pl.DataFrame | None = None
    rows: pl.DataFrame | None = None


def read_extract(data: bytes, path: str, *, header_aliases: Mapping[str, str] | None = None) -> Extract:
    """Read one file. `path` is POSIX, under the inbox: `hollins/2025-26/Y11-final/leavers.csv`; its first folder is the
    school's.

    `header_aliases`: a network's own titles -> canonical columns. What can't be read comes back as format `unreadable`
    with one finding.
    """
    try:
        return _read(data, Place.of(path), matcher(header_aliases or {}))
    except NotReadableError as error:
        return _unreadable(error.finding)
    except Exception as error:
        # ours, not the school's; the text of the exception may hold a pupil's cell, its class can't
        LOG.error("Reading fault: %s", type(error).__name__)
        return _unreadable(found("reading_fault"))


def _unreadable(finding: Finding) -> Extract:
    return Extract(
        "unreadable", None, None, empty("sheets"), empty("columns"), empty("rows"), empty("dropped"), (finding,)
    )


def _read(data: bytes, place: Place, match: Match) -> Extract:
    document = read_document(data, place.filename, lambda records: find_titles(records, match)[1])
    some_visible = any(not sheet.hidden for sheet in document.sheets)
    readings = [_read_sheet(sheet, place, match, ignore=sheet.hidden and some_visible) for sheet in document.sheets]
    read = [reading for reading in readings if reading.rows is not None]
    findings = [*document.findings, *(finding for reading in readings for finding in reading.findings)]
    if not read:
        findings = [*document.findings, _nothing_read(document, match)]
    return Extract(
        format=document.format,
        encoding=document.encoding,
        kind=next((reading.summary["kind"] for reading in read), None),
        sheets=pl.DataFrame([reading.summary for reading in readings], schema=SHEETS),
        columns=_together("columns", [reading.columns for reading in read]),
        rows=_together("rows", [reading.rows for reading in read]),
        dropped=pl.DataFrame([line for reading in readings for line in reading.dropped], schema=DROPPED, orient="row"),
        findings=tuple(findings),
    )


def _together(which: str, frames: list[pl.DataFrame | None]) -> pl.DataFrame:
    present = [frame for frame in frames if frame is not None]
    if len(present) == 1:
        return present[0]
    return pl.concat(present) if present else empty(which)


def _nothing_read(document: Document, match: Match) -> Finding:
    if not any(not is_blank(record) for sheet in document.sheets for record in sheet.records):
        return found("empty_file")
    seen = max((find_titles(sheet.records, match)[1] for sheet in document.sheets), default=0)
    return found("no_header_row", scanned=SCANNED, seen=f" (the best has {seen})" if seen else "")


def _read_sheet(sheet: Sheet, place: Place, match: Match, *, ignore: bool) -> _Reading:
    """Read one sheet. `ignore`: it is hidden beside visible ones; then its records aren't counted either."""
    titles_at = find_titles(sheet.records, match)[0]
    if ignore:
        notice = [found("hidden_sheet", sheet=sheet.name)] if titles_at is not None else []
        return _Reading(_summary(sheet, HIDDEN, records=0), [], notice)
    if titles_at is None:
        dropped = [
            (sheet.name, line, BLANK if is_blank(record) else NO_TITLES)
            for record, line in zip(sheet.records, sheet.lines, strict=True)
        ]
        filled = any(reason != BLANK for _, _, reason in dropped)
        notice = [found("sheet_skipped", sheet=sheet.name, scanned=SCANNED)] if filled else []
        return _Reading(_summary(sheet, NO_TITLES if filled else EMPTY, dropped=len(dropped)), dropped, notice)

    body = read_body(sheet, titles_at, match)
    judgement = judge(sheet, body, place)
    merged, twin_findings = merge_twins(body, sheet.name)
    summary = _summary(
        sheet,
        None,
        kind=judgement.kind,
        header_line=sheet.lines[titles_at],
        rows=len(body.lines),
        dropped=len(body.dropped),
    )
    return _Reading(
        summary,
        [(sheet.name, line, reason) for line, reason in body.dropped],
        [*judgement.findings, *twin_findings, *body.findings],
        columns_frame(sheet.name, body.layout, body),
        rows_frame(sheet.name, sheet.number, judgement.kind, body, judgement.settled, merged),
    )


def _summary(
    sheet: Sheet,
    skipped: str | None,
    *,
    kind: str | None = None,
    header_line: int | None = None,
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
        "records": len(sheet.records) if records is None else records,
        "header_records": 0 if header_line is None else 1,
        "dropped_records": dropped,
        "row_records": rows,
    }
