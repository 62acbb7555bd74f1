"""The door of this package: the bytes of one file in, an `Extract` out. It never raises, whatever the bytes are.

What happens, in order: `formats` reads the cells, `title_rows` finds the titles and `headers` what they mean, `body`
cuts off what is no row, `judge` says what the sheet is, `frames` builds the tables. `reading` does this for one sheet.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

import polars as pl

from domain.columns import COLUMNS
from domain.findings import Finding
from domain.worklist_marks import MadeWorklist
from intake.body import is_blank
from intake.collection import Place
from intake.document import NotReadableError, Record, Sheet
from intake.findings import found
from intake.formats import read_document
from intake.frames import DROPPED, SHEETS, empty
from intake.headers import Match, matcher
from intake.own_workbooks import OwnWorkbook, as_sent, is_ours, returned, without_unfilled
from intake.reading import Reading, hidden, ours, read_sheet, unread, without_pupils, without_titles
from intake.rolled_over import rolled_over_finding
from intake.title_rows import SCANNED, find_titles
from intake.worklists import Returned, at_home, consequences, taken_alone, taken_back, where_it_lies

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Extract:
    """One file, read.

    `format` csv, tsv, xlsx, xls, ods, xml (Excel 2003), html, zip (its files' sheets) or unreadable; `encoding`
    utf-8, utf-8-sig, utf-16, cp1252 or None; `kind` of the first sheet
    that was read. `sheets`: one line per sheet, records = header_records + dropped_records + row_records. `columns`:
    grain sheet, part, position. `rows`: grain sheet, line, part; cells exactly as sent, empty ones null
    (`intake.frames.ROWS`). `dropped`: sheet, line, reason. A CSV is one sheet named ''. `findings` with `sheet` None
    blame the whole file, with `line` None the whole sheet. Of a workbook of ours that came back: `answers` is the
    delivery that it puts right (None for a template), `confirms` the rules of the doubts that were answered with yes,
    `worklist` which worklist it is (None for any other file).
    """

    format: str
    encoding: str | None
    kind: str | None
    sheets: pl.DataFrame
    columns: pl.DataFrame
    rows: pl.DataFrame
    dropped: pl.DataFrame
    findings: tuple[Finding, ...]
    answers: str | None = None
    confirms: tuple[str, ...] = ()
    worklist: MadeWorklist | None = None


def read_extract(
    data: bytes, path: str, *, header_aliases: Mapping[str, str] | None = None, came_on: date | None = None
) -> Extract:
    """Read one file. `path` is POSIX, under the inbox: `hollins/2025-26/Y11-final/leavers.csv`; its first folder is the
    school's.

    `header_aliases`: a network's own titles -> canonical columns. `came_on`: the day on which the file came; None: no
    day is too late. What can't be read comes back as format `unreadable` with one finding.
    """
    try:
        return _read(data, replace(Place.of(path), came_on=came_on), matcher(header_aliases or {}))
    except NotReadableError as error:
        return _unreadable(error.finding)
    except Exception as error:
        # ours, not the school's; the text of the exception may hold a pupil's cell, its class can't
        LOG.error("Reading fault: %s", type(error).__name__)
        return _unreadable(found("reading_fault"))


def school_sheets(data: bytes, path: str, *, header_aliases: Mapping[str, str] | None = None) -> tuple[Sheet, ...]:
    """The school's own sheets of a file, cell by cell as they came: for handing them back with what is wrong marked.
    Without hidden sheets beside visible ones, and without what we added to a workbook of ours; empty where it can't
    be read."""
    match = matcher(header_aliases or {})
    try:
        document = read_document(data, PurePosixPath(path).name, lambda records: _titles_known(records, match))
    except Exception:
        # read_extract has said what is wrong with it
        return ()
    own = returned(document.sheets)
    theirs = [as_sent(sheet) if own else sheet for sheet in document.sheets if not (own and is_ours(sheet))]
    some_visible = any(not sheet.hidden for sheet in theirs)
    return tuple(sheet for sheet in theirs if sheet.records and not (sheet.hidden and some_visible))


def _unreadable(finding: Finding) -> Extract:
    return Extract(
        "unreadable", None, None, empty("sheets"), empty("columns"), empty("rows"), empty("dropped"), (finding,)
    )


def _read(data: bytes, place: Place, match: Match) -> Extract:
    document = read_document(data, place.filename, lambda records: _titles_known(records, match))
    own = returned(document.sheets)
    made = own.worklist if own else None
    misplaced = where_it_lies(made, place) if made else []
    back = [_taken_back(sheet, own, match) for sheet in document.sheets]
    sheets = [each.sheet for each in back]
    guided = place.with_guide(own.belongs_in) if own else place
    readings = _read_sheets(sheets, at_home(guided) if made and not misplaced else guided, match, own)
    read = [reading for reading in readings if reading.rows is not None]
    findings = [*document.findings, *(finding for reading in readings for finding in reading.findings)]
    for each, reading in zip(back, readings, strict=True):
        findings += each.of_read(reading.rows)
    if made:
        untold = consequences(misplaced)
        findings = [*misplaced, *(finding for finding in findings if finding.rule not in untold)]
    if not read:
        findings = [*document.findings, _nothing_read([s for s in sheets if not (own and is_ours(s))], match)]
    rolled = [reading.rolled_over for reading in read if reading.rolled_over]
    return Extract(
        format=document.format,
        encoding=document.encoding,
        kind=next((reading.summary["kind"] for reading in read), None),
        sheets=pl.DataFrame([reading.summary for reading in readings], schema=SHEETS),
        columns=_together("columns", [reading.columns for reading in read]),
        rows=_together("rows", [reading.rows for reading in read]),
        dropped=pl.DataFrame([line for reading in readings for line in reading.dropped], schema=DROPPED, orient="row"),
        findings=(*findings, *([rolled_over_finding(rolled)] if rolled else [])),
        answers=own.answers if own else None,
        confirms=own.confirms if own else (),
        worklist=made,
    )


def _taken_back(sheet: Sheet, own: OwnWorkbook | None, match: Match) -> Returned:
    """A sheet as the school sent it: of a workbook of ours, without what we wrote into it."""
    if own is None:
        return taken_alone(sheet, match) or Returned(sheet)
    if is_ours(sheet):
        return Returned(sheet)
    return taken_back(without_unfilled(as_sent(sheet), match), own.worklist, match)


def _read_sheets(sheets: Sequence[Sheet], place: Place, match: Match, own: OwnWorkbook | None) -> list[Reading]:
    theirs = {sheet.number for sheet in sheets if not (own and is_ours(sheet))}
    some_visible = any(not sheet.hidden for sheet in sheets if sheet.number in theirs)
    titles = {
        sheet.number: row
        for sheet in sheets
        if sheet.number in theirs and (row := find_titles(sheet.records, match)) and row.is_enough
    }
    some_name_pupils = any(not row.lists_no_pupils for row in titles.values())

    def read(sheet: Sheet) -> Reading:
        row = titles.get(sheet.number)
        if sheet.skipped:
            return unread(sheet)
        if sheet.number not in theirs:
            return ours(sheet)
        if sheet.hidden and some_visible:
            return hidden(sheet, looks_like_pupils=row is not None)
        if row is None:
            return without_titles(sheet)
        if row.lists_no_pupils and some_name_pupils:
            return without_pupils(sheet, row)
        return read_sheet(sheet, row, place, match)

    return [read(sheet) for sheet in sheets]


def _together(which: str, frames: list[pl.DataFrame | None]) -> pl.DataFrame:
    present = [frame for frame in frames if frame is not None]
    if len(present) == 1:
        return present[0]
    return pl.concat(present) if present else empty(which)


def _titles_known(records: Sequence[Record], match: Match) -> int:
    row = find_titles(records, match)
    return len(row.known) if row else 0


def _nothing_read(sheets: Sequence[Sheet], match: Match) -> Finding:
    if not any(not is_blank(record) for sheet in sheets for record in sheet.records):
        return found("empty_file")
    rows = [(sheet, row) for sheet in sheets if (row := find_titles(sheet.records, match))]
    if not rows:
        return found("no_header_row", scanned=SCANNED, seen="")
    sheet, best = max(rows, key=lambda pair: len(pair[1].known))
    labels = ", ".join(COLUMNS[name].label for name in COLUMNS if name in best.columns)
    return found("no_header_row", scanned=SCANNED, seen=f" (row {sheet.lines[best.at]} comes nearest, with {labels})")
