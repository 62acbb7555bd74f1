"""Beneath the titles: which records are pupils' rows, which are dropped and why, and what a glance at the cells shows
to be broken.

Every record is accounted for: kept or dropped with a reason. Cells are never changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from domain.columns import COLUMNS
from domain.findings import Finding
from intake.document import Record, Sheet
from intake.findings import found
from intake.headers import Layout, Match, read_titles

BLANK, ABOVE, REPEATED, FOOTER = "blank", "above the header", "header repeated", "total or footer"
WHO = frozenset(
    {"upn", "former_upn", "uln", "mis_id", "surname", "forename", "legal_surname", "legal_forename", "date_of_birth"}
)
_FOOTER = re.compile(
    r"\W*(?:(?:grand |sub)?-?\s?totals?\b|printed (?:on|by|at)\b|page \d+|end of (?:report|file|list|data)\b"
    r"|sign(?:ed|ature)\b"
    r"|(?:report |data |file )?(?:generated|created|produced|exported|extracted|downloaded|run) (?:on|by|at|from)\b"
    r"|(?:number|no\.?|count) of (?:pupils|students|records|rows)\b|count\b|\d+ (?:pupils|students|records|rows)\b)",
    re.IGNORECASE,
)
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


def read_body(sheet: Sheet, titles_at: int, match: Match) -> Body:
    """Cut the sheet at its title row."""
    header = tuple(sheet.records[titles_at])
    layout = read_titles(header, match)
    who = [title.position - 1 for title in layout.titles if title.column in WHO]
    dropped = [
        (line, BLANK if is_blank(record) else ABOVE)
        for record, line in zip(sheet.records[:titles_at], sheet.lines, strict=False)
    ]
    kept: list[Record] = []
    lines: list[int] = []
    for record, line in zip(sheet.records[titles_at + 1 :], sheet.lines[titles_at + 1 :], strict=True):
        reason = _why_dropped(record, header, who)
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
    findings = [*_ragged(header, kept, lines, sheet.name), *_broken(layout, kept, lines, cells, sheet.name)]
    return Body(layout, lines, cells, dropped, findings)


def _why_dropped(record: Record, header: Record, who: list[int]) -> str | None:
    first = next((cell for cell in record if cell and not cell.isspace()), None)
    if first is None:
        return BLANK
    if _FOOTER.match(first):
        # "Total" often stands in the very column of the names; a pupil called Count has a forename and a number
        named = sum(1 for place in who if place < len(record) and record[place] and record[place] is not first)
        if not named:
            return FOOTER
    if first == next((title for title in header if title and not title.isspace()), None) and _same(record, header):
        return REPEATED
    return None


def _same(record: Record, header: Record) -> bool:
    return all((cell or "") == (title or "") for cell, title in zip_longest(record, header))


def _ragged(header: Record, rows: Sequence[Record], lines: Sequence[int], sheet: str) -> Iterator[Finding]:
    """Rows that are shorter or longer than the titles. Where most rows are longer, the last columns merely have no
    title."""
    titled = next((place for place in range(len(header), 0, -1) if (header[place - 1] or "").strip()), 0)
    facts: dict[str, Any] = {"titles": len(header), "sheet": sheet}
    if all(len(record) == len(header) for record in rows):
        return
    filled = [next((place for place in range(len(row), 0, -1) if row[place - 1]), 0) for row in rows]
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
        for title in layout.titles:
            if title.column and COLUMNS[title.column].type == "identifier":
                for line, cell in zip(lines, cells[title.position - 1], strict=True):
                    if cell and _SCIENTIFIC.fullmatch(cell):
                        yield found(
                            "scientific_identifier",
                            sheet=sheet,
                            line=line,
                            column=title.column,
                            label=COLUMNS[title.column].label,
                        )
    if "#" in everything:
        for title in layout.titles:
            for line, cell in zip(lines, cells[title.position - 1], strict=True):
                if title.column and cell and cell.strip().upper() in ERROR_TEXTS:
                    yield found(
                        "formula_error", sheet=sheet, line=line, column=title.column, label=COLUMNS[title.column].label
                    )
    if "\ufffd" in everything:
        for record, line in zip(rows, lines, strict=True):
            if any("\ufffd" in cell for cell in record if cell):
                yield found("lost_characters", sheet=sheet, line=line)
