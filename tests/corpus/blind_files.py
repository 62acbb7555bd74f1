"""Kinds of defect in a file as a file: headers, shifted rows, what stands around a table, and bytes that are none."""

from __future__ import annotations

from .blind_destinations import misspell
from .clean import DESTINATIONS, RECIPES, TRACKERS
from .defect import ANY, Case, Damaged, Expected, having, kind
from .table import Cell, OtherSheet
from .writers import ALL, COMMA, SHEETS, UNICODE

_WHOLE = (Expected(None, ANY, "blocking"),)
_SHORT = ("bromcom", "census")  # their word for a destination is so short that a slip could be anything
_MISSPELT_TYPE = {
    "Destination after leaving": "Destinaton after leaving", "Destination": "Destinatoin", "Dest Code": "Dst Code",
    "Destination school type": "Destination schol type", "DestinationCode": "DestinationCde",
    "Destination type": "Destination tpye",
}  # fmt: skip


@kind(
    [name for name in DESTINATIONS if RECIPES[name].dialect not in _SHORT],
    files=6,
    harmless=True,
    arguable="a near miss of one title alone is used and said on the receipt",
)
def header_of_the_destination_misspelt(case: Case) -> Damaged:
    """“each kind's defining column (destination_type for destinations)” is required: one slip of the keyboard must not
    hold a file whose meaning is plain."""
    case.table.rename("destination_type", _MISSPELT_TYPE[case.table.header("destination_type")])
    return Damaged(case.table)


@kind(
    having("verified_on", of=DESTINATIONS, stage="final"),
    arguable="a near miss of one title alone is used and said on the receipt",
    harmless=True,
)
def header_of_a_date_misspelt(case: Case) -> Damaged:
    """“unknown columns are kept in raw and named”: one that is nearly a column of ours was meant to be read."""
    header = case.table.header("verified_on")
    case.table.rename("verified_on", header.replace("Verif", "Verfi").replace("confirmed", "confrimed"))
    return Damaged(case.table)


@kind(having("upn", of=DESTINATIONS))
def no_column_says_who(case: Case) -> Damaged:
    """“Required: an identifier (upn, or uln, or mis_id, or surname + forename + date of birth)”."""
    case.table.drop("upn", "uln", "mis_id", "date_of_birth")
    return Damaged(case.table, _WHOLE)


@kind([*DESTINATIONS, *TRACKERS])
def nothing_beneath_the_headers(case: Case) -> Damaged:
    """“A file without a row is held: there is nothing in it to accept” (Verdicts). Only the headers were exported."""
    case.table.rows.clear()
    return Damaged(case.table, _WHOLE)


@kind(
    having("destination_type", of=DESTINATIONS), arguable="the file could be held, or the rows in which the two differ"
)
def destination_twice_and_different(case: Case) -> Damaged:
    """“uniqueness”, “never guess”: a column stands in the file twice under one header, and two rows contradict."""
    header, place = case.table.header("destination_type"), case.table.at("destination_type")
    rows = (case.pick(), case.pick(nth=3))
    other = {6: "Alternative provision"}.get(case.recipe.year_group, "Seeking education, employment or training")
    case.table.add(header, "destination_type", lambda row: other if row in rows else case.table.rows[row][place])
    spots = ((None, None), *((row, ANY) for row in rows))
    return Damaged(case.table, (Expected(None, "destination_type", "blocking", elsewhere=spots),))


@kind(
    having("destination_provider", of=DESTINATIONS, codes=("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")),
    formats=COMMA,
    files=6,
)
def comma_without_quotes(case: Case) -> Damaged:
    """“Decode and split ourselves … physical records = rows + rejects”: a comma in a name shifts the rest of its row to the
    right, so nothing on it can be trusted."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")
    case.table.set(row, "destination_provider", "Calder, Vale and District")

    def unquote(data: bytes) -> bytes:
        return data.replace(b'"Calder, Vale and District"', b"Calder, Vale and District")

    expected = (Expected(row, ANY, "blocking"), Expected(row, ANY, "warning", optional=True))
    return Damaged(case.table, expected, rewrite=unquote)


@kind(having("upn", "surname"), formats=UNICODE, arguable="the UPN names the pupil, but the name is spoilt for good")
def name_with_a_lost_letter(case: Case) -> Damaged:
    """“record encoding; reject U+FFFD”: another program couldn't write the letter and put � there."""
    row = case.pick()
    case.table.set(row, "surname", "Fern\ufffdndez")
    return Damaged(case.table, (Expected(row, "surname", "warning"),))


@kind(having("destination_provider", of=DESTINATIONS, codes=("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")), formats=UNICODE,
      arguable="the row counts; its place can't be known again")  # fmt: skip
def place_with_a_lost_letter(case: Case) -> Damaged:
    """“reject U+FFFD”."""
    row = case.pick("HIGHER_EDUCATION", "FE_COLLEGE", "SECONDARY")
    case.table.set(row, "destination_provider", "Ch\ufffdteau College")
    return Damaged(case.table, (Expected(row, "destination_provider", "warning"),))


@kind((*DESTINATIONS, *TRACKERS), files=6)
def misspelling_beneath_titles(case: Case) -> Damaged:
    """“Title rows/logo above header”: they shift “the row number Excel shows”."""
    case.table.above = [[case.school.name], ["Leavers' destinations"], []]
    return Damaged(case.table, (misspell(case),))


@kind(DESTINATIONS, files=6)
def misspelling_beneath_a_blank_row(case: Case) -> Damaged:
    """“the row number Excel shows”: a blank row in between has a number too, and ends nothing."""
    found = misspell(case)
    case.table.rows.insert(found.row or 0, [None] * len(case.table.headers))
    moved = Expected((found.row or 0) + 1, found.column, found.severity, found.suggestion)
    return Damaged(case.table, (moved,))


@kind(having("surname", of=DESTINATIONS), formats=tuple(name for name in ALL if name != "xls_html"), files=6)
def misspelling_beneath_a_line_break(case: Case) -> Damaged:
    """“the row number Excel shows”: a line break inside a cell makes no row more."""
    found = misspell(case)
    case.table.add("Notes", None, lambda row: "rang mum\nno answer" if row in (0, 2) and row != found.row else None)
    return Damaged(case.table, (found,))


@kind(DESTINATIONS, formats=SHEETS)
def misspelling_on_the_second_sheet(case: Case) -> Damaged:
    """Findings name the “sheet”; “read all sheets”. The first one is a page of notes."""
    notes: list[list[Cell]] = [["Notes for the careers team"], [None], ["Please fill in the next sheet by Friday."]]
    case.table.other_sheets.append(OtherSheet("Notes", notes, first=True))
    return Damaged(case.table, (misspell(case),))


@kind([*DESTINATIONS], formats=("xlsx", "ods", "zip"))
def cut_in_half(case: Case) -> Damaged:
    """“Every delivery gets one, also when it can't be read”; “a file on a share may be half-written”."""
    return Damaged(case.table, _WHOLE, rewrite=lambda data: data[: len(data) // 2])


@kind(DESTINATIONS, formats=("csv",))
def not_a_spreadsheet(case: Case) -> Damaged:
    """“CSV, TSV, XLSX, XLS, ODS, or a ZIP of them”: a letter in PDF with another suffix is none."""
    suffix = (".xlsx", ".csv", ".xls", ".pdf")[case.number % 4]
    return Damaged(
        case.table, _WHOLE, rewrite=lambda data: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8, suffix=suffix
    )


@kind(DESTINATIONS, formats=("csv", "xlsx"), files=3)
def no_byte_at_all(case: Case) -> Damaged:
    """“Every delivery gets one, also when it can't be read”: the disk was full."""
    return Damaged(case.table, _WHOLE, rewrite=lambda data: b"")


@kind([name for name in DESTINATIONS if RECIPES[name].dialect != "census"], formats=COMMA)
def headers_lost(case: Case) -> Damaged:
    """“Headers are matched … through an alias list”: without them no column can be told, and none is guessed."""
    return Damaged(case.table, _WHOLE, rewrite=lambda data: data.partition(b"\r\n")[2])
