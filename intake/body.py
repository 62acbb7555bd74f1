"""Beneath the titles: which records are pupils' rows, which are dropped and why, and what a glance at the cells shows
to be broken.

Every record is accounted for: kept or dropped with a reason. Cells are never changed here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from domain.columns import COLUMNS
from domain.findings import Finding
from domain.own_workbooks import INSTRUCTIONS
from intake.document import Record, Sheet
from intake.findings import found
from intake.footers import is_footer
from intake.headers import Layout, Match, read_titles
from intake.title_rows import TitleRow

BLANK, ABOVE, REPEATED = "blank", "above the header", "header repeated"
FOOTER, INSTRUCTED = "total or footer", "instructions"
_SCIENTIFIC = re.compile(r"\s*\d(?:[.,]\d+)?E\+\d+\s*", re.IGNORECASE)
ERROR_TEXTS = frozenset(
    {
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#N/A",
        "#GETTING_DATA",
        "#ERROR!",
        "#SPILL!",
        "#CALC!",
    }
)


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one sheet, by column: `cells[position - 1]` has one text per row, '' or None where empty."""

    layout: Layout
    lines: Sequence[int]
    cells: Sequence[Sequence[str | None]]
    dropped: Sequence[tuple[int, str]]
    findings: Sequence[Finding]

    def column(self, position: int) -> Sequence[str | None]:
        return self.cells[position - 1]


def is_blank(record: Record) -> bool:
    return not any(record) or all(not cell or cell.isspace() for cell in record)


def read_body(sheet: Sheet, found_titles: TitleRow, match: Match) -> Body:
    """Cut the sheet at its titles."""
    first, last = found_titles.at - found_titles.height + 1, found_titles.at
    header = found_titles.texts
    layout = read_titles(header, match)
    dropped = [
        (line, BLANK if is_blank(record) else ABOVE)
        for record, line in zip(sheet.records[:first], sheet.lines, strict=False)
    ]
    repeats = [_folded(record, layout) for record in (*sheet.records[first : last + 1], header)]
    kept: list[Record] = []
    lines: list[int] = []
    for record, line in zip(sheet.records[last + 1 :], sheet.lines[last + 1 :], strict=True):
        reason = _why_dropped(record, repeats, layout)
        if reason:
            dropped.append((line, reason))
        else:
            kept.append(record)
            lines.append(line)
    width = max(len(header), max(map(len, kept), default=0))
    if width > len(header):
        layout = read_titles(header + (None,) * (width - len(header)), match)
    cells: list[tuple[str | None, ...]] = list(zip_longest(*kept)) if kept else [()] * width
    cells += [(None,) * len(kept)] * (width - len(cells))
    for place in layout.ours:
        cells[place - 1] = (None,) * len(kept)
    findings = [*_ragged(header, kept, lines, sheet.name), *_broken(layout, kept, lines, cells, sheet.name)]
    return Body(layout, lines, cells, dropped, findings)


def _why_dropped(record: Record, repeats: Sequence[list[str]], layout: Layout) -> str | None:
    first = next((cell for cell in record if cell and not cell.isspace()), None)
    if first is None:
        return BLANK
    if first.strip().startswith(INSTRUCTIONS):
        return INSTRUCTED
    if is_footer(record, layout):
        return FOOTER
    folded = _folded(record, layout)
    return REPEATED if any(folded == repeat for repeat in repeats) else None


def _folded(record: Record, layout: Layout) -> list[str]:
    """The school's cells as they compare, without blank ones at the end: a page break repeats titles in other case or
    width."""
    cells = [(cell or "").strip().casefold() for place, cell in enumerate(record, 1) if place not in layout.ours]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ragged(header: Record, rows: Sequence[Record], lines: Sequence[int], sheet: str) -> Iterator[Finding]:
    """Rows that are shorter or longer than the titles. Where most rows are longer, the last columns merely have no
    title."""
    titled = next((place for place in range(len(header), 0, -1) if (header[place - 1] or "").strip()), 0)
    facts: dict[str, Any] = {"titles": len(header), "sheet": sheet}
    if all(len(record) == len(header) for record in rows):
        return
    filled = [next((place for place in range(len(row), 0, -1) if row[place - 1]), 0) for row in rows]
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    if usual == len(header):
        # one separator more than every other row has: the values behind it stand a column too far, even blank ones
        filled = [max(cells, len(row)) for cells, row in zip(filled, rows, strict=True)]
    longer = [(line, cells) for line, cells in zip(lines, filled, strict=True) if cells > len(header)]
    if len(longer) * 2 <= len(rows):
        for line, cells in longer:
            yield found("shifted_row", line=line, cells=cells, **facts)
    for record, line in zip(rows, lines, strict=True):
        if len(record) < titled:
            yield found("ragged_row", line=line, cells=len(record), **facts)


def _broken(
    layout: Layout, rows: Sequence[Record], lines: Sequence[int], cells: Sequence[Sequence[str | None]], sheet: str
) -> Iterator[Finding]:
    """Cells that a spreadsheet or an export has destroyed. One search through all text first: almost every file has
    none."""
    everything = "\x1f".join(filter(None, chain.from_iterable(rows)))
    if "E+" in everything or "e+" in everything:
        yield from _in_cells("scientific_identifier", layout, lines, cells, sheet, _is_scientific)
    if "#" in everything:
        yield from _in_cells("formula_error", layout, lines, cells, sheet, _is_error)
    if "\ufffd" in everything:
        yield from _in_cells("lost_characters", layout, lines, cells, sheet, lambda _, cell: "\ufffd" in cell)


def _in_cells(
    rule: str,
    layout: Layout,
    lines: Sequence[int],
    cells: Sequence[Sequence[str | None]],
    sheet: str,
    is_broken: Callable[[str, str], bool],
) -> Iterator[Finding]:
    """One finding for each cell of a column of ours that is broken; `is_broken` takes the column and the cell."""
    for column, position in ((title.column, title.position) for title in layout.titles if title.column):
        for line, cell in zip(lines, cells[position - 1], strict=True):
            if cell and is_broken(column, cell):
                yield found(rule, sheet=sheet, line=line, column=column, label=COLUMNS[column].label)


def _is_scientific(column: str, cell: str) -> bool:
    return COLUMNS[column].type == "identifier" and bool(_SCIENTIFIC.fullmatch(cell))


def _is_error(_: str, cell: str) -> bool:
    return cell.strip().upper() in ERROR_TEXTS
