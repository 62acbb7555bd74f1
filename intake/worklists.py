"""A worklist that came back: whose it is, and whether each row is still the one that we wrote. Its columns of what our
files say are taken out here, so that nobody reads our own words back as a school's.

Which workbook is a worklist is `own_workbooks`' business; the marks themselves are `domain.worklist_marks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from domain.columns import COLUMNS
from domain.findings import Finding
from domain.worklist_columns import WORKLISTS, WorklistColumn, known_titles, worklist_columns
from domain.worklist_marks import MadeWorklist, RowMark, folded, row_mark
from intake.collection import Place, cycles_in
from intake.document import Record, Sheet
from intake.findings import found
from intake.headers import Match
from intake.title_rows import TitleRow, find_titles

MARK = COLUMNS["list_row"].label
# What such a list brings with it and nobody has to mend: people work with a filter on.
HARMLESS = frozenset({"filter_active"})
# What a list that lies in the wrong folder contradicts, besides.
_CONSEQUENCES = frozenset({"cycle_disagrees", "year_group_disagrees", "stage_disagrees"})


@dataclass(frozen=True)
class Returned:
    """A sheet without what is ours, and what was found on its rows by their lines; None: on the whole sheet."""

    sheet: Sheet
    findings: Mapping[int | None, Finding] = field(default_factory=dict)

    def of_read(self, rows: pl.DataFrame | None) -> list[Finding]:
        """The findings on the rows that were read (`line`): a blank row or a footer is nobody's. None: no row was."""
        if rows is None or not self.findings:
            return []
        read = {None, *rows["line"]}
        return [finding for line, finding in self.findings.items() if line in read]


def where_it_lies(made: MadeWorklist, place: Place) -> list[Finding]:
    """The finding on a list that lies in another school's folder, or in another year's; empty where it lies right."""
    named = _named(made)
    if place.school is not None and place.school != made.school_id:
        return [found("worklist_of_another_school", worklist=named, own=made.school_id, here=place.school)]
    years = frozenset().union(*(cycles_in(name) for name in (*place.folders, place.stem)))
    if years and made.cycle not in years:
        here = " and ".join(sorted(map(str, years)))
        return [found("worklist_of_another_year", worklist=named, own=made.cycle, here=here)]
    return []


def at_home(place: Place) -> Place:
    """The place of a list that knows by itself what it is about: only whose folder it lies in counts."""
    return replace(place, folders=(), stem="")


def consequences(misplaced: Sequence[Finding]) -> frozenset[str]:
    """The rules whose findings say nothing that isn't said better already."""
    return HARMLESS | _CONSEQUENCES if misplaced else HARMLESS


def taken_back(sheet: Sheet, made: MadeWorklist | None, match: Match) -> Returned:
    """The sheet of a workbook of ours as it may be read, and, where it is a worklist's, what is found on its rows:
    changed, or added. `made` None: no worklist, or one that comes back as a to-fix workbook, marks and all."""
    titles, findings = find_titles(sheet.records, match), dict[int | None, Finding]()
    places: dict[str, int] = {}
    for place, text in enumerate(titles.texts if titles else ()):
        places.setdefault(folded(text), place)
    if titles is None or folded(MARK) not in places:
        if titles and made:
            findings[None] = found("list_rows_missing", sheet=sheet.name)
        return Returned(_without_known(sheet, titles), findings)
    rows = _Rows(made, places)
    records = list(sheet.records)
    for at in range(titles.at + 1, len(records)):
        mark = RowMark.read(rows.cell(records[at], MARK))
        if finding := rows.finding(records[at], mark, sheet.name, sheet.lines[at]):
            findings[sheet.lines[at]] = finding
        if mark and mark.contact == rows.now(records[at]).contact:
            # as we wrote them: an old list must not overwrite what a newer roll says
            records[at] = rows.without_contact(records[at])
    return Returned(_without_known(replace(sheet, records=records), titles), findings)


def taken_alone(sheet: Sheet, match: Match) -> Returned | None:
    """A sheet of a worklist that was saved by itself, as a CSV for instance: its rows are still known by their marks.
    None where it is none."""
    titles = find_titles(sheet.records, match)
    places = [place for place, text in enumerate(titles.texts) if folded(text) == folded(MARK)] if titles else []
    rows = sheet.records[titles.at + 1 :] if titles else []
    if not any(RowMark.read(record[place]) for place in places for record in rows if len(record) > place):
        return None
    back = taken_back(sheet, None, match)
    return Returned(back.sheet, {None: found("worklist_alone", sheet=sheet.name or None), **back.findings})


def _without_known(sheet: Sheet, titles: TitleRow | None) -> Sheet:
    """The sheet with its columns of what our files say emptied, titles too: they are our words."""
    known = {place for place, text in enumerate(titles.texts) if folded(text) in known_titles()} if titles else None
    if titles is None or not known:
        return sheet
    first = titles.at - titles.height + 1
    emptied = [
        [None if place in known else cell for place, cell in enumerate(record)] for record in sheet.records[first:]
    ]
    return replace(sheet, records=[*sheet.records[:first], *emptied])


class _Rows:
    """The rows of one sheet, as the columns of its worklist lie on it."""

    def __init__(self, made: MadeWorklist | None, places: Mapping[str, int]) -> None:
        self._places, self._made = places, made
        # who a pupil is and how to reach them stands in the same columns on every list
        columns = worklist_columns(made.name if made else next(iter(WORKLISTS)))
        self._identity = [column for column in columns if column.identifies]
        self._known = [column for column in columns if column.is_known]
        self._contact = [column for column in columns if column.role == "contact"]

    def cell(self, record: Record, title: str) -> str | None:
        place = self._places.get(folded(title))
        return record[place] if place is not None and place < len(record) else None

    def now(self, record: Record) -> RowMark:
        """The mark that the row would have if we wrote it as it is now."""
        told = [self._cells(record, columns) for columns in (self._identity, self._known, self._contact)]
        mark = RowMark.read(row_mark(*told))
        assert mark is not None
        return mark

    def finding(self, record: Record, mark: RowMark | None, sheet: str, line: int) -> Finding | None:
        if mark is None:
            return found("list_row_missing", sheet=sheet, line=line) if self._made else None
        now = self.now(record)
        if now.identity != mark.identity:
            return found("locked_cell_changed", sheet=sheet, line=line, column="surname")
        # a column that somebody deleted can't be compared
        is_comparable = self._made and all(folded(column.title) in self._places for column in self._known)
        return (
            found("known_cell_changed", sheet=sheet, line=line) if is_comparable and now.known != mark.known else None
        )

    def without_contact(self, record: Record) -> Record:
        places = {self._places.get(folded(column.title)) for column in self._contact}
        return [None if place in places else cell for place, cell in enumerate(record)]

    def _cells(self, record: Record, columns: Sequence[WorklistColumn]) -> list[str | None]:
        return [self.cell(record, column.title) for column in columns]


def _named(made: MadeWorklist) -> str:
    """`chase list of hollins for 2025-26, made on 14/09/2026`"""
    label, day = WORKLISTS[made.name].label.lower(), made.made_on.strftime("%d/%m/%Y")
    return f"{label} of {made.school_id} for {made.cycle}, made on {day}"
