"""What a to-fix workbook is made from, and where on its sheets each finding lies. No words, no rendering."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.findings import Severity

_WORST_FIRST = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
_NARROWEST, _WIDEST = 8, 60

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ToFixSheet:
    """One sheet as it was read (`name` '' in a CSV). `lines` gives the row number that Excel shows for each of `rows`,
    `header_lines` those of the titles. By the position of a column, from 1: the legal values in `choices`; `dates`.
    """

    name: str
    rows: Sequence[Sequence[str | None]]
    lines: Sequence[int]
    header_lines: tuple[int, ...]
    choices: Mapping[int, tuple[str, ...]]
    dates: frozenset[int]


@dataclass(frozen=True, slots=True)
class ToFixFinding:
    """Something wrong at a cell; `position` None: in the whole row; `line` None: in the whole sheet, or in the file."""

    severity: Severity
    message: str
    repair: str
    sheet: str = ""
    line: int | None = None
    position: int | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What holds the whole file until a person says that it is right."""

    rule: str
    message: str
    repair: str


@dataclass(frozen=True, slots=True)
class ToFix:
    """A delivery that needs the school. `path` is POSIX, under the inbox; `received_on` a London calendar date;
    `worklist` the line by which it is known where it is a worklist of ours."""

    school: str
    path: str
    delivery_id: str
    received_on: date
    sheets: Sequence[ToFixSheet]
    findings: Sequence[ToFixFinding]
    doubts: tuple[Doubt, ...] = ()
    worklist: str = ""


@dataclass(frozen=True)
class Page:
    """A sheet of the workbook, and the findings on it: the school's own, with a column put in to the right of each
    column with suggestions.
    """

    sheet: ToFixSheet
    name: str
    findings: tuple[ToFixFinding, ...]

    @cached_property
    def _rows(self) -> dict[int, Sequence[str | None]]:
        return dict(zip(self.sheet.lines, self.sheet.rows, strict=True))

    def text(self, line: int, position: int) -> str:
        """What was sent in a cell, '' where it was empty."""
        row = self._rows.get(line, ())
        return (row[position - 1] if position <= len(row) else None) or ""

    def place(self, finding: ToFixFinding) -> Place | None:
        """Line and position that a finding is pinned to: a whole row's to its first filled cell, a whole sheet's
        nowhere.
        """
        if finding.line is None:
            return None
        filled = (place for place, cell in enumerate(self._rows.get(finding.line, ()), 1) if cell and cell.strip())
        return finding.line, finding.position or next(filled, 1)

    @cached_property
    def marks(self) -> dict[Place, list[ToFixFinding]]:
        """What is to be corrected or looked at, by the cell that it colours."""
        marks: dict[Place, list[ToFixFinding]] = {}
        for finding in self.findings:
            place = self.place(finding)
            if place and finding.severity is not Severity.NOTICE:
                marks.setdefault(place, []).append(finding)
        return marks

    @cached_property
    def suggestions(self) -> dict[int, dict[int, str]]:
        """Suggestions by position and line. Without titles there are none: nothing would say whose column it is."""
        suggestions: dict[int, dict[int, str]] = {}
        for finding in self.findings if self.sheet.header_lines else ():
            if finding.suggestion and finding.position and finding.line is not None:
                suggestions.setdefault(finding.position, {}).setdefault(finding.line, finding.suggestion)
        return suggestions

    def column(self, position: int) -> int:
        """Where a column of the school's stands in the workbook, from 0."""
        return position - 1 + bisect_left(self._suggested, position)

    @cached_property
    def _suggested(self) -> list[int]:
        return sorted(self.suggestions)

    @cached_property
    def titles(self) -> tuple[int, int] | None:
        """The first and last line of the titles; a row of titles that is repeated further down doesn't count."""
        if not self.sheet.header_lines:
            return None
        first = last = min(self.sheet.header_lines)
        while last + 1 in self.sheet.header_lines:
            last += 1
        return first, last

    @cached_property
    def body(self) -> tuple[int, int]:
        """The first line beneath the titles, and the last one of the sheet."""
        first = self.titles[1] + 1 if self.titles else min(self.sheet.lines, default=1)
        return first, max(first, max(self.sheet.lines, default=first))

    @cached_property
    def widths(self) -> dict[int, int]:
        """A fitting width for each position, in letters. What stands above the titles may run on to the right."""
        first = self.titles[0] if self.titles else 0
        widths: dict[int, int] = {}
        for line, row in self._rows.items():
            if line < first:
                continue
            for position, cell in enumerate(row, 1):
                needed = _title_width(cell) if cell and line in self.sheet.header_lines else len(cell or "")
                widths[position] = max(widths.get(position, _NARROWEST), min(needed, _WIDEST))
        return widths


def _title_width(title: str) -> int:
    """Titles break between words."""
    return max(len(title) // 2, *(len(word) for word in title.split()), 0) + 2


def worst_first(severity: Severity) -> int:
    """A key to sort by."""
    return _WORST_FIRST[severity]


def pages_of(to_fix: ToFix, names: Sequence[str]) -> list[Page]:
    """The pages in the order of the sheets; `names` are what the sheets are called in the workbook."""
    return [
        Page(sheet, name, tuple(finding for finding in to_fix.findings if finding.sheet == sheet.name))
        for sheet, name in zip(to_fix.sheets, names, strict=True)
    ]
