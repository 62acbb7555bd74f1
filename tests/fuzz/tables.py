"""Hypothesis strategies: a clean table whose rows, cells, titles and sheets were changed, written in one format."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.corpus.table import Cell, OtherSheet, Table
from tests.corpus.writers import write
from tests.fuzz.seeds import FORMS, MARKER, TITLES, packed, tables

Draw = Callable[[st.SearchStrategy[Any]], Any]
WRITABLE_IN_XML = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
ANY_LETTER = st.characters(exclude_categories=["Cs"])
NASTY: tuple[str, ...] = (
    *("=HYPERLINK(\"http://x\")", "=1+1", "+44 20 7946 0000", "-1", "@SUM(A1)", "'0123", "1E+11", "1.23457E+09", "#REF!", "#N/A"),
    *("31/02/2010", "2010-02-30", "01/13/2010", "40213", "0", "29 Feb 1900", "1900-02-29", "٣/٣/٢٠١٠", "32-Jan-10", "1/2"),
    *("\u202eאבגד\u202c", "محمد", "👩‍👩‍👧‍👦", "Zoe\u0308", "ﬁ", "İstanbul", "\u00a0", "\u200b", "\ufeffUPN", "\ufffd", "—", "’"),
    *("a,b;c\td|e", 'say "no"', '"', "two\nlines", "cr\rhere", "&amp;&lt;", "<b>", "</td>", "_x0041_", "NULL", "N/A", "?", "."),
    *("Total", "Page 1 of 2", "End of report", "UPN", "Surname", "Year 11", "2025-26", "2025-2026", "final", "Intended", "How to"),
)  # fmt: skip
FILLED = st.one_of(
    st.sampled_from(NASTY),
    st.text(ANY_LETTER, max_size=20),
    st.text(string.ascii_letters + string.digits + " /-.,'", max_size=12),
    st.integers(-(10**20), 10**20),
    st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    st.builds(lambda letter, times: letter * times, st.text(WRITABLE_IN_XML, min_size=1, max_size=3), st.sampled_from((300, 11_000, 50_000))),
    st.just(f"{MARKER} & {MARKER}"),
)  # fmt: skip
CELLS: st.SearchStrategy[Cell] = st.one_of(st.none(), FILLED)


def _place(draw: Draw, sequence: list[Any]) -> int:
    return int(draw(st.integers(0, max(0, len(sequence) - 1))))


def _cell(draw: Draw, rows: list[list[Cell]]) -> None:
    row = rows[_place(draw, rows)]
    if row:
        row[_place(draw, row)] = draw(CELLS)


def _column(draw: Draw, rows: list[list[Cell]]) -> None:
    """The same kind of cell all the way down."""
    place, value = _place(draw, rows[0]), draw(CELLS)
    for row in rows[1:]:
        if place < len(row):
            row[place] = value


def _title(draw: Draw, rows: list[list[Cell]]) -> None:
    if rows[0]:
        rows[0][_place(draw, rows[0])] = draw(st.one_of(CELLS, st.sampled_from([*TITLES, *rows[0]])))


def _lose_row(draw: Draw, rows: list[list[Cell]]) -> None:
    if len(rows) > 1:
        del rows[_place(draw, rows)]


def _double_row(draw: Draw, rows: list[list[Cell]]) -> None:
    place = _place(draw, rows)
    rows.insert(_place(draw, rows), [*rows[place]])


def _new_row(draw: Draw, rows: list[list[Cell]]) -> None:
    rows.insert(_place(draw, rows), draw(st.lists(CELLS, max_size=len(rows[0]) + 3)))


def _shift_row(draw: Draw, rows: list[list[Cell]]) -> None:
    rows[_place(draw, rows)].insert(0, draw(CELLS))


def _new_column(draw: Draw, rows: list[list[Cell]]) -> None:
    place, title = _place(draw, rows[0]), draw(st.one_of(CELLS, st.sampled_from(TITLES)))
    for number, row in enumerate(rows):
        row.insert(place, draw(CELLS) if number else title)


def _lose_column(draw: Draw, rows: list[list[Cell]]) -> None:
    place = _place(draw, rows[0])
    for row in rows:
        del row[place : place + 1]


def _thousands_of_columns(draw: Draw, rows: list[list[Cell]]) -> None:
    more: list[Cell] = [draw(st.sampled_from((None, "1", *NASTY)))] * draw(st.sampled_from((200, 1500, 4000)))
    rows[_place(draw, rows)].extend(more)


EDITS = (
    *(_cell, _cell, _cell, _column, _title, _title, _lose_row, _double_row, _new_row, _shift_row, _new_column),
    *(_lose_column, _thousands_of_columns),
)


@st.composite
def changed_tables(draw: Draw) -> Table:
    """A clean table after one to six edits, with things above its titles and sheets beside it."""
    table = draw(st.sampled_from(tables())).copy()
    rows = table.grid()
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=6)):
        edit(draw, rows)
    table.headers, table.rows = [str(cell or "") for cell in rows[0]], rows[1:]
    table.above = draw(st.lists(st.lists(CELLS, max_size=3), max_size=3))
    table.sheet = draw(_sheet_names)
    for name in draw(st.lists(_sheet_names, max_size=2)):
        if name.casefold() != table.sheet.casefold() and not table.other_sheets:
            table.other_sheets = [OtherSheet(name, draw(st.lists(st.lists(CELLS, max_size=3), max_size=3)), draw(st.booleans()), draw(st.booleans()))]  # fmt: skip
    return table


_sheet_names = st.one_of(
    st.sampled_from(["Year 11 final", "Y13", "2024-25", "Leavers", "Guide", "Lists", "Totals", "1"]),
    st.text(string.ascii_letters + "éß😀 .", min_size=1, max_size=30).map(str.strip).filter(bool),
).filter(lambda name: len(name.encode("utf-16-le")) <= 2 * 31)  # Excel counts an emoji as two


@st.composite
def files(draw: Draw, form: str) -> bytes:
    """The bytes of a changed table: csv, xlsx, ods, html or zip."""
    if form == "zip" and draw(st.booleans()):
        inside = draw(st.lists(st.sampled_from(["csv", "ods", "xls_html", "xlsx"]), min_size=1, max_size=3))
        return packed({f"{number}/{name}": written(draw(changed_tables()), name) for number, name in enumerate(inside)})
    return written(draw(changed_tables()), draw(st.sampled_from(FORMS[form])))


def written(table: Table, form: str) -> bytes:
    """The table in a format; what the format can't hold is left out."""
    if form == "csv_cp1252":
        _clean(table, lambda text: text.encode("cp1252", "ignore").decode("cp1252"))
    elif form in ("ods", "xlsx", "xlsx_text", "zip"):
        _clean(table, lambda text: "".join(letter for letter in text if letter >= " " or letter in "\t\n"))
    return write(table, form).data


def _clean(table: Table, clean: Callable[[str], str]) -> None:
    def cleaned(row: list[Cell]) -> list[Cell]:
        return [clean(cell) if isinstance(cell, str) else cell for cell in row]

    table.headers = [clean(header) for header in table.headers]
    table.rows, table.above = [*map(cleaned, table.rows)], [*map(cleaned, table.above)]
    table.other_sheets = [OtherSheet(each.name, [*map(cleaned, each.rows)], each.hidden, each.first) for each in table.other_sheets]  # fmt: skip
