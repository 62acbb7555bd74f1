"""Kinds of defect beneath, beside and among what a table is not: titles, margins, repeats, filters, other sheets. The
misspelling has to be found at “the row number Excel shows”."""

from __future__ import annotations

from .blind_destinations import misspell
from .clean import DESTINATIONS, RECIPES, TRACKERS
from .defect import ANY, Case, Damaged, Expected, having, kind
from .seen_bytes import filtered
from .table import Cell, OtherSheet, Table
from .writers import COMMA

_ANYWHERE = (*DESTINATIONS, *TRACKERS)
_OWN = [name for name in DESTINATIONS if RECIPES[name].dialect == "own"]
_SEPARATED = (*COMMA, "csv_semicolon", "tsv")


def _at(found: Expected, row: int) -> Expected:
    """The expectation, of a row that has moved."""
    return Expected(row, found.column, found.severity, found.suggestion)


def _put_first(table: Table, column: str) -> None:
    """Move a column to the left edge."""
    place = table.at(column)
    for cells in (table.headers, table.columns, *table.rows):
        cells.insert(0, cells.pop(place))


@kind(having("upn", "surname", of=DESTINATIONS))
def misspelling_of_a_pupil_called_page(case: Case) -> Damaged:
    """“drop rows with no id and matching totals regex”: with an identifier it is a pupil, whatever the name."""
    found = misspell(case)
    assert found.row is not None
    _put_first(case.table, "surname")
    name = ("Page", "Key", "Total", "Count")[case.number % 4]
    case.table.set(found.row, "surname", name)
    case.roll.set(found.row, "surname", name)
    return Damaged(case.table, (found,), roll=case.roll)


@kind([name for name in _OWN if RECIPES[name].stage == "final"])
def misspelling_beneath_titles_over_two_rows(case: Case) -> Damaged:
    """“merged headers, two header rows: … forward-fill merged”: “Destination” above “type” and “provider”, “Date of” above
    “birth”."""
    found, table = misspell(case), case.table
    birth, place = table.at("date_of_birth"), table.at("destination_type")
    upper: list[Cell] = ["Pupil", *[None] * (len(table.headers) - 1)]
    upper[birth], upper[place], upper[place + 2] = "Date of", "Destination", "Details"
    table.headers[birth], table.headers[place], table.headers[place + 1] = "birth", "type", "provider"
    table.above = [upper]
    return Damaged(table, (found,))


@kind([name for name in _ANYWHERE if RECIPES[name].dialect != "census"])
def misspelling_beneath_a_title_of_two_lines(case: Case) -> Damaged:
    """“the row number Excel shows”: a line break inside a title makes no row more, and no other title."""
    place = next(place for place, header in enumerate(case.table.headers) if " " in header)
    case.table.headers[place] = case.table.headers[place].replace(" ", "\n", 1)
    return Damaged(case.table, (misspell(case),))


@kind(_ANYWHERE)
def misspelling_inside_a_margin(case: Case) -> Damaged:
    """“blank columns”: the table begins in the fourth row and the second column, which moves no finding."""
    found, table = misspell(case), case.table
    table.headers.insert(0, "")
    table.columns.insert(0, None)
    for row in table.rows:
        row.insert(0, None)
    table.above = [[], [], []]
    return Damaged(table, (found,))


@kind(_ANYWHERE)
def misspelling_beneath_repeated_titles(case: Case) -> Damaged:
    """“nothing is dropped” but what is no pupil: a report repeats its titles on every page, in capitals here."""
    found = misspell(case)
    assert found.row is not None
    for place in (24, 12):
        case.table.rows.insert(place, [header.upper() for header in case.table.headers])
    moved = found.row + (found.row >= 12) + (found.row >= 24)
    return Damaged(case.table, (_at(found, moved),))


@kind(_OWN)
def misspelling_beneath_instructions(case: Case) -> Damaged:
    """“Every worklist that we write … filled in and dropped back, is a valid extract”: the row that says how to fill it in
    is no pupil."""
    found = misspell(case)
    hints: list[Cell] = [
        "dd/mm/yyyy" if str(column).endswith(("_on", "_date")) else "Choose from the list"
        for column in case.table.columns
    ]
    case.table.rows.insert(0, ["How to fill in. As on your roll", *hints[1:]])
    return Damaged(case.table, (_at(found, (found.row or 0) + 1),))


@kind(DESTINATIONS, formats=("xlsx", "xlsx_text"), arguable="all rows are read, so a notice would do")
def misspelling_that_a_filter_hides(case: Case) -> Damaged:
    """“Hidden sheets, filters …: read all sheets …; values only; warn if filter active”: what the filter hides counts."""
    found = misspell(case)
    assert found.row is not None
    line = case.table.line(found.row)
    expected = (found, Expected(None, ANY, "warning"))
    return Damaged(case.table, expected, rewrite=lambda data: filtered(data, kept=line - 1, hidden=line))


@kind(
    DESTINATIONS, formats=("xlsx", "xlsx_text", "zip"), arguable="the hidden sheet could be read, being the only list"
)
def the_only_list_is_hidden(case: Case) -> Damaged:
    """“read all sheets, ignore hidden unless sole”: beside a cover sheet the list is hidden. A school that hears nothing
    would think that it had been read."""
    table = case.table.copy()
    table.headers, table.columns = ["Leavers' destinations"], [None]
    table.rows = [["Please see the list"], ["Thank you!"]]
    table.other_sheets = [OtherSheet("Leavers", case.table.grid(), hidden=True)]
    return Damaged(table, (Expected(None, ANY, "blocking"),))


@kind(_ANYWHERE, formats=_SEPARATED)
def quotation_mark_never_closed(case: Case) -> Damaged:
    """“physical records = rows + rejects + header”: one stray mark, and the rows after it run together into one cell."""
    row = case.pick()
    place = case.table.line(row) - 1
    case.table.set(row, "surname", "Lockwood")
    case.roll.set(row, "surname", "Lockwood")

    def leave_open(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        lines[place] = lines[place].replace(b"Lockwood", b'"Lockwood', 1)
        return b"\r\n".join(lines)

    expected = (Expected(None, ANY, "blocking"), Expected(row, ANY, "warning", optional=True))
    return Damaged(case.table, expected, roll=case.roll, rewrite=leave_open)


@kind(having("surname", "date_of_birth", of=DESTINATIONS))
def full_name_is_no_surname(case: Case) -> Damaged:
    """“Required: … surname + forename + date of birth”: which part of a whole name is the surname, nobody can tell."""
    for row, each in enumerate(case.people):
        case.table.set(row, "surname", f"{each.forename} {each.surname}")
    case.table.rename("surname", "Name")
    case.table.drop("upn", "uln", "mis_id", "forename")
    return Damaged(case.table, (Expected(None, ANY, "blocking"),))
