"""A worklist: what a person works from, as a workbook whose answers come back as a file.

Which worklists and columns there are is `domain.worklist_columns`, how a row is known again `domain.worklist_marks`.
What stands in the rows is decided by who calls; the same list as a page is `worklist_page.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.worksheet import Worksheet

from domain.choices import choices
from domain.columns import COLUMNS
from domain.own_workbooks import INSTRUCTIONS, PLACES
from domain.worklist_columns import WorklistColumn, worklist_columns
from domain.worklist_marks import MadeWorklist, row_mark
from reports.numbers import listed, long_date, plural
from reports.sheet_names import sheet_names
from reports.workbooks import Book, Guide, height
from reports.worklist_parts import SECRET, PlacesLeft, Worklist, WorklistSheet, cell_of, shown_columns, text_of

__all__ = ["PlacesLeft", "Worklist", "WorklistSheet", "render_worklist"]

SPARE_ROWS = 10
_TITLES, _HINTS, _FIRST = 1, 2, 3  # rows, from 0
_OWN_COLUMNS = 20  # to the right of ours, open for what people note for themselves
_FROZEN = 2  # surname and forename
_A3 = 8
_FILLED = 0.8  # how much of a line words fill before they break
_MARK_TITLE = COLUMNS["list_row"].label
_ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "sort", "autofilter",
)  # fmt: skip
_DATE = {
    "validate": "any",
    "input_title": "A date",
    "input_message": "Type it as dd/mm/yyyy, such as 31/08/2026. Leave it blank if you don't know it yet.",
}


def render_worklist(worklist: Worklist) -> bytes:
    """The workbook as .xlsx, the same bytes for the same input. Raises ValueError where no sheet names anybody."""
    if not worklist.filled:
        raise ValueError(f"{worklist.name}: nobody is on this list")
    book = Book(worklist.title)
    names = sheet_names([f"Y{sheet.year_group} {sheet.stage} {worklist.cycle}" for sheet in worklist.filled])
    _write_guide(book, worklist, names)
    for sheet, name in zip(worklist.filled, names, strict=True):
        _ListSheet(book, worklist, sheet, name).write()
    if worklist.places:
        _write_places(book, worklist)
    return book.finish()


def _write_guide(book: Book, worklist: Worklist, names: list[str]) -> None:
    guide = Guide(book, (60, 60))
    guide.line(worklist.title, "headline")
    guide.line(SECRET, "lead", "warned")
    guide.line(worklist.words.purpose, "lead")
    if worklist.due:
        guide.line(worklist.due, "heading")
    guide.skip()
    guide.steps(_steps(worklist, names))
    guide.skip()
    known = f"It holds what we knew on {long_date(worklist.as_of)}. A newer list replaces it in your outbox."
    guide.line(f"{known} What you have sent already is not asked again.", "lead")
    guide.line("Questions? Ask the network's data team. Nothing you type here can break anything.", "lead")
    made = MadeWorklist(worklist.name, worklist.cycle, worklist.school_id, worklist.as_of)
    guide.marks("", worklist.folder, made.line)


def _steps(worklist: Worklist, names: list[str]) -> Iterator[str]:
    sheets = listed(
        f"“{name}” ({plural(len(sheet.rows), 'pupil')})" for name, sheet in zip(names, worklist.filled, strict=True)
    )
    yield f"Go to {'the sheet' if len(names) == 1 else 'the sheets'} {sheets}."
    yield worklist.words.filling_in
    yield "Fill in the blue columns only. Where a cell has an arrow, choose from the list; type dates as dd/mm/yyyy."
    yield "Filter with the arrows beneath the titles. To sort, first choose Review, Unprotect Sheet (no password)."
    yield "Leave blank what you don't know yet: you can send the list as often as you like, with more in it."
    if worklist.places:
        yield f"Where the network still has places stands on the sheet “{PLACES}”."
    yield f"Save it as an Excel workbook (.xlsx), under any name, and drop it into inbox/{worklist.folder.rstrip('/')}."


class _ListSheet:
    """One sheet of pupils in the making."""

    def __init__(self, book: Book, worklist: Worklist, sheet: WorklistSheet, name: str) -> None:
        self._book, self._worklist, self._of = book, worklist, sheet
        self._sheet: Worksheet = book.sheet(name)
        self._columns = shown_columns(worklist.name, sheet)
        self._last = _FIRST + len(sheet.rows) + SPARE_ROWS - 1

    def write(self) -> None:
        book, sheet, columns = self._book, self._sheet, self._columns
        due = f"  {self._worklist.due}" if self._worklist.due else ""
        book.write(sheet, 0, 0, f"{self._worklist.title}, Year {self._of.year_group}.{due}  {SECRET}", "heading")
        sheet.set_row(0, 24)
        for place, column in enumerate(columns):
            self._write_column(place, column)
        self._write_marks(len(columns))
        self._set_heights()
        sheet.autofilter(_HINTS, 0, self._last, len(columns))
        sheet.set_column(len(columns) + 1, len(columns) + _OWN_COLUMNS, None, book.style("open"))
        sheet.freeze_panes(_FIRST, _FROZEN)
        sheet.repeat_rows(_TITLES)
        sheet.set_paper(_A3)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        # without a password: it keeps our cells from being typed over, and anybody may lift it
        sheet.protect("", dict.fromkeys(_ALLOWED, True))

    def _write_column(self, place: int, column: WorklistColumn) -> None:
        book, sheet, rows = self._book, self._sheet, self._of.rows
        is_ours = column.role in ("identity", "known")
        title = ("title",) if column.role != "answer" else ("title", "asked")
        book.write(sheet, _TITLES, place, column.title, *title)
        book.write(sheet, _HINTS, place, _hint(place, column), "hint")
        look = ("boxed", "wrapped", "told") if is_ours else ("boxed", "wrapped", "open")
        for at, row in enumerate(rows):
            book.write(sheet, _FIRST + at, place, cell_of(row, column.name), *look)
        for spare in range(_FIRST + len(rows), self._last + 1):
            book.write(sheet, spare, place, "", "boxed", "wrapped", "open")
        if column.role == "answer":
            self._help_typing(place, column)
        sheet.set_column(place, place, column.width, book.style("open"))

    def _help_typing(self, place: int, column: WorklistColumn) -> None:
        kind, rows = COLUMNS[column.name].type, (_FIRST, self._last)
        labels = choices(column.name, self._of.year_group, self._of.stage) if kind == "code" else ()
        if labels:
            self._book.offer(self._sheet, rows, place, labels)
        elif kind == "date":
            self._sheet.data_validation(rows[0], place, rows[1], place, _DATE)

    def _write_marks(self, place: int) -> None:
        book, sheet = self._book, self._sheet
        book.write(sheet, _TITLES, place, _MARK_TITLE, "title")
        book.write(sheet, _HINTS, place, "Ours: please leave it", "hint")
        for at, row in enumerate(self._of.rows):
            book.write(sheet, _FIRST + at, place, mark_of(self._worklist.name, self._columns, row), "small")
        sheet.set_column(place, place, 16, book.style("open"), {"hidden": True})

    def _set_heights(self) -> None:
        columns, sheet = self._columns, self._sheet
        widths = [column.width for column in columns]
        sheet.set_row(_TITLES, height((column.title for column in columns), [width - 2 for width in widths]))
        sheet.set_row(_HINTS, height((_hint(place, column) for place, column in enumerate(columns)), widths))
        for at, row in enumerate(self._of.rows):
            texts = [cell_of(row, column.name) for column in columns]
            sheet.set_row(_FIRST + at, height(texts, [width * _FILLED for width in widths]))


def _hint(place: int, column: WorklistColumn) -> str:
    return f"{INSTRUCTIONS}. {column.hint}" if place == 0 else column.hint


def mark_of(worklist: str, shown: tuple[WorklistColumn, ...], row: Mapping[str, object]) -> str:
    """The row's mark: every column of the list counts, one that isn't shown as empty."""
    shown_names = {column.name for column in shown}

    def cells(columns: Iterator[WorklistColumn]) -> list[str]:
        return [cell_of(row, column.name) if column.name in shown_names else "" for column in columns]

    listed = worklist_columns(worklist)
    return row_mark(
        cells(column for column in listed if column.identifies),
        cells(column for column in listed if column.is_known),
        cells(column for column in listed if column.role == "contact"),
    )


def _write_places(book: Book, worklist: Worklist) -> None:
    sheet = book.sheet(PLACES)
    book.write(
        sheet, 0, 0, f"Places left in the network's sixth forms, as told by {long_date(worklist.as_of)}", "heading"
    )
    sheet.set_row(0, 24)
    for column, (title, width) in enumerate((("Sixth form", 34), ("Course", 34), ("Places", 10), ("Told on", 16))):
        book.write(sheet, 1, column, title, "title")
        sheet.set_column(column, column, width, book.style())
    for row, left in enumerate(worklist.places, 2):
        told = (left.school, left.course or "Any course", str(left.places), text_of(left.told_on))
        for column, text in enumerate(told):
            book.write(sheet, row, column, text, "boxed", "wrapped")
    sheet.freeze_panes(2, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
