"""Every table of a page as one workbook: a sheet of what it is, a sheet for each table, and one that says of each
number which cell it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from reports.numbers import long_date
from reports.sheet_names import sheet_names
from reports.tables import Cell, Row, Table
from reports.trace import cells_in, formula, plain
from reports.view import ReportPage
from reports.workbooks import Book

_ABOUT, _CELLS = "About", "Where numbers come from"
_WHOLE, _PERCENT = re.compile(r"-?\d{1,3}(,\d{3})*"), re.compile(r"\d+%")
_HEAD_WIDTH, _WIDTH, _TEXT_WIDTH = 34, 13, 40
_FIRST_ROW = 3  # caption, note, an empty row


def tables_workbook(page: ReportPage) -> bytes:
    """The page's tables as XLSX, the same bytes for the same page. Hidden numbers are `c` here too."""
    tables = [part for chapter in page.chapters for part in chapter.parts if isinstance(part, Table)]
    names = sheet_names([_ABOUT, *(_sheet_name(table) for table in tables), _CELLS])
    book = Book(plain(page.title))
    _write_about(book, page, tables, names)
    for table, name in zip(tables, names[1:], strict=False):
        _write_table(book, book.sheet(name), table)
    _write_cells(book, book.sheet(names[-1]), tables)
    return book.finish()


def _sheet_name(table: Table) -> str:
    words = table.id.removeprefix("table-").replace("-", " ")
    return words[:1].upper() + words[1:]


def _write_about(book: Book, page: ReportPage, tables: list[Table], names: list[str]) -> None:
    context = page.view.context
    sheet = book.sheet(names[0])
    sheet.set_column(0, 0, _HEAD_WIDTH, book.style())
    sheet.set_column(1, 1, 90, book.style())
    lines = [
        ("Report", plain(page.title)),
        ("Network", context.network_name),
        ("Leavers of", f"{context.cycle} (summer {context.leaving_summer})"),
        ("Data as known on", long_date(context.as_of)),
        ("Edition", " · ".join(filter(None, (context.edition, context.edition_id))) or "none"),
        ("Build", context.build_id),
        ("For", _FOR[context.audience]),
        ("c", "Hidden to protect pupils. A dash (–): nothing to count, or it can't be told. 0 is a true nought."),
    ]
    book.write(sheet, 0, 0, "Every table of the report", "headline")
    sheet.set_row(0, 30)
    for row, (label, text) in enumerate(lines, 2):
        book.write(sheet, row, 0, label, "notice")
        book.write(sheet, row, 1, text, "wrapped")
    for row, (table, name) in enumerate(zip(tables, names[1:], strict=False), len(lines) + 3):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.style("link"), name)
        book.write(sheet, row, 1, plain(table.caption))


_FOR = {
    "leaders": "Leaders: small counts are hidden",
    "own_school": "The school itself. RESTRICTED, not for onward sharing",
    "public": "Everybody",
}


def _write_table(book: Book, sheet: Worksheet, table: Table) -> None:
    doubled = [any(row.cells[place].beneath for row in _rows(table)) for place in range(len(table.columns))]
    sheet.set_column(0, 0, _HEAD_WIDTH, book.style())
    book.write(sheet, 0, 0, plain(table.caption), "heading")
    book.write(sheet, 1, 0, plain(table.note), "small")
    titles = [table.head]
    for column, double in zip(table.columns, doubled, strict=True):
        titles += [column.label, f"{column.label}, beneath"] if double else [column.label]
    widths = [
        _TEXT_WIDTH if column.is_text else _WIDTH
        for column, double in zip(table.columns, doubled, strict=True)
        for _ in range(1 + double)
    ]
    for place, title in enumerate(titles):
        book.write(sheet, _FIRST_ROW, place, plain(title), "title")
        if place:
            sheet.set_column(place, place, widths[place - 1], book.style())
    sheet.freeze_panes(_FIRST_ROW + 1, 1)
    line = _FIRST_ROW + 1
    for group in table.groups:
        if group.label:
            book.write(sheet, line, 0, plain(group.label), "band")
            line += 1
        for row in group.rows:
            _write_row(book, sheet, line, row, doubled)
            line += 1
    for row in table.more:
        _write_row(book, sheet, line, row, doubled)
        line += 1


def _write_row(book: Book, sheet: Worksheet, line: int, row: Row, doubled: list[bool]) -> None:
    book.write(
        sheet, line, 0, plain(f"{row.head} ({row.tag})" if row.tag else row.head), *(["notice"] if row.is_total else [])
    )
    place = 1
    for cell, double in zip(row.cells, doubled, strict=True):
        _write_number(book, sheet, line, place, cell.text)
        if double:
            _write_number(book, sheet, line, place + 1, cell.beneath)
        place += 1 + double


def _write_number(book: Book, sheet: Worksheet, line: int, place: int, traced: str) -> None:
    """Counts and percentages as numbers, everything else as text."""
    text = plain(traced)
    if _WHOLE.fullmatch(text):
        sheet.write_number(line, place, int(text.replace(",", "")), book.style("count"))
    elif _PERCENT.fullmatch(text):
        sheet.write_number(line, place, int(text[:-1]) / 100, book.style("percent"))
    else:
        book.write(sheet, line, place, text, "wrapped")


def _write_cells(book: Book, sheet: Worksheet, tables: list[Table]) -> None:
    for place, (title, width) in enumerate((("Table", 28), ("Row", 34), ("Column", 24), ("Number", 12), ("Cell", 90))):
        book.write(sheet, 0, place, title, "title")
        sheet.set_column(place, place, width, book.style())
    sheet.freeze_panes(1, 0)
    line = 1
    for table in tables:
        for row in _rows(table):
            for column, cell in zip(table.columns, row.cells, strict=True):
                for id, shown in ids_of(cell):
                    for place, text in enumerate((_sheet_name(table), plain(row.head), column.label, shown, id)):
                        book.write(sheet, line, place, text)
                    line += 1


def ids_of(cell: Cell) -> Iterator[tuple[str, str]]:
    """The (id, number as shown) pairs of a cell."""
    if cell.cell:
        yield cell.cell, plain(cell.text)
    yield from cells_in(cell.text)
    if cell.cell and cell.beneath and not cells_in(cell.beneath):
        yield cell.share or formula("share", cell.cell), cell.beneath
    yield from cells_in(cell.beneath)


def _rows(table: Table) -> list[Row]:
    return [*(row for group in table.groups for row in group.rows), *table.more]
