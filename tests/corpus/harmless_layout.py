"""Oddities of a file's layout that are no defect: what stands above, beneath, beside and between the pupils' rows."""

from __future__ import annotations

from .clean import DESTINATIONS, ROLLS, TRACKERS
from .defect import Case, Damaged, having, kind
from .table import Cell, OtherSheet
from .writers import COMMA, SHEETS

_ANYWHERE = (*ROLLS, *DESTINATIONS, *TRACKERS)


@kind(_ANYWHERE, harmless=True)
def unknown_columns(case: Case) -> Damaged:
    """“unknown columns are kept in raw and named”: no finding that asks for anything."""
    case.table.add("Locker", None, lambda row: str(row + 100))
    case.table.add("Signed trip form?", None, lambda row: "Y" if row % 3 else None)
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True, files=6)
def titles_above(case: Case) -> Damaged:
    """“Title rows/logo above header: find header row by ≥3 known aliases”."""
    case.table.above = [[case.school.name], ["Produced by the data office"], []]
    return Damaged(case.table)


@kind(DESTINATIONS, harmless=True)
def two_rows_of_headers(case: Case) -> Damaged:
    """“merged headers, two header rows”: the upper one groups the lower."""
    place = case.table.at("destination_type")
    case.table.above = [["Student details", *[None] * (place - 1), "Where next", None]]
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True)
def blank_rows_between(case: Case) -> Damaged:
    """“blank columns” and blank rows are in the catalogue of dirt: a row of nothing is no pupil."""
    for row in (20, 10):
        case.table.rows.insert(row, [None] * len(case.table.headers))
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True, files=6)
def total_at_the_end(case: Case) -> Damaged:
    """“Trailing totals … rows: drop rows with no id and matching totals regex; count and report them”."""
    total: list[Cell] = [None] * len(case.table.headers)
    total[0], total[1] = "Total", len(case.table.rows)
    case.table.rows.append(total)
    return Damaged(case.table)


@kind(_ANYWHERE, harmless=True)
def printed_on_at_the_end(case: Case) -> Damaged:
    """“Trailing totals / “Printed on…” / signature rows”."""
    blank: list[Cell] = [None] * len(case.table.headers)
    case.table.rows += [[*blank], ["Printed on 12/10/2026 at 14:03", *blank[1:]]]
    return Damaged(case.table)


@kind(_ANYWHERE, formats=SHEETS, harmless=True)
def sheet_of_notes(case: Case) -> Damaged:
    """“read all sheets”: one without a table is no table with faults."""
    rows: list[list[Cell]] = [["Remember"], ["Ring the colleges on Monday"], [None], ["Thank you!"]]
    case.table.other_sheets.append(OtherSheet("Notes", rows, first=case.number % 2 == 0))
    return Damaged(case.table)


@kind(DESTINATIONS, formats=("xlsx", "xlsx_text", "zip"), harmless=True)
def hidden_sheet_of_last_year(case: Case) -> Damaged:
    """“Hidden sheets …: read all sheets, ignore hidden unless sole”. It holds last year's list, with all its faults."""
    old: list[list[Cell]] = [[*case.table.headers], *([*row] for row in case.strangers().table.rows)]
    for row in old[1:]:
        row[case.table.at("destination_type")] = "Somewhere"
    case.table.other_sheets.append(OtherSheet("Last year", old, hidden=True))
    return Damaged(case.table)


@kind(DESTINATIONS, formats=COMMA, harmless=True)
def rows_without_their_empty_end(case: Case) -> Damaged:
    """“nothing is dropped”: nor is anything, where a program leaves out the empty cells at the end of a row."""

    def shorten(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        return b"\r\n".join([lines[0], *(line.rstrip(b",") for line in lines[1:])])

    return Damaged(case.table, rewrite=shorten)


@kind(having("date_of_birth"), harmless=True, arguable="a column that says the same twice does no harm")
def column_twice_alike(case: Case) -> Damaged:
    """“Where two of them disagree” something has to be decided; not where a column says the same twice."""
    place = case.table.at("date_of_birth")
    case.table.add(case.table.headers[place], None, lambda row: case.table.rows[row][place])
    return Damaged(case.table)
